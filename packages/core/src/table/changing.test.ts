import { describe, expect, test } from 'vitest'
import { type RecordingOptions, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { deferred } from '../expression/functions.ts'
import { memory } from '../memory/memory.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { uuid } from '../types/uuid.ts'

class Order extends Entity('orders', { id: col(int).id(), total: col(int), note: col(text).optional() }) {}
class Archive extends Entity('archive', { id: col(int).id(), total: col(int), note: col(text).optional() }) {}
class Token extends Entity('tokens', { id: col(uuid).id(), total: col(int) }) {}
class Pair extends Entity('pairs', { a: col(int).id(), b: col(int).id(), note: col(text) }) {}

const opened = (options?: RecordingOptions) => {
  const { source, sent } = recording('main', options)
  return { sent, orders: Order.table(source), archive: Archive.table(source), source }
}

describe('previews and plans', () => {
  test('name what is changed, show no values and run nothing', () => {
    const { orders, archive, sent } = opened()
    const some = orders.where(o => o.note.eq('secret'))
    const update = some.updateQuery().set('total', o => o.total.plus(98765))
    expect(update.preview()).toBe('update orders set total = orders.total + ? where orders.note = ?')
    expect(update.expr().preview()).toBe(`(${update.preview()})`)
    expect(some.deleteQuery().returning('id').preview()).toBe('delete from orders where orders.note = ?')
    expect(archive.insertFrom(some).preview()).toBe(
      'insert into archive (id, total, note) unless the id exists select orders.id, orders.total, orders.note from orders where orders.note = ?',
    )
    expect(archive.insertQuery({ id: 1, total: 2 }).preview()).toBe(
      'insert into archive (id, total) unless the id exists',
    )
    for (const { steps } of [update.explain(), some.deleteQuery().explain()])
      expect(steps.map(({ gives }) => gives)).toEqual(['one value'])
    expect(some.deleteQuery().returning().explain().steps[0]?.gives).toBe('rows')
    expect(sent).toEqual([])
  })

  test('an insert into a narrowed set looks for its ids outside first', () => {
    const { orders, archive } = opened()
    const noted = archive.where(a => a.note.eq('x'))
    expect(noted.insertFrom(orders.select('total')).explain().steps).toHaveLength(2)
    expect(noted.insertQuery({ id: 1, total: 2 }).explain().steps).toHaveLength(2)
  })
})

test('coalesce is null only where both sides may be, as its type says', () => {
  const { $: o } = opened().orders
  const nullable = [o.note.coalesce('?'), o.note.coalesce(o.note), o.total.coalesce(o.total.nullIf(1))]
  expect(nullable.map(node => Reflect.get(node, 'isNullable'))).toEqual([false, true, false])
})

describe('an expression of a change', () => {
  test('is the same for one query, so that it runs once however often it is embedded', async () => {
    const { orders, sent } = opened({ answer: () => ({ rows: [], count: 3 }) })
    const gone = orders.where(o => o.total.lt(0)).deleteQuery()
    expect(gone.expr()).toBe(gone.expr())
    const store = memory({ tables: { archive: [3, 4, 5].map(id => ({ id, total: id * 3, note: null })) } })
    const set = Archive.table(store).where(a => a.id.eq(gone.expr()).or(a.total.eq(gone.expr().mul(4))))
    expect((await set.list()).map(({ id }) => id)).toEqual([3, 4])
    expect(sent).toHaveLength(1)
    expect(set.explain().steps.map(({ source }) => source)).toEqual(['main', 'memory'])
  })

  test('maps, and shows its own statement in the plan of what it became', async () => {
    const { orders, source } = opened({ answer: () => ({ rows: [], count: 3 }) })
    const label = orders
      .where(o => o.total.lt(0))
      .deleteQuery()
      .expr()
      .map(text, count => `${count} gone`)
    expect(await label.run()).toBe('3 gone')
    expect(label.explain().steps.map(step => step.source)).toEqual([source.name, 'client'])
  })

  test('that was sent when the call around it is cancelled has an unknown outcome', async () => {
    const controller = new AbortController()
    const { orders } = opened({
      answer: () => {
        controller.abort()
        return new Promise(() => {})
      },
    })
    const gone = orders.where(o => o.total.lt(0)).deleteQuery()
    const store = memory({ tables: { archive: [] } })
    const around = Archive.table(store).where(a => a.id.eq(gone.expr()))
    await expect(around.list({ signal: controller.signal })).rejects.toMatchObject({
      kind: 'cancelled',
      details: { outcome: 'unknown' },
    })
  })
})

test('columns of the same table, opened again, are its columns', async () => {
  const store = memory({ tables: { shop: { orders: [{ id: 1, total: 1, note: 'x' }] } } })
  const opened = () => Order.table(store, { schema: 'shop' })
  const [orders, again] = [opened(), opened()]
  const scoped = orders.scope(again.$.note.eq('x')).where(again.$.total.eq(1))
  expect(await scoped.updateQuery().set(again.$.total, 2).run()).toBe(1)
  expect(await orders.get(1)).toEqual({ id: 1, total: 2, note: 'x' })
  expect(() => scoped.updateQuery().set('note', 'y')).toThrow(expect.objectContaining({ kind: 'conflict' }))
  expect(() => scoped.updateQuery().set(orders.$.note, again.$.note)).toThrow(
    expect.objectContaining({ kind: 'invalid' }),
  )
  await expect(scoped.insert(2, { total: 1, note: 'y' })).rejects.toMatchObject({ kind: 'conflict' })
  await expect(orders.scope(again.$.total.gt(1)).patch(1, { total: 0 })).rejects.toMatchObject({ kind: 'invalid' })
  expect((await scoped.insert(3, { total: 1 })).note).toBe('x')
})

describe('inserts from sets', () => {
  test('stop at a failure and tell how many rows were created before it', async () => {
    const noted = Array.from({ length: 1500 }, (_, id) => ({
      id,
      total: id,
      note: id === 1200 ? 'note 3' : `note ${id}`,
    }))
    const far = memory({ tables: { orders: noted } })
    const store = memory({ tables: { archive: [] }, unique: { archive: [['note']] } })
    const archive = Archive.table(store)
    await expect(archive.insertFrom(Order.table(far)).run()).rejects.toMatchObject({
      kind: 'conflict',
      details: { created: 1000 },
    })
    expect(await archive.count()).toBe(1000)
  })

  test('resolve a deferred part once, though two databases ask for it', async () => {
    let runs = 0
    const least = deferred(int, async () => ++runs)
    const far = memory({ tables: { orders: [1, 2, 3].map(id => ({ id, total: id, note: null })) } })
    const store = memory({ tables: { archive: [] } })
    const orders = Order.table(far).where(o => o.total.gt(least))
    const archive = Archive.table(store).where(a => a.total.gt(least))
    expect(await archive.insertFrom(orders).run()).toBe(2)
    expect(runs).toBe(1)
    const among = Archive.table(store).where(a => a.id.gt(archive.insertFrom(orders).expr()).and(a.id.gt(least)))
    expect((await among.list()).map(({ id }) => id)).toEqual([3])
    expect(runs).toBe(2)
  })

  test('need values for ids that are made here, and for parts of a narrowed id', () => {
    const { orders, source } = opened()
    expect(() => Token.table(source).insertFrom(orders, o => ({ total: o.total }))).toThrow(/no id/)
    const ofOne = Pair.table(source).scope(p => p.a.eq(1))
    expect(ofOne.insertFrom(orders, o => ({ b: o.total, note: 'x' })).explain().steps).toHaveLength(1)
    const pairs = Pair.table(source).where(p => p.note.eq('x'))
    expect(() => pairs.insertFrom(orders, o => ({ a: o.id, b: o.total, note: 'x' }))).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    )
  })

  test('are refused where the source has no sub-queries', async () => {
    const { orders, archive, sent } = opened({ can: { select: false } })
    await expect(archive.insertFrom(orders).run()).rejects.toMatchObject({
      kind: 'unsupported',
      details: { ability: 'select' },
    })
    expect(sent).toEqual([])
  })
})
