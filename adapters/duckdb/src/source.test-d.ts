import { col, Entity, type Expr, instant, instantNs, int, Temporal, text } from '@vantage-ts/core'
import { list, listContains } from '@vantage-ts/duckdb/sql'
import { expectTypeOf, test } from 'vitest'
import { type Duckdb, type DuckdbCan, duckdb } from './index.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), at: col(instant), fine: col(instantNs) }) {}

test('a name is a type, and a named source is still a Duckdb', () => {
  const sales = duckdb({ name: 'sales' })
  expectTypeOf(sales).toEqualTypeOf<Duckdb<'sales'>>()
  expectTypeOf(sales).toExtend<Duckdb>()
  expectTypeOf(duckdb()).toEqualTypeOf<Duckdb>()
})

test('conditions of another named database do not fit', () => {
  const sales = User.table(duckdb({ name: 'sales' }))
  const shop = User.table(duckdb({ name: 'shop' }))
  sales.where(u => u.id.eq(1))
  // @ts-expect-error the condition is of another database
  sales.where(shop.$.id.eq(1))
})

test('abilities are known: there are transactions, and no savepoints', async () => {
  const db = duckdb()
  expectTypeOf(db.can).toEqualTypeOf<DuckdbCan>()
  expectTypeOf(db.can.transaction).toEqualTypeOf<true>()
  // @ts-expect-error DuckDB has none
  db.can.savepoint
  expectTypeOf<Awaited<ReturnType<typeof db.begin>>['source']>().toEqualTypeOf<typeof db>()
})

test('templates take what can be bound', () => {
  const db = duckdb()
  expectTypeOf(db.expr`now() - ${Temporal.Duration.from('PT1H')}`.as(instant)).toEqualTypeOf<
    Expr<Temporal.Instant, Duckdb>
  >()
  // @ts-expect-error a Date has no time zone of its own; give a Temporal.Instant
  db.expr`select ${new Date()}`
})

test('files name one format each', () => {
  duckdb({ files: { a: 'a.parquet', b: { csv: ['b.csv'], delimiter: ';' }, c: { json: 'c.json' } } })
  // @ts-expect-error a file is a path, or names its format
  duckdb({ files: { a: { path: 'a.parquet' } } })
})

test('the words of DuckDB are for its statements', () => {
  const q = duckdb().query()
  q.select({ a: listContains(list(1, 2), 1) })
  // @ts-expect-error DuckDB locks no rows
  q.select({ a: 1 }).forUpdate()
})
