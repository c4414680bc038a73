import {
  average,
  avg,
  bigint,
  col,
  count,
  decimal,
  Decimal,
  duration,
  Entity,
  groupConcat,
  int,
  percentile,
  Temporal,
  text,
} from '@vantage-ts/core'
import { expect } from 'vitest'
import { bakeryTables, Line, Product } from '../bakery.ts'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

class Size extends Entity('kit_size', { id: col(int).id(), bytes: col(bigint).optional() }) {}
class Word extends Entity('kit_word', { id: col(int).id(), word: col(text).optional(), shelf: col(int) }) {}
class Stay extends Entity('kit_stay', { id: col(int).id(), userId: col(int), length: col(duration).optional() }) {}
class Price extends Entity('kit_price', { id: col(int).id(), amount: col(decimal) }) {}

const stays = ['PT1H', 'PT30M', 'PT10M', null].map((length, id) => ({
  id,
  userId: id < 2 ? 1 : id,
  length: length === null ? null : Temporal.Duration.from(length),
}))
const stayTable = () => tableOf(Stay, stays)

const words = ['b', 'é', 'a', null, '𝕏', 'B', '\uffff', 'b', ''].map((word, id) => ({ id, word, shelf: id % 2 }))

/** Aggregates over queries: each is an expression again. */
export const customAggregates = topic(
  'custom-aggregates',
  ['read', 'aggregate'],
  [
    {
      what: 'percentiles',
      title: 'a percentile goes between its two neighbours and passes over nulls; one statement each',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const ages = Person.table(opened.source).fieldQuery(p => p.age)
        const { value, count: statements } = await sending(opened, async () => [
          await percentile(ages, 0).run(),
          await percentile(ages, 0.25).run(),
          await percentile(ages, 0.5).run(),
          await percentile(ages, 1).run(),
        ])
        same([value, statements], [[20, 28, 36, 36], 4])
        const scores = Person.table(opened.source).fieldQuery(p => p.score)
        same([await percentile(scores, 0.5).run(), await percentile(scores, 0.9).run()], [1.25, 2.25])
        same(await percentile(scores, 1 / 3).run(), -0.25 + (2 / 3) * 1.5)
      },
    },
    {
      what: 'percentiles-of-large-whole-numbers',
      title: 'whole numbers of 64 bits are brought to floats before what is between them is found',
      types: [bigint],
      async run({ open }) {
        const rows = [2n ** 62n, 2n ** 53n + 1n, null, -1n].map((bytes, id) => ({ id, bytes }))
        const { source } = await open(tableOf(Size, rows))
        const sizes = Size.table(source).fieldQuery(s => s.bytes)
        same([await percentile(sizes, 0.5).run(), await percentile(sizes, 1).run()], [2 ** 53, 2 ** 62])
        same(await percentile(sizes, 0.25).run(), 2 ** 52 - 1)
      },
    },
    {
      what: 'joined-texts',
      title: 'texts are joined in the order of their code points, doubles and empty ones included, nulls left out',
      async run({ open }) {
        const opened = await open(tableOf(Word, words))
        const all = Word.table(opened.source).fieldQuery(w => w.word)
        const { value, count: statements } = await sending(opened, () => groupConcat(all).run())
        same([value, statements], [', B, a, b, b, é, \uffff, 𝕏', 1])
        for (const separator of ['', '; ', "'", '"', '$1', '?', '\\', '--', '%s', 'é\n'])
          same(await groupConcat(all, separator).run(), ['', 'B', 'a', 'b', 'b', 'é', '\uffff', '𝕏'].join(separator))
      },
    },
    {
      what: 'over-nothing',
      title: 'of no rows, and of nulls only, each is null',
      needs: ['where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        for (const set of [table.where(p => p.id.gt(1000)), table.where(p => p.age.isNull().and(p.city.isNull()))])
          same(
            [
              await average(set.fieldQuery(p => p.age)).run(),
              await percentile(
                set.fieldQuery(p => p.age),
                0.5,
              ).run(),
              await groupConcat(set.fieldQuery(p => p.city)).run(),
            ],
            [null, null, null],
          )
        const nobody = table.where(p => p.id.in([])).fieldQuery(p => p.age)
        same([await average(nobody).run(), await percentile(nobody, 0.5).run()], [null, null])
      },
    },
    {
      what: 'averages',
      title: 'the average of a column query is that of its set',
      types: [duration],
      async run({ open }) {
        const { source } = await open(stayTable())
        const table = Stay.table(source)
        same(await average(table.fieldQuery(s => s.length)).run(), await table.avg(s => s.length))
        same(await average(table.fieldQuery(s => s.userId)).run(), 7 / 4)
      },
    },
    {
      what: 'over-expressions',
      title: 'an expression over the columns may be aggregated',
      operators: ['plus', 'concat'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const raised = table.fieldQuery(p => p.age.plus(p.id))
        same([await percentile(raised, 0.5).run(), await average(raised).run()], [37, 100 / 3])
        same(await groupConcat(table.fieldQuery(p => p.name.concat('!'))).run(), 'Ada!, Bob!, Cy!, Dee!, Eve!')
      },
    },
    {
      what: 'narrowed',
      title: 'an aggregate of a query narrows like the query',
      needs: ['where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const ages = table.fieldQuery(p => p.age)
        const names = table.fieldQuery(p => p.name)
        same(
          [
            await average(ages)
              .where(p => p.isActive.eq(true))
              .run(),
            await percentile(ages, 0.5)
              .where(p => p.isActive.eq(true))
              .where(p => p.id.gt(1))
              .run(),
            await groupConcat(names.where(p => p.id.lt(4)))
              .where(p => p.id.gt(1))
              .run(),
          ],
          [28, 20, 'Bob, Cy'],
        )
      },
    },
    {
      what: 'of-a-limited-query',
      title: 'a limit of the column query counts: the rows are those that it leaves',
      needs: ['where', 'order', 'window', 'select'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const first = Person.table(opened.source)
          .orderBy(p => p.id.desc())
          .limit(3)
        const { value, count: statements } = await sending(opened, async () => [
          await groupConcat(first.fieldQuery(p => p.name)).run(),
          await average(first.fieldQuery(p => p.age)).run(),
          await groupConcat(
            Person.table(opened.source)
              .fieldQuery(p => p.name)
              .limit(2),
          )
            .where(p => p.id.gt(1))
            .run(),
        ])
        same([value, statements], [['Cy, Dee, Eve', 28, 'Bob, Cy'], 3])
      },
    },
    {
      what: 'as-operands',
      title: 'each is an operand of conditions, in one statement; two fractions are two values',
      needs: ['where', 'select'],
      operators: ['minus', 'coalesce'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const ages = table.fieldQuery(p => p.age)
        const [quarter, half] = [percentile(ages, 0.25), percentile(ages, 0.5)]
        const { value, count: statements } = await sending(opened, async () => [
          (await table.where(p => p.age.gte(half)).list()).map(({ id }) => id).sort(),
          (await table.where(p => p.age.lt(quarter).and(p.age.lt(half))).list()).map(({ id }) => id),
          await table.where(p => p.age.gt(average(ages))).count(),
          await table.where(p => p.name.eq(groupConcat(table.where(q => q.id.eq(3)).fieldQuery(q => q.name)))).count(),
          await half.minus(quarter.coalesce(0)).run(),
        ])
        same([value, statements], [[[1, 4], [3], 2, 1, 8], 5])
      },
    },
    {
      what: 'of-another-database',
      title: 'used in a set of another database, each is computed there and bound',
      needs: ['where', 'select'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const memory = await openMemory(tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const median = percentile(
          Visit.table(memory.source).fieldQuery(v => v.minutes),
          0.5,
        )
        same(await table.where(p => p.age.lt(median)).count(), 3)
        same([opened.sent.length, memory.sent.length], [1, 1])
        const here = percentile(
          table.fieldQuery(p => p.age),
          0.25,
        )
        same(
          (
            await Visit.table(memory.source)
              .where(v => v.minutes.gt(here))
              .list()
          ).length,
          3,
        )
      },
    },
    {
      what: 'of-the-rows-of-each-row',
      title: 'over related rows each is a calculated column',
      needs: ['where', 'select', 'correlate'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const orders = Product.table(opened.source).withExpressions({
          middle: p =>
            percentile(
              p.getLink('lines').fieldQuery(l => l.quantity),
              0.5,
            ),
          orders: p =>
            groupConcat(
              p.getLink('lines').fieldQuery(l => l.orderId),
              '+',
            ),
        })
        const { value, count: statements } = await sending(opened, () => orders.select('middle', 'orders').list())
        same(statements, 1)
        sameRows(value, [
          { id: 'delorean_donut', middle: 1, orders: 'order1' },
          { id: 'flux_cupcake', middle: 3, orders: 'order1' },
          { id: 'hover_cookies', middle: 251, orders: 'order1+order3' },
          { id: 'sea_pie', middle: null, orders: null },
          { id: 'time_tart', middle: 1, orders: 'order2' },
        ])
        same(await orders.where(p => p.middle.gt(100)).count(), 1)
      },
    },
    {
      what: 'of-groups',
      title: 'percentiles and joined texts of each group stand beside the other aggregators',
      needs: ['where', 'group', 'select'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const groups = Line.table(opened.source)
          .groupBy('orderId')
          .aggregate({
            n: count(),
            low: percentile(l => l.price, 0.25),
            middle: percentile(l => l.price, 0.5),
            products: groupConcat(l => l.productId),
            slashed: groupConcat(l => l.productId, '/'),
          })
        const { value, count: statements } = await sending(opened, () => groups.list())
        const [time, hover] = ['time_tart', 'hover_cookies']
        sameRows(
          value,
          [
            {
              orderId: 'order1',
              n: 3,
              low: 127.5,
              middle: 135,
              products: 'delorean_donut, flux_cupcake, hover_cookies',
              slashed: 'delorean_donut/flux_cupcake/hover_cookies',
            },
            { orderId: 'order2', n: 1, low: 220, middle: 220, products: time, slashed: time },
            { orderId: 'order3', n: 1, low: 199, middle: 199, products: hover, slashed: hover },
          ],
          'orderId',
        )
        same(statements, 1)
        same(await groups.where(g => g.middle.gt(150).and(g.products.ne(time))).count(), 1)
        same(await groups.max(g => g.middle), 220)
      },
    },
    {
      what: 'made-of-others',
      title: 'an aggregator of your own is a calculated column over the groups',
      needs: ['where', 'group', 'select'],
      operators: ['minus', 'div'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const spread = Line.table(opened.source)
          .groupBy('orderId')
          .aggregate({ low: percentile(l => l.price, 0), high: percentile(l => l.price, 1), mean: avg(l => l.price) })
          .withExpression('spread', g => g.$.high.minus(g.$.low).div(g.$.mean))
        const { value, count: statements } = await sending(opened, () => spread.select('spread').list())
        sameRows(
          value,
          [
            { orderId: 'order1', spread: 79 / (454 / 3) },
            { orderId: 'order2', spread: 0 },
            { orderId: 'order3', spread: 0 },
          ],
          'orderId',
        )
        same(statements, 1)
      },
    },
    {
      what: 'grouped-queries',
      title: 'a grouped query gives rows: its keys, and its value under the name of the column; one statement',
      needs: ['where', 'group', 'select'],
      async run({ open }) {
        const opened = await open(...bakeryTables())
        const lines = Line.table(opened.source)
        const prices = lines.fieldQuery(l => l.price)
        const byOrder = percentile(prices, 0.5).groupBy(l => l.orderId)
        const { value, count: statements } = await sending(opened, () => byOrder.run())
        sameRows(
          value,
          [
            { orderId: 'order1', price: 135 },
            { orderId: 'order2', price: 220 },
            { orderId: 'order3', price: 199 },
          ],
          'orderId',
        )
        same(statements, 1)
        same(await byOrder.where(l => l.productId.eq('flux_cupcake')).run(), [{ orderId: 'order1', price: 120 }])
        sameRows(
          await lines
            .sumQuery(l => l.quantity)
            .groupBy(
              l => l.orderId,
              l => l.price,
            )
            .where(l => l.orderId.ne('order1'))
            .run(),
          [
            { orderId: 'order2', price: 220, quantity: 1 },
            { orderId: 'order3', price: 199, quantity: 500 },
          ],
          'orderId',
        )
        sameRows(
          await lines
            .countQuery()
            .groupBy(l => l.productId)
            .run(),
          [
            { productId: 'delorean_donut', count: 1 },
            { productId: 'flux_cupcake', count: 1 },
            { productId: 'hover_cookies', count: 2 },
            { productId: 'time_tart', count: 1 },
          ],
          'productId',
        )
      },
    },
    {
      what: 'grouped-queries-of-durations',
      title: 'the average length of the stays of each user is rows with that length',
      needs: ['where', 'group', 'select'],
      types: [duration],
      async run({ open }) {
        const { source } = await open(stayTable())
        const lengths = average(Stay.table(source).fieldQuery(s => s.length)).groupBy(s => s.userId)
        sameRows(
          await lengths.run(),
          [
            { userId: 1, length: Temporal.Duration.from('PT45M') },
            { userId: 2, length: Temporal.Duration.from('PT10M') },
            { userId: 3, length: null },
          ],
          'userId',
        )
      },
    },
    {
      what: 'grouped-queries-of-limited-sets',
      title: 'groups of a column query go by calculated columns too, and a limit of the query counts for them',
      needs: ['where', 'group', 'select', 'order', 'window'],
      operators: ['mod', 'plus'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source).withExpression('half', p => p.$.id.mod(2))
        const first = table.orderBy(p => p.id).limit(3)
        sameRows(
          await groupConcat(first.fieldQuery(p => p.name))
            .groupBy(p => p.half)
            .run(),
          [
            { half: 0, name: 'Bob' },
            { half: 1, name: 'Ada, Cy' },
          ],
          'half',
        )
        sameRows(
          await groupConcat(table.where(p => p.id.lte(3)).fieldQuery(p => p.name))
            .groupBy(
              p => p.half,
              p => p.half,
            )
            .run(),
          [
            { half: 0, name: 'Bob' },
            { half: 1, name: 'Ada, Cy' },
          ],
          'half',
        )
        await fails('invalid', () => groupConcat(table.fieldQuery(p => p.name)).groupBy(p => p.name))
        sameRows(
          await average(first.fieldQuery(p => p.age.plus(1)))
            .groupBy(p => p.isActive)
            .run(),
          [
            { isActive: false, value: null },
            { isActive: true, value: 29 },
          ],
          'isActive',
        )
      },
    },
    {
      what: 'grouped-queries-as-expressions',
      title: 'rows are an expression: explained without sending anything, computed on by map',
      needs: ['where', 'group', 'select'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const byCity = table
          .countQuery()
          .groupBy(p => p.city)
          .where(p => p.city.isNotNull())
        const plan = byCity.explain()
        same([opened.sent.length, plan.steps.map(({ gives }) => gives)], [0, ['rows']])
        await byCity.run()
        same(
          opened.sent.map(({ text: sent }) => sent),
          plan.steps.map(({ text: planned }) => planned),
        )
        const most = byCity.map(int, rows => Math.max(...rows.map(row => Number(row.count))))
        same(await table.where(p => p.id.eq(most)).list(), [people[1]])
        await fails('type-mismatch', () => table.where(p => p.id.eq(untyped(byCity))))
        await fails('invalid', () => table.where(p => p.id.in(untyped(byCity))))
      },
    },
    {
      what: 'refusals',
      title: 'a percentile of text or decimals, fractions outside 0 to 1, joined numbers: refused, and nothing is sent',
      needs: ['where', 'group'],
      types: [decimal, duration],
      async run({ open }) {
        const opened = await open(
          tableOf(Person, people),
          stayTable(),
          tableOf(Price, [{ id: 1, amount: Decimal.from('1.5') }]),
        )
        const table = Person.table(opened.source)
        const names = table.fieldQuery(p => p.name)
        const ages = table.fieldQuery(p => p.age)
        for (const call of [
          () => percentile(untyped(names), 0.5),
          () => percentile(untyped(Price.table(opened.source).fieldQuery(p => p.amount)), 0.5),
          () => percentile(untyped(Stay.table(opened.source).fieldQuery(s => s.length)), 0.5),
          () => percentile(ages, 1.5),
          () => percentile(ages, -0.1),
          () => percentile(ages, Number.NaN),
          () => percentile(ages, untyped('0.5')),
          () => groupConcat(untyped(ages)),
          () => groupConcat(names, untyped(1)),
          () => average(untyped(names)),
          () => average(untyped(table.countQuery())),
          () => average(untyped(table)),
          () => average(ages).groupBy(p => p.age),
          () => average(ages).groupBy(p => p.id.plus(1)),
          () => table.groupBy('city').aggregate({ x: percentile(p => untyped(p.name), 0.5) }),
          () => table.groupBy('city').aggregate({ x: groupConcat(p => untyped(p.age)) }),
        ])
          await fails('invalid', call, String(call))
        same(opened.sent.length, 0)
        expect(average(ages).preview()).not.toBe('')
      },
    },
  ],
)
