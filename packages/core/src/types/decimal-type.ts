import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from './cast.ts'
import { Decimal } from './decimal.ts'
import { checked, defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/** The decimal type: itself a type without bounds, and called with bounds a type like SQL's `decimal(12, 2)`. */
export interface DecimalType extends Type<Decimal, 'decimal'> {
  (precision: number, scale?: number): Type<Decimal, 'decimal'>
}

/**
 * Exact decimal number: `col(decimal)` of any size, `col(decimal(12, 2))` with at most 12 digits, 2 of them after the point.
 *
 * Shape: values are `Decimal`; JSON form is a string, so that no reader makes a double of it. `typeof decimal` is
 * `'function'`.
 * Errors: a value with more digits than the bounds is `type-mismatch` and names `.round()`; bad bounds are `invalid`.
 */
export const decimal: DecimalType = /* @__PURE__ */ unchecked<DecimalType>(
  /* @__PURE__ */ Object.defineProperties(
    (precision: number, scale = 0) => decimalType(checkedBounds(precision, scale)),
    /* @__PURE__ */ Object.getOwnPropertyDescriptors(/* @__PURE__ */ decimalType(undefined)),
  ),
  'a function with the parts of a type',
)

type Bounds = NonNullable<Type<Decimal>['digits']>

function decimalType(bounds: Bounds | undefined): Type<Decimal, 'decimal'> {
  const type: Type<Decimal, 'decimal'> = defineType<Decimal, 'decimal'>({
    name: 'decimal',
    arithmetic: 'decimal',
    problem: value => (value instanceof Decimal ? bounds && boundsProblem(value, bounds) : decimalProblem(value)),
    equals: (a, b) => a.equals(b),
    compare: (a, b) => a.compare(b),
    toText: value => value.toString(),
    fromText: text => checked(type, decimalIn(text)),
    ...(bounds && { digits: bounds }),
  })
  return type
}

function boundsProblem(value: Decimal, { precision, scale }: Bounds): string | undefined {
  if (value.scale > scale) return `must have at most ${scale} digits after the point; use .round(${scale})`
  const whole = value.abs().coefficient.toString().length - value.scale
  return whole > precision - scale && !value.isZero
    ? `must have at most ${precision - scale} digits before the point`
    : undefined
}

function decimalProblem(value: unknown): string {
  const kind = kindOf(value)
  const other = kind === 'a Decimal' ? ' of another library or copy of @vantage-ts/core' : ''
  return `must be a Decimal, got ${kind}${other}; make one with Decimal.from(…)`
}

function decimalIn(text: string): Decimal {
  try {
    return Decimal.from(text)
  } catch {
    throw new TypeProblem('must be a decimal number in digits')
  }
}

function checkedBounds(precision: number, scale: number): Bounds {
  const isRight =
    Number.isInteger(precision) && Number.isInteger(scale) && precision > 0 && scale >= 0 && scale <= precision
  if (isRight) return { precision, scale }
  throw new VantageError('decimal(precision, scale) takes whole numbers with 0 ≤ scale ≤ precision', {
    kind: 'invalid',
  })
}
