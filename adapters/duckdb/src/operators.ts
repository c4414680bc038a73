import type { Type } from '@vantage-ts/core/adapter'
import {
  closed,
  type Fragment,
  type Operand,
  type OperatorTable,
  type OperatorTemplate,
  standardOperators,
} from '@vantage-ts/sql'
import { digitsIn, productOf } from './decimal-digits.ts'
import { maxDigits } from './decimal-storage.ts'
import { refusedUnless } from './refused-unless.ts'

const sqlOf = (operand: Operand | undefined): string => operand?.sql ?? 'NULL'
const call = (name: string, ...args: readonly string[]): Fragment => closed(`${name}(${args.join(', ')})`)
export const cast = (sql: string, vendorType: string): string => `CAST(${sql} AS ${vendorType})`

type Kind = Type<unknown>['arithmetic']
const kindOf = (operand: Operand | undefined): Kind => operand?.type.arithmetic
const isMoment = (operand: Operand | undefined): boolean => operand?.type.units !== undefined
const isFloat = (args: readonly Operand[]): boolean => args.some(arg => kindOf(arg) === 'float')

/** Microseconds of an interval, which may hold days of 24 hours; months have no fixed length. */
export function microsecondsIn({ sql, node }: Operand): string {
  if (node.kind !== 'column') return `epoch_us(${sql})`
  const checked = refusedUnless(sql, value => `datepart('year', ${value}) = 0 AND datepart('month', ${value}) = 0`, {
    kind: 'type-mismatch',
    says: 'a stored duration holds months, whose length is not fixed; declare the column as period',
  })
  return `epoch_us(${checked})`
}

/** An interval of so many microseconds. */
export const intervalOf = (microseconds: string): Fragment => call('to_microseconds', microseconds)

function moved(moment: Operand, sign: '+' | '-', by: Operand): Fragment {
  const length = microsecondsIn(by)
  if (moment.type.units === 'ns') return call('make_timestamp_ns', `epoch_ns(${moment.sql}) ${sign} ${length} * 1000`)
  return call('make_timestamptz', `epoch_us(${moment.sql}) ${sign} ${length}`)
}

/** A moment as microseconds, rounded down where it is finer. */
const epochMicroseconds = ({ sql, type }: Operand): string =>
  type.units === 'ns' ? `CAST(floor(epoch_ns(${sql}) / 1000.0) AS BIGINT)` : `epoch_us(${sql})`

function between(left: Operand, right: Operand): Fragment {
  if (left.type.units === 'ns' && right.type.units === 'ns')
    return intervalOf(`(epoch_ns(${left.sql}) - epoch_ns(${right.sql})) // 1000`)
  return intervalOf(`${epochMicroseconds(left)} - ${epochMicroseconds(right)}`)
}

const addition =
  (sign: '+' | '-'): OperatorTemplate =>
  ([left, right]) => {
    if (left === undefined || right === undefined) return 'NULL'
    if (isMoment(left)) return isMoment(right) ? between(left, right) : moved(left, sign, right)
    if (kindOf(left) === 'duration') return intervalOf(`${microsecondsIn(left)} ${sign} ${microsecondsIn(right)}`)
    return `${left.sql} ${sign} ${right.sql}`
  }

/** A calculation with decimals that DuckDB would not do exactly. */
export const exactly = (name: string, left: string, right: string): Fragment =>
  call(`vantage_decimal_${name}`, cast(left, 'VARCHAR'), cast(right, 'VARCHAR'))

const product: OperatorTemplate = ([left, right]) => {
  if (left === undefined || right === undefined) return 'NULL'
  if (kindOf(left) !== 'decimal') return `${left.sql} * ${right.sql}`
  const { whole, scale } = productOf(digitsIn(left.node), digitsIn(right.node))
  return whole + scale <= maxDigits ? `${left.sql} * ${right.sql}` : exactly('times', left.sql, right.sql)
}

const divisor = (right: Operand | undefined, type?: string): string =>
  `nullif(${type === undefined ? sqlOf(right) : cast(sqlOf(right), type)}, 0)`

const quotient: OperatorTemplate = ([left, right]) =>
  kindOf(left) === 'decimal'
    ? exactly('divided', sqlOf(left), sqlOf(right))
    : `${cast(sqlOf(left), 'DOUBLE')} / ${divisor(right, 'DOUBLE')}`

const wholeQuotient: OperatorTemplate = args => {
  const [left, right] = args
  if (kindOf(left) === 'decimal') return exactly('int_divided', sqlOf(left), sqlOf(right))
  return isFloat(args)
    ? call('trunc', `${cast(sqlOf(left), 'DOUBLE')} / ${divisor(right, 'DOUBLE')}`)
    : `${sqlOf(left)} // ${divisor(right)}`
}

const remainder: OperatorTemplate = args => {
  const [left, right] = args
  if (kindOf(left) === 'decimal') return exactly('remainder', sqlOf(left), sqlOf(right))
  return `${sqlOf(left)} % ${divisor(right)}`
}

const negated: OperatorTemplate = ([operand]) =>
  operand !== undefined && kindOf(operand) === 'duration'
    ? intervalOf(`- ${microsecondsIn(operand)}`)
    : `- ${sqlOf(operand)}`

const absolute: OperatorTemplate = ([operand]) =>
  operand !== undefined && kindOf(operand) === 'duration'
    ? intervalOf(`abs(${microsecondsIn(operand)})`)
    : call('abs', sqlOf(operand))

/** Letters that are not of ASCII stay as they are. */
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const smalls = capitals.toLowerCase()
const lowered = (sql: string): string => `translate(${sql}, '${capitals}', '${smalls}')`

/** A bound of a substring: longer than any text. */
const position = (operand: Operand | undefined): string => `least(${sqlOf(operand)}, 2000000000)`

const substring: OperatorTemplate = ([value, start, count]) =>
  call('substring', sqlOf(value), `${position(start)} + 1`, ...(count === undefined ? [] : [position(count)]))

/** Parts of moments are those of UTC; without a zone DuckDB computes them by itself, and not by the calendar of ICU. */
const dated = (operand: Operand | undefined): string =>
  operand !== undefined && isMoment(operand) && operand.type.units !== 'ns'
    ? `make_timestamp(epoch_us(${operand.sql}))`
    : sqlOf(operand)

const datePart =
  (part: string): OperatorTemplate =>
  ([operand]) =>
    closed(`extract(${part} FROM ${dated(operand)})`)

/** The shortest text of a double is what JavaScript makes a decimal of. */
const toDecimal: OperatorTemplate = ([operand]) => {
  const sql = sqlOf(operand)
  switch (kindOf(operand)) {
    case 'float':
      return call('vantage_decimal_of_float', sql)
    case 'decimal':
      return closed(sql)
    default:
      return closed(cast(sql, 'DECIMAL(19,0)'))
  }
}

/** Decimals by their text: DuckDB divides two doubles otherwise, and the last digit may be another. */
const toFloat: OperatorTemplate = ([operand]) =>
  closed(
    kindOf(operand) === 'decimal' ? cast(cast(sqlOf(operand), 'VARCHAR'), 'DOUBLE') : cast(sqlOf(operand), 'DOUBLE'),
  )

/** How DuckDB renders the portable operators. */
export const operators: OperatorTable = {
  ...standardOperators,
  plus: addition('+'),
  minus: addition('-'),
  mul: product,
  div: quotient,
  intDiv: wholeQuotient,
  mod: remainder,
  negate: negated,
  abs: absolute,
  toFloat,
  toDecimal,
  like: ([value, pattern]) => `${sqlOf(value)} LIKE ${sqlOf(pattern)} ESCAPE '\\'`,
  contains: ([value, part]) => call('contains', sqlOf(value), sqlOf(part)),
  startsWith: ([value, part]) => call('starts_with', sqlOf(value), sqlOf(part)),
  endsWith: ([value, part]) => call('ends_with', sqlOf(value), sqlOf(part)),
  containsFolded: ([value, part]) => call('contains', lowered(sqlOf(value)), lowered(sqlOf(part))),
  lower: ([value]) => closed(lowered(sqlOf(value))),
  upper: ([value]) => closed(`translate(${sqlOf(value)}, '${smalls}', '${capitals}')`),
  length: ([value]) => call('length', sqlOf(value)),
  substring,
  year: datePart('year'),
  month: datePart('month'),
  day: datePart('day'),
  hour: datePart('hour'),
  minute: datePart('minute'),
  second: datePart('second'),
  // Bound as a parameter: the moment of the execution.
  now: ([moment]) => sqlOf(moment),
}
