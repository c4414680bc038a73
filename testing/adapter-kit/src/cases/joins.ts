import { col, count, decimal, Entity, int, sum, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { bakeryTables, Client, clients, Line, LineNote, lineNotes, Order, Product } from '../bakery.ts'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { untyped } from '../untyped.ts'

class ClientName extends Entity('kit_client', { id: col(text).id(), name: col(text) }) {
  get greeting(): string {
    return `hello ${this.name}`
  }
}
class Summary extends Entity('kit_summary', {
  id: col(text).id(),
  name: col(text),
  n: col(int).optional(),
  spent: col(int).optional(),
}) {}

export const joins = topic(
  'joins',
  ['read', 'where', 'join', 'select'],
  [
    {
      what: 'of-several-tables',
      title: 'tables of one database are joined in one statement: any number, with one column object per side',
      needs: ['order'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const bought = Order.table(source)
          .join(Line.table(source), (o, l) => o.id.eq(l.orderId))
          .join(Product.table(source), (_o, l, p) => l.productId.eq(p.id))
          .where((_o, l, p) => l.quantity.gt(1).and(p.calories.lt(400)))
          .orderBy(
            (_o, _l, p) => p.calories.desc(),
            (_o, l) => l.quantity,
          )
          .select((o, l, p) => ({ who: o.clientId, what: p.name, calories: l.quantity.mul(p.calories) }))
        const { value, count } = await sending(opened, () => bought.list())
        same(value, [
          { who: 'marty', what: 'Flux Capacitor Cupcake', calories: 900 },
          { who: 'marty', what: 'Hoverboard Cookies', calories: 300 },
          { who: 'doc', what: 'Hoverboard Cookies', calories: 75_000 },
        ])
        same(count, 1)
      },
    },
    {
      what: 'in-order',
      title:
        'the order of a join is that of its table, by columns that its rows lack too; rows that a join makes up come last',
      needs: ['order', 'window'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const lines = Line.table(source)
        const byPrice = lines
          .join(Product.table(source), (l, p) => l.productId.eq(p.id))
          .orderBy(
            (_l, p) => p.price.desc(),
            l => l.quantity.desc(),
          )
        const named = byPrice.select((l, p) => ({ what: p.id, quantity: l.quantity }))
        const inOrder = [
          { what: 'time_tart', quantity: 1 },
          { what: 'hover_cookies', quantity: 500 },
          { what: 'hover_cookies', quantity: 2 },
          { what: 'delorean_donut', quantity: 1 },
          { what: 'flux_cupcake', quantity: 3 },
        ]
        same(await named.list(), inOrder)
        same(await named.where(n => n.quantity.gt(1)).first(), inOrder[1])
        same(await named.limit(2).list(), inOrder.slice(0, 2))
        same(
          await byPrice
            .limit(3)
            .select((_l, p) => ({ what: p.id }))
            .list(),
          inOrder.slice(0, 3).map(({ what }) => ({ what })),
        )
        class Sold extends Entity('kit_sold', { productId: col(text), orderId: col(text) }) {}
        same(
          (await byPrice.intoEntity(Sold).list()).map(({ productId }) => productId),
          inOrder.map(({ what }) => what),
        )
        same(
          await named
            .orderBy(n => n.quantity)
            .first()
            .then(row => row?.quantity),
          1,
        )
        const noted = lines
          .join(Product.table(source), (l, p) => l.productId.eq(p.id))
          .orderBy((_l, p) => p.price)
          .join(LineNote.table(source), (l, _p, n) => l.orderId.eq(n.orderId).and(l.productId.eq(n.productId)), {
            kind: 'right',
          })
          .limit(3)
          .select((_l, p, n) => ({ price: p.price, note: n.id }))
        const prices = (await noted.list()).map(({ price }) => price)
        same(prices, [120, 199, 199])
      },
    },
    {
      what: 'are-a-table',
      title: 'a join whose columns are named is a table: narrowed, ordered, counted, grouped and limited',
      needs: ['order', 'window', 'aggregate', 'group'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const bought = Line.table(source)
          .join(Product.table(source), (l, p) => l.productId.eq(p.id))
          .select((l, p) => ({ order: l.orderId, product: p.id, calories: l.quantity.mul(p.calories) }))
        same(await bought.count(), 5)
        same(
          await bought
            .where(b => b.calories.lt(400))
            .orderBy(
              b => b.calories.desc(),
              b => b.product,
            )
            .limit(2)
            .list(),
          [
            { order: 'order1', product: 'hover_cookies', calories: 300 },
            { order: 'order1', product: 'delorean_donut', calories: 250 },
          ],
        )
        sameRows(
          await bought
            .groupBy('order')
            .aggregate({ n: count(), calories: sum(b => b.calories) })
            .list(),
          [
            { order: 'order1', n: 3, calories: 1450 },
            { order: 'order2', n: 1, calories: 200 },
            { order: 'order3', n: 1, calories: 75_000 },
          ],
          'order',
        )
        const cut = Line.table(source)
          .join(Product.table(source), (l, p) => l.productId.eq(p.id))
          .orderBy((l, _p) => l.quantity.desc())
          .limit(1)
          .select((l, p) => ({ product: p.name, quantity: l.quantity }))
        same(await cut.list(), [{ product: 'Hoverboard Cookies', quantity: 500 }])
        same(await cut.sum(c => c.quantity), 500)
      },
    },
    {
      what: 'of-every-kind',
      title: 'left, right and full joins keep the rows of their sides that find none, with nulls beside them',
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const notes = LineNote.table(source)
        const lines = Line.table(source)
        const pairs = (kind: 'inner' | 'left' | 'right' | 'full') =>
          lines
            .join(notes, (l, n) => l.orderId.eq(n.orderId).and(l.productId.eq(n.productId)), { kind })
            .select((l, n) => ({ line: l.quantity, note: n.id }))
            .list()
        const met = [
          { line: 3, note: 1 },
          { line: 500, note: 2 },
          { line: 2, note: 3 },
        ]
        const alone = [
          { line: 1, note: null },
          { line: 1, note: null },
        ]
        const loose = [
          { line: null, note: 4 },
          { line: null, note: 5 },
        ]
        const keyOf = (rows: readonly object[]) => rows.map(row => ({ ...row, key: JSON.stringify(row) }))
        const sameSet = (found: readonly object[], wanted: readonly object[]): void =>
          sameRows(keyOf(found), keyOf(wanted), 'key')
        sameSet(await pairs('inner'), met)
        sameSet(await pairs('left'), [...met, ...alone])
        sameSet(await pairs('right'), [...met, ...loose])
        sameSet(await pairs('full'), [...met, ...alone, ...loose])
        const unnoted = await lines
          .join(notes, (l, n) => l.orderId.eq(n.orderId).and(l.productId.eq(n.productId)), { kind: 'left' })
          .where((_l, n) => n.id.isNull())
          .select(l => ({ order: l.orderId, product: l.productId }))
          .list()
        sameRows(
          unnoted,
          [
            { order: 'order1', product: 'delorean_donut' },
            { order: 'order2', product: 'time_tart' },
          ],
          'order',
        )
      },
    },
    {
      what: 'of-narrowed-and-limited-sets',
      title: 'the conditions, order and limit of a joined set are kept, on whichever side it stands',
      needs: ['order', 'window'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const richest = Client.table(source)
          .orderBy(c => c.balance.desc())
          .limit(1)
        const open2 = Order.table(source).where(o => o.isDone.eq(false))
        sameRows(
          await richest
            .join(open2, (c, o) => c.id.eq(o.clientId))
            .select((c, o) => ({ id: o.id, name: c.name }))
            .list(),
          [
            { id: 'order2', name: 'Doc Brown' },
            { id: 'order3', name: 'Doc Brown' },
          ],
        )
        sameValues(
          await Client.table(source)
            .join(open2, (c, o) => c.id.eq(o.clientId), { kind: 'left' })
            .select((c, o) => ({ id: c.id, order: o.id }))
            .list(),
          [
            { id: 'biff', order: null },
            { id: 'doc', order: 'order2' },
            { id: 'doc', order: 'order3' },
            { id: 'marty', order: null },
          ],
        )
      },
    },
    {
      what: 'of-a-table-with-itself',
      title: 'a table joined with itself keeps its sides apart',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const table = Client.table(source)
        const referred = table
          .join(table, (c, by) => c.referredBy.eq(by.id))
          .join(table, (_c, by, other) => by.id.ne(other.id))
          .select((c, by, other) => ({ id: c.id, by: by.name, other: other.id }))
        sameRows(
          await referred.list(),
          [
            { id: 'marty', by: 'Doc Brown', other: 'biff' },
            { id: 'marty', by: 'Doc Brown', other: 'marty' },
          ],
          'other',
        )
      },
    },
    {
      what: 'with-groups-and-calculated-columns',
      title: 'sets of groups and sets with calculated columns are joined like tables, into an entity',
      needs: ['group', 'aggregate', 'correlate'],
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const perClient = Order.table(source)
          .withExpression('pieces', o => o.getLink('lines').sumExpr(l => l.quantity))
          .groupBy('clientId')
          .aggregate({ n: count(), spent: sum(o => o.pieces) })
        const joined = Client.table(source)
          .select('name')
          .join(perClient, (c, g) => c.id.eq(g.clientId), { kind: 'left' })
        const { value, count: statements } = await sending(opened, () => joined.intoEntity(Summary).list())
        sameRows(value, [
          { id: 'biff', name: 'Biff Tannen', n: null, spent: null },
          { id: 'doc', name: 'Doc Brown', n: 2, spent: 501 },
          { id: 'marty', name: 'Marty McFly', n: 1, spent: 6 },
        ])
        same(statements, 1)
        same(
          value.every(row => row instanceof Summary),
          true,
        )
        same((await joined.intoEntity(Summary).get('doc'))?.spent, 501)
        await fails('invalid', () => joined.intoEntity(Summary).delete('doc'))
      },
    },
    {
      what: 'that-are-wrong',
      title: 'sets of other databases, columns of other sets, unclear names and wrong kinds are refused when built',
      types: [decimal],
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const { source } = opened
        const table = Client.table(source)
        const far = await fails('unsupported', () =>
          table.join(Order.table(other.source), (c, o) => c.id.eq(o.clientId)),
        )
        expect(far.message).toContain('TableJoin')
        const joined = table.join(Order.table(source), (c, o) => c.id.eq(o.clientId))
        const unclear = await fails('invalid', () => joined.intoEntity(ClientName))
        expect(unclear.message).toContain('kit_client.id is a column of kit_client and of kit_order')
        const twice = await fails('invalid', () =>
          table.join(table, (c, other) => c.id.eq(other.id)).intoEntity(ClientName),
        )
        expect(twice.message).toContain('of kit_client (side 1 of 2) and of kit_client (side 2 of 2)')
        for (const work of [
          () => table.join(Order.table(source), untyped(Line.table(source).$.price.gt(1))),
          () =>
            table.join(
              Order.table(source),
              untyped(() => 1),
            ),
          () =>
            table.join(
              untyped({}),
              untyped(() => 1),
            ),
          () => table.join(Order.table(source), (c, o) => c.id.eq(o.clientId), { kind: untyped('outer') }),
          () => joined.where(untyped(() => Line.table(source).$.price.gt(1))),
          () => joined.select(untyped(() => ({}))),
          () => joined.select(untyped(() => ({ x: 1 }))),
          () => joined.select(untyped(() => ({ x: Line.table(source).$.price }))),
          () => joined.intoEntity(untyped(Summary)),
          () => joined.limit(-1),
          () => table.join(Order.table(source), (c, o) => c.id.eq(untyped(Reflect.get(o, 'clientIdd')))),
        ])
          await fails('invalid', work)
        same([opened.sent.length, other.sent.length], [0, 0])
      },
    },
  ],
)

export const retyping = topic(
  'into-entity',
  ['read', 'where'],
  [
    {
      what: 'reads-as-another-entity',
      title: 'a set is read, narrowed and written as an entity with some of its columns',
      types: [decimal],
      needs: ['patch'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const named = Client.table(source)
          .where(c => c.isPaying.eq(true))
          .intoEntity(ClientName)
        const rows = await named.list()
        sameRows(rows, [
          { id: 'doc', name: 'Doc Brown' },
          { id: 'marty', name: 'Marty McFly' },
        ])
        same(rows.map(row => row.greeting).sort(), ['hello Doc Brown', 'hello Marty McFly'])
        same(await named.where(c => c.name.contains('Doc')).fieldValues(c => c.id), ['doc'])
        same(await named.patch('doc', { name: 'Emmett' }), { id: 'doc', name: 'Emmett' })
        await fails('not-found', () => named.patch('biff', { name: 'x' }))
        same((await Client.table(source).get('doc'))?.balance.toString(), clients[1]?.balance.toString())
      },
    },
    {
      what: 'keeps-calculated-columns',
      title: 'a calculated column becomes a column of the entity, and is never written',
      needs: ['correlate', 'aggregate', 'select', 'patch'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const summary = Client.table(source)
          .withExpressions({ n: t => t.getLink('orders').countExpr(), spent: t => t.getLink('referred').countExpr() })
          .intoEntity(Summary)
        sameRows(await summary.where(s => s.n.gt(0)).list(), [
          { id: 'doc', name: 'Doc Brown', n: 2, spent: 1 },
          { id: 'marty', name: 'Marty McFly', n: 1, spent: 0 },
        ])
        await fails('invalid', () => summary.patch('doc', { n: 1 }))
        same((await summary.patch('doc', { name: 'Emmett' })).n, 2)
      },
    },
    {
      what: 'refuses-what-does-not-fit',
      title: 'columns that are missing, of another type, or null where the entity has none are refused when built',
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const table = Client.table(opened.source)
        class Wrong extends Entity('kit_client', { id: col(text).id(), nam: col(text) }) {}
        class Other extends Entity('kit_client', { id: col(text).id(), name: col(int) }) {}
        class Strict extends Entity('kit_client', { id: col(text).id(), referredBy: col(text) }) {}
        const missing = await fails('invalid', () => table.intoEntity(untyped(Wrong)))
        expect(missing.message).toContain('"name"')
        await fails('invalid', () => table.intoEntity(untyped(Other)))
        await fails('invalid', () => table.intoEntity(untyped(Strict)))
        await fails('invalid', () => table.intoEntity(untyped({})))
        same([opened.sent.length, lineNotes.length], [0, 5])
      },
    },
  ],
)
