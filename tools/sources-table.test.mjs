import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sourcesTable, withTable } from './sources-table.mjs'

const readme = readFileSync(join(dirname(dirname(fileURLToPath(import.meta.url))), 'README.md'), 'utf8')

test('the table in README is what the sources declare; if not, run `npm run tables`', () => {
  expect(withTable(readme)).toBe(readme)
  expect(sourcesTable().split('\n').length).toBeGreaterThan(10)
})
