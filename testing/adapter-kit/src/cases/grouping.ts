import { avg, col, count, decimal, Decimal, Entity, float, int, max, min, sum, Table, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { bakeryTables, Client, clients, Line, Order, orders, Product } from '../bakery.ts'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { untyped } from '../untyped.ts'

const perOrder = [
  { orderId: 'order1', n: 3, pieces: 6, total: 893, dearest: 199, cheapest: 120 },
  { orderId: 'order2', n: 1, pieces: 1, total: 220, dearest: 220, cheapest: 220 },
  { orderId: 'order3', n: 1, pieces: 500, total: 99_500, dearest: 199, cheapest: 199 },
]

export const grouping = topic(
  'groups',
  ['read', 'where', 'group', 'aggregate', 'select'],
  [
    {
      what: 'are-a-table',
      title: 'groups are rows of a table: narrowed, ordered, counted, paged and read by their key, one statement each',
      needs: ['order', 'window'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const totals = Line.table(opened.source)
          .groupBy('orderId')
          .aggregate({
            n: count(),
            pieces: sum(l => l.quantity),
            total: sum(l => l.quantity.mul(l.price)),
            dearest: max(l => l.price),
            cheapest: min(l => l.price),
          })
        const { count: statements } = await sending(opened, async () => {
          sameRows(await totals.list(), perOrder, 'orderId')
          same(await totals.where(g => g.n.gt(1)).list(), perOrder.slice(0, 1))
          same(
            await totals
              .where(g => g.orderId.ne('order2'))
              .orderBy(g => g.total.desc())
              .list(),
            [perOrder[2], perOrder[0]],
          )
          same(await totals.count(), 3)
          same(await totals.where(g => g.n.eq(1)).sum(g => g.total), 99_720)
          same(await totals.get('order2'), perOrder[1])
          same(await totals.first(), perOrder[0])
          same(await totals.select('total').first(), { orderId: 'order1', total: 893 })
        })
        same(statements, 8)
        const first = await totals.page({ size: 2 })
        same(first.rows, perOrder.slice(0, 2))
        same((await totals.page({ size: 2, after: first.next })).rows, perOrder.slice(2))
        const streamed: unknown[] = []
        for await (const group of totals) streamed.push(group)
        sameRows(streamed, perOrder, 'orderId')
      },
    },
    {
      what: 'of-a-narrowed-set',
      title: 'conditions given before are those of the rows, conditions given after those of the groups',
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const cheap = Line.table(source)
          .where(l => l.price.lt(200))
          .groupBy('orderId')
          .aggregate({ n: count() })
        sameRows(
          await cheap.list(),
          [
            { orderId: 'order1', n: 3 },
            { orderId: 'order3', n: 1 },
          ],
          'orderId',
        )
        same(await cheap.where(g => g.n.lt(2)).list(), [{ orderId: 'order3', n: 1 }])
      },
    },
    {
      what: 'of-groups',
      title: 'groups are grouped again, and calculated columns are grouped by and computed over groups',
      operators: ['mul', 'intDiv'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const perSize = Line.table(source)
          .groupBy('orderId')
          .aggregate({ n: count() })
          .groupBy('n')
          .aggregate({ orders: count() })
        sameRows(
          await perSize.list(),
          [
            { n: 1, orders: 2 },
            { n: 3, orders: 1 },
          ],
          'n',
        )
        const byHundreds = Product.table(source)
          .withExpression('hundreds', t => t.$.price.intDiv(100))
          .where(p => p.hundreds.isNotNull())
          .groupBy('hundreds')
          .aggregate({ n: count(), calories: sum(p => p.calories) })
          .withExpression('double', g => g.$.calories.mul(2))
        sameRows(
          await byHundreds.list(),
          [
            { hundreds: 1, n: 3, calories: 700, double: 1400 },
            { hundreds: 2, n: 2, calories: 550, double: 1100 },
          ],
          'hundreds',
        )
        same(await byHundreds.where(g => g.double.gt(1200)).fieldValues(g => g.n), [3])
      },
    },
    {
      what: 'by-links-and-several-columns',
      title: 'groups by several columns and over linked sets; without a column the whole set is one group',
      types: [decimal],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const perKind = Client.table(source)
          .groupBy('isPaying', 'bakeryId')
          .aggregate({
            n: count(),
            balance: sum(c => c.balance),
            mean: avg(c => c.balance),
            named: count(c => c.referredBy),
          })
        sameRows(
          await perKind.list(),
          [
            {
              isPaying: false,
              bakeryId: 'hill_valley',
              n: 1,
              balance: Decimal.from('-50.25'),
              mean: Decimal.from('-50.25'),
              named: 0,
            },
            {
              isPaying: true,
              bakeryId: 'hill_valley',
              n: 2,
              balance: Decimal.from('650.5'),
              mean: Decimal.from('325.25'),
              named: 1,
            },
          ],
          'isPaying',
        )
        const whole = Client.table(source).groupBy().aggregate({ n: count() })
        same(await whole.list(), [{ n: clients.length }])
        const nobody = Client.table(source).where(c => c.id.eq('nobody'))
        same(await nobody.groupBy('isPaying').aggregate({ n: count() }).list(), [])
        const none = nobody.groupBy().aggregate({ n: count(), most: max(c => c.name) })
        same(await none.list(), [{ n: 0, most: null }], 'the whole set is one group, even where it is empty')
        same(await none.count(), 1)
      },
    },
    {
      what: 'as-operands',
      title: 'a column of groups is an operand of other sets, and groups lead into other databases as lists',
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const large = Line.table(opened.source)
          .groupBy('orderId')
          .aggregate({ pieces: sum(l => l.quantity) })
          .where(g => g.pieces.gt(5))
          .fieldExpr(g => g.orderId)
        sameRows(
          await Order.table(opened.source)
            .where(o => o.id.in(large))
            .list(),
          [orders[0], orders[2]],
        )
        sameRows(
          await Order.table(other.source)
            .where(o => o.id.in(large))
            .list(),
          [orders[0], orders[2]],
        )
        same([opened.sent.length, other.sent.length], [2, 1])
      },
    },
    {
      what: 'of-a-limited-set',
      title: 'a limited set groups the rows within its limit, and a set as a source keeps its order and limit',
      needs: ['order', 'window'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const two = Line.table(source)
          .orderBy(l => l.quantity.desc())
          .limit(2)
        sameRows(
          await two.groupBy('orderId').aggregate({ n: count() }).list(),
          [
            { orderId: 'order1', n: 1 },
            { orderId: 'order3', n: 1 },
          ],
          'orderId',
        )
        const named = two.select('price')
        sameRows(
          await two.select('quantity', 'price').groupBy('quantity').aggregate({ n: count() }).list(),
          [
            { quantity: 3, n: 1 },
            { quantity: 500, n: 1 },
          ],
          'quantity',
        )
        sameValues(await named.asSource().fieldValues(l => l.quantity), [3, 500], 'columns that were not chosen')
        const largest = two.asSource('largest')
        same([await largest.count(), (await largest.getRef('order').list()).length], [2, 2])
        const unknown = await fails('invalid', () =>
          largest.where(untyped((l: typeof largest.$) => Reflect.get(l, 'pice'))),
        )
        expect(unknown.message).toContain('largest')
        for (const alias of ['', 1, null]) await fails('invalid', () => two.asSource(untyped(alias)))
        same(await two.asSource().sum(l => l.quantity), 503)
        same(
          (
            await two
              .asSource()
              .where(l => l.price.gt(150))
              .list()
          ).map(l => l.orderId),
          ['order3'],
        )
      },
    },
    {
      what: 'into-an-entity',
      title: 'extremes and averages of what is never null are never null either, so that an entity may require them',
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        class Dearest extends Entity('kit_dearest', { orderId: col(text).id(), price: col(int), mean: col(float) }) {}
        const dearest = Line.table(source)
          .groupBy('orderId')
          .aggregate({ price: max(l => l.price), mean: avg(l => l.price) })
          .intoEntity(Dearest)
        same(await dearest.get('order3'), { orderId: 'order3', price: 199, mean: 199 })
      },
    },
    {
      what: 'that-are-wrong',
      title: 'unknown columns, names used twice, what is no aggregator and writes are refused when built or called',
      types: [decimal],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const table = Line.table(opened.source)
        const error = await fails('invalid', () => table.groupBy(untyped('orderIdd')))
        expect(error.message).toContain('"orderId"')
        for (const spec of [undefined, [], { n: 1 }, { n: () => 1 }, { orderId: count() }])
          await fails('invalid', () => table.groupBy('orderId').aggregate(untyped(spec)))
        for (const prices of [table.select('price'), table.select('price').asSource()]) {
          const left = await fails('invalid', () => prices.groupBy(untyped('quantity')))
          expect(left.message).toContain('select() before it leaves out "quantity". Known: ')
          expect(left.message).toContain('price')
        }
        const chosen = table.select('price')
        await fails('invalid', () => chosen.sumQuery(l => l.price).groupBy(l => l.quantity))
        await fails('invalid', () => table.groupBy().aggregate({}))
        await fails('invalid', () => table.groupBy().aggregate({ n: count() }).select())
        await fails('invalid', () => table.groupBy('orderId').aggregate({ x: sum(untyped(() => table.source)) }))
        await fails('invalid', () =>
          table.groupBy('orderId').aggregate({ x: sum(untyped((l: typeof table.$) => l.orderId)) }),
        )
        const groups = table.groupBy('orderId').aggregate({ n: count() })
        await fails('invalid', () => groups.where(untyped(table.$.price.gt(1))))
        await fails('invalid', () => groups.where(untyped((g: typeof table.$) => g.price.gt(1))))
        for (const work of [
          () => groups.insert('order9', untyped({ n: 1 })),
          () => groups.insertMany([untyped({ orderId: 'order9', n: 1 })]),
          () => groups.insertReturningId(untyped({ orderId: 'order9', n: 1 })),
          () => groups.patch('order1', untyped({ n: 1 })),
          () => groups.replace('order1', untyped({ n: 1 })),
          () => groups.delete('order1'),
          () => groups.deleteAll({ everything: true }),
          () => table.asSource().deleteAll({ everything: true }),
        ])
          await fails('invalid', work)
        same(opened.sent.length, 0)
      },
    },
  ],
)

export const fromQueries = topic(
  'tables-from-queries',
  ['read', 'where', 'select'],
  [
    {
      what: 'of-sets-and-groups',
      title:
        'a set or groups become a table of named columns, with an id where one is wanted: read like any, never written',
      needs: ['group', 'aggregate', 'order'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const groups = Line.table(opened.source)
          .groupBy('orderId')
          .aggregate({ n: count(), pieces: sum(l => l.quantity) })
        const perOrder = Table.fromQuery(opened.source, groups, { orderId: col(text).id(), pieces: col(int) })
        const { count: statements } = await sending(opened, async () => {
          same(await perOrder.get('order3'), { orderId: 'order3', pieces: 500 })
          same(await perOrder.where(o => o.pieces.gt(5)).count(), 2)
          same(await perOrder.orderBy(o => o.pieces.desc()).fieldValues(o => o.orderId), ['order3', 'order1', 'order2'])
        })
        same(statements, 3)
        const cheap = Table.fromQuery(
          opened.source,
          Product.table(opened.source).where(p => p.price.lt(150)),
          { name: col(text) },
        )
        sameRows(await cheap.list(), [{ name: 'DeLorean Donut' }, { name: 'Flux Capacitor Cupcake' }], 'name')
        await fails('invalid', () => perOrder.deleteAll({ everything: true }))
        await fails('invalid', () => perOrder.insert('x', untyped({ pieces: 1 })))
      },
    },
    {
      what: 'in-an-order-of-their-own',
      title: 'a set that was cut in one order, by what is computed, is ordered and cut in another one',
      needs: ['order', 'window'],
      operators: ['minus'],
      async run({ open }) {
        const { source } = await open(...bakeryTables())
        const light = Product.table(source)
          .orderBy(
            p => p.stock.minus(p.stock),
            p => p.calories.minus(p.price),
            p => p.id,
            p => p.price,
          )
          .limit(4)
          .asSource()
        const ordered = light.orderBy(p => p.name).select('name')
        same(
          (await ordered.limit(3).list()).map(({ name }) => name),
          ['DeLorean Donut', 'Enchantment Under the Sea Pie', 'Hoverboard Cookies'],
        )
        same((await ordered.offset(3).list()).length, 1)
      },
    },
    {
      what: 'of-vendor-text',
      title: 'vendor text with named rows becomes a table; what it gives is checked when it is read',
      needs: ['template', 'order', 'aggregate'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const { source } = opened
        const table = Product.table(source)
        const raw = source.expr`SELECT name, price FROM kit_product WHERE price < ${200}`
        const cheap = Table.fromQuery(source, raw, { name: col(text), price: col(int) })
        same(await cheap.orderBy(c => c.price).fieldValues(c => c.price), [120, 135, 199])
        same(await cheap.where(c => c.price.gt(130)).sum(c => c.price), 334)
        same(await table.where(p => p.name.in(cheap.fieldExpr(c => c.name))).count(), 3)
        const wrong = Table.fromQuery(source, raw, { name: col(text), price: col(text) })
        await fails('type-mismatch', () => wrong.list())
        await fails('invalid', () => cheap.insertMany([untyped({ name: 'x', price: 1 })]))
      },
    },
    {
      what: 'that-are-wrong',
      title: 'queries of other databases, columns that are missing or of another type are refused when built',
      async run({ open, openMemory }) {
        const opened = await open(...bakeryTables())
        const other = await openMemory(...bakeryTables())
        const { source } = opened
        const lines = Line.table(source)
        const nearest = await fails('invalid', () => Table.fromQuery(source, lines, { quantty: col(int) }))
        expect(nearest.message).toContain('"quantity"')
        for (const work of [
          () => Table.fromQuery(source, Line.table(other.source), { quantity: col(int) }),
          () => Table.fromQuery(source, lines, { quantity: col(text) }),
          () => Table.fromQuery(source, lines, {}),
          () => Table.fromQuery(source, lines, untyped({ quantity: 1 })),
          () => Table.fromQuery(source, untyped({}), { quantity: col(int) }),
          () => Table.fromQuery(source, untyped(undefined), { quantity: col(int) }),
        ])
          await fails('invalid', work)
        same([opened.sent.length, other.sent.length], [0, 0])
      },
    },
  ],
)
