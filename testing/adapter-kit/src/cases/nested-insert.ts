import { col, decimal, Decimal, Entity, hasMany, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { Bakery, bakeryTables, Client, Line, Order, Product } from '../bakery.ts'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { untyped } from '../untyped.ts'

const balance = Decimal.from('1.5')

export const nestedInsert = topic(
  'nested-insert',
  ['read', 'where', 'insert'],
  [
    {
      what: 'of-a-tree',
      title: 'a record goes in with the records around it: those it points at first, children after, keys filled',
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const { value, count } = await sending(opened, () =>
          Client.table(source).insertNested('jennifer', {
            name: 'Jennifer Parker',
            isPaying: true,
            balance,
            bakery: { id: 'twin_pines', name: 'Twin Pines', margin: 5 },
            orders: [
              {
                id: 'order7',
                isDone: false,
                lines: [
                  { productId: 'sea_pie', quantity: 1, price: 299 },
                  { productId: 'time_tart', quantity: 2, price: 220 },
                ],
              },
              { id: 'order8', isDone: true },
            ],
          }),
        )
        const jennifer = {
          id: 'jennifer',
          name: 'Jennifer Parker',
          isPaying: true,
          balance,
          bakeryId: 'twin_pines',
          referredBy: null,
        }
        same(value, jennifer)
        // The bakery, the client, two orders and both lines at once; rows that do not come back are read once more.
        same(count, isAble(opened, 'returning') ? 5 : 5 + 4)
        same(await Bakery.table(source).get('twin_pines'), { id: 'twin_pines', name: 'Twin Pines', margin: 5 })
        sameRows(
          await Order.table(source)
            .where(o => o.clientId.eq('jennifer'))
            .list(),
          [
            { id: 'order7', clientId: 'jennifer', isDone: false },
            { id: 'order8', clientId: 'jennifer', isDone: true },
          ],
        )
        sameRows(
          await Line.table(source)
            .where(l => l.orderId.eq('order7'))
            .list(),
          [
            { orderId: 'order7', productId: 'sea_pie', quantity: 1, price: 299 },
            { orderId: 'order7', productId: 'time_tart', quantity: 2, price: 220 },
          ],
          'quantity',
        )
      },
    },
    {
      what: 'over-a-table-in-between',
      title:
        'the other side of a many-to-many reference goes in with the pairs that lead to it; repeating changes nothing',
      needs: ['aggregate'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        class Tag extends Entity('kit_client', { id: col(text).id() }) {}
        const insert = () =>
          Bakery.table(source).insertNested('lone_pine', {
            name: 'Lone Pine',
            margin: 1,
            products: [{ id: 'pine_cone', name: 'Cone', calories: 1, price: 2, stock: 3 }],
            paying: [{ id: 'lorraine', name: 'Lorraine Baines', balance }],
          })
        for (let round = 0; round < 2; round++) {
          same((await insert()).margin, 1)
          same((await Product.table(source).get('pine_cone'))?.bakeryId, 'lone_pine')
          same((await Client.table(source).get('lorraine'))?.isPaying, true)
          same(await Tag.table(source).count(), 4)
        }
      },
      types: [decimal],
    },
    {
      what: 'refuses-before-writing',
      title:
        'unknown names, wrong shapes, keys of other records, invalid records and other databases are refused before any write',
      types: [decimal],
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const { source } = opened
        const table = Client.table(source)
        const jennifer = { name: 'Jennifer', isPaying: true, balance, bakeryId: 'hill_valley' }
        const nearest = await fails('invalid', () => table.insertNested('x', untyped({ ...jennifer, order: [] })))
        expect(nearest.message).toContain('"orders"')
        const bad: readonly (readonly [string, object, string])[] = [
          ['invalid', { ...jennifer, orders: { id: 'o' } }, 'orders'],
          ['invalid', { ...jennifer, orders: [1] }, 'orders[0]'],
          ['invalid', { ...jennifer, bakery: [] }, 'bakery'],
          ['invalid', { ...jennifer, orders: [{ id: 'o', isDone: true, linez: [] }] }, 'orders[0].linez'],
        ]
        for (const [kind, record, place] of bad) {
          const error = await fails(untyped(kind), () => table.insertNested('x', untyped(record)), place)
          same(error.details.field, place)
        }
        await fails('conflict', () =>
          table.insertNested('x', untyped({ ...jennifer, orders: [{ id: 'o', isDone: true, clientId: 'doc' }] })),
        )
        await fails('validation', () => table.insertNested('x', untyped({ ...jennifer, orders: [{ id: 'o' }] })))
        await fails('type-mismatch', () =>
          table.insertNested('x', untyped({ ...jennifer, orders: [{ id: 'o', isDone: 'yes' }] })),
        )
        await fails('validation', () => table.insertNested('x', untyped({ name: 'x', orders: [] })))
        class Place extends Entity('kit_bakery', { id: col(text).id(), name: col(text) }) {
          static override refs = { clients: hasMany(() => Client.table(other.source), 'bakeryId') }
        }
        const across = await fails('unsupported', () =>
          Place.table(source).insertNested('x', untyped({ name: 'x', clients: [{ id: 'y', ...jennifer }] })),
        )
        expect(across.message).toContain('clients')
        same([opened.sent.length, other.sent.length], [0, 0])
      },
    },
    {
      what: 'children-of-another',
      title: 'a child that is there already and belongs to another record is a conflict, and stays where it is',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const jennifer = { name: 'Jennifer', isPaying: true, balance, bakeryId: 'hill_valley' }
        const order = (id: string) => ({ id, isDone: false })
        for (const taken of [[order('order1')], [order('order8'), order('order1')]])
          await fails('conflict', () => Client.table(source).insertNested('jennifer', { ...jennifer, orders: taken }))
        same((await Order.table(source).get('order1'))?.clientId, 'marty')
        const own = { ...jennifer, orders: [order('order8'), order('order9')] }
        await Client.table(source).insertNested('jennifer', own)
        await Client.table(source).insertNested('jennifer', { ...own, orders: [...own.orders, order('order10')] })
        same(
          (
            await Order.table(source)
              .where(o => o.clientId.eq('jennifer'))
              .list()
          ).length,
          3,
        )
      },
    },
    {
      what: 'is-atomic',
      title: 'a child that the database refuses takes its parent with it where the source has transactions',
      types: [decimal],
      needs: ['transaction', 'aggregate'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        // The id is held by a client who does not pay.
        const error = await fails('conflict', () =>
          Bakery.table(source).insertNested('lone_pine', {
            name: 'Lone Pine',
            margin: 1,
            products: [{ id: 'pine_cone', name: 'Cone', calories: 1, price: 2, stock: 3 }],
            paying: [{ id: 'biff', name: 'Biff', balance }],
          }),
        )
        expect(String(error.context)).toContain('paying[0]')
        same(await Bakery.table(source).get('lone_pine'), undefined)
        same(await Product.table(source).get('pine_cone'), undefined)
        same(await Client.table(source).count(), 3)
      },
    },
  ],
)
