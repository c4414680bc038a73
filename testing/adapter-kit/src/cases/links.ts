import { col, count, Entity, hasMany, hasOne, int, text, decimal } from '@vantage-ts/core'
import { expect } from 'vitest'
import { bakeryTables, Client, clients, Line, Order, orders, Product, withIds } from '../bakery.ts'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

export const links = topic(
  'links',
  ['read', 'where', 'select', 'correlate', 'aggregate'],
  [
    {
      what: 'count-and-sum-for-each-row',
      title: 'a linked set is that of each row: calculated columns in one statement, usable wherever a column is',
      needs: ['order'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const counted = Client.table(opened.source).withExpressions({
          orderCount: t => t.getLink('orders').countExpr(),
          spent: t =>
            t
              .getLink('orders')
              .getRef('lines')
              .sumExpr(l => l.quantity.mul(l.price)),
          friends: t => t.getLink('referred').countExpr(),
        })
        const rows = [
          { ...clients[0], orderCount: 0, spent: 0, friends: 0 },
          { ...clients[1], orderCount: 2, spent: 99_720, friends: 1 },
          { ...clients[2], orderCount: 1, spent: 893, friends: 0 },
        ]
        const { count } = await sending(opened, async () => {
          sameRows(await counted.list(), rows)
          same(await counted.get('doc'), rows[1])
          same(
            await counted
              .where(c => c.spent.gt(100))
              .orderBy(c => c.orderCount)
              .fieldValues(c => c.id),
            ['marty', 'doc'],
          )
          same(await counted.sum(c => c.orderCount), 3)
          same(await counted.max(c => c.spent.plus(c.friends)), 99_721)
          sameRows(await counted.select('orderCount').list(), [
            { id: 'biff', orderCount: 0 },
            { id: 'doc', orderCount: 2 },
            { id: 'marty', orderCount: 1 },
          ])
          sameRows(
            await counted
              .where(c => c.orderCount.eq(1))
              .getRef('orders')
              .list(),
            withIds(orders, 'order1'),
          )
        })
        same(count, 7)
      },
    },
    {
      what: 'over-a-table-in-between',
      title: 'links pass many-to-many references, and links of linked sets',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Order.table(source).withExpressions({
          productCount: t => t.getLink('products').countExpr(),
          calories: t => t.getLink('products').sumExpr(p => p.calories),
        })
        sameRows(await table.list(), [
          { ...orders[0], productCount: 3, calories: 700 },
          { ...orders[1], productCount: 1, calories: 200 },
          { ...orders[2], productCount: 1, calories: 150 },
        ])
        const inside = Client.table(source).withExpression('busy', t =>
          t
            .getLink('orders')
            .withExpression('size', o => o.getLink('lines').countExpr())
            .where(o => o.size.gt(1))
            .countExpr(),
        )
        sameValues(await inside.fieldValues(c => c.busy), [0, 0, 1])
      },
    },
    {
      what: 'back-to-the-table-outside',
      title: 'a link that leads on to the table of the row outside keeps the two apart',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Order.table(source).withExpressions({
          ofTheClient: t => t.getLink('client').getRef('orders').countExpr(),
        })
        sameRows(await table.list(), [
          { ...orders[0], ofTheClient: 1 },
          { ...orders[1], ofTheClient: 2 },
          { ...orders[2], ofTheClient: 2 },
        ])
      },
    },
    {
      what: 'back-to-the-table-outside-through-groups',
      title: 'a link leads over a source back to the table of the row outside, into its groups',
      needs: ['group'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Order.table(source).withExpression('groups', t =>
          t.getLink('client').asSource().getRef('orders').groupBy('isDone').aggregate({}).countExpr(),
        )
        sameRows(
          await table.list(),
          orders.map(order => ({ ...order, groups: 1 })),
        )
      },
    },
    {
      what: 'as-sources',
      title: 'a linked set is a source of its own, of any table: that of the row outside, or one beside it in a join',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Client.table(source)
          .asSource()
          .withExpressions({
            siblings: t => t.getLink('referrer').getRef('referred').asSource().countExpr(),
            first: t =>
              t
                .getLink('referred')
                .orderBy(c => c.id)
                .limit(1)
                .asSource()
                .countExpr(),
          })
        sameRows(await table.select('siblings', 'first').list(), [
          { id: 'biff', siblings: 0, first: 0 },
          { id: 'doc', siblings: 0, first: 1 },
          { id: 'marty', siblings: 1, first: 0 },
        ])
      },
    },
    {
      what: 'in-joins',
      title: 'a linked set is joined with the table of the row outside, and keeps to its row',
      needs: ['join'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const all = Order.table(source)
        const table = all.withExpression('ofTheClient', t =>
          t
            .getLink('client')
            .join(all, (c, o) => c.id.eq(o.clientId))
            .select((_c, o) => ({ id: o.id }))
            .countExpr(),
        )
        sameValues(await table.fieldValues(o => o.ofTheClient), [1, 2, 2])
        await fails('invalid', () =>
          all.withExpression('wrong', t =>
            all
              .join(t.getLink('client'), (o, c) => o.clientId.eq(c.id))
              .select(o => ({ id: o.id }))
              .countExpr(),
          ),
        )
      },
    },
    {
      what: 'that-come-back',
      title: 'a link that comes back to the table outside keeps its rows apart from the row it started from',
      types: [decimal],
      operators: ['mul'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Client.table(source).withExpression('buyers', t =>
          t.getLink('orders').getRef('client').countExpr(),
        )
        sameRows(await table.list(), [
          { ...clients[0], buyers: 0 },
          { ...clients[1], buyers: 1 },
          { ...clients[2], buyers: 1 },
        ])
        const shares = Line.table(source).withExpression('whole', l =>
          l
            .getLink('order')
            .getRef('lines')
            .sumExpr(other => other.quantity.mul(other.price)),
        )
        sameValues(await shares.fieldValues(l => l.whole), [893, 893, 893, 220, 99_500])
        const plain = Client.table(source)
        sameRows(
          await plain.where(plain.getLink('orders').getRef('client').countExpr().gt(0)).list(),
          withIds(clients, 'doc', 'marty'),
        )
      },
    },
    {
      what: 'decide-what-is-deleted',
      title: 'rows that others of their table decide on are found before any is deleted, in one statement',
      needs: ['delete'],
      async run({ open }) {
        class Step extends Entity('kit_step', { id: col(int).id(), after: col(int).optional() }) {
          static override refs = { before: hasOne(() => Step, 'after') }
        }
        const steps = [1, 2, 3, 4, 5].map(id => ({ id, after: id === 1 ? null : id - 1 }))
        const opened = await open(tableOf(Step, steps))
        const table = Step.table(opened.source)
        const { value, count } = await sending(opened, () =>
          table.where(table.getLink('before').countExpr().eq(1)).deleteAll(),
        )
        same([value, count], [4, 1])
        same(await table.list(), steps.slice(0, 1))
        const first = table
          .where(s => s.id.in(table.fieldExpr(t => t.id)))
          .where(table.getLink('before').countExpr().eq(0))
        same(await first.deleteAll(), 1, 'a count of nothing is zero')
      },
    },
    {
      what: 'that-look-at-the-row-outside',
      title: 'a condition on a linked set may compare its rows with the row outside, and with no other',
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const table = Line.table(source)
        const beyond = table.where(
          table
            .getLink('product')
            .where(p => p.stock.lt(table.$.quantity))
            .countExpr()
            .gt(0),
        )
        sameRows(
          await beyond.list(),
          [{ orderId: 'order3', productId: 'hover_cookies', quantity: 500, price: 199 }],
          'price',
        )
        const others = table.withExpression('others', l =>
          l
            .getLink('order')
            .getRef('lines')
            .where(other => other.productId.ne(l.$.productId))
            .sumExpr(other => other.quantity),
        )
        sameValues(await others.fieldValues(l => l.others), [0, 0, 3, 4, 5])
        const before = opened.sent.length
        await fails('invalid', () =>
          table
            .getLink('product')
            .where(untyped((p: { id: typeof table.$.productId }) => p.id.eq(Order.table(source).$.id))),
        )
        same(opened.sent.length, before)
      },
    },
    {
      what: 'as-conditions',
      title: 'a link is an operand of a condition, without a column of its own',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Client.table(source)
        sameRows(await table.where(table.getLink('orders').countExpr().eq(0)).list(), withIds(clients, 'biff'))
        const own = table.where(table.getLink('referrer').countExpr().gt(0))
        sameRows(await own.list(), withIds(clients, 'marty'))
      },
    },
    {
      what: 'columns-over-columns',
      title: 'calculated columns build on each other, are searched by their flag, and keep their place in related sets',
      needs: ['search'],
      types: [decimal],
      operators: ['concat', 'mul'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Product.table(source)
          .withExpression('worth', t => t.$.price.mul(t.$.stock))
          .withExpression('twice', t => t.$.worth.mul(2))
          .withExpression('label', t => t.$.id.concat('/', t.$.name), { flags: ['searchable'] })
        same(
          (await table.where(p => p.twice.gt(15_000)).listValues()).map(({ id, worth, twice }) => [id, worth, twice]),
          [['hover_cookies', 7960, 15_920]],
        )
        sameValues(await table.search('TART/time').fieldValues(p => p.id), ['time_tart'])
        same(await table.sum(p => p.twice), 2 * (4050 + 6000 + 7960 + 4485 + 4400))
      },
    },
    {
      what: 'stay-with-their-set',
      title: 'a reference leads to a set with its calculated columns, which sources and groups of it keep',
      needs: ['group'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const sized = Order.table(source).withExpression('size', o => o.getLink('lines').countExpr())
        class Buyer extends Entity('kit_client', { id: col(text).id(), name: col(text) }) {
          static override refs = { orders: hasMany(() => sized, 'clientId') }
        }
        const reached = Buyer.table(source)
          .where(b => b.name.eq('Marty McFly'))
          .getRef('orders')
        same(await reached.list(), [{ ...orders[0], size: 3 }])
        same(
          await reached
            .where(o => o.size.gt(2))
            .asSource()
            .sum(o => o.size),
          3,
        )
        sameRows(
          await sized.groupBy('size').aggregate({ n: count() }).list(),
          [
            { size: 1, n: 2 },
            { size: 3, n: 1 },
          ],
          'size',
        )
        const summed = Buyer.table(source).withExpression('lines', b => b.getLink('orders').sumExpr(o => o.size))
        sameRows(await summed.select('lines').list(), [
          { id: 'biff', lines: 0 },
          { id: 'doc', lines: 2 },
          { id: 'marty', lines: 3 },
        ])
      },
    },
    {
      what: 'calculated-from-themselves',
      title: 'columns that are calculated from each other over references are refused when built, with the circle',
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        class Head extends Entity('kit_client', { id: col(text).id() }) {
          static override refs = { tails: hasMany(() => withHead(), 'clientId') }
        }
        class Tail extends Entity('kit_order', { id: col(text).id(), clientId: col(text) }) {
          static override refs = { head: hasOne(() => withTail(), 'clientId') }
        }
        const withTail = (): object =>
          Head.table(opened.source).withExpression(
            'tailed',
            untyped((t: Linking) => t.getLink('tails').countExpr()),
          )
        const withHead = (): object =>
          Tail.table(opened.source).withExpression(
            'headed',
            untyped((t: Linking) => t.getLink('head').countExpr()),
          )
        interface Linking {
          getLink(name: string): { countExpr(): unknown }
        }
        const error = await fails('invalid', withTail)
        expect(error.message).toContain('kit_order.headed → kit_client.tailed')
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'are-never-written',
      title:
        'calculated columns are dropped from whole records, refused in a patch, and there in the row that comes back',
      needs: ['insert', 'replace', 'patch'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const table = Product.table(opened.source).withExpression('worth', t => t.$.price.mul(t.$.stock))
        const pie = { name: 'Apple Pie', calories: 1, price: 299, stock: 2, bakeryId: 'hill_valley' }
        same(await table.insert('apple_pie', untyped({ ...pie, worth: 1 })), { id: 'apple_pie', ...pie, worth: 598 })
        same((await table.patch('apple_pie', { stock: 3 })).worth, 897)
        same((await table.replace('apple_pie', { ...pie, stock: 4 })).worth, 1196)
        const before = opened.sent.length
        const error = await fails('invalid', () => table.patch('apple_pie', untyped({ worth: 1 })))
        same([error.details.field, opened.sent.length - before], ['worth', 0])
      },
    },
    {
      what: 'that-are-wrong',
      title: 'names in use, lists, columns of other sets and links into other databases are refused when built',
      types: [decimal],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const table = Client.table(opened.source)
        class Place extends Entity('kit_bakery', { id: col(text).id() }) {
          static override refs = { clients: hasMany(() => Client.table(other.source), 'bakeryId') }
        }
        class Town extends Entity('kit_client', { id: col(text).id(), bakeryId: col(text) }) {
          static override refs = { places: hasOne(() => Place, 'bakeryId') }
        }
        const across = await fails('unsupported', () => Place.table(opened.source).getLink('clients'))
        expect(across.message).toContain('TableJoin')
        const behind = await fails('unsupported', () => Town.table(opened.source).getLink('places').getRef('clients'))
        expect(behind.message).toContain('kit_bakery.clients')
        for (const work of [
          () => table.withExpression(untyped('name'), t => t.$.id),
          () => table.withExpression('x', t => t.$.id).withExpression(untyped('x'), t => t.$.id),
          () =>
            table.withExpression(
              'ids',
              untyped(() => table.fieldExpr(c => c.id)),
            ),
          () =>
            table.withExpression(
              'far',
              untyped(() => Order.table(opened.source).$.id),
            ),
          () =>
            table.withExpression(
              'no',
              untyped(() => 1),
            ),
          () => table.withExpression('no', untyped(undefined)),
          () => table.withExpression('', t => t.$.id),
          () => table.getLink(untyped('order')),
        ])
          await fails('invalid', work)
        const nearest = await fails('invalid', () => table.getLink(untyped('order')))
        expect(nearest.message).toBe('kit_client has no reference "order". Did you mean "orders"?')
        same([opened.sent.length, other.sent.length], [0, 0])
        await fails('invalid', () => table.getLink('orders').list())
        same(opened.sent.length, 0)
      },
    },
  ],
)
