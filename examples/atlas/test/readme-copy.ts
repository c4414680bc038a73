import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const example = join(import.meta.dirname, '..')
const readme = readFileSync(join(example, 'README.md'), 'utf8')

/** The fenced blocks of the README in one language. */
export const readmeBlocks = (language: string): string[] =>
  [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  )

/** Copies the example and does to it what the README says. The copy is inside the repository, where its packages are found. */
export function copyAfterReadme(): string {
  const cache = join(example, '../../.cache')
  mkdirSync(cache, { recursive: true })
  const copy = mkdtempSync(join(cache, 'fifth-table-'))
  cpSync(join(example, 'src'), join(copy, 'src'), { recursive: true })
  cpSync(join(example, 'package.json'), join(copy, 'package.json'))
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.json', include: ['src'] }))
  for (const block of readmeBlocks('typescript')) {
    const path = /^\/\/ (src\/\S+)\n/.exec(block)?.[1]
    if (path === undefined) throw new Error(`a block of the README names no file:\n${block}`)
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), block)
  }
  for (const block of readmeBlocks('diff')) {
    const [, path = '', change = ''] = /^--- (\S+)\n([\s\S]*)$/.exec(block) ?? []
    const file = join(copy, path)
    writeFileSync(file, patched(readFileSync(file, 'utf8'), change.split(/^@@\n/m)))
  }
  return copy
}

/** Replaces the lines of each hunk that were there by those that are there afterwards. Errors: lines not found, or not once. */
function patched(text: string, hunks: readonly string[]): string {
  return hunks.reduce((result, hunk) => {
    const lines = hunk.trimEnd().split('\n')
    const side = (sign: string) =>
      lines
        .filter(line => line === '' || line.startsWith(' ') || line.startsWith(sign))
        .map(line => line.slice(1))
        .join('\n')
    const parts = result.split(side('-'))
    if (parts.length !== 2)
      throw new Error(`the README changes lines that are there ${parts.length - 1} times:\n${side('-')}`)
    return parts.join(side('+'))
  }, text)
}
