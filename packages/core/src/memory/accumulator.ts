import { VantageError } from '../errors/vantage-error.ts'
import type { AggregateName } from '../expression/node.ts'
import { unchecked } from '../types/cast.ts'
import { Decimal } from '../types/decimal.ts'
import { durationToMicroseconds } from '../types/duration.ts'
import { percentileOf } from '../types/percentile.ts'
import { compareText } from '../types/text.ts'
import type { Type } from '../types/type.ts'
import { beyond, lengthOf } from './arithmetic.ts'
import { comparatorOf } from './comparison.ts'

/** Gathers the values of one aggregate in one group. */
export interface Accumulator {
  /** Takes a value that is not null. */
  add(value: unknown): void
  result(): unknown
}

/** What an aggregate is told when it starts. */
export interface AccumulatorSettings {
  /** The fraction of a percentile, the separator of joined texts. */
  readonly option: unknown
  /** Tells how many bytes more are held. Errors: `too-large` when there are too many. */
  hold(bytes: number): void
}

export class Count implements Accumulator {
  count = 0
  add(): void {
    this.count++
  }
  result(): number {
    return this.count
  }
}

/** The sum of whole numbers, exact beyond what a double holds. */
class IntSum {
  #small = 0
  #rest = 0n
  count = 0
  add(value: number): void {
    this.count++
    const sum = this.#small + value
    if (Number.isSafeInteger(sum)) {
      this.#small = sum
      return
    }
    this.#rest += BigInt(this.#small) + BigInt(value)
    this.#small = 0
  }
  result(): number {
    const sum = this.#exact()
    if (typeof sum === 'number') return sum + 0
    throw beyond('sum', 'int', 'sum it with toDecimal()')
  }
  average(): number | null {
    if (this.count === 0) return null
    const sum = this.#exact()
    return typeof sum === 'number' ? sum / this.count + 0 : quotient(sum, this.count)
  }
  #exact(): number | bigint {
    if (this.#rest === 0n) return this.#small
    const sum = this.#rest + BigInt(this.#small)
    return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum
  }
}

class BigintSum {
  #sum = 0n
  count = 0
  add(value: bigint): void {
    this.count++
    this.#sum += value
  }
  result(): bigint {
    return this.#sum
  }
  average(): number | null {
    return this.count === 0 ? null : quotient(this.#sum, this.count)
  }
}

/** The nearest double to a quotient of whole numbers, or the one beside it. */
function quotient(sum: bigint, count: number): number {
  if (Number.isSafeInteger(Number(sum))) return Number(sum) / count + 0
  const divisor = BigInt(count)
  const value = Number(sum / divisor) + Number(sum % divisor) / count
  if (Number.isFinite(value)) return value
  throw beyond('avg', 'float', 'convert the operand with toDecimal()')
}

/**
 * The sum of doubles with the rounding errors carried along.
 *
 * Source: Neumaier's variant of Kahan's summation, https://en.wikipedia.org/wiki/Kahan_summation_algorithm
 */
class FloatSum {
  #sum = 0
  #lost = 0
  count = 0
  add(value: number): void {
    this.count++
    const sum = this.#sum + value
    this.#lost += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum
    this.#sum = sum
  }
  result(): number {
    const sum = this.#sum + this.#lost + 0
    if (Number.isFinite(sum)) return sum
    throw beyond('sum', 'float', 'sum it as decimals')
  }
  average(): number | null {
    return this.count === 0 ? null : this.result() / this.count + 0
  }
}

class DecimalSum {
  #sum = Decimal.from(0)
  count = 0
  add(value: Decimal): void {
    this.count++
    this.#sum = this.#sum.plus(value)
  }
  result(): Decimal {
    return this.#sum
  }
  average(): Decimal | null {
    return this.count === 0 ? null : this.#sum.dividedBy(this.count)
  }
}

class DurationSum {
  #microseconds = 0n
  count = 0
  add(value: Temporal.Duration): void {
    this.count++
    this.#microseconds += durationToMicroseconds(value)
  }
  result(): Temporal.Duration {
    return lengthOf(this.#microseconds, 'sum')
  }
  /** To the microsecond, half-even. */
  average(): Temporal.Duration | null {
    if (this.count === 0) return null
    const rounded = Decimal.ofScaled(this.#microseconds, 0).dividedBy(this.count, { scale: 0 })
    return lengthOf(rounded.coefficient, 'avg')
  }
}

interface Sum {
  add(value: never): void
  result(): unknown
  average(): unknown
}

const sums = {
  int: () => new IntSum(),
  bigint: () => new BigintSum(),
  float: () => new FloatSum(),
  decimal: () => new DecimalSum(),
  duration: () => new DurationSum(),
} satisfies Record<string, () => Sum>

/** The least (sign −1) or greatest (sign 1) value. */
class Extreme implements Accumulator {
  #best: unknown = null
  readonly #compare: (a: unknown, b: unknown) => number
  readonly #sign: number
  constructor(type: Type<unknown>, sign: number) {
    this.#compare = comparatorOf(type)
    this.#sign = sign
  }
  add(value: unknown): void {
    if (this.#best === null || this.#compare(value, this.#best) * this.#sign > 0) this.#best = value
  }
  result(): unknown {
    return this.#best
  }
}

/** The value at a fraction of the way from the least to the greatest, between its two neighbours. */
class Percentile implements Accumulator {
  readonly #values: number[] = []
  readonly #fraction: number
  readonly #hold: AccumulatorSettings['hold']
  constructor({ option, hold }: AccumulatorSettings) {
    this.#fraction = Number(option)
    this.#hold = hold
  }
  add(value: unknown): void {
    this.#hold(8)
    this.#values.push(Number(value))
  }
  result(): number | null {
    return percentileOf(Float64Array.from(this.#values), this.#fraction)
  }
}

/** The texts, in the order of their code points. */
class Concat implements Accumulator {
  readonly #texts: string[] = []
  readonly #separator: string
  readonly #hold: AccumulatorSettings['hold']
  constructor({ option, hold }: AccumulatorSettings) {
    this.#separator = String(option)
    this.#hold = hold
  }
  add(value: unknown): void {
    const text = String(value)
    this.#hold(24 + text.length * 2)
    this.#texts.push(text)
  }
  result(): string | null {
    if (this.#texts.length === 0) return null
    return this.#texts.sort(compareText).join(this.#separator)
  }
}

type Start = (settings: AccumulatorSettings) => Accumulator

/** How to start an aggregate of values of a type. Errors: `invalid` while compiling for a type that it has no meaning for. */
export function accumulatorOf(name: AggregateName, type: Type<unknown> | undefined): Start {
  if (name === 'count' || type === undefined) return () => new Count()
  if (name === 'percentile') return settings => new Percentile(settings)
  if (name === 'concat') return settings => new Concat(settings)
  if (name === 'min' || name === 'max') return () => new Extreme(type, name === 'min' ? -1 : 1)
  const start: (() => Sum) | undefined = type.arithmetic === undefined ? undefined : sums[type.arithmetic]
  if (start === undefined) throw new VantageError(`${name}() has no meaning for ${type.name}`, { kind: 'invalid' })
  return () => {
    const sum = start()
    const accumulator = name === 'sum' ? sum : { add: (value: never) => sum.add(value), result: () => sum.average() }
    return unchecked<Accumulator>(accumulator, 'the sum was chosen by the type of the values')
  }
}
