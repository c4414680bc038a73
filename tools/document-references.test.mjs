import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkDocumentReferences } from './document-references.mjs'

function problemsOf(document) {
  const root = mkdtempSync(join(tmpdir(), 'vantage-documents-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const files = { 'package.json': '{"scripts":{"check":"x"}}', 'tools/here.mjs': '', 'docs/guide.md': document }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return checkDocumentReferences(root)
}

test('references that lead somewhere pass', () => {
  const document = [
    'See [the tool](../tools/here.mjs), [this](#part), [that](https://example.com/gone.md).',
    'Also `tools/here.mjs:3`, `adapters/<name>/src/index.ts`, `packages/core/dist/index.js`; `npm run check`.',
    '```ts\nlist[0](gone)\n```',
  ]
  expect(problemsOf(document.join('\n'))).toEqual([])
})

test.each([
  ['a link', '[the tool](../tools/gone.mjs)', '../tools/gone.mjs does not exist'],
  ['a path', 'in `tools/gone.mjs`', 'tools/gone.mjs does not exist'],
  ['a path in a code block', '```sh\ncat `tools/gone.mjs`\n```', 'tools/gone.mjs does not exist'],
  ['a script', '```sh\nnpm run gone\n```', 'package.json has no script gone'],
])('%s to what is gone is caught', (_, document, problem) => {
  expect(problemsOf(`\n${document}`)).toEqual([expect.stringContaining(problem)])
})
