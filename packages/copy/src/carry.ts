import { Decimal } from '@vantage-ts/core'
import { type Type, TypeProblem, unchecked } from '@vantage-ts/core/adapter'

/** Whether the values of one type are values of another: all of them, those of them that can be told apart, or none. */
export type Fit = 'always' | 'some' | 'never'

/** How values of one type become values of another. */
export interface Carry {
  readonly fit: Fit
  /** Which values do not fit, or what to do instead; absent where all fit. */
  readonly why?: string
  /** Absent: a value is itself. Errors: `TypeProblem` for one that has no exact counterpart. */
  readonly convert?: (value: never) => unknown
}

type Converter = (value: never) => unknown

const always = (convert?: Converter): Carry => (convert === undefined ? { fit: 'always' } : { fit: 'always', convert })
const some = (why: string, convert?: Converter): Carry =>
  convert === undefined ? { fit: 'some', why } : { fit: 'some', why, convert }
const never = (why: string): Carry => ({ fit: 'never', why })

const beyondInt = 'beyond ±(2^53 − 1)'
const fraction = 'with digits after the point'

function intOf(value: bigint): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new TypeProblem(`is ${beyondInt}, which no int holds`)
}

function floatOf(value: bigint): number {
  const number = Number(value)
  if (BigInt(number) === value) return number
  throw new TypeProblem('has more digits than a float holds')
}

function wholeOf(value: number): number {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value
  throw new TypeProblem('is no whole number that an int holds')
}

function bigintOfFloat(value: number): bigint {
  if (Number.isInteger(value) && !Object.is(value, -0)) return BigInt(value)
  throw new TypeProblem('is no whole number')
}

function bigintOfDecimal(value: Decimal): bigint {
  if (value.scale <= 0) return BigInt(value.toString())
  throw new TypeProblem('has digits after the point')
}

const binaryFractions = 'most decimal fractions are no binary ones; say how to round with map'

/** From one type to another by name; what is missing has no exact way. */
const ways: { readonly [from: string]: { readonly [to: string]: Carry } } = {
  int: {
    bigint: always((value: number) => BigInt(value)),
    float: always(),
    decimal: always((value: number) => Decimal.from(value)),
  },
  bigint: {
    int: some(`values ${beyondInt} do not fit`, intOf),
    float: some('values of more than 53 binary digits do not fit', floatOf),
    decimal: always((value: bigint) => Decimal.from(value)),
  },
  float: {
    int: some(`values ${fraction} or ${beyondInt} do not fit`, wholeOf),
    bigint: some(`values ${fraction} do not fit`, bigintOfFloat),
    decimal: never(binaryFractions),
  },
  decimal: {
    int: some(`values ${fraction} or ${beyondInt} do not fit`, (value: Decimal) => intOf(bigintOfDecimal(value))),
    bigint: some(`values ${fraction} do not fit`, bigintOfDecimal),
    float: never(binaryFractions),
  },
  instantMs: { instant: always(), instantNs: always() },
  instant: { instantMs: some('values finer than a millisecond do not fit'), instantNs: always() },
  instantNs: {
    instantMs: some('values finer than a millisecond do not fit'),
    instant: some('values finer than a microsecond do not fit'),
  },
  uuid: { text: always() },
  enum: { text: always() },
  text: {
    uuid: some('text that is no uuid does not fit'),
    enum: some('text that is no member of the enum does not fit'),
  },
  geometry: { json: always() },
  json: { geometry: some('values that are no GeoJSON geometry do not fit') },
}

const withArticle = (name: string): string => `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`

/** How values of one type get into columns of another. */
export function carryOf(from: Type<unknown>, to: Type<unknown>): Carry {
  if (from.name !== to.name)
    return (
      bounded(ways[from.name]?.[to.name], from, to) ??
      never(`${withArticle(from.name)} does not silently become ${withArticle(to.name)}; convert it with map`)
    )
  if (to.digits !== undefined && !isWithin(from, to)) return some(boundsOf(to))
  if (to.members !== undefined && from.members?.every(one => to.members?.includes(one)) !== true)
    return some('members that the other enum lacks do not fit')
  return from.item !== undefined && to.item !== undefined ? carryOfItems(from.item, to.item) : always()
}

/** A decimal with bounds takes whole numbers of few digits only. */
function bounded(carry: Carry | undefined, from: Type<unknown>, to: Type<unknown>): Carry | undefined {
  if (carry === undefined || carry.fit === 'never' || to.digits === undefined || isWithin(from, to)) return carry
  return { ...carry, fit: 'some', why: boundsOf(to) }
}

const boundsOf = ({ digits }: Type<unknown>): string =>
  `values of more than ${(digits?.precision ?? 0) - (digits?.scale ?? 0)} digits before or ${digits?.scale ?? 0} after the point do not fit`

const isWithin = ({ digits: given }: Type<unknown>, { digits: wanted }: Type<unknown>): boolean =>
  wanted === undefined ||
  (given !== undefined &&
    given.scale <= wanted.scale &&
    given.precision - given.scale <= wanted.precision - wanted.scale)

/** Arrays go item by item. */
function carryOfItems(from: Type<unknown>, to: Type<unknown>): Carry {
  const items = carryOf(from, to)
  const { convert } = items
  if (convert === undefined) return items
  const convertItem = unchecked<(value: unknown) => unknown>(convert, 'made for items of the type')
  return { ...items, convert: (values: readonly unknown[]) => values.map(convertItem) }
}
