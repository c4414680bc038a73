import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { int } from '../types/int.ts'

class Item extends Entity('items', { id: col(int).id(), size: col(int).optional() }) {}

const items = Item.table(memory({ tables: { items: [{ id: 1, size: 2 }] } }))
const tooLarge = expect.objectContaining({ kind: 'too-large', message: expect.stringContaining('in() takes') })
const times = <T>(count: number, start: T, step: (value: T, at: number) => T): T => {
  let value = start
  for (let at = 0; at < count; at++) value = step(value, at)
  return value
}

test('nesting up to the bound is answered, and refused beyond it while it is built', async () => {
  const sum = times(498, items.$.size.plus(0), value => value.plus(1))
  expect(await items.where(sum.eq(500)).count()).toBe(1)
  expect(() => times(501, items.$.size.plus(0), value => value.plus(1))).toThrow(tooLarge)
})

test('a chain of conditions may be longer than expressions are deep', async () => {
  const narrow = times(990, items, (set, at) => set.where(i => i.id.ne(-at)))
  expect(await narrow.count()).toBe(1)
  expect(() => times(1100, items, (set, at) => set.where(i => i.id.ne(-at)))).toThrow(tooLarge)
  const any = times(990, items.$.id.eq(0), (condition, at) => condition.or(items.$.id.eq(at + 1)))
  expect(await items.where(any).count()).toBe(1)
})

test('what is inside sub-queries counts', () => {
  const nested = (set: typeof items): typeof items =>
    set.where(i => i.id.in(times(200, set, set => set.where(i => i.size.plus(1).plus(1).gt(0))).fieldExpr(i => i.id)))
  expect(() => times(400, items, nested)).toThrow(tooLarge)
})
