import { col, Entity, hasOne, text, decimal } from '@vantage-ts/core'
import { expect } from 'vitest'
import { bakeryTables, Client, clients, Line, Order } from '../bakery.ts'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { untyped } from '../untyped.ts'

export const importedColumns = topic(
  'imported-columns',
  ['read', 'where', 'select', 'correlate'],
  [
    {
      what: 'over-has-one-references',
      title:
        'a path over has-one references is a column: null where it leads nowhere, one statement, usable in conditions',
      needs: ['order'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const bought = Line.table(opened.source)
          .withImported('product.name')
          .withImported('order.client.name')
          .withImported('order.client.bakery.margin')
        const { value, count } = await sending(opened, () =>
          bought
            .where(l => l['order.client.name'].eq('Doc Brown').and(l['order.client.bakery.margin'].gt(10)))
            .orderBy(l => l['product.name'].desc())
            .select('product.name', 'order.client.name')
            .list(),
        )
        same(value, [
          {
            orderId: 'order2',
            productId: 'time_tart',
            'product.name': 'Time Traveler Tart',
            'order.client.name': 'Doc Brown',
          },
          {
            orderId: 'order3',
            productId: 'hover_cookies',
            'product.name': 'Hoverboard Cookies',
            'order.client.name': 'Doc Brown',
          },
        ])
        same(count, 1)
        const referrers = Client.table(opened.source).withImported('referrer.name').select('referrer.name')
        sameRows(await referrers.list(), [
          { id: 'biff', 'referrer.name': null },
          { id: 'doc', 'referrer.name': null },
          { id: 'marty', 'referrer.name': 'Doc Brown' },
        ])
      },
    },
    {
      what: 'are-read-only-and-checked',
      title: 'unknown names, many-hops and writes are refused, paths when built',
      types: [decimal],
      needs: ['patch'],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const table = Order.table(opened.source)
        const many = await fails('invalid', () => table.withImported(untyped('client.orders.id')))
        expect(many.message).toContain('orders')
        const nearest = await fails('invalid', () => table.withImported(untyped('client.nam')))
        expect(nearest.message).toContain('"name"')
        for (const path of ['client', 'clint.name', '', '.', 'client.', 'client..name', 'client.name.x', undefined])
          await fails('invalid', () => table.withImported(untyped(path)), String(path))
        class FarOrder extends Entity('kit_order', { id: col(text).id(), clientId: col(text) }) {
          static override refs = { client: hasOne(() => Client.table(other.source), 'clientId') }
        }
        await fails('unsupported', () => FarOrder.table(opened.source).withImported(untyped('client.name')))
        const imported = table.withImported('client.name')
        await fails('invalid', () => imported.patch('order1', untyped({ 'client.name': 'x' })))
        same([opened.sent.length, other.sent.length], [0, 0])
        same((await imported.patch('order1', { isDone: false }))['client.name'], 'Marty McFly')
      },
    },
    {
      what: 'computed-here',
      title: 'a lazy column is computed here, once for each loaded row, however it is loaded',
      needs: ['patch', 'insert', 'order', 'window'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        class Named extends Entity('kit_client', { id: col(text).id(), name: col(text) }) {}
        let computed = 0
        const table = Client.table(source)
          .withLazy('first', c => {
            computed++
            return c.name.split(' ')[0]
          })
          .withLazy('shout', c => `${c.name}!`)
        same(
          (await table.orderBy(c => c.id).list()).map(c => [c.first, c.shout]),
          [
            ['Biff', 'Biff Tannen!'],
            ['Doc', 'Doc Brown!'],
            ['Marty', 'Marty McFly!'],
          ],
        )
        same(computed, 3)
        same((await table.get('doc'))?.first, 'Doc')
        same((await table.first())?.first, 'Biff')
        same((await table.page({ size: 1 })).rows[0]?.shout, 'Biff Tannen!')
        for await (const client of table.where(c => c.id.eq('marty'))) same(client.first, 'Marty')
        same((await table.patch('doc', { name: 'Emmett Brown' })).first, 'Emmett')
        const jennifer = {
          name: 'Jennifer Parker',
          isPaying: true,
          balance: clients[0]?.balance,
          bakeryId: 'hill_valley',
        }
        same((await table.insert('jennifer', untyped(jennifer))).first, 'Jennifer')
        same('first' in ((await table.select('name').first()) ?? {}), false)
        const doc = table.where(c => c.id.eq('doc'))
        same((await doc.intoEntity(Named).list())[0], { id: 'doc', name: 'Emmett Brown' })
        if (isAble(opened, 'select')) same((await doc.asSource().first())?.shout, 'Emmett Brown!')
        if (isAble(opened, 'returning')) {
          const renamed = doc.updateQuery().set('name', 'Doc Brown')
          same(await renamed.returning('isPaying').run(), [{ isPaying: true }])
          same((await renamed.returning().run())[0]?.shout, 'Doc Brown!')
        }
        await fails('invalid', () => table.withLazy(untyped('name'), () => 1))
        await fails('invalid', () => table.withLazy('x', untyped(1)))
        const broken = table.withLazy('broken', () => {
          throw new Error('mine')
        })
        const error = await fails('internal', () => broken.list())
        expect(String(error.context)).toContain('broken')
      },
    },
  ],
)
