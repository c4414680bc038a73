import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { Construct, ConstructPage } from './construct.ts'
import { shown } from './shown.ts'

/** The text of a page: for each construct the call, the text that it gives, and the answer. */
export function pageOf<Query>({ title, about, block, chapters }: ConstructPage<Query>): string {
  const parts = [
    `# ${title}`,
    '',
    about,
    '',
    'This page is made by the tests, which run every call of it. Edit those, not the page.',
    '',
  ]
  for (const chapter of chapters) {
    parts.push(`## ${chapter.title}`, '', chapter.about, '')
    const source = readFileSync(fileURLToPath(chapter.file), 'utf8')
    for (const construct of chapter.constructs) parts.push(...sectionOf(construct, source, block))
  }
  return `${parts.join('\n').trimEnd()}\n`
}

function sectionOf<Query>(
  { title, text, result, note }: Construct<Query>,
  source: string,
  block: string,
): readonly string[] {
  const about = note === undefined ? [] : [note, '']
  return [
    `### ${title}`,
    '',
    ...about,
    '```typescript',
    callOf(source, title),
    '```',
    '',
    `\`\`\`${block}`,
    text,
    '```',
    '',
    'gives',
    '',
    '```',
    inspect(shown(result), { depth: 6, breakLength: 120, compact: 3 }),
    '```',
    '',
  ]
}

/** The text of a call as it is written in its file, its later lines moved to the left. */
export function callOf(source: string, title: string): string {
  const at = source.indexOf(`title: '${title.replaceAll("'", "\\'")}'`)
  const [, text] = /\n *build: (?:q|\(\)) =>\s*([\s\S]*?),\n *text:/.exec(at < 0 ? '' : source.slice(at)) ?? []
  if (text === undefined) throw new Error(`the call of "${title}" is not found in its file; write build before text`)
  const body = /^\{\n([\s\S]*)\n *\}$/.exec(text)?.[1]
  if (body === undefined) return movedLeft(text)
  // Statements before it, and what it returns: the page shows them without the function around them.
  return movedLeft(`\n${body}`)
    .replaceAll(/^ {2}/gm, '')
    .replace(/^return /m, '')
    .trim()
}

/** Its later lines are moved to the left, two spaces from the edge. */
function movedLeft(text: string): string {
  const [first = '', ...rest] = text.split('\n')
  const indents = rest.filter(line => line.trim() !== '').map(line => /^ */.exec(line)?.[0].length ?? 0)
  const drop = Math.max(0, Math.min(...indents, 100) - 2)
  return [first, ...rest.map(line => line.slice(drop))].join('\n')
}
