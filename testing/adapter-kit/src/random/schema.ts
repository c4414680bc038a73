import {
  arrayOf,
  bigint,
  bool,
  bytes,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  enumOf,
  float,
  geometry,
  instant,
  instantMs,
  instantNs,
  int,
  json,
  period,
  plainDate,
  plainDateTime,
  plainTime,
  text,
  type Type,
  uuid,
} from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import * as fc from 'fast-check'
import type { KitRow } from '../kit-table.ts'

/** What conditions and calculations a column takes part in. */
export type Family = 'int' | 'float' | 'bigint' | 'decimal' | 'text' | 'bool' | 'moment' | 'time' | 'ordered' | 'opaque'

/** A type with the few values that random rows and conditions draw from: few, so that they often meet. */
export interface Kind {
  readonly type: Type<unknown>
  readonly family: Family
  readonly pool: readonly unknown[]
}

const kind = <T>(family: Family, type: Type<T>, pool: readonly T[]): Kind => ({ type, family, pool })
const ofTexts = <T>(family: Family, type: Type<T>, ...texts: readonly string[]): Kind =>
  kind(family, type, texts.map(type.fromText))

/** Floats are quarters and decimals have two digits, so that sums are exact in every order. */
const kinds: readonly Kind[] = [
  kind('int', int, [0, 1, 2, 3, -1, -2, 7]),
  kind('text', text, ['a', 'A', 'b', '', 'ab', 'B a', 'ä', '%', '_a', "it's", '😀a', 'é']),
  kind('float', float, [0, 0.25, 0.5, 2, -0.25, -1.5, 10.75]),
  kind('bool', bool, [true, false]),
  kind('bigint', bigint, [0n, 1n, 2n, -3n, 2n ** 53n + 1n, -(2n ** 53n) - 1n]),
  kind(
    'decimal',
    decimal,
    ['0', '1', '0.1', '-0.25', '1.5', '10', '99.99'].map(digits => Decimal.from(digits)),
  ),
  kind(
    'ordered',
    uuid,
    [1, 2, 3, 4].map(digit => uuid.fromText(`0000000${digit}-0000-4000-8000-00000000000${5 - digit}`)),
  ),
  ofTexts(
    'moment',
    instant,
    '1970-01-01T00:00:00Z',
    '2001-02-03T04:05:06.000007Z',
    '2001-02-03T04:05:06.000008Z',
    '1969-12-31T23:59:59.5Z',
  ),
  ofTexts('moment', instantMs, '1970-01-01T00:00:00Z', '2001-02-03T04:05:06.007Z', '1969-12-31T23:59:59.5Z'),
  ofTexts(
    'moment',
    instantNs,
    '1970-01-01T00:00:00Z',
    '2001-02-03T04:05:06.000000007Z',
    '2001-02-03T04:05:06.000000008Z',
  ),
  ofTexts('ordered', plainDate, '1970-01-01', '2001-02-03', '2024-02-29', '1900-12-31'),
  ofTexts('time', plainTime, '00:00:00', '12:30:15.5', '23:59:59.999999', '12:30:15'),
  ofTexts('moment', plainDateTime, '1970-01-01T00:00:00', '2001-02-03T04:05:06.000007', '2001-02-03T04:05:06'),
  ofTexts('ordered', duration, 'PT0S', 'PT1H', '-PT0.5S', 'PT0.000001S', 'PT36H'),
  kind(
    'ordered',
    bytes,
    [[], [0], [255], [0, 1], [97]].map(values => Uint8Array.from(values)),
  ),
  kind('ordered', enumOf('draft', 'sent', 'Sent'), ['draft', 'sent', 'Sent']),
  kind('opaque', json, [{}, [], 'a', 0, { a: [null, 'b'] }, false]),
  ofTexts('opaque', period, 'P1M', 'P30D', 'P1Y2M'),
  kind('opaque', geometry, [
    { type: 'Point', coordinates: [1, 2] },
    { type: 'Point', coordinates: [0.5, -2] },
  ]),
  kind('opaque', arrayOf(int), [[], [1], [2, 1]]),
  kind('opaque', arrayOf(text), [[], ['a'], ['', 'b c']]),
]

/** Types that keys may be of: they have an order, and equal values have one text. */
export const keyKinds: readonly Kind[] = [
  'int',
  'text',
  'decimal',
  'bool',
  'bigint',
  'uuid',
  'instant',
  'plainDate',
].flatMap(name => kinds.filter(({ type }) => type.name === name))

/** What a column is that holds other rows; they are made for each column. */
export const heldIn: Kind = kind('opaque', json, [])

export interface RandomColumn extends Kind {
  readonly property: string
  readonly isOptional: boolean
}

/** A value of a column by number: one of its pool, or null where it may be. */
export function cellOf({ pool, isOptional }: RandomColumn, at: number): unknown {
  return isOptional && at % 4 === 3 ? null : pool[at % pool.length]
}
/** A value of a column that is not null. */
export const presentOf = ({ pool }: RandomColumn, at: number): unknown => pool[at % pool.length]

const storedNames = ['plain', 'select', 'a b', "it's", 'x"y', 'Ünï', '{}', '$1', 'a.b']

/** A table of random columns besides its id, which is a small whole number. */
export interface RandomSchema {
  readonly entity: ReturnType<typeof randomEntity>
  readonly columns: readonly RandomColumn[]
}

function randomEntity(columns: readonly RandomColumn[], isOdd: boolean) {
  const fields = columns.map(({ property, type, isOptional, family }, at) => {
    const known = unchecked<Type<unknown, 'random'>>(
      type,
      'a name that the compiler can tell from the traits of a column',
    )
    const plain = col(known).named(isOdd ? (storedNames[at] ?? property) : property)
    const found = family === 'text' ? plain.flag('searchable') : plain
    return [property, isOptional ? found.optional() : found] as const
  })
  return Entity(isOdd ? 'kit random "table"' : 'kit_random', { id: col(int).id(), ...Object.fromEntries(fields) })
}

type Lacks = (type: Type<unknown>, value: unknown) => boolean

const columnOf = (types: readonly string[], lacks: Lacks): fc.Arbitrary<Omit<RandomColumn, 'property'>> => {
  const held = kinds
    .filter(({ type }) => types.includes(type.name))
    .map(kind => ({ ...kind, pool: kind.pool.filter(value => !lacks(kind.type, value)) }))
  return fc.record({ at: fc.nat(held.length * 3), isOptional: fc.boolean() }).map(({ at, isOptional }) => {
    // The first types are met more often: they have the most operators.
    const chosen = held[at % held.length] ?? held[0]
    if (chosen === undefined) throw new Error('a source holds at least whole numbers')
    return { ...chosen, isOptional }
  })
}

/** Tables with up to six columns of types that the source holds; always a whole number and a text. */
export const schemas = (types: readonly string[], lacks: Lacks): fc.Arbitrary<RandomSchema> =>
  fc
    .record({
      first: fc.boolean(),
      second: fc.boolean(),
      more: fc.array(columnOf(types, lacks), { maxLength: 4 }),
      isOdd: fc.boolean(),
    })
    .map(({ first, second, more, isOdd }) => {
      const [number, word] = kinds
      const leading = [
        { ...(number ?? kinds[0]), isOptional: first },
        { ...(word ?? kinds[0]), isOptional: second },
      ]
      const all = unchecked<readonly Omit<RandomColumn, 'property'>[]>(
        [...leading, ...more],
        'both kinds are in the list',
      )
      const columns = all.map((column, at) => ({ ...column, property: `c${at}` }))
      return {
        columns,
        entity: randomEntity(columns, isOdd),
        [fc.toStringMethod]: () =>
          columns
            .map(({ property, type, isOptional }) => `${property}: ${type.name}${isOptional ? '?' : ''}`)
            .join(', '),
      }
    })

/** Numbers that stand for the values of a record, one per column. */
export type Draws = readonly number[]
export const draws: fc.Arbitrary<Draws> = fc.array(fc.nat(50), { minLength: 8, maxLength: 8 })

/** The record that the numbers stand for. */
export const recordOf = ({ columns }: RandomSchema, drawn: Draws): KitRow =>
  Object.fromEntries(columns.map((column, at) => [column.property, cellOf(column, drawn[at] ?? 0)]))

/** Part of a record: the columns whose number is even. */
export const partOf = ({ columns }: RandomSchema, drawn: Draws): KitRow =>
  Object.fromEntries(
    columns.flatMap((column, at) =>
      (drawn[at] ?? 0) % 2 === 0 ? [[column.property, cellOf(column, (drawn[at] ?? 0) / 2)]] : [],
    ),
  )
