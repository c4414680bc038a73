import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { memory } from '../memory/index.ts'
import { hasMany } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { Parts, takenBack, unreadAfterWrite } from './unread.ts'

const unread = (): VantageError =>
  unreadAfterWrite(new VantageError('bad', { kind: 'type-mismatch', details: { field: 'name' } }), undefined)

test('an unreadable part does not keep the later ones from running, and is told at the end; other failures are told at once', async () => {
  const ran: number[] = []
  const parts = new Parts()
  for (const part of [1, 2, 3])
    await parts.run(() => {
      ran.push(part)
      if (part === 1) throw unread()
    }, undefined)
  expect(ran).toEqual([1, 2, 3])
  expect(() => parts.done()).toThrow('do not repeat it')
  const broken = new Parts().run(() => {
    throw new VantageError('no', { kind: 'connection' })
  }, undefined)
  await expect(broken).rejects.toMatchObject({ kind: 'connection' })
})

test('what was taken back is not said to be written', () => {
  expect(takenBack(unread())).toMatchObject({ kind: 'type-mismatch', details: { field: 'name' } })
  const other = new VantageError('no', { kind: 'partial' })
  expect(takenBack(other)).toBe(other)
})

test('a nested insert that meets a row which cannot be read is rolled back, and fails by that row', async () => {
  class Loose extends Entity('kid', { id: col(int).id(), parent: col(int), name: col(text).optional() }) {}
  class Kid extends Entity('kid', { id: col(int).id(), parent: col(int), name: col(text) }) {}
  class Parent extends Entity('parent', { id: col(int).id(), name: col(text) }) {
    static override refs = { kids: hasMany(() => Kid, 'parent') }
  }
  const db = memory()
  await Loose.table(db).insert(1, { parent: 9 })
  const call = Parent.table(db).insertNested(9, { name: 'a', kids: [{ id: 1, name: 'b' }] })
  await expect(call).rejects.toMatchObject({ kind: 'type-mismatch', details: { field: 'name', id: '1' } })
  expect(await Parent.table(db).count()).toBe(0)
})
