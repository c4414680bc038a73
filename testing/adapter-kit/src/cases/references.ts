import { col, Entity, hasMany, hasOne, int, text, decimal } from '@vantage-ts/core'
import { expect } from 'vitest'
import {
  Bakery,
  bakeryTables,
  Client,
  clients,
  Line,
  LineNote,
  Order,
  orders,
  Product,
  products,
  withIds,
} from '../bakery.ts'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type KitSource, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

/** Order lines whose notes live in another database. */
const linesWithNotesIn = (source: KitSource) =>
  class extends Entity('kit_line', { orderId: col(text).id(), productId: col(text).id(), quantity: col(int) }) {
    static override refs = { notes: hasMany(() => LineNote.table(source), ['orderId', 'productId']) }
  }

export const references = topic(
  'references',
  ['read', 'where'],
  [
    {
      what: 'lead-from-sets-to-sets',
      title: 'a set leads along has-one, has-many and many-to-many to the related set, in one statement',
      types: [decimal],
      needs: ['select'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const paying = Client.table(source).where(c => c.isPaying.eq(true))
        const cookies = Product.table(source).where(p => p.id.eq('hover_cookies'))
        const { count } = await sending(opened, async () => {
          sameRows(await paying.getRef('orders').list(), orders)
          sameRows(
            await Order.table(source)
              .where(o => o.isDone.eq(false))
              .getRef('client')
              .list(),
            withIds(clients, 'doc'),
          )
          sameRows(await cookies.getRef('orders').list(), withIds(orders, 'order1', 'order3'))
          sameRows(
            await cookies
              .getRef('orders')
              .where(o => o.isDone.eq(true))
              .getRef('products')
              .list(),
            withIds(products, 'delorean_donut', 'flux_cupcake', 'hover_cookies'),
          )
          sameRows(await Bakery.table(source).getRef('clients').getRef('orders').getRef('products').list(), [
            ...withIds(products, 'delorean_donut', 'flux_cupcake', 'hover_cookies', 'time_tart'),
          ])
        })
        same(count, 5)
      },
    },
    {
      what: 'of-several-names-and-conditions',
      title: 'references to one target keep their own conditions, and a set of nothing leads to nothing',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const hillValley = Bakery.table(source).where(b => b.id.eq('hill_valley'))
        sameRows(await hillValley.getRef('clients').list(), clients)
        sameRows(await hillValley.getRef('paying').list(), withIds(clients, 'doc', 'marty'))
        const elsewhere = Bakery.table(source).where(b => b.id.eq('new_york'))
        same(await elsewhere.getRef('clients').list(), [])
        same(await elsewhere.getRef('clients').getRef('orders').list(), [])
        same(
          await Bakery.table(source)
            .where(b => b.id.in([]))
            .getRef('clients')
            .list(),
          [],
        )
      },
    },
    {
      what: 'into-the-same-table',
      title:
        'a reference of a table to itself keeps its two sides apart, as often as it is followed; null leads nowhere',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Client.table(source)
        sameRows(await table.getRef('referrer').list(), withIds(clients, 'doc'))
        sameRows(await table.getRef('referred').list(), withIds(clients, 'marty'))
        sameRows(
          await table
            .where(c => c.id.eq('marty'))
            .getRef('referrer')
            .getRef('referred')
            .getRef('referrer')
            .list(),
          withIds(clients, 'doc'),
        )
        same(
          await table
            .where(c => c.id.eq('marty'))
            .getRef('referred')
            .list(),
          [],
        )
      },
    },
    {
      what: 'with-keys-of-several-columns',
      title: 'a reference may have a key of several columns, all of which count',
      needs: ['correlate'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const big = Line.table(source).where(l => l.quantity.gt(2))
        const { count } = await sending(opened, async () => {
          sameValues(await big.getRef('notes').fieldValues(n => n.id), [1, 2])
          sameRows(
            await LineNote.table(source).getRef('line').list(),
            [
              { orderId: 'order1', productId: 'flux_cupcake', quantity: 3, price: 120 },
              { orderId: 'order1', productId: 'hover_cookies', quantity: 2, price: 199 },
              { orderId: 'order3', productId: 'hover_cookies', quantity: 500, price: 199 },
            ],
            'quantity',
          )
        })
        same(count, 2)
      },
    },
    {
      what: 'from-a-limited-set',
      title: 'a limited set leads from the rows within its limit, and aggregates and writes pass the reference',
      needs: ['order', 'window', 'select'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const first = Client.table(opened.source)
          .orderBy(c => c.balance.desc())
          .limit(1)
        const { value, count } = await sending(opened, () => first.getRef('orders').list())
        sameRows(value, withIds(orders, 'order2', 'order3'))
        same(count, 1)
      },
    },
    {
      what: 'with-keys-of-several-columns-from-a-limited-set',
      title: 'a limit counts for keys of several columns too',
      needs: ['order', 'window', 'correlate'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const first = Line.table(source)
          .orderBy(l => l.quantity.desc())
          .limit(1)
        same(await first.getRef('notes').fieldValues(n => n.id), [2])
        const note = LineNote.table(source)
          .orderBy(n => n.id)
          .limit(1)
          .select('note')
        same(await note.getRef('line').fieldValues(l => l.quantity), [3], 'columns of the key need not be chosen')
      },
    },
    {
      what: 'with-keys-of-several-columns-into-the-same-table',
      title: 'a set as a source leads back into its own table, by keys of several columns',
      needs: ['correlate', 'select'],
      async run({ open }) {
        class Again extends Entity('kit_line', {
          orderId: col(text).id(),
          productId: col(text).id(),
          quantity: col(int),
        }) {
          static override refs = { same: hasMany(() => Again, ['orderId', 'productId']) }
        }
        const opened = await open(...bakeryTables())
        const big = Again.table(opened.source)
          .where(l => l.quantity.gt(2))
          .asSource()
          .getRef('same')
        same(big.explain().steps.length, 1)
        sameValues(await big.fieldValues(l => l.quantity), [3, 500])
        class Next extends Entity('kit_note', {
          id: col(int).id(),
          first: col(int),
          second: col(int),
          nextFirst: col(int),
          nextSecond: col(int),
        }) {
          static override refs = {
            next: hasOne(() => Next, ['nextFirst', 'nextSecond'], { references: ['first', 'second'] }),
            before: hasMany(() => Next, ['nextFirst', 'nextSecond'], { references: ['first', 'second'] }),
          }
        }
        const next = (id: number, nextFirst: number) => ({ id, first: id, second: 0, nextFirst, nextSecond: 0 })
        const { source } = await open(tableOf(Next, [next(1, 2), next(2, 3), next(3, 9), next(4, 3)]))
        const first = Next.table(source).where(n => n.id.eq(1))
        same(
          await first
            .getRef('next')
            .getRef('next')
            .fieldValues(n => n.id),
          [3],
        )
        sameValues(
          await first
            .getRef('next')
            .getRef('next')
            .getRef('before')
            .fieldValues(n => n.id),
          [2, 4],
        )
      },
    },
    {
      what: 'aggregate-and-delete',
      title: 'counts, sums and deletes pass any chain of references: one statement',
      needs: ['select', 'aggregate', 'delete'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const docs = Client.table(source).where(c => c.name.eq('Doc Brown'))
        const bought = docs.getRef('orders').getRef('lines')
        const { count } = await sending(opened, async () => {
          same(await bought.count(), 2)
          same(await bought.sum(l => l.quantity.mul(l.price)), 99_720)
          same(
            await docs
              .getRef('orders')
              .getRef('products')
              .max(p => p.calories),
            200,
          )
          same(await bought.deleteAll(), 2)
        })
        same(count, 4)
        same(await Line.table(source).count(), 3)
      },
    },
    {
      what: 'update',
      title: 'a set-wide update passes any chain of references: one statement',
      needs: ['select', 'patch'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const docs = Client.table(source).where(c => c.name.eq('Doc Brown'))
        const { value, count } = await sending(opened, () =>
          docs
            .getRef('orders')
            .getRef('lines')
            .updateQuery()
            .set(
              l => l.quantity,
              l => l.quantity.plus(1),
            )
            .run(),
        )
        same([value, count], [2, 1])
        sameValues(await Line.table(source).fieldValues(l => l.quantity), [1, 2, 2, 3, 501])
        await fails('invalid', () => Client.table(source).getRef('orders').updateQuery().set('isDone', true).run())
      },
    },
    {
      what: 'from-a-whole-table-narrow-nothing',
      title: 'a reference from a set that nothing narrows is no narrowing: writes to all of it have to agree',
      needs: ['select', 'delete', 'aggregate'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const all = Client.table(opened.source).getRef('orders')
        await fails('invalid', () => all.deleteAll())
        await fails('invalid', () => Bakery.table(opened.source).getRef('paying').getRef('orders').deleteAll())
        same(opened.sent.length, 0)
        same(await all.deleteAll({ everything: true }), 3)
      },
    },
    {
      what: 'into-another-database',
      title: 'a reference into another database reads the keys first: one statement for each database',
      types: [decimal],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        class Place extends Entity('kit_bakery', { id: col(text).id(), name: col(text) }) {
          static override refs = {
            clients: hasMany(() => Client.table(other.source), 'bakeryId'),
          }
        }
        const there = Place.table(opened.source)
          .where(b => b.id.eq('hill_valley'))
          .getRef('clients')
        same([opened.sent.length, other.sent.length], [0, 0], 'building sends nothing')
        sameRows(await there.getRef('orders').list(), orders)
        same([opened.sent.length, other.sent.length], [1, 1])
        same((await there.explain()).steps.length, 2)
        class Guest extends Entity('kit_client', { id: col(text).id(), bakeryId: col(text) }) {
          static override refs = { bakery: hasOne(() => Bakery.table(opened.source), 'bakeryId') }
        }
        const back = Guest.table(other.source)
          .where(c => c.id.eq('doc'))
          .getRef('bakery')
        same(await back.fieldValues(b => b.id), ['hill_valley'])
        same([opened.sent.length, other.sent.length], [2, 2])
      },
    },
    {
      what: 'with-keys-of-several-columns-into-another-database',
      title: 'keys of several columns are fetched together and matched together',
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const big = linesWithNotesIn(opened.source)
          .table(other.source)
          .where(l => l.quantity.gt(2))
        sameValues(await big.getRef('notes').fieldValues(n => n.id), [1, 2])
        same([opened.sent.length, other.sent.length], [1, 1])
        const none = linesWithNotesIn(opened.source)
          .table(other.source)
          .where(l => l.quantity.gt(2000))
        same(await none.getRef('notes').list(), [])
      },
    },
    {
      what: 'with-keys-of-several-columns-into-another-database-and-on',
      title: 'a set that such keys lead to leads on by other keys of several columns',
      needs: ['correlate', 'select'],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const big = linesWithNotesIn(opened.source)
          .table(other.source)
          .where(l => l.quantity.gt(2))
        sameValues(
          await big
            .getRef('notes')
            .getRef('line')
            .fieldValues(l => l.quantity),
          [3, 500],
        )
        same([opened.sent.length, other.sent.length], [1, 1])
      },
    },
    {
      what: 'that-are-wrong',
      title:
        'unknown references, columns that are not there and keys that do not fit are refused when built, with the nearest name',
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        class Odd extends Entity('kit_order', { id: col(text).id(), clientId: col(text), isDone: col(text) }) {
          static override refs = {
            gone: hasMany(() => Line, untyped('orderIdd')),
            short: hasOne(() => Line, 'clientId'),
            number: hasMany(() => LineNote, untyped('id')),
            nothing: hasMany(() => untyped(undefined), untyped('x')),
            plain: untyped({}),
          }
        }
        const nearest = await fails('invalid', () => Client.table(source).getRef(untyped('order')))
        expect(nearest.message).toBe('kit_client has no reference "order". Did you mean "orders"?')
        same(nearest.details, { entity: 'kit_client', field: 'order' })
        const far = await fails('invalid', () => Order.table(source).getRef('client').getRef(untyped('bakerie')))
        expect(far.message).toBe('kit_client has no reference "bakerie". Did you mean "bakery"?')
        const odd = Odd.table(source)
        const gone = await fails('invalid', () => odd.getRef('gone'))
        expect(gone.message).toContain('orderId')
        for (const name of ['short', 'nothing', 'plain', 'toString', '__proto__'])
          await fails('invalid', () => odd.getRef(untyped(name)), name)
        await fails('type-mismatch', () => odd.getRef('number'))
        same(opened.sent.length, 0)
      },
    },
  ],
)
