import { col, Entity, int, VantageError } from '@vantage-ts/core'
import { readFacts, type Storage, TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { copy } from '@vantage-ts/copy'
import { duckdb } from '@vantage-ts/duckdb'
import { csv, json, ndjson } from '@vantage-ts/files'
import { mysql } from '@vantage-ts/mysql'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { surrealdb } from '@vantage-ts/surrealdb'
import { expect, test } from 'vitest'
import { allSamples } from '../testing/adapter-kit/src/samples.ts'

// What a report promises of a source holds of its storages. Nothing is opened: reports ask no database.

const sources = {
  memory: memory(),
  sqlite: sqlite({ file: ':memory:' }),
  postgres: postgres({ url: 'postgres://127.0.0.1:1/none' }),
  mysql: mysql({ url: 'mysql://127.0.0.1:1/none' }),
  duckdb: duckdb(),
  surrealdb: surrealdb({ url: 'mem://', database: 'none' }),
  csv: csv({ folder: '.' }),
  ndjson: ndjson({ folder: '.' }),
  json: json({ folder: '.' }),
}

const isRefused = ({ encode }: Storage, value: unknown): boolean => {
  try {
    unchecked<((value: unknown) => unknown) | undefined>(encode, 'takes values of its type')?.(value)
    return false
  } catch (thrown) {
    if (thrown instanceof TypeProblem) return true
    throw thrown
  }
}

/** Each source with each type that it holds. */
const cases = Object.entries(sources).flatMap(([name, source]) =>
  allSamples.flatMap(({ name: typeName, type, ordinary, extreme }) => {
    class Held extends Entity('held', { id: col(int).id(), value: col(type) }) {}
    try {
      const to = Held.table(source as never).records()
      const from = Held.table(memory() as never).records()
      return [{ name: `${name}: ${typeName}`, from, to, values: [...ordinary, ...extreme] }]
    } catch (thrown) {
      if (VantageError.is(thrown) && thrown.kind === 'type-mismatch') return []
      throw thrown
    }
  }),
)

test('all sources hold all types, but for nanoseconds in two of them', () => {
  expect(cases).toHaveLength(Object.keys(sources).length * allSamples.length - 2)
})

test.each(cases)('a report says whether some values are refused by $name', ({ from, to, values }) => {
  const storage = readFacts(to).columns.find(({ property }) => property === 'value')?.storage
  const refused = values.filter(value => storage !== undefined && isRefused(storage, value))
  const value = copy(from, to)
    .report()
    .columns.find(({ column }) => column === 'value')
  // It may be more cautious than these values: there are others.
  expect(refused.length === 0 || value?.fit === 'some').toBe(true)
  expect(value?.why.length === 0).toBe(value?.fit === 'always')
})
