import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { average, count, groupConcat, max, percentile, sum } from '../table/aggregators.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { selectOf, type SetState } from './state.ts'
import { isStated, stateKey } from './stated.ts'

class Order extends Entity('orders', { id: col(int).id(), city: col(text), clientId: col(int), total: col(int) }) {}
class Client extends Entity('clients', { id: col(int).id(), name: col(text), level: col(int) }) {}

const db = memory()
const orders = Order.table(db)
const clients = Client.table(db)
const stateOf = (set: unknown): SetState => {
  if (!isStated(set)) throw new TypeError('a set')
  return set[stateKey]
}

const sets: readonly ((value: number) => unknown)[] = [
  n => orders.where(o => o.total.gt(n)).asSource(),
  n => orders.where(o => o.total.lt(n)).asSource(),
  n =>
    orders
      .where(o => o.total.gt(n))
      .asSource()
      .where(o => o.id.eq(n)),
  n => orders.limit(n).asSource(),
  () => orders.groupBy('city').aggregate({ n: count() }),
  () => orders.groupBy('city').aggregate({ n: sum(o => o.total) }),
  () => orders.groupBy('clientId').aggregate({ n: sum(o => o.total) }),
  () => orders.groupBy('city').aggregate({ n: max(o => o.total), m: sum(o => o.total) }),
  () => orders.groupBy('city').aggregate({ m: max(o => o.total), n: sum(o => o.total) }),
  n => orders.groupBy('city').aggregate({ p: percentile(o => o.total, n / 100) }),
  n => orders.groupBy('city').aggregate({ p: groupConcat(o => o.city, String(n)) }),
  n =>
    average(orders.fieldQuery(o => o.total))
      .where(o => o.id.gt(n))
      .groupBy(o => o.city),
  n =>
    orders
      .join(clients, (o, c) => o.clientId.eq(c.id))
      .where((_o, c) => c.level.gt(n))
      .select((o, c) => ({ name: c.name, total: o.total })),
  n =>
    orders
      .join(clients, (o, c) => o.clientId.eq(c.id), { kind: 'left' })
      .where((_o, c) => c.level.gt(n))
      .select((o, c) => ({ name: c.name, total: o.total })),
  n =>
    orders
      .join(clients, (o, c) => o.clientId.eq(c.level))
      .where((_o, c) => c.level.gt(n))
      .select((o, c) => ({ name: c.name, total: o.total })),
  n => orders.where(o => o.clientId.in(clients.where(c => c.level.gt(n)).fieldExpr(c => c.id))),
  n => orders.where(o => o.clientId.in(clients.where(c => c.level.lt(n)).fieldExpr(c => c.id))),
  n => orders.where(o => o.total.eq(orders.where(p => p.id.gt(n)).maxExpr(p => p.total))),
]

test('two sets have one shape exactly when they have one key, whatever their values', () => {
  const selects = sets.flatMap(make => [make(2), make(3), make(2)].map(set => selectOf(stateOf(set))))
  const keys = new Set<string>()
  for (const [index, a] of selects.entries()) {
    keys.add(a.key)
    for (const b of selects.slice(index + 1)) expect(a.shape === b.shape, `${a.key}\n${b.key}`).toBe(a.key === b.key)
  }
  expect(keys.size).toBe(sets.length)
})

test('the same query with other values shares its columns, and not its values', async () => {
  const db = memory()
  const table = Order.table(db)
  await table.insertMany([
    { id: 1, city: 'x', clientId: 1, total: 10 },
    { id: 2, city: 'x', clientId: 1, total: 30 },
    { id: 3, city: 'y', clientId: 2, total: 50 },
  ])
  const above = (least: number) =>
    table
      .where(o => o.total.gt(least))
      .groupBy('city')
      .aggregate({ n: count() })
      .orderBy(g => g.city)
  const [few, many] = [above(20), above(5)]
  expect(few.$).toBe(many.$)
  expect(await many.list()).toEqual([
    { city: 'x', n: 2 },
    { city: 'y', n: 1 },
  ])
  expect(await few.list()).toEqual([
    { city: 'x', n: 1 },
    { city: 'y', n: 1 },
  ])
  const summed = table.groupBy('city').aggregate({ n: sum(o => o.total) })
  expect(await summed.orderBy(g => g.city).list()).toEqual([
    { city: 'x', n: 40 },
    { city: 'y', n: 50 },
  ])
})
