import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './fetch-node.mjs'
import { recordFiles, sourcesPage, sourcesTable, withTable } from './sources-table.mjs'

const textOf = file => readFileSync(join(root, file), 'utf8')

test('the table in README and the page of sources are what the kit found; if not, run `npm run tables`', () => {
  expect(withTable(textOf('README.md'))).toBe(textOf('README.md'))
  expect(sourcesPage()).toBe(textOf('docs/sources.md'))
  expect(sourcesTable().split('\n').length).toBeGreaterThan(10)
})

test('every record of the kit is in the table', () => {
  const found = globSync('{packages,adapters}/*/test/*kit-results.json', { cwd: root }).sort()
  expect([...recordFiles].sort()).toEqual(found)
})
