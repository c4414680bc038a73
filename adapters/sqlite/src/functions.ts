import { Decimal, decimal, instant, json } from '@vantage-ts/core'
import { compareText, decimalSortKey, percentileOf, VantageError } from '@vantage-ts/core/adapter'
import { instantBetween, instantMoved } from './instant-text.ts'
import { matchesLike } from './pattern.ts'

/** What a function takes and gives: integers as numbers, or as bigints where it says so. */
export type Cell = number | bigint | string | Uint8Array | null

/** A function that SQL text may call. It is called with no null. */
export interface ScalarFunction {
  readonly name: string
  /** Integers come as bigints. */
  readonly takesBigints?: boolean
  /** The same arguments give the same result, so it may be computed once, and in an index. */
  readonly isPure: boolean
  readonly arity: 0 | 1 | 2 | 3
  call(...args: readonly never[]): Cell
}

/** An aggregate over values that are not null; null of none. */
export interface AggregateFunction {
  readonly name: string
  /** Its argument is the value alone, or the value and an option. */
  readonly arity: 1 | 2
  start(): Fold
}

/** One aggregate under way. */
export interface Fold {
  /** Takes a value that is not null. */
  add(value: Cell, option: Cell): void
  result(): Cell
}

const tooLarge = (type: string, next: string): VantageError =>
  new VantageError(`a calculated number is beyond what ${type} holds; ${next}`, {
    kind: 'too-large',
    details: { type },
  })

const pure = (
  name: string,
  arity: ScalarFunction['arity'],
  call: (...args: never[]) => Cell,
  takesBigints = false,
): ScalarFunction => ({ name, arity, call, takesBigints, isPure: true })

const finite = (value: number): number => {
  if (Number.isFinite(value)) return value
  throw tooLarge('float', 'convert an operand with toDecimal()')
}

const dec = (value: string | number): Decimal => Decimal.from(value)
const binary = (apply: (a: Decimal, b: Decimal) => Decimal | null) => (a: string | number, b: string | number) =>
  apply(dec(a), dec(b))?.toString() ?? null
const whole = { scale: 0, rounding: 'down' } as const

const checks: readonly ScalarFunction[] = [
  pure('vantage_int', 1, (value: number) => {
    if (Number.isSafeInteger(value)) return value
    // A fraction is no overflow: it stays what it is, and the column's type refuses it.
    if (Math.abs(value) < Number.MAX_SAFE_INTEGER) return value
    throw tooLarge('int', 'convert an operand with toDecimal()')
  }),
  pure('vantage_float', 1, finite),
  pure(
    'vantage_int64',
    1,
    (value: number | bigint) => {
      if (typeof value === 'bigint') return value
      throw tooLarge('a whole number of 64 bits', 'convert an operand with toDecimal()')
    },
    true,
  ),
  {
    name: 'vantage_cardinality',
    arity: 0,
    isPure: false,
    call: () => {
      throw new VantageError('a single value was wanted and several rows came; narrow the set or take first()', {
        kind: 'cardinality',
      })
    },
  },
]

const texts: readonly ScalarFunction[] = [
  pure('vantage_number', 1, Number),
  pure('vantage_length', 1, (text: string) => Array.from(text).length),
  pure('vantage_substring', 3, (text: string, start: number, count: number) =>
    Array.from(text)
      .slice(start, start + count)
      .join(''),
  ),
  pure('vantage_ends_with', 2, (text: string, part: string) => (text.endsWith(part) ? 1 : 0)),
  pure('vantage_like', 2, (text: string, pattern: string) => (matchesLike(text, pattern) ? 1 : 0)),
  pure('vantage_json_key', 1, (text: string) => json.toText(json.fromText(text))),
]

const decimals: readonly ScalarFunction[] = [
  pure('vantage_decimal_key', 1, (text: string | number) => decimalSortKey(String(text))),
  pure(
    'vantage_decimal_plus',
    2,
    binary((a, b) => a.plus(b)),
  ),
  pure(
    'vantage_decimal_minus',
    2,
    binary((a, b) => a.minus(b)),
  ),
  pure(
    'vantage_decimal_times',
    2,
    binary((a, b) => a.times(b)),
  ),
  pure(
    'vantage_decimal_divided',
    2,
    binary((a, b) => (b.isZero ? null : a.dividedBy(b))),
  ),
  pure(
    'vantage_decimal_int_divided',
    2,
    binary((a, b) => (b.isZero ? null : a.dividedBy(b, whole))),
  ),
  pure(
    'vantage_decimal_remainder',
    2,
    binary((a, b) => (b.isZero ? null : a.minus(b.times(a.dividedBy(b, whole))))),
  ),
  pure('vantage_decimal_negated', 1, (text: string | number) => dec(text).negated().toString()),
  pure('vantage_decimal_abs', 1, (text: string | number) => dec(text).abs().toString()),
  pure('vantage_decimal_to_float', 1, (text: string | number) => finite(dec(text).toNumber())),
  pure('vantage_float_to_decimal', 1, (value: number) => Decimal.from(String(value)).toString()),
  pure('vantage_decimal_within', 3, (text: string, precision: number, scale: number) => {
    const problem = decimal(precision, scale).problem(Decimal.from(text))
    if (problem === undefined) return text
    throw new VantageError(`a calculated decimal ${problem}`, { kind: 'type-mismatch' })
  }),
  pure(
    'vantage_decimal_of_units',
    2,
    (units: bigint, scale: bigint) => Decimal.ofScaled(units, Number(scale)).toString(),
    true,
  ),
  pure(
    'vantage_decimal_to_units',
    2,
    (text: string, scale: bigint) => {
      const value = Decimal.from(text)
      if (value.scale <= Number(scale)) return value.coefficient * 10n ** (scale - BigInt(value.scale))
      throw new VantageError(
        `a calculated decimal has more than ${scale} digits after the point; use .round(${scale})`,
        {
          kind: 'type-mismatch',
        },
      )
    },
    true,
  ),
]

const moments: readonly ScalarFunction[] = [
  pure('vantage_instant_plus', 2, (text: string, length: bigint) => instantMoved(text, length, parseInstant), true),
  pure('vantage_instant_minus', 2, (text: string, length: bigint) => instantMoved(text, -length, parseInstant), true),
  pure('vantage_instant_between', 2, (a: string, b: string) => instantBetween(a, b, parseInstant), true),
  // Half-even to the microsecond.
  pure(
    'vantage_average',
    2,
    (sum: bigint, count: bigint) => Decimal.ofScaled(sum, 0).dividedBy(count, { scale: 0 }).coefficient,
    true,
  ),
]

/** Moments that somebody else wrote in another form. */
const parseInstant = (text: string): bigint => instant.fromText(text).epochNanoseconds

export const scalarFunctions: readonly ScalarFunction[] = [...checks, ...texts, ...decimals, ...moments]

const smaller = (a: Decimal, b: Decimal): Decimal => (a.compare(b) <= 0 ? a : b)
const larger = (a: Decimal, b: Decimal): Decimal => (a.compare(b) >= 0 ? a : b)
const folding = (
  name: string,
  fold: (a: Decimal, b: Decimal) => Decimal,
  result: (state: Decimal, count: number) => string = state => state.toString(),
): AggregateFunction => ({
  name,
  arity: 1,
  start: () => {
    let state: Decimal | undefined
    let count = 0
    return {
      add: value => {
        const next = dec(String(value))
        state = state === undefined ? next : fold(state, next)
        count++
      },
      result: () => (state === undefined ? null : result(state, count)),
    }
  },
})

const percentile: AggregateFunction = {
  name: 'vantage_percentile',
  arity: 2,
  start: () => {
    const values: number[] = []
    let fraction = 0
    return {
      add: (value, option) => {
        values.push(Number(value))
        fraction = Number(option)
      },
      result: () => percentileOf(Float64Array.from(values), fraction),
    }
  },
}

const concat: AggregateFunction = {
  name: 'vantage_concat',
  arity: 2,
  start: () => {
    const texts: string[] = []
    let separator = ''
    return {
      add: (value, option) => {
        texts.push(String(value))
        separator = String(option)
      },
      result: () => (texts.length === 0 ? null : texts.sort(compareText).join(separator)),
    }
  },
}

export const aggregateFunctions: readonly AggregateFunction[] = [
  folding('vantage_decimal_sum', (a, b) => a.plus(b)),
  folding(
    'vantage_decimal_avg',
    (a, b) => a.plus(b),
    (sum, count) => sum.dividedBy(count).toString(),
  ),
  folding('vantage_decimal_min', smaller),
  folding('vantage_decimal_max', larger),
  percentile,
  concat,
]
