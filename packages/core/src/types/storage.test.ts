import { expect, test, vi } from 'vitest'
import { decimal } from './decimal-type.ts'
import { int } from './int.ts'
import { text } from './text.ts'
import { type Storage, type StorageTable, storageOf } from './storage.ts'
import type { Type } from './type.ts'

test('gives the storage of a type, made once per type', () => {
  const make = vi.fn((type: Type<unknown>): Storage => ({ name: `numeric(${type.digits?.precision})` }))
  const table: StorageTable = { text: { name: 'text' }, decimal: make }
  const money = decimal(12, 2)
  expect(storageOf(table, text, 'shop')).toBe(table.text)
  expect(storageOf(table, money, 'shop')).toEqual({ name: 'numeric(12)' })
  expect(storageOf(table, money, 'shop')).toBe(storageOf(table, money, 'shop'))
  expect(storageOf(table, decimal(5, 2), 'shop')).toEqual({ name: 'numeric(5)' })
  expect(make).toHaveBeenCalledTimes(2)
})

test('tables do not share', () => {
  const [one, other]: readonly StorageTable[] = [{ int: { name: 'int8' } }, { int: { name: 'integer' } }]
  expect(one && storageOf(one, int, 'one').name).toBe('int8')
  expect(other && storageOf(other, int, 'other').name).toBe('integer')
})

test('a type without storage is type-mismatch that names the source, the type and two ways out', () => {
  const failure = expect.objectContaining({
    kind: 'type-mismatch',
    message: expect.stringMatching(/^shop has no storage for the type int; .*\.map\(\).*storage for the column/),
    details: { source: 'shop', type: 'int' },
  })
  expect(() => storageOf({}, int, 'shop')).toThrow(failure)
  const inherited: Type<number> = { ...int, name: 'constructor' }
  expect(() => storageOf({}, inherited, 'shop')).toThrow(/no storage for the type constructor/)
})
