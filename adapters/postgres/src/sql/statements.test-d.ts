import { bool, col, Entity, type Expr, int, text, type UntypedRecord } from '@vantage-ts/core'
import type { ColumnName, vocabulary } from '@vantage-ts/sql/build'
import { expectTypeOf, test } from 'vitest'
import { type Postgres, postgres } from '../index.ts'
import { count, cte, lower, recursive, row, rowNumber, sum, table, value, window } from './index.ts'

class Client extends Entity('clients', { id: col(int).id(), name: col(text), isVip: col(bool) }) {}

const url = 'postgres://localhost/x'
const db = postgres({ url })
const q = db.query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })
const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total'] })
declare const lite: ReturnType<typeof vocabulary<'sqlite'>>
const p = lite.table('clients', { as: 'p', columns: ['id', 'name'] })

test('what PostgreSQL has besides is there, in any order of the clauses', () => {
  const l = q.select(o.total).from(o).where(o.client_id.eq(c.id)).limit(1).as('l')
  const select = q.select(c.id).from(c).leftJoinLateral(l).distinctOn(c.name).where(l.total.gt(1))
  expectTypeOf(select.forUpdate({ skipLocked: true }).as('s').id).toExtend<ColumnName<'postgres', 'id'>>()
  expectTypeOf(select.select({ n: count() }).as('s').n).toExtend<ColumnName<'postgres', 'n'>>()
  // @ts-expect-error a lock takes no such option
  select.forUpdate({ wait: true })
})

test('expressions of another language do not fit', () => {
  // @ts-expect-error the condition is of SQLite
  q.select(c.id).from(c).where(p.id.eq(1))
  // @ts-expect-error the operand is of SQLite
  c.id.eq(p.id)
  // @ts-expect-error the function is of SQLite
  q.select({ n: lite.lower('a') })
  // @ts-expect-error the column is of SQLite
  q.select(p.id)
  // @ts-expect-error the order is of SQLite
  q.select(c.id).from(c).orderBy(p.id.desc())
  // @ts-expect-error the window is of SQLite
  rowNumber().over(lite.window())
  // @ts-expect-error the argument is of SQLite
  lower(p.name)
  // @ts-expect-error the value is of SQLite
  q.insertInto(c).values({ id: p.id })
  // @ts-expect-error the value is of SQLite
  q.update(c).set({ name: p.name })
  // @ts-expect-error the column is of SQLite
  q.deleteFrom(c).returning(p.id)
  // @ts-expect-error the table is of SQLite
  q.select(c.id).from(p)
  // @ts-expect-error the table is of SQLite
  q.select(c.id).from(c).join(p, true)
  // @ts-expect-error the table is of SQLite
  q.select(c.id).from(c).naturalJoin(p)
  // @ts-expect-error the table is of SQLite
  q.insertInto(p)
  // @ts-expect-error the table is of SQLite
  q.update(p)
  // @ts-expect-error the table is of SQLite
  q.deleteFrom(p)
  const named = lite.cte('named', q.select(c.id).from(c) as never)
  // @ts-expect-error the named statement is of SQLite
  q.with(named)
})

test('columns that are declared are known, and no others', () => {
  expectTypeOf(c.id).toExtend<ColumnName<'postgres', 'id'>>()
  // @ts-expect-error no such column is declared
  c.nope
  // @ts-expect-error a column that is not declared is asked for by its name
  table('clients').id
  expectTypeOf(table('clients')('id')).toExtend<ColumnName<'postgres', 'id'>>()
})

test('the names of rows are known: of what is selected, united, named and returned', () => {
  const s = q
    .select(c.id, { n: count() })
    .from(c)
    .groupBy(c.id)
    .select({ spent: sum(o.total) })
    .as('s')
  expectTypeOf(s.n).toExtend<ColumnName<'postgres', 'n'>>()
  expectTypeOf([s.id, s.spent]).not.toBeAny()
  // @ts-expect-error the statement gives no such column
  s.city
  const both = q.select(c.id).from(c).union(q.select(o.id).from(o)).orderBy(c.id).as('b')
  expectTypeOf(both.id).toExtend<ColumnName<'postgres', 'id'>>()
  // @ts-expect-error the statement gives no such column
  both.city
  const big = cte('big', q.select(c.id, { n: count() }).from(c))
  expectTypeOf(big.n).toExtend<ColumnName<'postgres', 'n'>>()
  // @ts-expect-error the statement gives no such column
  big.city
  const tree = recursive('tree', ['id', 'depth'], rows =>
    q
      .select(c.id, { depth: value(1) })
      .from(c)
      .unionAll(q.select(rows.id, { depth: rows.depth.plus(1) }).from(rows)),
  )
  expectTypeOf(tree.depth).toExtend<ColumnName<'postgres', 'depth'>>()
  const written = q.update(c).set({ name: 'x' }).where(c.id.eq(1)).returning(c.id, { was: c.name })
  // @ts-expect-error what a write gives back comes once, when it runs
  written.as('w')
  // @ts-expect-error what a write gives back comes once, when it runs
  written.columns({ id: col(int) })
  // @ts-expect-error a write is no part of a compound
  q.select(c.id).from(c).union(written)
  const changed = cte('w', written)
  expectTypeOf(changed.was).toExtend<ColumnName<'postgres', 'was'>>()
  // @ts-expect-error the statement returns no such column
  changed.city
})

test('rows of statements are untyped until columns() says what they are', () => {
  const select = q.select(c.id).from(c)
  expectTypeOf(select.run()).resolves.toEqualTypeOf<readonly UntypedRecord[]>()
  expectTypeOf(q.deleteFrom(c).everything().run()).resolves.toEqualTypeOf<number>()
  expectTypeOf(q.deleteFrom(c).everything().returning(c.id).run()).resolves.toEqualTypeOf<readonly UntypedRecord[]>()
  expectTypeOf(select.as(int)).toEqualTypeOf<Expr<number, Postgres>>()
  expectTypeOf(select.columns({ id: col(int) }).first()).resolves.toExtend<{ readonly id: number } | undefined>()
})

test('a statement of one database is no condition of another, and an operand there', () => {
  const a = postgres({ url, name: 'a' })
  const b = postgres({ url, name: 'b' })
  const statement = b.query().select({ is: value(true) })
  const clients = Client.table(a)
  clients.where(
    a
      .query()
      .select({ is: value(true) })
      .as(bool),
  )
  // @ts-expect-error the condition is of another database
  clients.where(statement.as(bool))
  clients.where(client => client.isVip.eq(statement.as(bool)))
  expectTypeOf(clients.where(client => client.id.gt(b.query().select({ n: count() }).as(int)))).toEqualTypeOf<
    typeof clients
  >()
})

test('a frame, a window and a limit take what they can', () => {
  window().rows('unbounded preceding', { following: 1 })
  // @ts-expect-error no such end of a frame
  window().rows('the beginning')
  // @ts-expect-error nothing that a frame excludes
  window().rows('current row', undefined, 'all')
  // @ts-expect-error a Date has no time zone of its own; give a Temporal.Instant
  c.id.eq(new Date())
  // @ts-expect-error undefined is no value
  c.id.eq(undefined)
})

test('only columns that the table has are written', () => {
  q.insertInto(c).values({ id: 1, name: 'Doc' })
  // @ts-expect-error no such column
  q.insertInto(c).values({ id: 1, nmae: 'Doc' })
  // @ts-expect-error no such column
  q.update(c).set({ nmae: 'Doc' })
  q.update(c).set({ name: undefined, id: 2 })
  // @ts-expect-error undefined is no value of a row
  q.insertInto(c).values({ id: undefined })
  const conflict = q.insertInto(c).values({ id: 1 }).onConflict(c.id)
  // @ts-expect-error no such column
  conflict.doUpdate(() => ({ nmae: 'Doc' }))
  // Of a table whose columns are not told any may be written, and of a set those that it has when the statement is built.
  q.update(table('clients')).set({ anything: 1 })
  q.insertInto(q.rowsOf(Client.table(db), 's')).values({ name: 'Doc' })
})

declare const cursor: readonly number[]
test('rows are compared with rows of as many values', () => {
  const pair = row(c.id, c.name)
  pair.eq(row(1, 'Doc'))
  pair.in([row(1, 'Doc'), row(2, 'Marty')])
  pair.in(q.select(o.id, o.total).from(o))
  pair.eq(q.select(o.id, o.total).from(o))
  // @ts-expect-error three values beside two
  pair.eq(row(1, 2, 3))
  // @ts-expect-error three values beside two
  pair.in([row(1, 2, 3)])
  // @ts-expect-error three values beside two
  pair.between(row(1, 2), row(1, 2, 3))
  // @ts-expect-error one value beside two
  pair.lt(7)
  pair.gt(row(...cursor))
  row(...cursor).gt(pair)
})
