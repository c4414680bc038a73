import { expectTypeOf, test } from 'vitest'
import { postgres } from '@vantage-ts/postgres'
import {
  count,
  cte,
  generateSeries,
  jsonbToRecordset,
  recursive,
  rollup,
  type SqlExpression,
  sum,
  table,
  value,
} from '@vantage-ts/postgres/sql'

const q = postgres({ url: 'postgres://nobody@127.0.0.1:1/none' }).query()
const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total'] })
declare const foreign: SqlExpression<'sqlite'>

test('columns are those that are named', () => {
  expectTypeOf(o.total).toExtend<SqlExpression<'postgres'>>()
  // @ts-expect-error it has no such column
  o.totel
  // A table without a list of columns gives each that is asked for.
  table('orders')('anything')
})

test('a statement under a name has the columns that it selects', () => {
  const spent = cte(
    'spent',
    q
      .select(o.client_id, { total: sum(o.total) })
      .from(o)
      .groupBy(o.client_id),
  )
  expectTypeOf(spent.total).toExtend<SqlExpression<'postgres'>>()
  // @ts-expect-error it gives none of that name
  spent.id
  const gone = cte('gone', q.deleteFrom(o).everything().returning(o.id))
  expectTypeOf(gone.id).toExtend<SqlExpression<'postgres'>>()
  // @ts-expect-error it returns none of that name
  gone.total
  const tree = recursive('tree', ['id'], it => q.select({ id: value(1) }).unionAll(q.select({ id: it.id }).from(it)))
  expectTypeOf(tree.id).toExtend<SqlExpression<'postgres'>>()
})

test('and so have values and functions that give rows', () => {
  const v = q.values(['a', 1]).asRows('v', ['word', 'n'])
  const days = generateSeries(1, 3).asRows('d', ['day'])
  const parts = jsonbToRecordset('[]').asRows('p', { name: 'text' })
  expectTypeOf([v.word, days.day, parts.name]).items.toExtend<SqlExpression<'postgres'>>()
  // @ts-expect-error it names no such column
  v.other
  // @ts-expect-error it names no such column
  parts.other
})

test('expressions of another language stay out', () => {
  // @ts-expect-error it is of SQLite
  q.select(foreign)
  // @ts-expect-error it is of SQLite
  q.select(o.id).from(o).where(foreign)
  // @ts-expect-error it is of SQLite
  o.total.plus(foreign)
  // @ts-expect-error it is of SQLite
  sum(foreign)
})

test('what PostgreSQL has besides others', () => {
  q.select(count())
    .from(o)
    .groupBy(rollup(o.client_id))
    .distinctOn(o.client_id)
    .forUpdate({ of: [o] })
  q.values([1])
    .exceptAll(q.values([1]))
    .intersectAll(q.values([1]))
  q.insertInto(o)
    .values({ id: 1 })
    .onConflict({ constraint: 'orders_pkey' })
    .doUpdate(excluded => ({ total: excluded.total }))
  const conflict = q.insertInto(o).values({ id: 1 }).onConflict(o.id)
  // @ts-expect-error the row that was to be inserted has no such column
  conflict.doUpdate(excluded => ({ total: excluded.totel }))
  q.deleteFrom(o).using(table('clients', 'c')).where(true).returning(o.id)
})
