import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { dynamicTable } from '../dynamic/dynamic-table.ts'
import { Entity } from '../entity/entity.ts'
import { hasMany } from '../relation/ref.ts'
import { memoryBackend } from '../memory/memory.ts'
import type { Memory } from '../memory/memory.ts'
import { int } from '../types/int.ts'
import type { Storage, StoredPlace } from '../types/storage.ts'
import { text } from '../types/text.ts'
import type { Type } from '../types/type.ts'
import { openSource } from './open.ts'

/** Texts behind a mark. */
const marked = (mark: string): Storage => ({
  name: `marked ${mark}`,
  encode: value => `${mark}:${value}`,
  decode: raw => String(raw).slice(mark.length + 1),
})

class Client extends Entity('clients', { id: col(int).id(), code: col(text) }) {
  static override refs = { orders: hasMany(() => Order, 'code', { references: 'code' }) }
}
class Order extends Entity('orders', { id: col(int).id(), code: col(text).named('client_code') }) {}

test('a source answers for the storage of columns, in transactions and in what references open too', async () => {
  const asked: StoredPlace[] = []
  const rows = { clients: [{ id: 1, code: '#:a' }], orders: [{ id: 1, client_code: '#:a', note: '->:x' }] }
  const db = openSource<Memory>(memoryBackend({ tables: rows }), {
    storedAs: place => {
      asked.push(place)
      if (place.link !== undefined) return marked(place.link)
      return place.column.endsWith('code') ? marked('#') : undefined
    },
  })
  expect(
    await Client.table(db)
      .where(c => c.code.eq('a'))
      .getRef('orders')
      .list(),
  ).toEqual([{ id: 1, code: 'a' }])
  expect(asked.map(({ table, column }) => `${table}.${column}`)).toEqual([
    'clients.id',
    'clients.code',
    'orders.id',
    'orders.client_code',
  ])
  await using transaction = await db.begin()
  expect(await Order.table(transaction.source).fieldValues(o => o.code)).toEqual(['a'])
  const columns = [{ property: 'note', type: 'text', link: '->' }] as const
  expect(await dynamicTable(db, { entity: 'orders', columns }).list()).toEqual([{ note: 'x' }])
})

test('what a table says comes first, and may be made by the type of the column', async () => {
  const rows = { clients: [{ id: 1, code: 'text:a' }] }
  const db = openSource<Memory>(memoryBackend({ tables: rows }), { storedAs: () => marked('#') })
  const byType = (type: Type<unknown>): Storage => marked(type.name)
  const plainInt: Storage = { name: 'int', guard: raw => typeof raw === 'number' }
  const columns = { id: plainInt, code: byType }
  expect(await Client.table(db, { columns }).list()).toEqual([{ id: 1, code: 'a' }])
  expect(await Client.table(db, { columns: { id: plainInt, code: { storage: byType } } }).list()).toEqual([
    { id: 1, code: 'a' },
  ])
})
