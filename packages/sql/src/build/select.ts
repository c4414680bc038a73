import { Literal, openSet, type OpenSet, VantageError } from '@vantage-ts/core/adapter'
import { Call, Words } from './call.ts'
import { ColumnName, EveryColumn } from './columns.ts'
import { DerivedRows } from './derived-rows.ts'
import { allOf, Bound, isOperand, keyOf, operandOf, type OrderItem, SqlExpression } from './expression.ts'
import {
  always,
  type Join,
  joinAll,
  type JoinKind,
  joinOn,
  joinUsing,
  lateralOf,
  needAnalytics,
  writeJoin,
} from './join.ts'
import { type Language, nameKey } from './language.ts'
import { checkedName } from './names.ts'
import { Part } from './part.ts'
import { rowSourceOf } from './row-names.ts'
import { type RowSource, writeRows } from './row-source.ts'
import { sampleText } from './sample.ts'
import { SetSource } from './set-rows.ts'
import { type Database, SqlStatement } from './statement.ts'
import { orderKeyOf, Window } from './window.ts'
import { noWith, type With } from './with.ts'
import type { Writer } from './writer.ts'

/** A column of the result, and the name it gets. */
interface Output {
  readonly name: string | undefined
  readonly of: SqlExpression
}

interface Lock {
  readonly strength: string
  readonly of: readonly RowSource[]
  readonly wait: 'NOWAIT' | 'SKIP LOCKED' | undefined
}

export interface LockOptions {
  /** Only rows of these tables. */
  readonly of?: readonly object[]
  /** Rows that another transaction holds are left out. */
  readonly skipLocked?: boolean
  /** Fails at once where another transaction holds one. */
  readonly noWait?: boolean
}

interface Clauses {
  readonly with: With
  readonly distinct: boolean | readonly SqlExpression[]
  readonly outputs: readonly Output[]
  readonly from: readonly RowSource[]
  readonly joins: readonly Join[]
  readonly where: readonly SqlExpression[]
  readonly groupBy: readonly Part[]
  readonly having: readonly SqlExpression[]
  readonly windows: readonly (readonly [string, Window])[]
  readonly qualify: readonly SqlExpression[]
  readonly sample: string | undefined
  readonly order: readonly (OrderItem | SqlExpression)[]
  readonly limit: SqlExpression | undefined
  readonly offset: SqlExpression | undefined
  readonly locks: readonly Lock[]
}

const noClauses: Clauses = {
  with: noWith,
  distinct: false,
  outputs: [],
  from: [],
  joins: [],
  where: [],
  groupBy: [],
  having: [],
  windows: [],
  qualify: [],
  sample: undefined,
  order: [],
  limit: undefined,
  offset: undefined,
  locks: [],
}

const invalid = (why: string, field?: string): VantageError =>
  new VantageError(why, { kind: 'invalid', ...(field === undefined ? {} : { details: { field } }) })

/** A SELECT that is being built; its public faces, one per language, say which of its clauses there are. */
export class SelectStatement extends SqlStatement {
  readonly #is: Clauses
  constructor(database: Database, clauses: Clauses = noClauses) {
    super(database)
    this.#is = clauses
  }
  #with(more: Partial<Clauses>): SelectStatement {
    return new SelectStatement(this.database, { ...this.#is, ...more })
  }

  get givesRows(): boolean {
    return true
  }
  override get isWrite(): boolean {
    return this.#is.with.isWrite
  }
  override get hasWith(): boolean {
    return !this.#is.with.isEmpty
  }

  with(...named: readonly unknown[]): SelectStatement {
    return this.#with({ with: this.#is.with.and(named, this.database.language) })
  }
  withNamed(named: With): SelectStatement {
    return named === noWith ? this : this.#with({ with: named })
  }
  /** Adds columns: columns as they are called, and objects that name expressions. */
  select(...given: readonly unknown[]): SelectStatement {
    return this.#with({ outputs: [...this.#is.outputs, ...given.flatMap(outputsOf)] })
  }
  distinct(): SelectStatement {
    return this.#with({ distinct: true })
  }
  distinctOn(...keys: readonly unknown[]): SelectStatement {
    if (keys.length === 0) throw invalid('distinctOn() takes what rows are told apart by; distinct() takes nothing')
    return this.#with({ distinct: keys.map(key => operandOf(key, 'distinctOn')) })
  }

  from(...rows: readonly unknown[]): SelectStatement {
    return this.#with({ from: [...this.#is.from, ...rows.map(one => this.rows(one, 'from'))] })
  }
  join(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('join', rows, on)
  }
  leftJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('leftJoin', rows, on)
  }
  rightJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('rightJoin', rows, on)
  }
  fullJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('fullJoin', rows, on)
  }
  crossJoin(rows: unknown): SelectStatement {
    return this.#unconditional('crossJoin', rows)
  }
  /** Joins by columns that both sides call the same. */
  joinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('join', rows, columns)
  }
  leftJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('leftJoin', rows, columns)
  }
  rightJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('rightJoin', rows, columns)
  }
  fullJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('fullJoin', rows, columns)
  }
  /** Joins by all columns that both sides call the same. */
  naturalJoin(rows: unknown): SelectStatement {
    return this.#unconditional('naturalJoin', rows)
  }
  naturalLeftJoin(rows: unknown): SelectStatement {
    return this.#unconditional('naturalLeftJoin', rows)
  }
  naturalRightJoin(rows: unknown): SelectStatement {
    return this.#unconditional('naturalRightJoin', rows)
  }
  naturalFullJoin(rows: unknown): SelectStatement {
    return this.#unconditional('naturalFullJoin', rows)
  }
  /** Joins the nearest row: the last condition is the one that orders, such as a moment at or before another. */
  asofJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('asofJoin', rows, on)
  }
  asofLeftJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('asofLeftJoin', rows, on)
  }
  semiJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('semiJoin', rows, on)
  }
  antiJoin(rows: unknown, on: unknown): SelectStatement {
    return this.#joined('antiJoin', rows, on)
  }
  asofJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('asofJoin', rows, columns)
  }
  asofLeftJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('asofLeftJoin', rows, columns)
  }
  semiJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('semiJoin', rows, columns)
  }
  antiJoinUsing(rows: unknown, ...columns: readonly string[]): SelectStatement {
    return this.#using('antiJoin', rows, columns)
  }
  /** Joins the rows at the same places of both sides. */
  positionalJoin(rows: unknown): SelectStatement {
    return this.#unconditional('positionalJoin', rows)
  }
  /** Joins a statement that sees the rows before it. */
  joinLateral(rows: unknown, on: unknown = always): SelectStatement {
    return this.#lateral('join', rows, on)
  }
  leftJoinLateral(rows: unknown, on: unknown = always): SelectStatement {
    return this.#lateral('leftJoin', rows, on)
  }
  crossJoinLateral(rows: unknown): SelectStatement {
    return this.#add(joinAll('crossJoin', lateralOf(this.rows(rows, 'crossJoinLateral'))))
  }

  where(...conditions: readonly unknown[]): SelectStatement {
    return this.#with({ where: [...this.#is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  groupBy(...keys: readonly unknown[]): SelectStatement {
    const made = keys.map(key => (key instanceof GroupingKey ? key : keyOf(key, 'groupBy')))
    return this.#with({ groupBy: [...this.#is.groupBy, ...made] })
  }
  having(...conditions: readonly unknown[]): SelectStatement {
    return this.#with({ having: [...this.#is.having, ...conditions.map(one => operandOf(one, 'having'))] })
  }
  /** Names a window, for `over(name)`. */
  window(given: string, window: Window): SelectStatement {
    const name = checkedName(given, 'a window', 'window')
    if (!(window instanceof Window)) throw invalid(`window(): "${name}" takes window().partitionBy(…)`, name)
    const { language } = this.database
    if (this.#is.windows.some(([known]) => nameKey(language, known) === nameKey(language, name)))
      throw invalid(`window(): the name "${name}" is used twice; give one of them another`, name)
    return this.#with({ windows: [...this.#is.windows, [name, window]] })
  }
  qualify(...conditions: readonly unknown[]): SelectStatement {
    return this.#with({ qualify: [...this.#is.qualify, ...conditions.map(one => operandOf(one, 'qualify'))] })
  }
  usingSample(size: unknown): SelectStatement {
    return this.#with({ sample: sampleText(size, 'usingSample') })
  }
  orderBy(...keys: readonly unknown[]): SelectStatement {
    return this.#with({ order: [...this.#is.order, ...keys.map(key => orderKeyOf(key, 'orderBy'))] })
  }
  limit(rows: unknown): SelectStatement {
    return this.#with({ limit: rowCountOf(rows, 'limit') })
  }
  /** So many of a hundred rows. */
  limitPercent(percent: unknown): SelectStatement {
    needAnalytics(this.database.language, 'LIMIT of a part')
    if (typeof percent === 'number' ? !(percent >= 0 && percent <= 100) : !(percent instanceof SqlExpression))
      throw invalid('limitPercent() takes a number from 0 to 100, or an expression')
    return this.#with({ limit: new Words(['(', ') %'], [operandOf(percent, 'limitPercent')]) })
  }
  offset(rows: unknown): SelectStatement {
    return this.#with({ offset: rowCountOf(rows, 'offset') })
  }
  forUpdate(options?: LockOptions): SelectStatement {
    return this.#locked('FOR UPDATE', options)
  }
  forNoKeyUpdate(options?: LockOptions): SelectStatement {
    return this.#locked('FOR NO KEY UPDATE', options)
  }
  forShare(options?: LockOptions): SelectStatement {
    return this.#locked('FOR SHARE', options)
  }
  forKeyShare(options?: LockOptions): SelectStatement {
    return this.#locked('FOR KEY SHARE', options)
  }

  #locked(strength: string, { of = [], skipLocked = false, noWait = false }: LockOptions = {}): SelectStatement {
    if (skipLocked && noWait) throw invalid('a lock either skips locked rows or fails at once; give one of the two')
    const wait = skipLocked ? 'SKIP LOCKED' : noWait ? 'NOWAIT' : undefined
    const lock: Lock = { strength, of: of.map(rows => this.rows(rows, 'of')), wait }
    return this.#with({ locks: [...this.#is.locks, lock] })
  }

  #joined(kind: JoinKind, rows: unknown, on: unknown): SelectStatement {
    return this.#add(joinOn(kind, this.rows(rows, kind), on))
  }
  #lateral(kind: JoinKind, rows: unknown, on: unknown): SelectStatement {
    const place = `${kind}Lateral`
    return this.#add(joinOn(kind, lateralOf(this.rows(rows, place)), on, place))
  }
  #unconditional(kind: JoinKind, rows: unknown): SelectStatement {
    return this.#add(joinAll(kind, this.rows(rows, kind)))
  }
  #using(kind: JoinKind, rows: unknown, columns: readonly string[]): SelectStatement {
    return this.#add(joinUsing(kind, this.rows(rows, `${kind}Using`), columns))
  }
  #add(joined: Join): SelectStatement {
    if (this.#is.from.length === 0) throw invalid('a join needs from() before it')
    return this.#with({ joins: [...this.#is.joins, joined] })
  }

  override get givesOneRow(): boolean {
    const { limit, groupBy, having, outputs } = this.#is
    if (limit instanceof Bound && limit.node instanceof Literal && limit.node.value === 1) return true
    const of = outputs[0]?.of
    return groupBy.length === 0 && having.length === 0 && outputs.length === 1 && of instanceof Call && of.isAggregate
  }
  override get endsInFrom(): boolean {
    const { where, groupBy, having, windows, qualify, sample, order, limit, offset } = this.#is
    return (
      [where, groupBy, having, windows, qualify, order].every(clause => clause.length === 0) &&
      sample === undefined &&
      limit === undefined &&
      offset === undefined
    )
  }
  /** Whether it may stand in a compound as it is. */
  get isBare(): boolean {
    const { with: named, order, limit, offset, locks } = this.#is
    return named === noWith && order.length === 0 && limit === undefined && offset === undefined && locks.length === 0
  }

  /** Undefined where a part of the result has no known names. */
  override get outputs(): readonly string[] | undefined {
    const names: string[] = []
    for (const { name, of } of this.#is.outputs) {
      if (name !== undefined) names.push(name)
      else if (of instanceof EveryColumn && of.outputNames !== undefined) names.push(...of.outputNames)
      else return undefined
    }
    return names
  }

  override writeStatement(out: Writer): void {
    this.#is.with.around(out, () => this.writeBody(out))
  }

  /** The rows that it reads. */
  get reads(): readonly RowSource[] {
    return [...this.#is.from, ...this.#is.joins.map(({ rows }) => rows)]
  }
  /** What follows WITH. */
  writeBody(out: Writer): void {
    const { windows, from, joins } = this.#is
    const read = joins.length === 0 ? from : [...from, ...joins.map(({ rows }) => rows)]
    const known = windows.length === 0 ? noNames : new Set(windows.map(([name]) => name))
    out.within(known, read, () => this.#write(out))
  }

  #write(out: Writer): void {
    const { distinct, outputs, from, joins, where, groupBy, having, windows, order, limit, offset, locks } = this.#is
    const { qualify, sample } = this.#is
    if (qualify.length > 0 || sample !== undefined)
      needAnalytics(out.language, sample === undefined ? 'QUALIFY' : 'USING SAMPLE')
    checkAliases(out.language, [...from, ...joins.map(({ rows }) => rows)])
    out.text('SELECT ')
    if (distinct === true) out.text('DISTINCT ')
    else if (distinct !== false) {
      out.need(
        out.language.has.distinctOn,
        'DISTINCT ON',
        'number the rows with rowNumber().over(…) and keep the first',
      )
      out.text('DISTINCT ON (')
      out.each(distinct, key => key.write(out))
      out.text(') ')
    }
    if (outputs.length === 0) throw invalid('a select without columns; name some with select(…)')
    out.each(outputs, output => writeOutput(out, output))
    if (from.length > 0) {
      out.text(' FROM ')
      out.each(from, rows => writeRows(out, rows))
      for (const joined of joins) writeJoin(out, joined)
    }
    writeCondition(out, ' WHERE ', where)
    if (groupBy.length > 0) {
      out.text(' GROUP BY ')
      out.each(groupBy, key => key.write(out))
    }
    writeCondition(out, ' HAVING ', having)
    if (windows.length > 0) {
      out.text(' WINDOW ')
      out.each(windows, ([name, window]) => {
        out.name(name)
        out.text(' AS (')
        window.write(out)
        out.text(')')
      })
    }
    writeCondition(out, ' QUALIFY ', qualify)
    if (sample !== undefined) out.text(` USING SAMPLE ${sample}`)
    writeTail(out, { order, limit, offset })
    for (const lock of locks) writeLock(out, lock)
  }

  /** A set with its conditions, order and window beside it: what `toSelect()` gives. */
  static ofSet(database: Database, set: unknown): SelectStatement {
    const open = openSet(set, database.source.database)
    const source = new SetSource(open, open.alias, database.source.database)
    return new SelectStatement(database, {
      ...noClauses,
      outputs: open.projection.map(({ name, node }) => ({ name, of: new Bound(node) })),
      from: [source],
      where: open.where === undefined ? [] : [new Bound(open.where)],
      order: orderOf(open),
      limit: open.limit === undefined ? undefined : operandOf(open.limit, 'limit'),
      offset: open.offset === undefined ? undefined : operandOf(open.offset, 'offset'),
    })
  }
}
const noNames: ReadonlySet<string> = new Set()

const orderOf = ({ order }: OpenSet): readonly OrderItem[] =>
  order.map(({ node, direction }) => {
    const key = new Bound(node)[direction]()
    return node.isNullable ? key.nullsLast() : key
  })

/** What GROUP BY takes besides expressions: `ROLLUP (a, b)`, `GROUPING SETS (…)`. */
export class GroupingKey extends Part {
  readonly #words: string
  readonly #sets: readonly (readonly SqlExpression[] | GroupingKey)[]
  constructor(words: string, sets: readonly (readonly SqlExpression[] | GroupingKey)[]) {
    super()
    this.#words = words
    this.#sets = sets
  }
  override write(out: Writer): void {
    out.need(out.language.has.groupingSets, this.#words, 'unite one select per level of grouping')
    out.text(`${this.#words} (`)
    out.each(this.#sets, set => {
      const [only, second] = set instanceof GroupingKey ? [set] : set
      if (only !== undefined && second === undefined) {
        only.write(out)
        return
      }
      out.text('(')
      if (!(set instanceof GroupingKey)) out.each(set, key => key.write(out))
      out.text(')')
    })
    out.text(')')
  }
}

function outputsOf(given: unknown): readonly Output[] {
  if (given instanceof ColumnName) return [{ name: given.column, of: given }]
  if (given instanceof SqlExpression) return [{ name: undefined, of: given }]
  const rows = rowSourceOf(given)
  if (rows instanceof DerivedRows) throw invalid('select() takes columns of rows; to read the statement use from()')
  if (rows !== undefined) return [{ name: undefined, of: new EveryColumn(rows) }]
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid('select() takes columns, and objects that name expressions: { total: o.price.mul(o.count) }')
  const operand = namedOperand(given)
  if (operand !== undefined) return [operand]
  return Object.entries(given).map(([name, value]) => ({
    name: checkedName(name, 'a column of the result', 'select'),
    of: operandOf(value, `select(): ${name}`),
  }))
}

/** A column of a set goes by its name; another expression of sets has none. */
function namedOperand(given: object): Output | undefined {
  if (!isOperand(given)) return undefined
  const name = 'name' in given && typeof given.name === 'string' ? given.name : undefined
  return { name, of: operandOf(given, 'select') }
}

/** Two places of one name would be one to the database, or an error that names neither. */
function checkAliases(language: Language, rows: readonly RowSource[]): void {
  const seen = new Set<string>()
  for (const { alias } of rows) {
    const key = nameKey(language, alias)
    if (seen.has(key))
      throw invalid(`two places of the select are called "${alias}"; give one of them another name`, alias)
    seen.add(key)
  }
}

function writeOutput(out: Writer, { name, of }: Output): void {
  of.write(out)
  if (name === undefined || (of instanceof ColumnName && of.column === name)) return
  out.text(' AS ')
  out.resultName(name)
}

export function writeCondition(out: Writer, word: string, conditions: readonly SqlExpression[]): void {
  const condition = allOf(conditions)
  if (condition === undefined) return
  out.text(word)
  condition.write(out)
}

/** How many rows. Errors: `invalid` for a value that is no count: databases round it, or take it for no limit at all. */
export function rowCountOf(rows: unknown, place: string): SqlExpression {
  const isExpression = typeof rows === 'object' && rows !== null && (rows instanceof SqlExpression || isOperand(rows))
  const isCount = typeof rows === 'bigint' ? rows >= 0n : Number.isSafeInteger(rows) && Number(rows) >= 0
  if (!isExpression && !isCount) throw invalid(`${place}() takes a whole number of rows, 0 or more, or an expression`)
  return operandOf(rows, place)
}

/** Order and window, which end a select and a compound. */
export interface Tail {
  readonly order: readonly (OrderItem | SqlExpression)[]
  readonly limit: SqlExpression | undefined
  readonly offset: SqlExpression | undefined
}

export function writeTail(out: Writer, { order, limit, offset }: Tail): void {
  if (order.length > 0) {
    out.text(' ORDER BY ')
    out.each(order, key => key.write(out))
  }
  if (limit !== undefined) {
    out.text(' LIMIT ')
    limit.write(out)
  } else if (offset !== undefined && out.language.noLimit !== undefined) out.text(` LIMIT ${out.language.noLimit}`)
  if (offset === undefined) return
  out.text(' OFFSET ')
  offset.write(out)
}

function writeLock(out: Writer, { strength, of, wait }: Lock): void {
  out.need(out.language.has.rowLocks, strength, 'a transaction has the database to itself')
  out.text(` ${out.language.writes?.locks?.[strength] ?? strength}`)
  if (of.length > 0) {
    out.need(out.language.has.locksOf !== false, `${strength} OF`, 'leave the tables out')
    out.text(' OF ')
    out.each(of, ({ alias }) => out.name(alias))
  }
  if (wait !== undefined) out.text(` ${wait}`)
}
