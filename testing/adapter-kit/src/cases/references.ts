import { col, count, Entity, hasMany, hasOne, int, text, decimal } from '@vantage-ts/core'
import { expect } from 'vitest'
import { Bakery, bakeryTables, Client, clients, Line, LineNote, Order, orders, Product, products } from '../bakery.ts'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

const only = <Row extends { readonly id: string }>(rows: readonly Row[], ...ids: readonly string[]): readonly Row[] =>
  rows.filter(({ id }) => ids.includes(id))

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
            only(clients, 'doc'),
          )
          sameRows(await cookies.getRef('orders').list(), only(orders, 'order1', 'order3'))
          sameRows(
            await cookies
              .getRef('orders')
              .where(o => o.isDone.eq(true))
              .getRef('products')
              .list(),
            only(products, 'delorean_donut', 'flux_cupcake', 'hover_cookies'),
          )
          sameRows(await Bakery.table(source).getRef('clients').getRef('orders').getRef('products').list(), [
            ...only(products, 'delorean_donut', 'flux_cupcake', 'hover_cookies', 'time_tart'),
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
        sameRows(await hillValley.getRef('paying').list(), only(clients, 'doc', 'marty'))
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
        sameRows(await table.getRef('referrer').list(), only(clients, 'doc'))
        sameRows(await table.getRef('referred').list(), only(clients, 'marty'))
        sameRows(
          await table
            .where(c => c.id.eq('marty'))
            .getRef('referrer')
            .getRef('referred')
            .getRef('referrer')
            .list(),
          only(clients, 'doc'),
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
        sameRows(value, only(orders, 'order2', 'order3'))
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
        class FarLine extends Entity('kit_line', {
          orderId: col(text).id(),
          productId: col(text).id(),
          quantity: col(int),
        }) {
          static override refs = {
            notes: hasMany(() => LineNote.table(opened.source), ['orderId', 'productId']),
          }
        }
        const big = FarLine.table(other.source).where(l => l.quantity.gt(2))
        sameValues(await big.getRef('notes').fieldValues(n => n.id), [1, 2])
        same([opened.sent.length, other.sent.length], [1, 1])
        const none = FarLine.table(other.source).where(l => l.quantity.gt(2000))
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
        class FarLine extends Entity('kit_line', {
          orderId: col(text).id(),
          productId: col(text).id(),
          quantity: col(int),
        }) {
          static override refs = {
            notes: hasMany(() => LineNote.table(opened.source), ['orderId', 'productId']),
          }
        }
        const big = FarLine.table(other.source).where(l => l.quantity.gt(2))
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
        expect(nearest.message).toContain('"orders"')
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
            only(orders, 'order1'),
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
          only(clients, 'doc', 'marty'),
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
        sameRows(await table.where(table.getLink('orders').countExpr().eq(0)).list(), only(clients, 'biff'))
        const own = table.where(table.getLink('referrer').countExpr().gt(0))
        sameRows(await own.list(), only(clients, 'marty'))
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
        same([opened.sent.length, other.sent.length], [0, 0])
        await fails('invalid', () => table.getLink('orders').list())
        same(opened.sent.length, 0)
      },
    },
  ],
)

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
        const { source } = await open(...bakeryTables())
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
