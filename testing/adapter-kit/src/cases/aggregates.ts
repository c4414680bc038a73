import {
  bigint,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  float,
  instant,
  int,
  plainDate,
  Temporal,
  text,
} from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

class Amount extends Entity('kit_amount', { id: col(int).id(), amount: col(decimal).optional(), shop: col(text) }) {}
class Large extends Entity('kit_large', { id: col(int).id(), size: col(bigint).optional() }) {}
class Run extends Entity('kit_run', { id: col(int).id(), took: col(duration).optional() }) {}
class Event extends Entity('kit_event', {
  id: col(int).id(),
  at: col(instant).optional(),
  day: col(plainDate).optional(),
}) {}
class Measure extends Entity('kit_measure', { id: col(int).id(), whole: col(int), share: col(float) }) {}

const amounts = ['0.1', '0.2', '-10.05', '99999999999.99', null].map((amount, id) => ({
  id,
  amount: amount === null ? null : Decimal.from(amount),
  shop: id < 2 ? 'a' : 'b',
}))

export const aggregates = topic(
  'aggregates',
  ['read', 'aggregate'],
  [
    {
      what: 'over-rows-with-nulls',
      title: 'sum, min, max and avg pass over nulls, count counts rows; one statement each',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, async () => [
          await table.count(),
          await table.sum(p => p.age),
          await table.min(p => p.age),
          await table.max(p => p.age),
          await table.avg(p => p.age),
        ])
        same([value, count], [[5, 92, 20, 36, 92 / 3], 5])
        same([await table.sum(p => p.score), await table.avg(p => p.score)], [3.5, 3.5 / 3])
        same([await table.min(p => p.score), await table.max(p => p.score)], [-0.25, 2.5])
        same([await table.min(p => p.city), await table.max(p => p.name)], ['London', 'Eve'])
      },
    },
    {
      what: 'over-nothing',
      title: 'over no rows, and over nulls only, count and sum are zero, the others undefined',
      needs: ['where'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        for (const set of [table.where(p => p.age.gt(1000)), table.where(p => p.age.isNull())]) {
          same([await set.sum(p => p.age), await set.sum(p => p.score)], [0, 0])
          same(
            [await set.min(p => p.age), await set.max(p => p.age), await set.avg(p => p.age)],
            [undefined, undefined, undefined],
          )
        }
        same(await table.where(p => p.age.gt(1000)).count(), 0)
      },
    },
    {
      what: 'over-nothing-as-expressions',
      title: 'as expressions the sum of nothing is zero and the others are null',
      needs: ['where', 'select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const none = Person.table(source).where(p => p.age.gt(1000))
        same([await none.countExpr().run(), await none.sumExpr(p => p.age).run()], [0, 0])
        same(
          [
            await none.minExpr(p => p.age).run(),
            await none.avgExpr(p => p.score).run(),
            await none.maxQuery(p => p.name).run(),
          ],
          [null, null, null],
        )
        const table = Person.table(source)
        same(await table.where(p => p.id.gt(none.sumExpr(q => q.age))).count(), 5)
        same(await table.where(p => p.id.gt(untyped(none.maxExpr(q => q.age)))).count(), 0)
      },
    },
    {
      what: 'three-forms-agree',
      title: 'each aggregate gives the same when it runs at once, as an expression and as a narrowed query',
      needs: ['where', 'select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const active = table.where(p => p.isActive.eq(true))
        same(
          [
            await active.count(),
            await active.countExpr().run(),
            await table
              .countQuery()
              .where(p => p.isActive.eq(true))
              .run(),
          ],
          [3, 3, 3],
        )
        same(
          [
            await active.sum(p => p.age),
            await active.sumExpr(p => p.age).run(),
            await table
              .sumQuery(p => p.age)
              .where(p => p.isActive.eq(true))
              .run(),
          ],
          [56, 56, 56],
        )
        same(
          [
            await active.avg(p => p.age),
            await active.avgExpr(p => p.age).run(),
            await active.avgQuery(p => p.age).run(),
          ],
          [28, 28, 28],
        )
        same(
          [
            await active.min(p => p.name),
            await active.minExpr(p => p.name).run(),
            await active.minQuery(p => p.name).run(),
          ],
          ['Ada', 'Ada', 'Ada'],
        )
      },
    },
    {
      what: 'over-expressions',
      title: 'an expression over the columns may be aggregated',
      operators: ['plus', 'mul', 'coalesce'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(await table.sum(p => p.age.plus(p.id)), 92 + 8)
        same(await table.sum(p => p.age.coalesce(0).plus(1)), 97)
        same(await table.max(p => p.id.mul(-2)), -2)
      },
    },
    {
      what: 'decimals',
      title: 'decimals add up exactly; their average is rounded half-even to 16 digits',
      needs: ['where'],
      types: [decimal],
      async run({ open }) {
        const { source } = await open(tableOf(Amount, amounts))
        const table = Amount.table(source)
        same(String(await table.sum(a => a.amount)), '99999999990.24')
        same(String(await table.where(a => a.shop.eq('a')).sum(a => a.amount)), '0.3')
        same(
          [String(await table.min(a => a.amount)), String(await table.max(a => a.amount))],
          ['-10.05', '99999999999.99'],
        )
        same(String(await table.avg(a => a.amount)), '24999999997.56')
        same(String(await table.where(a => a.id.gt(0).and(a.id.lt(3))).avg(a => a.amount)), '-4.925')
        same(
          [
            await table.where(a => a.id.gt(100)).sum(a => a.amount),
            await table.where(a => a.id.gt(100)).avg(a => a.amount),
          ],
          [Decimal.from(0), undefined],
        )
      },
    },
    {
      what: 'average-of-decimals-is-rounded',
      title: 'a third is 0.3333333333333333, two thirds 0.6666666666666667; a tie goes to the even digit',
      needs: ['where'],
      types: [decimal],
      async run({ open }) {
        const rows = ['1', '0', '0', '2', '0', '0', '0.0000000000000001', '0', '0.0000000000000003', '0'].map(
          (amount, id) => ({
            id,
            amount: Decimal.from(amount),
            shop: id < 3 ? 'third' : id < 6 ? 'thirds' : id < 8 ? 'tie down' : 'tie up',
          }),
        )
        const { source } = await open(tableOf(Amount, rows))
        const average = async (shop: string) =>
          String(
            await Amount.table(source)
              .where(a => a.shop.eq(shop))
              .avg(a => a.amount),
          )
        same(await average('third'), '0.3333333333333333')
        same(await average('thirds'), '0.6666666666666667')
        same(await average('tie down'), '0')
        same(await average('tie up'), '0.0000000000000002')
      },
    },
    {
      what: 'large-whole-numbers',
      title: 'whole numbers of 64 bits add up exactly past 2^53; their average is a float',
      types: [bigint],
      needs: ['where'],
      async run({ open }) {
        const rows = [2n ** 53n + 1n, 2n ** 53n + 3n, -1n, null].map((size, id) => ({ id, size }))
        const { source } = await open(tableOf(Large, rows))
        const table = Large.table(source)
        same(await table.sum(l => l.size), 2n ** 54n + 3n)
        same([await table.min(l => l.size), await table.max(l => l.size)], [-1n, 2n ** 53n + 3n])
        same(await table.where(l => l.id.gt(1)).avg(l => l.size), -1)
        same(
          [await table.where(l => l.id.gt(2)).sum(l => l.size), await table.where(l => l.id.gt(2)).max(l => l.size)],
          [0n, undefined],
        )
      },
    },
    {
      what: 'overflow',
      title: 'a sum past what its type holds is too-large, never a rounded or wrapped number',
      async run({ open }) {
        const rows = Array.from({ length: 3 }, (_, id) => ({ id, whole: Number.MAX_SAFE_INTEGER - id, share: 1.5e308 }))
        const { source } = await open(tableOf(Measure, rows))
        const table = Measure.table(source)
        await fails('too-large', () => table.sum(m => m.whole))
        await fails('too-large', () => table.sum(m => m.share))
        same(await table.max(m => m.whole), Number.MAX_SAFE_INTEGER)
      },
    },
    {
      what: 'overflow-of-64-bits',
      title: 'a sum past 64 bits is exact or too-large',
      types: [bigint],
      async run({ open }) {
        const { source } = await open(
          tableOf(
            Large,
            [0, 1, 2].map(id => ({ id, size: 2n ** 63n - 1n })),
          ),
        )
        const outcome = await Large.table(source)
          .sum(l => l.size)
          .then(String, error => error.kind)
        expect(['too-large', String(3n * (2n ** 63n - 1n))]).toContain(outcome)
      },
    },
    {
      what: 'durations',
      title: 'durations add up and average to durations',
      types: [duration],
      needs: ['where'],
      async run({ open }) {
        const rows = ['PT1H', 'PT30M', '-PT0.5S', null].map((took, id) => ({
          id,
          took: took === null ? null : Temporal.Duration.from(took),
        }))
        const { source } = await open(tableOf(Run, rows))
        const table = Run.table(source)
        same(await table.sum(r => r.took), Temporal.Duration.from('PT1H29M59.5S'))
        same(await table.avg(r => r.took), Temporal.Duration.from('PT29M59.833333S'))
        same(
          [await table.min(r => r.took), await table.max(r => r.took)],
          [Temporal.Duration.from('-PT0.5S'), Temporal.Duration.from('PT1H')],
        )
        same(await table.where(r => r.id.gt(2)).sum(r => r.took), Temporal.Duration.from('PT0S'))
      },
    },
    {
      what: 'moments',
      title: 'the first and the last moment and date are found to the microsecond',
      types: [instant, plainDate],
      async run({ open }) {
        const moments = ['2001-01-01T00:47:00.000001Z', '2001-01-01T00:47:00.000002Z', '1969-12-31T23:59:59.999999Z']
        const rows = moments.map((at, id) => ({
          id,
          at: Temporal.Instant.from(at),
          day: Temporal.PlainDate.from(at.slice(0, 10)),
        }))
        const { source } = await open(tableOf(Event, [...rows, { id: 9, at: null, day: null }]))
        const table = Event.table(source)
        same([String(await table.min(e => e.at)), String(await table.max(e => e.at))], [moments[2], moments[1]])
        same([String(await table.min(e => e.day)), String(await table.max(e => e.day))], ['1969-12-31', '2001-01-01'])
      },
    },
    {
      what: 'what-does-not-add-up',
      title: 'a sum of text and the like is refused, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const call of [
          () => table.sum(p => untyped(p.name)),
          () => table.avg(p => untyped(p.isActive)),
          () => table.sum(untyped('age')),
          () => table.max(untyped(undefined)),
        ])
          await fails('invalid', call)
        same(opened.sent.length, 0)
      },
    },
  ],
)
