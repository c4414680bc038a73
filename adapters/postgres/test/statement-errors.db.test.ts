import { beforeAll, describe, expect, test } from 'vitest'
import { type PostgresQuery, type SqlExpression, count, resultColumn, sum, table } from '../src/sql/index.ts'
import type { Postgres } from '../src/index.ts'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

// Mistakes in statements that are built, which only the database finds: what it says leads on in terms of the builders.

const database = testDatabase()
beforeAll(() =>
  database.sql(`create table clients (id int primary key, name text not null, city text);
    create table orders (id int primary key, client_id int not null, total int not null)`),
)
const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'nope'] })
const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total'] })
type Q = PostgresQuery<Postgres>
const ids = (q: Q) => q.select(c.id).from(c).union(q.select(o.id).from(o))
const part = (): SqlExpression<'postgres'> => o.total.div(100)

describe.each<readonly [string, (q: Q) => { run(): Promise<unknown> }, string, RegExp]>([
  ['rows that nothing reads', q => q.sql`select x.id from ${c}`, '42P01', /missing FROM-clause.*read these rows where/],
  ['rows beside a join', q => q.sql`select 1 from ${c} join (select c.id) l on true`, '42P01', /joinLateral/],
  ['a compound by a column of a side', q => ids(q).orderBy(c.id), '42P01', /a compound is ordered by resultColumn/],
  [
    'a table that is not there',
    q => q.select({ n: count() }).from(table('nowhere')),
    '42P01',
    /in table\(…\) of a statement/,
  ],
  ['a column that is not there', q => q.select(c.nope).from(c), '42703', /where it is asked for in a statement/],
  [
    'a column of the result in where',
    q => q.select({ n: c.id }).from(c).where(resultColumn('n').gt(1)),
    '42703',
    /resultColumn\(…\) stands in orderBy/,
  ],
  [
    'a compound by an expression',
    q => ids(q).orderBy(resultColumn('id').plus(1)),
    '0A000',
    /resultColumn\('name'\); an expression is a column/,
  ],
  [
    'the first rows in another order',
    q => q.select(c.city).from(c).distinctOn(c.city).orderBy(c.name),
    '42P10',
    /begin orderBy\(…\) with what distinctOn/,
  ],
  [
    'distinct rows by what is not there',
    q => q.select(c.city).from(c).distinct().orderBy(c.name),
    '42P10',
    /select what orderBy/,
  ],
  ['a limit of each row', q => q.select(o.id).from(o).limit(o.total), '42P10', /give a number/],
  [
    'a conflict of no key',
    q => q.insertInto(o).values({ id: 1 }).onConflict(o.total).doNothing(),
    '42P10',
    /those of onConflict\(…\), a primary key/,
  ],
  [
    'a lock of groups',
    q => q.select(c.city).from(c).groupBy(c.city).forUpdate(),
    '0A000',
    /GROUP BY clause; lock the rows in a statement/,
  ],
  [
    'a lock of a count',
    q => q.select({ n: count() }).from(c).forShare(),
    '0A000',
    /aggregate functions; lock the rows/,
  ],
  [
    'a lock of what an outer join lacks',
    q => q.select(c.id).from(o).leftJoin(c, c.id.eq(o.id)).forUpdate(),
    '0A000',
    /lock the rows/,
  ],
  [
    'an expression that is grouped twice',
    q => q.select({ part: part(), n: count() }).from(o).groupBy(part()),
    '42803',
    /only as the same object/,
  ],
  ['a column beside groups', q => q.select(o.id).from(o).groupBy(o.client_id), '42803', /group by it, or aggregate it/],
  ['an aggregate in where', q => q.select(o.id).from(o).where(sum(o.total).gt(1)), '42803', /having\(…\)/],
  ['an aggregate of one', q => q.select({ n: sum(count()) }).from(o), '42803', /aggregate first in a statement inside/],
  ['a window in where', q => q.select(o.id).from(o).where(count().over().gt(1)), '42P20', /narrow a statement around/],
  [
    'sides of two types',
    q => q.select(c.name).from(c).union(q.select(o.id).from(o)),
    '42804',
    /give all sides one type: cast/,
  ],
  [
    'operands of two types',
    q => q.select({ x: c.name.eq(o.id) }).from(c, o),
    '42883',
    /in a statement give both sides one type/,
  ],
])('%s', (_, build, code, message) => {
  test('is refused with what to do', async () => {
    const error = await failure(() => build(database.open().query()).run())
    expect(error.details.code).toBe(code)
    expect(error.message).toMatch(message)
  })
})

test('an expression that is one object is grouped, with its value bound once', async () => {
  await database.sql('insert into orders values (1, 1, 120), (2, 1, 180), (3, 2, 250)')
  const q = database.open().query()
  const one = part()
  const rows = await q.select({ part: one, n: count() }).from(o).groupBy(one).orderBy(one).run()
  expect(rows).toEqual([
    { part: 1n, n: 2n },
    { part: 2n, n: 1n },
  ])
})
