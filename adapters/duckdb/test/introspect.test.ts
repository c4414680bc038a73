import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dynamicTable, type TableDefinition } from '@vantage-ts/core/dynamic'
import { duckdb, introspect } from '@vantage-ts/duckdb'
import { afterAll, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vantage-duckdb-introspect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Columns by name, as flags and types. */
const shown = (tables: readonly TableDefinition[]) =>
  tables.map(({ entity, name, schema, columns }) => ({
    name: name ?? entity,
    ...(schema === undefined ? {} : { schema }),
    columns: Object.fromEntries(
      columns.map(({ property, isId, isGenerated, isOptional, ...type }) => [
        property,
        {
          ...type,
          ...(isId === true ? { id: true } : {}),
          ...(isGenerated === true ? { generated: true } : {}),
          ...(isOptional === true ? { optional: true } : {}),
        },
      ]),
    ),
  }))

test('tables, views and their columns', async () => {
  await using db = duckdb({ threads: 1 })
  await db.expr`CREATE TYPE mood AS ENUM ('sad', 'it''s ok')`.run()
  await db.expr`CREATE SEQUENCE numbers`.run()
  await db.expr`CREATE TABLE people (id BIGINT PRIMARY KEY DEFAULT nextval('numbers'), name VARCHAR NOT NULL, age TINYINT,
    balance DECIMAL(12, 2), feels mood, tags VARCHAR[], born DATE, seen TIMESTAMPTZ, fine TIMESTAMP_NS, huge HUGEINT,
    place STRUCT(x INTEGER), took INTERVAL, ref UUID, raw BLOB, doc JSON, share REAL)`.run()
  await db.expr`CREATE SCHEMA old`.run()
  await db.expr`CREATE VIEW old.names AS SELECT name FROM people`.run()
  const { tables, left } = await introspect(db)
  expect(shown(tables)).toEqual([
    {
      name: 'people',
      columns: {
        id: { type: 'bigint', id: true, generated: true },
        name: { type: 'text' },
        age: { type: 'int', optional: true },
        balance: { type: 'decimal', precision: 12, scale: 2, optional: true },
        feels: { type: 'enum', members: ['sad', "it's ok"], optional: true },
        tags: { type: 'array', item: { type: 'text' }, optional: true },
        born: { type: 'plainDate', optional: true },
        seen: { type: 'instant', optional: true },
        fine: { type: 'instantNs', optional: true },
        took: { type: 'duration', optional: true },
        ref: { type: 'uuid', optional: true },
        raw: { type: 'bytes', optional: true },
        doc: { type: 'json', optional: true },
        share: { type: 'float', optional: true },
      },
    },
    { name: 'names', schema: 'old', columns: { name: { type: 'text', optional: true } } },
  ])
  expect(left.map(({ column, vendorType }) => [column, vendorType])).toEqual([
    ['huge', 'HUGEINT'],
    ['place', 'STRUCT(x INTEGER)'],
  ])
  expect((await introspect(db, { schema: 'old' })).tables.map(({ entity }) => entity)).toEqual(['names'])
  expect((await failure(() => introspect(db, { tables: ['nobody'] }))).kind).toBe('not-found')
})

test('a file is a table whose columns are those found in it, to be used at once', async () => {
  const items = join(folder, 'items.csv')
  writeFileSync(items, 'id,name,price\n1,a,1.5\n2,b,\n')
  const flights = fileURLToPath(new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url))
  await using db = duckdb({ threads: 1, files: { items, flights } })
  const { tables } = await introspect(db)
  expect(shown(tables)).toEqual([
    {
      name: 'flights',
      columns: {
        date: { type: 'plainDateTime', optional: true },
        delay: { type: 'bigint', optional: true },
        distance: { type: 'bigint', optional: true },
        origin: { type: 'text', optional: true },
        destination: { type: 'text', optional: true },
      },
    },
    {
      name: 'items',
      columns: {
        id: { type: 'bigint', optional: true },
        name: { type: 'text', optional: true },
        price: { type: 'float', optional: true },
      },
    },
  ])
  const [found] = tables
  if (found === undefined) throw new Error('there are two')
  const table = dynamicTable(db, found)
  expect(await table.count()).toBe(3_000_000)
})

test('a file that is not there is named', async () => {
  await using db = duckdb({ files: { items: join(folder, 'none.csv') } })
  const { left } = await introspect(db)
  expect(left).toMatchObject([{ table: 'items', column: '*' }])
})
