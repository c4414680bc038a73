import {
  col,
  Decimal,
  decimal,
  Entity,
  float,
  instant,
  instantMs,
  instantNs,
  int,
  plainDateTime,
  plainTime,
  Temporal,
  type Type,
} from '@vantage-ts/core'
import { operatorNames, unchecked } from '@vantage-ts/core/adapter'
import { expect } from 'vitest'
import { failure, fails, same } from '../check.ts'
import { lowers } from '../facts.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { operatorProbe, probedTables } from '../operator-probe.ts'
import { untyped } from '../untyped.ts'

export const operatorsOf = topic(
  'operators',
  ['read', 'where'],
  [
    {
      what: 'evaluated-or-refused',
      title: 'every operator is evaluated, or refused before anything is sent; none is passed over',
      async run({ open, facts }) {
        const opened = await open(...probedTables(facts.types))
        for (const operator of operatorNames) {
          if (lowers(opened.source, operator)) {
            const { count } = await sending(opened, () => operatorProbe(opened.source, operator).list())
            same(count, 1, operator)
          } else {
            const { value, count } = await sending(opened, () =>
              failure(() => operatorProbe(opened.source, operator).list(), operator),
            )
            expect(['unsupported', 'type-mismatch']).toContain(value.kind)
            same(count, 0, operator)
          }
        }
      },
    },
  ],
)

const tooFine: readonly (readonly [Type<unknown>, unknown])[] = [
  [instant, Temporal.Instant.from('2001-01-01T00:00:00.000000001Z')],
  [instantMs, Temporal.Instant.from('2001-01-01T00:00:00.000001Z')],
  [plainDateTime, Temporal.PlainDateTime.from('2001-01-01T00:00:00.000000001')],
  [plainTime, Temporal.PlainTime.from('00:00:00.000000001')],
]

export const precision = topic(
  'precision',
  ['read', 'where', 'insert'],
  [
    {
      what: 'finer-values-are-refused',
      title: 'a moment or time finer than its column is refused on write and in conditions, and told to be rounded',
      async run({ open, facts }) {
        for (const [type, value] of tooFine.filter(([{ name }]) => facts.types.includes(name))) {
          const known = unchecked<Type<unknown, 'held'>>(
            type,
            'a name that the compiler can tell from the traits of a column',
          )
          class Fine extends Entity('kit_fine', { id: col(int).id(), held: col(known).optional() }) {}
          const opened = await open(tableOf(Fine))
          const table = Fine.table(opened.source)
          const error = await fails('type-mismatch', () => table.insert(1, { held: value }), type.name)
          expect(error.message).toContain('.round(')
          await fails('type-mismatch', () => table.where(f => f.held.eq(untyped(value))), type.name)
          same(opened.sent.length, 0)
        }
      },
    },
    {
      what: 'nanoseconds-are-kept',
      title: 'a column of nanoseconds keeps and compares the last digit',
      types: [instantNs],
      async run({ open }) {
        class Fine extends Entity('kit_fine', { id: col(int).id(), at: col(instantNs) }) {}
        const moments = ['2001-01-01T00:00:00.000000001Z', '2001-01-01T00:00:00.000000002Z'].map(text =>
          Temporal.Instant.from(text),
        )
        const { source } = await open(
          tableOf(
            Fine,
            moments.map((at, id) => ({ id, at })),
          ),
        )
        const [first, second] = moments
        same(
          await Fine.table(source)
            .where(f => f.at.gt(untyped(first)))
            .list(),
          [{ id: 1, at: second }],
        )
      },
    },
    {
      what: 'decimals-beyond-their-column',
      title:
        'a decimal with more digits than its column has is refused, and told to be rounded; floats keep every digit',
      types: [decimal],
      async run({ open }) {
        class Price extends Entity('kit_price', { id: col(int).id(), price: col(decimal(6, 2)), share: col(float) }) {}
        const opened = await open(tableOf(Price))
        const table = Price.table(opened.source)
        const error = await fails('type-mismatch', () => table.insert(1, { price: Decimal.from('1.005'), share: 1 }))
        expect(error.message).toContain('.round(')
        await fails('type-mismatch', () => table.insert(1, { price: Decimal.from('12345.1'), share: 1 }))
        same(opened.sent.length, 0)
        same(await table.insert(1, { price: Decimal.from('1234.56'), share: 0.1 + 0.2 }), {
          id: 1,
          price: Decimal.from('1234.56'),
          share: 0.1 + 0.2,
        })
      },
    },
  ],
)
