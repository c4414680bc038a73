import { expectTypeOf, test } from 'vitest'
import { type Duckdb, duckdb } from '../source.ts'
import { copyFrom, type DuckdbCopy, table } from './index.ts'

const q = duckdb().query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })

test('a merge by columns knows the table as one by a condition does', () => {
  const come = table('come', { columns: ['id', 'more'] })
  const merge = q.mergeInto(c).usingColumns(come, 'id', 'name')
  expectTypeOf(merge).toEqualTypeOf(q.mergeInto(c))
  // @ts-expect-error it has no such column
  merge.whenMatched().update({ more: come.more })
  q.mergeInto(table('clients')).usingColumns(come, 'id').whenMatched().update({ anything: come.more })
  // @ts-expect-error a condition is no name
  q.mergeInto(c).usingColumns(come, come.id.eq(c.id))
})

test('a copy from a file takes the options of its format, and columns of the table', () => {
  expectTypeOf(copyFrom(q, c, 'x.csv', { format: 'csv', columns: ['id'] })).toEqualTypeOf<DuckdbCopy<Duckdb>>()
  copyFrom(q, table('clients'), 'x.csv', { format: 'csv', columns: ['anything'] })
  // @ts-expect-error it has no such column
  copyFrom(q, c, 'x.csv', { format: 'csv', columns: ['more'] })
  // @ts-expect-error a Parquet file tells its compression itself
  copyFrom(q, c, 'x.parquet', { format: 'parquet', compression: 'zstd' })
  // @ts-expect-error files are written in parts, not read
  copyFrom(q, c, 'x.csv', { format: 'csv', partitionBy: ['id'] })
  // @ts-expect-error JSON has no header
  copyFrom(q, c, 'x.json', { format: 'json', header: true })
})
