import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, literal, TestTable, resultOf } from '../../test/evaluating.ts'
import { List } from '../expression/node.ts'
import type { OperatorName } from '../expression/operator.ts'
import { arrayOf } from '../types/array-of.ts'
import { bigint } from '../types/bigint.ts'
import { bool } from '../types/bool.ts'
import { bytes } from '../types/bytes.ts'
import { keysOf } from '../types/cast.ts'
import { decimal } from '../types/decimal-type.ts'
import { Decimal } from '../types/decimal.ts'
import { duration } from '../types/duration.ts'
import { enumOf } from '../types/enum-of.ts'
import { float } from '../types/float.ts'
import { instant, instantMs, instantNs } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { json } from '../types/json.ts'
import { plainDate } from '../types/plain-date.ts'
import { Temporal } from '../types/temporal.ts'
import { text } from '../types/text.ts'
import type { Type } from '../types/type.ts'
import { uuid } from '../types/uuid.ts'

const truths = [true, false, null]
const logic: { readonly [Name in 'and' | 'or']: readonly (boolean | null)[] } = {
  // Rows: true, false, unknown on the left; columns: the same on the right.
  and: [true, false, null, false, false, false, null, false, null],
  or: [true, true, true, true, false, null, true, null, null],
}

describe('three-valued logic', () => {
  for (const operator of ['and', 'or'] as const)
    test(`${operator}: the whole truth table`, async () => {
      const found: unknown[] = []
      for (const left of truths)
        for (const right of truths)
          found.push(await resultOf(apply(operator, literal(bool, left), literal(bool, right))))
      expect(found).toEqual(logic[operator])
    })

  test('not(unknown) is unknown', async () => {
    const found = await Promise.all(truths.map(value => resultOf(apply('not', literal(bool, value)))))
    expect(found).toEqual([false, true, null])
  })

  test('only true keeps a row', async () => {
    const table = await new TestTable({ id: int, a: bool }).insert({ id: 1, a: true }, { id: 2, a: false }, { id: 3 })
    const { a, id } = { a: table.column('a'), id: table.column('id') }
    expect(await table.values({ columns: [id], where: a })).toEqual([1])
    expect(await table.values({ columns: [id], where: apply('not', a) })).toEqual([2])
    expect(await table.values({ columns: [id], where: apply('or', a, apply('not', a)) })).toEqual([1, 2])
  })
})

/** Per operator: less with more, equal, more with less; then null on the left, on the right, on both sides. */
const table: { readonly [Name in OperatorName]?: readonly (boolean | null)[] } = {
  eq: [false, true, false, null, null, null],
  ne: [true, false, true, null, null, null],
  lt: [true, false, false, null, null, null],
  lte: [true, true, false, null, null, null],
  gt: [false, false, true, null, null, null],
  gte: [false, true, true, null, null, null],
  isDistinctFrom: [true, false, true, true, true, false],
  isNotDistinctFrom: [false, true, false, false, false, true],
}

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
/** Two values of each type in order; equal ones are made twice where the type has several forms. */
const pairs: readonly (readonly [Type<unknown>, unknown, unknown])[] = [
  [int, -1, 2],
  [float, -0.5, 0.25],
  [bigint, -(2n ** 70n), 2n ** 70n],
  [bool, false, true],
  [text, '￿', '𝕏'],
  [text, 'Z', 'a'],
  [enumOf('b', 'a'), 'a', 'b'],
  [uuid, '00000000-0000-0000-0000-00000000000a', 'a0000000-0000-0000-0000-000000000000'],
  [decimal, Decimal.from('-1.50'), Decimal.from('1e3')],
  [instant, at('1969-12-31T23:59:59.999999Z'), at('1970-01-01T00:00:00Z')],
  [instantMs, at('1969-12-31T23:59:59.999Z'), at('1970-01-01T00:00:00Z')],
  [instantNs, at('1970-01-01T00:00:00.000000001Z'), at('1970-01-01T00:00:00.000000002Z')],
  [plainDate, Temporal.PlainDate.from('2026-02-28'), Temporal.PlainDate.from('2026-03-01')],
  [duration, Temporal.Duration.from('PT59M'), Temporal.Duration.from('PT1H')],
  [bytes, new Uint8Array([1]), new Uint8Array([1, 0])],
]

describe('comparison', () => {
  for (const operator of keysOf(table))
    test(`${operator} for every type and with nulls`, async () => {
      for (const [type, low, high] of pairs) {
        const cases = [
          [low, high],
          [high, high],
          [high, low],
          [null, high],
          [high, null],
          [null, null],
        ]
        const found = cases.map(([left, right]) => resultOf(apply(operator, literal(type, left), literal(type, right))))
        expect(await Promise.all(found), type.name).toEqual(table[operator])
      }
    })

  test('equality goes through the type', async () => {
    const equal: readonly (readonly [Type<unknown>, unknown, unknown])[] = [
      [decimal, Decimal.from('1.0'), Decimal.from('1')],
      [duration, Temporal.Duration.from('PT36H'), Temporal.Duration.from('P1DT12H')],
      [json, { a: 1, b: [2] }, { b: [2], a: 1 }],
      [arrayOf(int), [1, 2], [1, 2]],
      [bytes, new Uint8Array([1]), new Uint8Array([1])],
      [float, 0, -0],
    ]
    for (const [type, left, right] of equal)
      expect(await resultOf(apply('eq', literal(type, left), literal(type, right))), type.name).toBe(true)
  })

  test('int compares with float, instants of any precision with each other', async () => {
    expect(await resultOf(apply('lt', literal(int, 1), literal(float, 1.5)))).toBe(true)
    expect(await resultOf(apply('eq', literal(float, 2), literal(int, 2)))).toBe(true)
    const moment = at('2026-11-22T09:30:00Z')
    expect(await resultOf(apply('eq', literal(instantMs, moment), literal(instantNs, moment)))).toBe(true)
    expect(await resultOf(apply('in', literal(instantMs, moment), new List(instant, [moment])))).toBe(true)
  })

  test('text of any characters compares by code point', async () => {
    const characters = fc.string({ unit: 'binary', maxLength: 3 })
    const points = (value: string): string =>
      [...value].map(one => (one.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('')
    await fc.assert(
      fc.asyncProperty(characters, characters, async (a, b) => {
        expect(await resultOf(apply('lt', literal(text, a), literal(text, b)))).toBe(points(a) < points(b))
      }),
    )
  })
})

describe('null tests and choices', () => {
  test('isNull, isNotNull, coalesce, nullIf', async () => {
    const [one, two, none] = [literal(int, 1), literal(int, 2), literal(int, null)]
    const found = [
      apply('isNull', none),
      apply('isNull', one),
      apply('isNotNull', none),
      apply('isNotNull', one),
      apply('coalesce', none, two),
      apply('coalesce', one, two),
      apply('coalesce', none, none),
      apply('nullIf', one, one),
      apply('nullIf', one, two),
      apply('nullIf', one, none),
      apply('nullIf', none, one),
    ]
    expect(await Promise.all(found.map(node => resultOf(node)))).toEqual([
      true,
      false,
      false,
      true,
      2,
      1,
      null,
      null,
      1,
      1,
      null,
    ])
  })
})

describe('membership', () => {
  test('in and notIn over a list: null on the left is unknown', async () => {
    const list = new List(int, [1, 2])
    const found = [1, 3, null].flatMap(value => [
      apply('in', literal(int, value), list),
      apply('notIn', literal(int, value), list),
    ])
    expect(await Promise.all(found.map(node => resultOf(node)))).toEqual([true, false, false, true, null, null])
  })

  test('a list of decimals, instants, json and bytes is matched by value', async () => {
    const moment = at('2026-11-22T09:30:00.000001Z')
    const lists: readonly (readonly [Type<unknown>, unknown, unknown])[] = [
      [decimal, Decimal.from('1.50'), Decimal.from('1.5')],
      [instant, moment, at('2026-11-22T10:30:00.000001+01:00')],
      [json, { a: [1], b: null }, { b: null, a: [1] }],
      [bytes, new Uint8Array([7]), new Uint8Array([7])],
      [int, 0, 0],
    ]
    for (const [type, value, listed] of lists)
      expect(await resultOf(apply('in', literal(type, value), new List(type, [listed]))), type.name).toBe(true)
  })
})
