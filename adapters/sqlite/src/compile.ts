import { type CompiledStatement, type Statement, type Type, VantageError } from '@vantage-ts/core/adapter'
import {
  type AggregateTemplate,
  checkPlaceholders,
  closed,
  type Dialect,
  type Fragment,
  type ListItem,
  type Operand,
  type OperatorTable,
  type OperatorTemplate,
  operatorsOf,
  type RenderedInsert,
  render,
  renderInsert,
  standardAggregates,
  standardOperators,
} from '@vantage-ts/sql'
import { globOf, neverMatching, prefixEnd } from './pattern.ts'
import { storages } from './types.ts'

type Arithmetic = NonNullable<Type<unknown>['arithmetic']> | 'moment'
type Numbers = { readonly [Kind in Arithmetic]?: (a: string, b: string, right: Operand) => string | Fragment }

const kindOf = (type: Type<unknown>): Arithmetic | undefined =>
  type.arithmetic ?? (type.units === undefined ? undefined : 'moment')

/** An operator whose text depends on what numbers it is given. */
const numeric =
  (numbers: Numbers): OperatorTemplate =>
  ([left, right], { name }) => {
    const kind = left && kindOf(left.type)
    const made = kind && numbers[kind]
    if (left === undefined || made === undefined)
      throw new VantageError(`${name}() has no meaning for ${left?.type.name}`, { kind: 'invalid' })
    return made(left.sql, right?.sql ?? '', right ?? left)
  }

const infix = (word: string) => (a: string, b: string) => `${a} ${word} ${b}`
const int64 = (sql: string): Fragment => closed(`vantage_int64(${sql})`)
const whole = (word: string) => (a: string, b: string) => int64(`${a} ${word} ${b}`)
const call =
  (name: string) =>
  (...args: readonly string[]): Fragment =>
    closed(`${name}(${args.join(', ')})`)
const two = (name: string) => (a: string, b: string) => call(name)(a, b)
const one = (name: string) => (a: string) => call(name)(a)
const cast = (sql: string, type: string): Fragment => closed(`CAST(${sql} AS ${type})`)
const quotient = (a: string, b: string): string => `CAST(${a} AS REAL) / ${b}`
const truncated = (a: string, b: string): Fragment => closed(`trunc(${quotient(a, b)})`)
const isFraction = ({ type }: Operand): boolean => type.arithmetic === 'float'

const arithmetic: OperatorTable = {
  plus: numeric({
    int: infix('+'),
    float: infix('+'),
    bigint: whole('+'),
    duration: whole('+'),
    decimal: two('vantage_decimal_plus'),
    moment: two('vantage_instant_plus'),
  }),
  minus: numeric({
    int: infix('-'),
    float: infix('-'),
    bigint: whole('-'),
    duration: whole('-'),
    decimal: two('vantage_decimal_minus'),
    moment: (a, b, right) =>
      call(
        right.type.units === undefined || right.type.arithmetic ? 'vantage_instant_minus' : 'vantage_instant_between',
      )(a, b),
  }),
  mul: numeric({
    // Checked at once, since a product may leave 64 bits and would go on as a rounded REAL.
    int: (a, b, right) => (isFraction(right) ? `${a} * ${b}` : cast(`vantage_int(${a} * ${b})`, 'INTEGER')),
    float: infix('*'),
    bigint: whole('*'),
    decimal: two('vantage_decimal_times'),
  }),
  div: numeric({ int: quotient, float: quotient, bigint: quotient, decimal: two('vantage_decimal_divided') }),
  intDiv: numeric({
    int: (a, b, right) => (isFraction(right) ? truncated(a, b) : `CAST(${a} AS INTEGER) / CAST(${b} AS INTEGER)`),
    float: truncated,
    bigint: whole('/'),
    decimal: two('vantage_decimal_int_divided'),
  }),
  mod: numeric({
    int: (a, b, right) => (isFraction(right) ? call('mod')(a, b) : `${a} % ${b}`),
    float: two('mod'),
    bigint: infix('%'),
    decimal: two('vantage_decimal_remainder'),
  }),
  negate: numeric({
    int: a => `- ${a}`,
    float: a => `- ${a}`,
    bigint: a => int64(`- ${a}`),
    duration: a => int64(`- ${a}`),
    decimal: one('vantage_decimal_negated'),
  }),
  abs: numeric({
    int: one('abs'),
    float: one('abs'),
    bigint: one('abs'),
    duration: one('abs'),
    decimal: one('vantage_decimal_abs'),
  }),
  toFloat: numeric({
    int: a => cast(a, 'REAL'),
    float: a => closed(a),
    bigint: a => cast(a, 'REAL'),
    decimal: one('vantage_decimal_to_float'),
  }),
  toDecimal: numeric({
    int: a => cast(`CAST(${a} AS INTEGER)`, 'TEXT'),
    float: one('vantage_float_to_decimal'),
    bigint: a => cast(a, 'TEXT'),
    decimal: a => closed(a),
  }),
}

/** SQLite's own `length`, `substr` and `GLOB` stop at a NUL; text that holds one takes the long way. */
const withoutNul = (text: string, plain: string, otherwise: string): Fragment =>
  closed(`CASE WHEN instr(${text}, char(0)) = 0 THEN ${plain} ELSE ${otherwise} END`)

const sqlOf = (operand: Operand | undefined): string => operand?.sql ?? 'NULL'

const texts: OperatorTable = {
  lower: ([text]) => call('lower')(sqlOf(text)),
  upper: ([text]) => call('upper')(sqlOf(text)),
  length: ([text]) => withoutNul(sqlOf(text), `length(${sqlOf(text)})`, `vantage_length(${sqlOf(text)})`),
  substring: (args, { bind }) => {
    const text = sqlOf(args[0])
    // Longer than any text; the engine takes no more than 32 bits here.
    const clamped = args
      .slice(1)
      .map(bound => bind(bound, value => Math.min(Number(value), 2_000_000_000)) ?? bound.sql)
    const [start = '0', ...count] = clamped
    const slow = ['vantage_substring', [text, start, ...(count.length === 0 ? ['2000000000'] : count)].join(', ')]
    return withoutNul(text, `substr(${[text, `${start} + 1`, ...count].join(', ')})`, `${slow[0]}(${slow[1]})`)
  },
  contains: ([text, part]) => `instr(${sqlOf(text)}, ${sqlOf(part)}) > 0`,
  containsFolded: ([text, part]) => `instr(lower(${sqlOf(text)}), lower(${sqlOf(part)})) > 0`,
  startsWith: ([text, part], { bind }) => {
    const end = part && text?.node.kind === 'column' ? bind(part, prefixEnd) : undefined
    // A range, so that an index on the column serves.
    if (end === undefined) return `instr(${sqlOf(text)}, ${sqlOf(part)}) = 1`
    const column = `${sqlOf(text)} COLLATE BINARY`
    return `${column} >= ${sqlOf(part)} AND ${column} < ${end}`
  },
  endsWith: ([text, part]) => call('vantage_ends_with')(sqlOf(text), sqlOf(part)),
  like: ([text, pattern], { bind }) => {
    const bound = pattern && bind(pattern, value => globOf(String(value)) ?? neverMatching)
    const slow = `vantage_like(${sqlOf(text)}, ${sqlOf(pattern)})`
    if (bound === undefined) return closed(slow)
    // The cast keeps the engine from planning the statement anew for every pattern.
    return withoutNul(sqlOf(text), `${sqlOf(text)} GLOB CAST(${bound} AS TEXT)`, slow)
  },
}

/** Dates, times and moments are text of fixed width, so their parts have fixed places; moments are in UTC. */
const datePart =
  (start: number, length: number, inTime: number | undefined): OperatorTemplate =>
  ([value], { name }) => {
    const type = value?.type.name ?? ''
    const at = type === 'plainTime' ? inTime : type === 'plainDate' && inTime !== undefined ? undefined : start
    if (at === undefined || !(type.startsWith('instant') || type.startsWith('plain')))
      throw new VantageError(`${type} has no ${name}`, { kind: 'invalid', details: { type } })
    return cast(`substr(${sqlOf(value)}, ${at}, ${length})`, 'INTEGER')
  }

const dates: OperatorTable = {
  year: datePart(1, 4, undefined),
  month: datePart(6, 2, undefined),
  day: datePart(9, 2, undefined),
  hour: datePart(12, 2, 1),
  minute: datePart(15, 2, 4),
  second: datePart(18, 2, 7),
}

/** Aggregates over types that the engine cannot add up or compare by itself. */
const aggregate =
  (
    name: 'sum' | 'min' | 'max' | 'avg',
    own: { readonly [Kind in Arithmetic]?: (sql: string) => string },
  ): AggregateTemplate =>
  (arg, type, option) => {
    const kind = arg && kindOf(arg.type)
    const made = kind && own[kind]
    return made === undefined ? standardAggregates[name](arg, type, option) : closed(made(sqlOf(arg)))
  }

/** Items of a list that JSON cannot hold as they are. */
const listForms: {
  readonly [typeName: string]: { encode(item: unknown): unknown; readonly decode: (sql: string) => string }
} = {
  // The engine's own reading of fractions is exact only from version 3.53 on.
  float: { encode: String, decode: sql => `vantage_number(${sql})` },
  bytes: { encode: item => hexOf(item), decode: sql => `unhex(${sql})` },
}
const hexOf = (item: unknown): string =>
  item instanceof Uint8Array ? Array.from(item, byte => byte.toString(16).padStart(2, '0')).join('') : ''

const members = (list: string, { type, key }: ListItem): string => {
  const form = listForms[type.name]
  return `(SELECT ${key(form === undefined ? 'value' : form.decode('value'))} FROM json_each(${list}))`
}

function listText(items: readonly unknown[], { type }: ListItem): string {
  const form = listForms[type.name]
  const texts = items.map(item =>
    typeof item === 'bigint' ? item.toString() : JSON.stringify(form === undefined ? item : form.encode(item)),
  )
  return `[${texts.join(',')}]`
}

/** A moment's text with nine digits after the second, so that different precisions compare. */
const widened = ({ sql, type }: Operand): string => `rtrim(${sql}, 'Z') || '${zeros[type.units ?? 'ns']}'`
const zeros = { ms: '000000', us: '000', ns: '' }

export const dialect: Dialect = {
  name: 'SQLite',
  storages,
  rows: 'arrays',
  placeholder: () => '?',
  repeatsPlaceholders: false,
  constants: { true: '1', false: '0' },
  operators: { ...standardOperators, ...arithmetic, ...texts, ...dates },
  aggregates: {
    count: standardAggregates.count,
    sum: aggregate('sum', { decimal: sql => `coalesce(vantage_decimal_sum(${sql}), '0')` }),
    min: aggregate('min', { decimal: sql => `vantage_decimal_min(${sql})` }),
    max: aggregate('max', { decimal: sql => `vantage_decimal_max(${sql})` }),
    avg: aggregate('avg', {
      decimal: sql => `vantage_decimal_avg(${sql})`,
      duration: sql => `vantage_average(sum(${sql}), count(${sql}))`,
    }),
    // As a double, since a driver refuses to hand over a whole number that is none.
    percentile: (arg, _type, fraction) => closed(`vantage_percentile(CAST(${sqlOf(arg)} AS REAL), ${sqlOf(fraction)})`),
    concat: (arg, _type, separator) => closed(`vantage_concat(${sqlOf(arg)}, ${sqlOf(separator)})`),
  },
  list: {
    in: (left, list, item) => `${left} IN ${members(list, item)}`,
    notIn: (left, list, item) => `${left} NOT IN ${members(list, item)}`,
    encode: listText,
  },
  align: (left, right) =>
    left.type.units !== undefined && right.type.units !== undefined
      ? [`(${widened(left)})`, `(${widened(right)})`]
      : [left.sql, right.sql],
  // SQLite would take the first row of several; `max` of one value is that value, whatever its type.
  scalar: (select, value) =>
    `(SELECT CASE WHEN count(*) < 2 THEN max(${value}) ELSE vantage_cardinality() END FROM (SELECT ${value} FROM (${select}) LIMIT 2))`,
  // SQLite computes values row by row while it writes, and those of an update with FROM before: https://sqlite.org/lang_update.html#upfrom
  valuesFirst: 'FROM (SELECT 1)',
  window: (limit, offset) => `LIMIT ${limit ?? '-1'}${offset === undefined ? '' : ` OFFSET ${offset}`}`,
}

export const operators = operatorsOf(dialect)

/** A compiled statement with what the connection keeps for it. */
export interface Compiled extends CompiledStatement {
  readonly kind: Statement['kind']
  readonly insert: RenderedInsert | undefined
  readonly givesRows: boolean
  /** Nobody reads a second row. */
  readonly isSingle: boolean
  /** Certain to change nothing. */
  readonly isRead: boolean
  /** The prepared statement last used, and the connection it belongs to. */
  prepared?: { readonly connection: object; readonly statement: object } | undefined
}

export function compile(statement: Statement): Compiled {
  const { kind } = statement
  if (kind === 'insert') {
    const insert = renderInsert(statement, dialect)
    const { text, slots, rows } = insert
    return {
      text,
      slots,
      rows,
      kind,
      insert,
      givesRows: statement.returning.length > 0,
      isSingle: false,
      isRead: false,
      prepared: undefined,
    }
  }
  const { text, slots, rows } = render(statement, dialect)
  checkPlaceholders(text, slots.length, quotedText)
  if (kind === 'raw' && transactionControl.test(text))
    throw new VantageError('transactions are begun and ended by begin(), not by a template', { kind: 'invalid' })
  const givesRows = kind === 'select' || (kind !== 'raw' && statement.returning.length > 0)
  const isRead = kind === 'select' || (kind === 'raw' && /^\s*(select|values|explain)\b/i.test(text))
  const isSingle = kind === 'select' && statement.isSingle === true
  return { text, slots, rows, kind, insert: undefined, givesRows, isSingle, isRead, prepared: undefined }
}

const transactionControl = /^\s*(begin|commit|end|rollback|savepoint|release)\b/i

/** What in SQL text may hold a question mark that is no placeholder: strings, quoted names, comments. */
const quotedText = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*(?:.|\n)*?\*\//g
