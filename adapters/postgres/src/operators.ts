import { type Type, unsupported } from '@vantage-ts/core/adapter'
import {
  closed,
  type Fragment,
  type Operand,
  type OperatorTable,
  type OperatorTemplate,
  standardOperators,
} from '@vantage-ts/sql'
import { halfEvenQuotient } from './half-even.ts'

/** Operands of operators are there: core builds no operator without them. */
const absent: Operand['sql'] = 'NULL'
const sqlOf = (operand: Operand | undefined): string => operand?.sql ?? absent

/** As text, whether the column is text, varchar, citext or an enum, or the value is bound without a type. */
export const asText = (operand: Operand | undefined): string => `${sqlOf(operand)}::text`

/** With this collation `lower` and `upper` know ASCII letters only, and order goes by code point. */
const byCodePoint = (sql: string): string => `${sql} COLLATE "C"`

const call = (sql: string): Fragment => closed(sql)

type Kind = Type<unknown>['arithmetic']
const kindOf = (operand: Operand | undefined): Kind => operand?.type.arithmetic
const isMoment = (operand: Operand | undefined): boolean => operand?.type.units !== undefined

/**
 * Moves a moment by a duration. Days of a stored interval would be calendar days of the session's zone, so it is added in UTC;
 * a bound duration has none.
 */
function moved(moment: Operand, sign: '+' | '-', by: Operand): string {
  if (by.node.kind === 'param') return `${moment.sql} ${sign} ${by.sql}`
  return `(${moment.sql} AT TIME ZONE 'UTC' ${sign} ${by.sql}) AT TIME ZONE 'UTC'`
}

const addition =
  (sign: '+' | '-'): OperatorTemplate =>
  ([left, right]) =>
    left !== undefined && right !== undefined && isMoment(left) && !isMoment(right)
      ? moved(left, sign, right)
      : `${sqlOf(left)} ${sign} ${sqlOf(right)}`

const divisor = (right: Operand | undefined, type = ''): string => `nullif(${sqlOf(right)}${type}, 0)`

const quotient: OperatorTemplate = ([left, right]) =>
  kindOf(left) === 'decimal'
    ? call(halfEvenQuotient(sqlOf(left), sqlOf(right), 16))
    : `${sqlOf(left)}::float8 / ${divisor(right, '::float8')}`

const isFloat = (args: readonly Operand[]): boolean => args.some(arg => kindOf(arg) === 'float')

const wholeQuotient: OperatorTemplate = args => {
  const [left, right] = args
  if (kindOf(left) === 'decimal') return call(`div(${sqlOf(left)}, ${divisor(right)})`)
  return isFloat(args)
    ? call(`trunc(${sqlOf(left)}::float8 / ${divisor(right, '::float8')})`)
    : `${sqlOf(left)} / ${divisor(right)}`
}

const remainder: OperatorTemplate = args => {
  const [left, right] = args
  if (isFloat(args))
    throw unsupported(
      'PostgreSQL',
      'mod',
      'take the remainder of floats exactly',
      'convert both sides with toDecimal()',
    )
  return `${sqlOf(left)} % ${divisor(right)}`
}

/** A bound of a substring: a position is a 32-bit number there. */
const position = (operand: Operand | undefined): string => `least(${sqlOf(operand)}, 2147483646)::int4`

const substring: OperatorTemplate = ([value, start, count]) =>
  call(`substr(${asText(value)}, ${position(start)} + 1${count === undefined ? '' : `, ${position(count)}`})`)

/** Parts of moments are those of UTC. */
const dated = (operand: Operand | undefined): string =>
  isMoment(operand) ? `${sqlOf(operand)} AT TIME ZONE 'UTC'` : sqlOf(operand)

const datePart =
  (part: string): OperatorTemplate =>
  ([operand]) =>
    call(`extract(${part} from ${dated(operand)})::int8`)

/** PostgreSQL has no year 0: the one before 1 is -1. */
const year: OperatorTemplate = ([operand]) => {
  const written = `extract(year from ${dated(operand)})`
  return call(`(${written} + CASE WHEN ${written} < 0 THEN 1 ELSE 0 END)::int8`)
}

const second: OperatorTemplate = ([operand]) => call(`floor(extract(second from ${dated(operand)}))::int8`)

const absolute: OperatorTemplate = ([operand]) =>
  kindOf(operand) === 'duration'
    ? call(`greatest(${sqlOf(operand)}, - ${sqlOf(operand)})`)
    : call(`abs(${sqlOf(operand)})`)

/** Shortest text of a double is what JavaScript makes a decimal of; the cast alone would round to 15 digits. */
const toDecimal: OperatorTemplate = ([operand]) =>
  call(kindOf(operand) === 'float' ? `${asText(operand)}::numeric` : `${sqlOf(operand)}::numeric`)

/** The first of two of one type; an enum beside a text is text. */
const alike = ([left, right]: readonly Operand[]): string =>
  left?.type.name === right?.type.name ? `${sqlOf(left)}, ${sqlOf(right)}` : `${asText(left)}, ${asText(right)}`
const isWord = (operand: Operand | undefined): boolean => operand?.type.name === 'text' || operand?.type.name === 'enum'

/** How PostgreSQL renders the portable operators. Text operators go by bytes, whatever the collation of a column. */
export const postgresOperators: OperatorTable = {
  ...standardOperators,
  plus: addition('+'),
  minus: addition('-'),
  div: quotient,
  intDiv: wholeQuotient,
  mod: remainder,
  abs: absolute,
  like: ([value, pattern]) => `${asText(value)} LIKE ${asText(pattern)}`,
  contains: ([value, part]) => `strpos(${asText(value)}, ${asText(part)}) > 0`,
  startsWith: ([value, part]) => call(`starts_with(${asText(value)}, ${asText(part)})`),
  endsWith: ([value, part]) => `right(${asText(value)}, char_length(${asText(part)})) = ${asText(part)}`,
  containsFolded: ([value, part]) =>
    `strpos(lower(${byCodePoint(asText(value))}), lower(${byCodePoint(asText(part))})) > 0`,
  lower: ([value]) => call(`lower(${byCodePoint(asText(value))})`),
  upper: ([value]) => call(`upper(${byCodePoint(asText(value))})`),
  concat: args => args.map(asText).join(' || '),
  length: ([value]) => call(`char_length(${asText(value)})::int8`),
  substring,
  year,
  month: datePart('month'),
  day: datePart('day'),
  hour: datePart('hour'),
  minute: datePart('minute'),
  second,
  // Bound as a parameter: the moment of the execution.
  now: ([moment]) => sqlOf(moment),
  coalesce: args => call(`coalesce(${isWord(args[0]) ? alike(args) : args.map(sqlOf).join(', ')})`),
  toFloat: ([operand]) => call(`${sqlOf(operand)}::float8`),
  toDecimal,
}
