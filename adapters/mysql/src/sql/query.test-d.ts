import { bool, col, Entity, type Expr, int, text, type UntypedRecord } from '@vantage-ts/core'
import { type ColumnName, vocabulary } from '@vantage-ts/sql/build'
import { expectTypeOf, test } from 'vitest'
import { type Mysql, mysql } from '../index.ts'
import { count, dateAdd, lower, match, recursive, rowNumber, sum, table, value, window } from './index.ts'

class Client extends Entity('clients', { id: col(int).id(), name: col(text), isVip: col(bool) }) {}

const db = mysql({ host: 'none' })
const q = db.query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })
const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total'] })
const postgres = vocabulary<'postgres'>()
const p = postgres.table('clients', { as: 'p', columns: ['id', 'name'] })

test('what MySQL and MariaDB lack is not there', () => {
  const select = q.select(c.id).from(c)
  // @ts-expect-error no DISTINCT ON
  select.distinctOn(c.name)
  // @ts-expect-error no LATERAL in MariaDB
  select.joinLateral(q.select(o.id).from(o).as('l'))
  // @ts-expect-error no FULL JOIN
  select.fullJoin(o, true)
  // @ts-expect-error no ON CONFLICT
  q.insertInto(c).values({ id: 1 }).onConflict(c.id)
  // @ts-expect-error no RETURNING of an update
  q.update(c).set({ name: 'x' }).where(c.id.eq(1)).returning(c.id)
})

test('what they have besides is there, in any order of the clauses', () => {
  const select = q.select(c.id).from(c).forUpdate({ skipLocked: true }).where(c.id.gt(1))
  expectTypeOf(select.intersect(select).as('s').id).toExtend<ColumnName<'mysql', 'id'>>()
  q.insertInto(c)
    .values({ id: 1 })
    .onDuplicateKeyUpdate(inserted => ({ name: inserted.name }))
  // @ts-expect-error the row that was to be inserted has no such column
  q.insertInto(c).values({ id: 1 }).onDuplicateKeyUpdate(inserted => ({ name: inserted.nam })) // biome-ignore format: one line
  q.deleteFrom(c).using(o).where(o.client_id.eq(c.id))
  // @ts-expect-error no such unit
  dateAdd('2026-01-01', 1, 'days')
  // @ts-expect-error no such mode
  match(c.name).against('x', 'words')
})

test('expressions of another language do not fit', () => {
  // @ts-expect-error the condition is of PostgreSQL
  q.select(c.id).from(c).where(p.id.eq(1))
  // @ts-expect-error the operand is of PostgreSQL
  c.id.eq(p.id)
  // @ts-expect-error the function is of PostgreSQL
  q.select({ n: postgres.lower('a') })
  // @ts-expect-error the order is of PostgreSQL
  q.select(c.id).from(c).orderBy(p.id.desc())
  // @ts-expect-error the window is of PostgreSQL
  rowNumber().over(postgres.window())
  // @ts-expect-error the argument is of PostgreSQL
  lower(p.name)
  // @ts-expect-error the value is of PostgreSQL
  q.insertInto(c).values({ id: p.id })
  // @ts-expect-error the value is of PostgreSQL
  q.update(c).set({ name: p.name })
  // @ts-expect-error the table is of PostgreSQL
  q.select(c.id).from(c).join(p, true)
  // @ts-expect-error the table is of PostgreSQL
  q.deleteFrom(p)
})

test('columns that are declared are known, and no others', () => {
  expectTypeOf(c.id).toExtend<ColumnName<'mysql', 'id'>>()
  // @ts-expect-error no such column is declared
  c.nope
  // @ts-expect-error a column that is not declared is asked for by its name
  table('clients').id
  expectTypeOf(table('clients')('id')).toExtend<ColumnName<'mysql', 'id'>>()
})

test('the names of rows are known: of what is selected, united and named', () => {
  const s = q
    .select(c.id, { n: count() })
    .from(c)
    .groupBy(c.id)
    .select({ spent: sum(o.total) })
    .as('s')
  expectTypeOf([s.id, s.n, s.spent]).not.toBeAny()
  // @ts-expect-error the statement gives no such column
  s.city
  const both = q.select(c.id).from(c).union(q.select(o.id).from(o)).as('b')
  expectTypeOf(both.id).toExtend<ColumnName<'mysql', 'id'>>()
  // @ts-expect-error the statement gives no such column
  both.city
  const tree = recursive('tree', ['id', 'depth'], rows =>
    q
      .select(c.id, { depth: value(1) })
      .from(c)
      .unionAll(q.select(rows.id, { depth: rows.depth.plus(1) }).from(rows)),
  )
  expectTypeOf(tree.depth).toExtend<ColumnName<'mysql', 'depth'>>()
})

test('rows of statements are untyped until columns() says what they are', () => {
  const select = q.select(c.id).from(c)
  expectTypeOf(select.run()).resolves.toEqualTypeOf<readonly UntypedRecord[]>()
  expectTypeOf(q.deleteFrom(c).everything().run()).resolves.toEqualTypeOf<number>()
  expectTypeOf(select.as(int)).toEqualTypeOf<Expr<number, Mysql>>()
  expectTypeOf(select.columns({ id: col(int) }).first()).resolves.toExtend<{ readonly id: number } | undefined>()
})

test('a statement of one database is no condition of another, and an operand there', () => {
  const a = mysql({ host: 'none', name: 'a' })
  const b = mysql({ host: 'none', name: 'b' })
  const statement = b.query().select({ is: value(true) })
  const clients = Client.table(a)
  // @ts-expect-error the condition is of another database
  clients.where(statement.as(bool))
  clients.where(client => client.isVip.eq(statement.as(bool)))
})

test('a frame takes what it can', () => {
  window().rows('unbounded preceding', { following: 1 })
  // @ts-expect-error no such end of a frame
  window().rows('the beginning')
  // @ts-expect-error undefined is no value
  c.id.eq(undefined)
})
