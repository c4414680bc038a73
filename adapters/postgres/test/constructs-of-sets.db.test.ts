import { bool, col, Decimal, decimal, Entity, int, plainDate, text } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import {
  avg,
  count,
  dateTrunc,
  exists,
  extract,
  ilike,
  jsonbBuildObject,
  lower,
  max,
  rowNumber,
  stringAgg,
  sum,
  table,
  value,
  window,
} from '@vantage-ts/postgres/sql'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'

const database = testDatabase()

class Order extends Entity('orders', {
  id: col(int).id(),
  who: col(text).named('client_name'),
  placed: col(plainDate),
  total: col(decimal),
}) {}

beforeAll(async () => {
  await database.sql(`
    create table orders (id int primary key, client_name text not null, placed date not null, total numeric(8, 2) not null);
    create unique index on orders (lower(client_name), placed);
    insert into orders values
      (1, 'Doc', '2026-01-05', 10.5), (2, 'Doc', '2026-01-07', 20), (3, 'Marty', '2026-02-07', 30)`)
})

describe('columns of sets', () => {
  test('are operands of functions', async () => {
    const db = database.open()
    const q = db.query()
    const o = q.rowsOf(Order.table(db), 'o')
    const month = extract('month', o.placed)
    expect(
      await q
        .select({ month, total: sum(o.total), who: stringAgg(o.who, ', ').distinct() })
        .from(o)
        .groupBy(month)
        .orderBy(month.asc())
        .run(),
    ).toEqual([
      { month: Decimal.from(1), total: Decimal.from('30.5'), who: 'Doc' },
      { month: Decimal.from(2), total: Decimal.from(30), who: 'Marty' },
    ])
    expect(
      await q
        .select({ row: jsonbBuildObject({ id: o.id, who: o.who, isDoc: o.who.eq('Doc') }) })
        .from(o)
        .where(ilike(o.who, 'm%'))
        .run(),
    ).toEqual([{ row: { id: 3, who: 'Marty', isDoc: false } }])
  })

  test('say which row is changed, by their names in the database', async () => {
    const db = database.open()
    await using transaction = await db.begin()
    const q = transaction.query()
    const o = q.rowsOf(Order.table(db), 'o')
    const row = { id: 1, who: 'Biff', placed: '2026-01-01', total: 1 }
    expect(
      await q
        .insertInto(o)
        .values(row)
        .onConflict(o.id)
        .doUpdate(excluded => ({ who: excluded('who') }))
        .returning(o.id, o.who, { before: o.total })
        .run(),
    ).toEqual([{ id: 1, who: 'Biff', before: Decimal.from('10.5') }])
    const again = q
      .insertInto(o)
      .values({ ...row, id: 9, who: 'DOC', placed: '2026-01-07' })
      .onConflict(lower(o.who), value(o.placed))
      .doUpdate(() => ({ total: 7 }))
      .returning(o.id)
    expect(again.render().text).toContain(' ON CONFLICT (lower("client_name"), "placed") DO UPDATE SET "total" = ')
    expect(await again.run()).toEqual([{ id: 2 }])
  })
})

test('a statement is a whole column and a whole condition of a set, alone, and a part of another database', async () => {
  const db = database.open()
  const q = db.query()
  const o = table('orders', { as: 'o', columns: ['id', 'client_name', 'total'] })
  const orders = Order.table(db)
  const best = orders.withExpression('best', x =>
    q.select(max(o.total)).from(o).where(o.client_name.eq(x.$.who)).as(decimal),
  )
  expect(await best.orderBy(x => x.id).fieldValues(x => x.best)).toEqual(
    ['20', '20', '30'].map(text => Decimal.from(text)),
  )
  expect((await best.select('best').get(3))?.best).toEqual(Decimal.from('30'))
  const isDear = q.select({ e: exists(q.select(o.id).from(o).where(o.total.gt(25))) }).as(bool)
  expect([await orders.where(isDear).count(), await isDear.run()]).toEqual([3, true])
  const highest = q.select(max(o.id)).from(o).as(int)
  class Mark extends Entity('marks', { id: col(int).id() }) {}
  const marks = Mark.table(memory({ tables: { marks: [{ id: 2 }, { id: 3 }] } }))
  expect([await highest.run(), await marks.where(m => m.id.lt(highest)).list()]).toEqual([3, [{ id: 2 }]])
  const several = orders.where(x => x.id.eq(q.select(o.id).from(o).as(int))).count()
  await expect(several).rejects.toMatchObject({ kind: 'cardinality' })
})

test('a set goes on as a statement, and a statement as a set', async () => {
  const db = database.open()
  const orders = Order.table(db)
  const q = db.query()
  const place = rowNumber().over(window().orderBy(value(orders.$.placed).desc()))
  const placed = q.fromSet(orders.where(o => o.who.eq('Doc'))).select({ place })
  expect((await placed.run()).map(({ id, place }) => [id, place])).toEqual([
    [2, 1n],
    [1, 2n],
  ])
  const all = table('orders', { as: 'o', columns: ['total', 'placed'] })
  const mean = q.select(avg(all.total)).from(all).as(decimal)
  expect(await orders.where(o => o.total.gt(mean)).fieldValues(o => o.id)).toEqual([3])
  const months = q
    .select({ orders: count(), first: dateTrunc('month', all.placed) })
    .from(all)
    .groupBy(dateTrunc('month', all.placed))
  expect(await months.columns({ orders: col(int) }).count()).toBe(2)
})
