import type { Type } from '@vantage-ts/core/adapter'
import {
  closed,
  type Fragment,
  type Operand,
  type OperatorTable,
  type OperatorTemplate,
  standardOperators,
} from '@vantage-ts/sql'
import { halfEven } from './half-even.ts'
import { raise } from './raise.ts'
import type { Flavor, Variant } from './server.ts'

const sqlOf = (operand: Operand | undefined): string => operand?.sql ?? 'NULL'

const call =
  (name: string) =>
  (...args: readonly (Operand | undefined)[]): Fragment =>
    closed(`${name}(${args.map(sqlOf).join(', ')})`)

type Kind = Type<unknown>['arithmetic']
const kindOf = (operand: Operand | undefined): Kind => operand?.type.arithmetic
const isMoment = (operand: Operand | undefined): boolean => operand?.type.units !== undefined
const isFloat = (args: readonly Operand[]): boolean => args.some(arg => kindOf(arg) === 'float')
const isWord = ({ type }: Operand): boolean => type.name === 'text' || type.name === 'enum'

/** Numbers as doubles: the one form of it that all versions of both know. */
export const asDouble = (sql: string): string => `(${sql} + 0e0)`
const divisor = (right: Operand | undefined): string => `nullif(${sqlOf(right)}, 0)`

/** Case of ASCII letters alone: their bytes are taken for those of a character set that has no other letters with case. */
export const foldedAscii = (name: 'lower' | 'upper', sql: string): string =>
  `${name}(convert(CAST(${sql} AS BINARY) USING hebrew))`
const cased =
  (name: 'lower' | 'upper'): OperatorTemplate =>
  ([value]) =>
    closed(`convert(CAST(${foldedAscii(name, sqlOf(value))} AS BINARY) USING utf8mb4)`)

/** Parts of moments are those of UTC, which is the zone of the session. */
const datePart =
  (part: string): OperatorTemplate =>
  ([value]) =>
    closed(`${part}(${sqlOf(value)})`)

const addition =
  (sign: '+' | '-', flavor: Flavor): OperatorTemplate =>
  ([left, right]) => {
    if (left === undefined || !isMoment(left)) return `${sqlOf(left)} ${sign} ${sqlOf(right)}`
    if (sign === '-' && isMoment(right)) return closed(`timestampdiff(MICROSECOND, ${sqlOf(right)}, ${left.sql})`)
    const move = sign === '+' ? 'date_add' : 'date_sub'
    return closed(movedMoment(left.sql, sqlOf(right), { move, flavor }))
  }

/** A moment beyond the calendar of the database would be null there, without a word; MySQL also makes some of the year 0, which no column takes. */
function movedMoment(moment: string, length: string, { move, flavor }: { move: string; flavor: Flavor }): string {
  const moved = `${move}(${moment}, INTERVAL ${length} MICROSECOND)`
  const held = flavor === 'mysql' ? `CASE WHEN year(${moved}) > 0 THEN ${moved} END` : moved
  const isWanted = `${moment} IS NOT NULL AND ${length} IS NOT NULL`
  return `coalesce(${held}, CASE WHEN ${isWanted} THEN CAST(${raise('moment', moment)} AS DATETIME(6)) END)`
}

const wholeQuotient: OperatorTemplate = args => {
  const [left, right] = args
  if (isFloat(args)) return closed(`truncate(${asDouble(sqlOf(left))} / ${divisor(right)}, 0)`)
  if (kindOf(left) === 'decimal') return closed(`truncate(${sqlOf(left)} / ${divisor(right)}, 0)`)
  return `${sqlOf(left)} DIV ${divisor(right)}`
}

/** Longer than any text. */
const longest = 2_000_000_000
const position = (operand: Operand | undefined): string => `least(${sqlOf(operand)}, ${longest})`

const toDecimal: OperatorTemplate = ([operand]) => {
  const sql = sqlOf(operand)
  if (kindOf(operand) !== 'float') return closed(`CAST(${sql} AS DECIMAL(65,30))`)
  const made = `CAST(CAST(${sql} AS CHAR) AS DECIMAL(65,30))`
  // Digits behind the thirtieth would be lost without a word: then it is another double.
  const isBeyond = `abs(${sql}) >= 1e35 OR ${asDouble(made)} <> ${sql}`
  return closed(`CASE WHEN ${isBeyond} THEN ${raise('to-decimal', sql)} ELSE ${made} END`)
}

/** The pattern of `LIKE … ESCAPE '\'` that texts with a prefix match. */
const prefixPattern = (prefix: unknown): string => `${String(prefix).replace(/[\\%_]/g, '\\$&')}%`

/** How both databases render the portable operators. Text goes by code point, whatever the collation of a column. */
export function operatorsFor(variant: Variant): OperatorTable {
  const exact = (sql: string): string => `${sql} COLLATE ${variant.collation}`
  const isExact = ({ node }: Operand): boolean => node.kind !== 'column' || node.column.collation === 'binary'

  /** Whether a comparison of texts has to be told to go by code point. */
  const mustBeExact = (args: readonly Operand[]): boolean => args.every(isWord) && args.every(isExact)

  /**
   * Equality of texts. Collations of columns take more for equal than is, and an index serves their own only: so the column is asked by
   * its own first, and then exactly.
   */
  const equal =
    (operator: string): OperatorTemplate =>
    ([left, right]) => {
      const plain = `${sqlOf(left)} ${operator} ${sqlOf(right)}`
      if (left === undefined || right === undefined || !mustBeExact([left, right])) return plain
      const exactly = `${left.sql} ${operator} ${exact(right.sql)}`
      const isIndexed = left.node.kind === 'column' || right.node.kind === 'column'
      return isIndexed ? `${plain} AND ${exactly}` : exactly
    }
  const equals = equal('=')
  const same = equal('<=>')
  const not =
    (template: OperatorTemplate): OperatorTemplate =>
    (args, called) => {
      const made = template(args, called)
      return closed(`NOT (${typeof made === 'string' ? made : made.sql})`)
    }
  const decimalQuotient = (left: Operand | undefined, right: Operand | undefined): string => {
    const quotient = `${sqlOf(left)} / ${divisor(right)}`
    const rounded = halfEven(quotient, 16, variant.regexpGroup)
    // Rounding passes through a decimal of 35 digits before the point, which would become the largest one without a word.
    return `CASE WHEN abs(${quotient}) >= 1${'0'.repeat(35)} THEN ${raise('decimal-size', sqlOf(left))} ELSE ${rounded} END`
  }

  return {
    ...standardOperators,
    eq: equals,
    ne: not(equals),
    isNotDistinctFrom: same,
    isDistinctFrom: not(same),
    nullIf: ([left, right, result], called) => {
      const made = equals(left === undefined || right === undefined ? [] : [left, right], called)
      return closed(`CASE WHEN ${typeof made === 'string' ? made : made.sql} THEN NULL ELSE ${sqlOf(result)} END`)
    },
    plus: addition('+', variant.flavor),
    minus: addition('-', variant.flavor),
    div: ([left, right]) =>
      kindOf(left) === 'decimal'
        ? closed(decimalQuotient(left, right))
        : `${asDouble(sqlOf(left))} / ${divisor(right)}`,
    intDiv: wholeQuotient,
    mod: ([left, right]) => `${sqlOf(left)} % ${divisor(right)}`,
    concat: args => call('concat')(...args),
    lower: cased('lower'),
    upper: cased('upper'),
    length: ([value]) => call('char_length')(value),
    substring: ([value, start, count]) =>
      closed(`substr(${sqlOf(value)}, ${position(start)} + 1${count === undefined ? '' : `, ${position(count)}`})`),
    like: ([value, pattern]) => `${sqlOf(value)} LIKE ${exact(sqlOf(pattern))} ESCAPE '\\'`,
    // MySQL goes by the collation of what it looks into, MariaDB by the one that is told.
    contains: ([value, part]) => `locate(${exact(sqlOf(part))}, ${exact(sqlOf(value))}) > 0`,
    containsFolded: ([value, part]) =>
      `locate(CAST(${foldedAscii('lower', sqlOf(part))} AS BINARY), CAST(${foldedAscii('lower', sqlOf(value))} AS BINARY)) > 0`,
    startsWith: ([value, part], { bind }) => {
      const exactly = `left(${sqlOf(value)}, char_length(${sqlOf(part)})) = ${exact(sqlOf(part))}`
      const pattern = part === undefined || value?.node.kind !== 'column' ? undefined : bind(part, prefixPattern)
      // The first part is what an index serves.
      return pattern === undefined ? exactly : `${sqlOf(value)} LIKE ${pattern} ESCAPE '\\' AND ${exactly}`
    },
    endsWith: ([value, part]) => `right(${sqlOf(value)}, char_length(${sqlOf(part)})) = ${exact(sqlOf(part))}`,
    year: datePart('year'),
    month: datePart('month'),
    day: datePart('day'),
    hour: datePart('hour'),
    minute: datePart('minute'),
    second: datePart('second'),
    // Bound as a parameter: the moment of the execution.
    now: ([moment]) => closed(sqlOf(moment)),
    toFloat: ([operand]) => closed(asDouble(sqlOf(operand))),
    toDecimal,
  }
}
