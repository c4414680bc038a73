import { type Source, Temporal, type UntypedRecord } from '@vantage-ts/core'
import { type LanguageSource, openSet, rowsOfSet, VantageError } from '@vantage-ts/core/adapter'
import { allOf, Bound, operandOf, QlExpression, word } from './expression.ts'
import type { Input } from './input.ts'
import { invalid, wholeNumber } from './invalid.ts'
import { OrderKey } from './order-key.ts'
import { nameText } from './name.ts'
import { type RowSource, rowSourceOf, SetSource, type TableRows } from './rows.ts'
import { type Output, outputsOf, QlStatement, type Selectable, writeOutputs } from './statement.ts'
import type { Writer } from './writer.ts'

/** What is read: tables, records, ranges of records, arrays, statements, the rows of a set. */
export type Readable = TableRows | QlExpression | readonly Input[] | object

interface Clauses {
  readonly outputs: readonly Output[]
  readonly isValue: boolean
  readonly isOnly: boolean
  readonly omitted: readonly QlExpression[]
  readonly from: readonly (RowSource | QlExpression)[]
  readonly indexes: readonly string[] | 'none' | undefined
  readonly where: readonly QlExpression[]
  readonly split: readonly QlExpression[]
  readonly groupBy: readonly QlExpression[] | 'all'
  readonly order: readonly (OrderKey | QlExpression)[] | 'random'
  readonly limit: QlExpression | undefined
  readonly start: QlExpression | undefined
  readonly fetched: readonly QlExpression[]
  readonly version: QlExpression | undefined
  readonly timeout: string | undefined
  readonly usesFiles: boolean
}

const noClauses: Clauses = {
  outputs: [],
  isValue: false,
  isOnly: false,
  omitted: [],
  from: [],
  indexes: undefined,
  where: [],
  split: [],
  groupBy: [],
  order: [],
  limit: undefined,
  start: undefined,
  fetched: [],
  version: undefined,
  timeout: undefined,
  usesFiles: false,
}

/** A SELECT. Clauses may come in any order; those given twice are joined. */
export class Select<DS extends Source = Source, Answer = readonly UntypedRecord[]> extends QlStatement<DS, Answer> {
  readonly #is: Clauses
  constructor(source: LanguageSource, clauses: Clauses = noClauses) {
    super(source)
    this.#is = clauses
  }
  #with<Other = Answer>(more: Partial<Clauses>): Select<DS, Other> {
    return new Select<DS, Other>(this.home, { ...this.#is, ...more })
  }

  /** Adds columns: fields and paths as they are called, and objects that name expressions. All fields where there are none. */
  select(...columns: readonly Selectable[]): Select<DS, Answer> {
    if (this.#is.isValue) throw invalid('selectValue() gives one value of each row, and no columns besides')
    return this.#with({ outputs: [...this.#is.outputs, ...columns.flatMap(one => outputsOf(one, 'select'))] })
  }
  /** One value of each row, instead of the row. */
  static ofValue<DS extends Source>(source: LanguageSource, value: unknown): Select<DS, readonly unknown[]> {
    const outputs = [{ of: operandOf(value, 'selectValue'), name: undefined }]
    return new Select(source, { ...noClauses, outputs, isValue: true })
  }
  /** The only row, not in an array. Errors when it runs: `cardinality` for a second row. */
  only(): Select<DS, Answer extends readonly (infer Row)[] ? Row | undefined : Answer> {
    return this.#with({ isOnly: true })
  }
  /** Fields to leave out of the result. */
  omit(...fields: readonly QlExpression[]): Select<DS, Answer> {
    return this.#with({ omitted: [...this.#is.omitted, ...fields.map(one => operandOf(one, 'omit'))] })
  }
  from(...rows: readonly Readable[]): Select<DS, Answer> {
    return this.#with({ from: [...this.#is.from, ...rows.map(one => readableOf(one))] })
  }
  /** Reads by these indexes, if by any; without a name, by none. */
  withIndex(...names: readonly string[]): Select<DS, Answer> {
    const indexes = names.length === 0 ? 'none' : names.map(name => nameText(name, 'withIndex()'))
    return this.#with({ indexes })
  }
  where(...conditions: readonly Input[]): Select<DS, Answer> {
    return this.#with({ where: [...this.#is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  /** A row for each item of a field that is an array. */
  split(...fields: readonly QlExpression[]): Select<DS, Answer> {
    return this.#with({ split: [...this.#is.split, ...fields.map(one => operandOf(one, 'split'))] })
  }
  /** By fields and names of columns of the result. */
  groupBy(...keys: readonly QlExpression[]): Select<DS, Answer> {
    const { groupBy } = this.#is
    if (keys.length === 0) throw invalid('groupBy() takes fields; groupAll() makes one group of all rows')
    const known = groupBy === 'all' ? [] : groupBy
    return this.#with({ groupBy: [...known, ...keys.map(one => operandOf(one, 'groupBy'))] })
  }
  groupAll(): Select<DS, Answer> {
    return this.#with({ groupBy: 'all' })
  }
  /** By fields and names of columns of the result: `orderBy(p.name.asc().collate())`. */
  orderBy(...keys: readonly (OrderKey | QlExpression)[]): Select<DS, Answer> {
    const { order } = this.#is
    return this.#with({ order: [...(order === 'random' ? [] : order), ...keys.map(orderKeyOf)] })
  }
  /** In an order that is another each time. */
  orderAtRandom(): Select<DS, Answer> {
    return this.#with({ order: 'random' })
  }
  /** At most so many rows. A number stands in the text: the engine then keeps no more of them while it orders. */
  limit(rows: number | QlExpression): Select<DS, Answer> {
    const limit = typeof rows === 'number' ? word(String(wholeNumber(rows, 'limit'))) : operandOf(rows, 'limit')
    return this.#with({ limit })
  }
  /** Passes over so many rows. */
  start(rows: Input): Select<DS, Answer> {
    if (typeof rows === 'number') wholeNumber(rows, 'start')
    return this.#with({ start: operandOf(rows, 'start') })
  }
  /** Records in the place of the links to them. */
  fetch(...paths: readonly QlExpression[]): Select<DS, Answer> {
    return this.#with({ fetched: [...this.#is.fetched, ...paths.map(one => operandOf(one, 'fetch'))] })
  }
  /** The rows as they were at a time, where the storage keeps that. */
  version(at: Input): Select<DS, Answer> {
    return this.#with({ version: operandOf(at, 'version') })
  }
  timeout(time: Temporal.Duration): Select<DS, Answer> {
    return this.#with({ timeout: durationText(time, 'timeout') })
  }
  /** Orders in files rather than in memory. */
  tempFiles(): Select<DS, Answer> {
    return this.#with({ usesFiles: true })
  }

  protected override writeValue(out: Writer): void {
    const { outputs, omitted } = this.#is
    if (outputs.length - omitted.length > 1)
      throw invalid('as() of a type is for a select of one column; columns() takes several')
    // A select of whole rows may have one row at most; of a single one there is nothing to look at.
    if (this.#is.isOnly) this.writeHere(out)
    else this.writeStatement(out)
  }

  override writeStatement(out: Writer): void {
    const { from } = this.#is
    const sets = from.filter(one => one instanceof SetSource)
    if (sets.length > 0 && from.length > 1) throw invalid('from(): the rows of a set stand there alone')
    if (from.length === 0) throw invalid('a select without from(); for a value there is return()')
    const [first] = from
    out.within('rows', first instanceof QlExpression ? undefined : first, () => this.#write(out), from.length === 1)
  }

  #write(out: Writer): void {
    const { outputs, isValue, isOnly, omitted, from, indexes, where, split, groupBy, order } = this.#is
    out.text(isValue ? 'SELECT VALUE ' : 'SELECT ')
    if (outputs.length === 0) out.text('*')
    writeOutputs(out, outputs)
    writeList(out, ' OMIT ', omitted)
    out.text(isOnly ? ' FROM ONLY ' : ' FROM ')
    out.each(from, one => one.write(out))
    if (indexes === 'none') out.text(' WITH NOINDEX')
    else if (indexes !== undefined) out.text(` WITH INDEX ${indexes.join(', ')}`)
    writeConditions(out, where)
    writeList(out, ' SPLIT ', split)
    if (groupBy === 'all') out.text(' GROUP ALL')
    else writeList(out, ' GROUP BY ', groupBy)
    if (order === 'random') out.text(' ORDER BY RAND()')
    else writeList(out, ' ORDER BY ', order)
    this.#writeTail(out)
  }
  #writeTail(out: Writer): void {
    const { limit, start, fetched, version, timeout, usesFiles } = this.#is
    writePart(out, ' LIMIT ', limit)
    writePart(out, ' START ', start)
    writeList(out, ' FETCH ', fetched)
    writePart(out, ' VERSION ', version)
    if (timeout !== undefined) out.text(` TIMEOUT ${timeout}`)
    if (usesFiles) out.text(' TEMPFILES')
  }

  /** A set with its conditions and order beside it: what `toSelect()` gives. */
  static ofSet<DS extends Source>(source: LanguageSource, set: unknown): Select<DS> {
    const open = openSet(set, source.database)
    const outputs = open.projection.map(({ name, node }) => ({ name: nameText(name), of: new Bound(node) }))
    if (open.limit !== undefined || open.offset !== undefined) {
      // Its own window stays its own, so that what follows is about the rows in it.
      const rows = rowsOfSet(set, open.alias, source.database)
      const columns = [...rows.columns].map(([name, node]) => ({ name: nameText(name), of: new Bound(node) }))
      return new Select(source, { ...noClauses, outputs: columns, from: [new SetSource(rows, open.alias)] })
    }
    const keys = open.order.map(({ node, direction }, index) => {
      const key = new Bound(node)
      const isLast = node.isNullable && direction === 'asc'
      return { name: nameText(`~k${index}`), of: isLast ? key.coalesce(lastOfAll) : key, direction }
    })
    return new Select(source, {
      ...noClauses,
      outputs: [...outputs, ...keys],
      omitted: keys.map(({ name }) => word(name)),
      from: [new SetSource(open, open.alias)],
      where: open.where === undefined ? [] : [new Bound(open.where)],
      order: keys.map(({ name, direction }) => word(name)[direction]()),
    })
  }
}

/** Sorts after every value but records, which no column holds. */
const lastOfAll = word('type::record("z", "z")')

function readableOf(given: unknown): RowSource | QlExpression {
  const rows = rowSourceOf(given)
  if (rows !== undefined) return rows
  if (given instanceof QlExpression || Array.isArray(given)) return operandOf(given, 'from')
  throw invalid("from() takes tables, records, arrays, statements and rows of sets, such as table('person')")
}

export function orderKeyOf(given: unknown): OrderKey | QlExpression {
  if (given instanceof OrderKey || given instanceof QlExpression) return given
  throw invalid('orderBy() takes fields with their direction, such as p.name.asc(), and no text')
}

export const writeList = (out: Writer, words: string, things: readonly (QlExpression | OrderKey)[]): void => {
  if (things.length === 0) return
  out.text(words)
  out.each(things, one => one.write(out))
}
const writePart = (out: Writer, words: string, of: QlExpression | undefined): void => {
  if (of === undefined) return
  out.text(words)
  of.write(out)
}

/** WHERE: conditions of sets as such, each by itself. */
export function writeConditions(out: Writer, conditions: readonly QlExpression[]): void {
  if (conditions.length === 0) return
  out.text(' WHERE ')
  const whole = allOf(conditions.map(one => (one instanceof Bound ? conditionOf(one) : one)))
  whole?.write(out)
}

const conditionOf = ({ node }: Bound): QlExpression => new QlExpression(out => out.condition(node))

const units = ['weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const
const letters = {
  weeks: 'w',
  days: 'd',
  hours: 'h',
  minutes: 'm',
  seconds: 's',
  milliseconds: 'ms',
  microseconds: 'us',
  nanoseconds: 'ns',
}

/** A duration as it is written. Errors: `invalid` for months, for a negative one and for anything else. */
export function durationText(time: unknown, place: string): string {
  if (!(time instanceof Temporal.Duration))
    throw invalid(`${place}() takes a Temporal.Duration, such as Temporal.Duration.from({ seconds: 5 })`)
  if (time.sign < 0 || time.years !== 0 || time.months !== 0)
    throw new VantageError(`${place}() takes a duration of weeks, days and smaller units that is not negative`, {
      kind: 'invalid',
    })
  const parts = units.filter(unit => time[unit] > 0).map(unit => `${time[unit]}${letters[unit]}`)
  return parts.length === 0 ? '0ns' : parts.join('')
}
