import { bool, col, Entity, float, int, text } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { describe, expect, it } from 'vitest'

class Item extends Entity('items', {
  id: col(int).id(),
  name: col(text),
  size: col(float).optional(),
  isNew: col(bool),
}) {}

const inserted = async (record: object): Promise<unknown> => {
  const items = Item.table(memory())
  await items.insertMany([{ id: 1, name: 'first', size: 1.5, isNew: false }, record as Item])
  const [, row] = await items.orderBy(item => item.id).list()
  return { ...row }
}
const plain = { id: 2, name: 'é', size: 0, isNew: true }

describe('records inserted together', () => {
  it('may name their columns in any order', async () => {
    expect(await inserted({ isNew: true, size: 0, name: 'é', id: 2 })).toEqual(plain)
    expect(await inserted({ name: 'é', id: 2, size: 0, isNew: true })).toEqual(plain)
  })

  it('may lack optional columns, and have values that are not canonical', async () => {
    expect(await inserted({ id: 2, name: 'é', isNew: true })).toEqual({ ...plain, size: null })
    expect(await inserted({ id: 2, name: 'é', size: null, isNew: true })).toEqual({ ...plain, size: null })
    const { size } = (await inserted({ id: 2, name: 'é', size: -0, isNew: true })) as Item
    expect(Object.is(size, 0)).toBe(true)
  })

  it('count with what is their own, whatever they inherit and hide', async () => {
    const extra = Object.assign(Object.create({ id: 7, isNew: false }), { name: 'é', size: 0 })
    await expect(inserted(extra)).rejects.toMatchObject({ kind: 'validation' })
    expect(await inserted(Object.assign(Object.create({ other: 1 }), plain))).toEqual(plain)
    const hidden = Object.defineProperty({ id: 2, name: 'é', size: 0 }, 'isNew', { value: true })
    await expect(inserted(Object.setPrototypeOf(hidden, { isNew: true }))).rejects.toMatchObject({ kind: 'validation' })
  })

  it.each([
    ['a column of another type', { ...plain, name: 7 }],
    ['a number that is not whole', { ...plain, id: 2.5 }],
    ['an infinite number', { ...plain, size: Number.POSITIVE_INFINITY }],
    ['half a surrogate pair', { ...plain, name: '\ud800' }],
    ['null where there must be a value', { ...plain, isNew: null }],
    ['an unknown column', { ...plain, other: 1 }],
  ])('are refused for %s, naming the record', async (_name, record) => {
    await expect(inserted(record)).rejects.toThrow('record 2 of 2')
  })
})
