import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkLayers } from './layers.mjs'

/** A workspace of the given files; returns what the checker says of it. */
function problemsOf(files) {
  const root = mkdtempSync(join(tmpdir(), 'vantage-layers-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return checkLayers(root)
}

const core = 'packages/core/src'

test('imports that go down pass', () => {
  const problems = problemsOf({
    [`${core}/errors/kind.ts`]: 'export type Kind = 1',
    [`${core}/table/table.ts`]: `import type { Kind } from '../errors/kind.ts'\nimport 'temporal-polyfill'`,
    [`${core}/index.ts`]: `export { Table } from './table/table.ts'`,
    [`${core}/memory/index.ts`]: `import '../source/source.ts'`,
    [`${core}/table/table.test.ts`]: `import { testAdapter } from '@vantage-ts/adapter-kit'\nimport '../memory/index.ts'`,
    'packages/sql/src/index.ts': `import '@vantage-ts/core/adapter'`,
    'adapters/sqlite/src/index.ts': `import '@vantage-ts/core'\nimport '@vantage-ts/sql'\nimport 'node:sqlite'`,
    'adapters/sqlite/src/x.db.test.ts': `import '@vantage-ts/test-servers'`,
    'examples/atlas/src/main.ts': `import '@vantage-ts/sqlite'`,
    'bench/src/main.ts': `import '@vantage-ts/postgres'`,
  })
  expect(problems).toEqual([])
})

test.each([
  ['core to adapter', `${core}/table/a.ts`, `import '@vantage-ts/sqlite'`],
  ['core to adapter in a test', `${core}/table/a.test.ts`, `import '@vantage-ts/sqlite'`],
  ['core to adapter by path', `${core}/table/a.ts`, `import '../../../../adapters/sqlite/src/index.ts'`],
  ['core to a package', `${core}/table/a.ts`, `import 'zod'`],
  ['core to Node', `${core}/table/a.ts`, `import { join } from 'node:path'`],
  ['upward', `${core}/types/a.ts`, `import { t } from '../table/b.ts'`],
  ['upward, types only', `${core}/types/a.ts`, `import type { T } from '../table/b.ts'`],
  ['upward, re-export', `${core}/types/a.ts`, `export { t } from '../table/b.ts'`],
  ['upward, dynamic', `${core}/types/a.ts`, `export const t = () => import('../table/b.ts')`],
  ['upward, type expression', `${core}/types/a.ts`, `export type T = import('../table/b.ts').T`],
  ['upward to an entry', `${core}/types/a.ts`, `import '../index.ts'`],
  ['a folder without a place', `${core}/utils/a.ts`, `import '../errors/b.ts'`],
  ['memory at run time', `${core}/table/a.ts`, `import { memory } from '../memory/index.ts'`],
  ['memory in the main entry', `${core}/index.ts`, `export { memory } from './memory/index.ts'`],
  ['dynamic tables in the main entry', `${core}/index.ts`, `export { dynamicTable } from './dynamic/dynamic-table.ts'`],
  ['the outbox in the main entry', `${core}/index.ts`, `export { outbox } from './outbox/outbox.ts'`],
  ['source to test', `${core}/types/a.ts`, `import './b.test.ts'`],
  ['adapter to adapter', 'adapters/csv/src/a.ts', `import '@vantage-ts/sqlite'`],
  ['adapter to kit outside tests', 'adapters/csv/src/a.ts', `import '@vantage-ts/adapter-kit'`],
  ['adapter to another package by path', 'adapters/csv/src/a.ts', `import '../../../packages/sql/src/index.ts'`],
  ['sql to adapter', 'packages/sql/src/a.ts', `import '@vantage-ts/sqlite'`],
  ['surface to sql', 'surfaces/server/src/a.ts', `import '@vantage-ts/sql'`],
  ['kit to sql', 'testing/adapter-kit/src/a.ts', `import '@vantage-ts/sql'`],
])('%s is caught', (_, file, text) => {
  const problems = problemsOf({ [file]: `// first line\n${text}` })
  expect(problems).toEqual([expect.stringContaining(`${file}:2: imports `)])
})

test('only the types of memory may be used above it', () => {
  const text = `import type { Memory } from '../memory/index.ts'`
  expect(problemsOf({ [`${core}/table/a.ts`]: text })).toEqual([])
})

test('a cycle is caught', () => {
  const problems = problemsOf({
    [`${core}/set/a.ts`]: `import { b } from './b.ts'`,
    [`${core}/set/b.ts`]: `import { c } from './c.ts'`,
    [`${core}/set/c.ts`]: `import { a } from './a.ts'`,
  })
  const [a, b, c] = ['a', 'b', 'c'].map(name => `${core}/set/${name}.ts`)
  expect(problems).toEqual([`${a}: cycle ${a} -> ${b} -> ${c} -> ${a}`])
})

test('types of one folder may name each other', () => {
  const problems = problemsOf({
    [`${core}/set/a.ts`]: `import type { B } from './b.ts'`,
    [`${core}/set/b.ts`]: `import type { A } from './a.ts'`,
  })
  expect(problems).toEqual([])
})

test('entities of one folder may refer to each other', () => {
  const files = folder => ({
    [`examples/shop/src/${folder}/client.ts`]: `import { Order } from './order.ts'`,
    [`examples/shop/src/${folder}/order.ts`]: `import { Client } from './client.ts'`,
  })
  expect(problemsOf(files('entities'))).toEqual([])
  expect(problemsOf(files('questions'))).toHaveLength(1)
})
