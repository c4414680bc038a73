import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type AnyNode, List, Literal, type Node } from '../expression/node.ts'
import { rewriteStatement } from '../expression/rewrite.ts'
import { selectKey } from '../expression/statement-key.ts'
import type { Occurrence, OrderKey, Select, Statement, StoredTable } from '../expression/statement.ts'
import { tablesRead } from '../expression/tables-read.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import { Decimal } from '../types/decimal.ts'
import { durationFromMicroseconds, durationToMicroseconds } from '../types/duration.ts'
import { int } from '../types/int.ts'
import type { Type } from '../types/type.ts'
import type { BackendLimits } from './backend.ts'
import type { RowForm } from './decoder.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { zeroOf } from './empty-answer.ts'
import { Parts } from './unread.ts'

interface Decoded {
  readonly rows: readonly unknown[]
  readonly count: number
}
interface Wanted {
  readonly form: RowForm
  readonly entity: string
}
type Send = (statement: Statement, wanted: Wanted) => MaybePromise<Decoded>
/** Does all parts of a write, or none of them, where the source can. */
export type Together = (work: (send: Send) => Promise<Decoded>) => Promise<Decoded>
type Row = Record<string | number, unknown>

/** The list that is longer than one parameter of this source takes. */
export function overlongList(statement: Statement, limits: BackendLimits): boolean {
  const { maxListLength } = limits
  if (maxListLength === undefined || statement.kind === 'insert') return false
  return overlong(statement, maxListLength).length > 0
}

function overlong(statement: Statement, maxListLength: number): List[] {
  const lists: List[] = []
  walk(nodesOf(statement), node => {
    if (node.kind === 'list' && node.values.length > maxListLength) lists.push(node)
    return undefined
  })
  return lists
}

/**
 * Runs a statement once per chunk of its overlong list and joins the answers as if it had been one.
 *
 * Shape: filters are united, orders and limits merged, counts and sums added; what cannot be joined exactly is refused. A write of
 * several parts goes through `together`.
 * Errors: `too-large` for a list under `not` or `or`, in `notIn`, in a calculated column, for two overlong lists, or for a write
 * that would meet its own rows again.
 */
export async function runChunks(
  statement: Statement,
  limits: BackendLimits,
  wanted: Wanted,
  send: Send,
  together: Together,
): Promise<Decoded> {
  const maxListLength = limits.maxListLength ?? Number.POSITIVE_INFINITY
  const list = chunkable(statement, maxListLength)
  const chunks = split(list, maxListLength)
  const withChunk = <Kind extends Statement>(whole: Kind, chunk: List): Kind =>
    rewriteStatement(whole, node => (node === list ? chunk : undefined))
  if (statement.kind !== 'select') {
    const parts = chunks.map(chunk => withChunk(statement, chunk))
    if (parts.length === 1) return concatenated(await sendEach(parts, wanted, send))
    if (meetsItself(statement, list)) throw tooLarge(list, 'a part of this change would meet what another one wrote')
    return together(async sendInside => concatenated(await sendEach(parts, wanted, sendInside)))
  }
  const parts = chunks.map(chunk => withChunk(statement, chunk))
  const { groupBy, columns } = statement
  if (groupBy !== undefined) throw tooLarge(list, 'groups cannot be joined across chunks')
  for (const { node } of columns)
    if (node instanceof Aggregate && (node.name === 'percentile' || node.name === 'concat'))
      throw tooLarge(list, `${node.name} needs all values of its rows at once`)
  if (columns.some(({ node }) => node.kind === 'aggregate')) return aggregated(statement, parts, wanted, send)
  return merged(statement, parts, wanted, send)
}

const tooLarge = (list: List, why: string): VantageError =>
  new VantageError(
    `a list of ${list.values.length} values does not fit one statement, and ${why}; narrow it or use TableJoin`,
    {
      kind: 'too-large',
      details: { count: list.values.length },
    },
  )

/** The only overlong list, if it stands in an `in` of the top-level AND, where chunks simply unite. */
function chunkable(statement: Statement, maxListLength: number): List {
  const [list, second] = overlong(statement, maxListLength)
  if (list === undefined) throw new VantageError('no list to split', { kind: 'internal' })
  if (second !== undefined) throw tooLarge(list, 'two such lists cannot be split together')
  if (statement.kind === 'insert-select' && !isUnion(statement.select))
    throw tooLarge(list, 'the rows of a limited or grouped set cannot be inserted in parts')
  if (comparedWith(statement, list) === undefined)
    throw tooLarge(list, 'only an in() that narrows the whole set can be split')
  return list
}

/** What is compared with a list, where that narrows the whole set. */
function comparedWith(statement: Statement, list: List): Node | undefined {
  for (const node of conjuncts(conditionOf(statement)))
    if (node.kind === 'operation' && node.operator === 'in' && node.args[1] === list) return node.args[0]
  return undefined
}

function conditionOf(statement: Statement): Node | undefined {
  if (statement.kind === 'insert' || statement.kind === 'raw') return undefined
  return statement.kind === 'insert-select' ? statement.select.where : statement.where
}

/** Whether what one part writes could be read by a later one: as one statement, a change sees the rows as they were. */
function meetsItself(statement: Statement, list: List): boolean {
  if (statement.kind === 'insert-select') return readsOf(statement, statement.into) > 0
  if (statement.kind !== 'update' && statement.kind !== 'delete') return false
  if (readsOf(statement, statement.table) > 1) return true
  const compared = comparedWith(statement, list)
  if (statement.kind === 'delete' || compared === undefined) return false
  const set = new Set(statement.set.map(({ column }) => column.property))
  let isSet = false
  walk([compared], node => {
    isSet ||= node.kind === 'column' && set.has(node.column.property)
    return undefined
  })
  return isSet
}

/** How often a statement reads a table, the one that it changes included. */
const readsOf = (statement: Statement, { table }: Occurrence): number =>
  tablesRead(statement).filter(read => placeOf(read.table) === placeOf(table)).length
const placeOf = ({ path, name }: StoredTable): string => JSON.stringify([...path, name])

/** Whether the rows of a select are those of its parts together. */
const isUnion = ({ limit, offset, groupBy, columns }: Select): boolean =>
  limit === undefined &&
  offset === undefined &&
  groupBy === undefined &&
  !columns.some(({ node }) => node.kind === 'aggregate')

function conjuncts(node: Node | undefined): readonly AnyNode[] {
  if (node === undefined) return []
  const any = node as AnyNode
  return any.kind === 'operation' && any.operator === 'and' ? any.args.flatMap(conjuncts) : [any]
}

/** Chunks without repeated values, so that no row is met twice. */
function split(list: List, size: number): List[] {
  const distinct = [...new Map(list.values.map(value => [list.type.toText(value), value])).values()]
  const chunks: List[] = []
  for (let start = 0; start < distinct.length; start += size)
    chunks.push(new List(list.type, distinct.slice(start, start + size), list.storage))
  return chunks
}

async function sendEach(parts: readonly Statement[], wanted: Wanted, send: Send): Promise<Decoded[]> {
  const answers: Decoded[] = []
  const all = new Parts()
  for (const part of parts) answers.push(await all.run(() => send(part, wanted), { rows: [], count: 0 }))
  all.done()
  return answers
}

const concatenated = (answers: readonly Decoded[]): Decoded => ({
  rows: answers.flatMap(answer => answer.rows),
  count: answers.reduce((sum, answer) => sum + answer.count, 0),
})

/** Reads the first `offset + limit` rows of every chunk with their order keys, merges and cuts. */
async function merged(select: Select, parts: readonly Select[], wanted: Wanted, send: Send): Promise<Decoded> {
  const skip = literalOf(select.offset) ?? 0
  const take = literalOf(select.limit)
  const base = select.columns.length
  const extended = parts.map(part => withOrderKeys(part, take === undefined ? undefined : skip + take))
  const { rows, count } = concatenated(await sendEach(extended, wanted, send))
  const keyOf = (index: number): string | number => (wanted.form === 'tuple' ? base + index : orderName(index))
  const sorted =
    select.order.length === 0
      ? [...rows]
      : [...rows].sort((a, b) => compareRows(a as Row, b as Row, select.order, keyOf))
  const kept = sorted.slice(skip, take === undefined ? undefined : skip + take)
  for (const row of kept) dropOrderKeys(row as Row, select.order.length, wanted.form, base)
  // Rows left out as bad were read too.
  return { rows: kept, count: Math.max(kept.length, Math.min(count - skip, take ?? count)) }
}

const orderName = (index: number): string => `~order${index}`
const literalOf = (node: Node | undefined): number | undefined => {
  const any = node as AnyNode | undefined
  return any?.kind === 'literal' ? Number(any.value) : undefined
}

function withOrderKeys(part: Select, limit: number | undefined): Select {
  const keys = part.order.map(({ node }, index) => ({ name: orderName(index), node }))
  const { offset: _offset, limit: _limit, ...rest } = part
  const columns = [...part.columns, ...keys]
  const changed = { ...rest, columns, ...(limit === undefined ? {} : { limit: new Literal(int, limit) }) }
  return { ...changed, key: selectKey(changed) }
}

function dropOrderKeys(row: Row, count: number, form: RowForm, base: number): void {
  if (form === 'tuple') (row as unknown as unknown[]).length = base
  else for (let index = 0; index < count; index++) delete row[orderName(index)]
}

function compareRows(a: Row, b: Row, order: readonly OrderKey[], keyOf: (index: number) => string | number): number {
  for (let index = 0; index < order.length; index++) {
    const { node, direction } = order[index] ?? {}
    const left = a[keyOf(index)]
    const right = b[keyOf(index)]
    if (node === undefined || left === right) continue
    if (left === null) return 1
    if (right === null) return -1
    const compared = node.type.compare(left, right)
    if (compared !== 0) return direction === 'desc' ? -compared : compared
  }
  return 0
}

/** Adds counts and sums, compares extremes, and rebuilds averages from sums and counts. */
async function aggregated(select: Select, parts: readonly Select[], wanted: Wanted, send: Send): Promise<Decoded> {
  const asked = select.columns.map(({ name, node }) => {
    const any = node as AnyNode
    if (any.kind !== 'aggregate')
      throw new VantageError('an aggregate over chunks stands alone', { kind: 'unsupported' })
    return { name, node: any }
  })
  const columns = asked.flatMap(({ name, node }) =>
    node.name === 'avg'
      ? [
          { name: `${name}~sum`, node: new Aggregate('sum', node.arg) },
          { name: `${name}~count`, node: new Aggregate('count', node.arg) },
        ]
      : [{ name, node }],
  )
  const rewritten = parts.map(part => {
    const changed = { ...part, columns }
    return { ...changed, key: selectKey(changed) }
  })
  const answers = await sendEach(rewritten, { ...wanted, form: 'plain' }, send)
  const rows = answers.map(answer => answer.rows[0] as Row)
  const joined = asked.map(({ name, node }) => joinAggregate(name, node, rows))
  const row =
    wanted.form === 'tuple' ? joined : Object.fromEntries(asked.map(({ name }, index) => [name, joined[index]]))
  return { rows: [row], count: 1 }
}

function joinAggregate(name: string, node: Aggregate, rows: readonly Row[]): unknown {
  const type = node.arg?.type ?? int
  if (node.name === 'avg') {
    const count = add(
      int,
      rows.map(row => row[`${name}~count`]),
    ) as number
    return count === 0
      ? null
      : divide(
          type,
          add(
            type,
            rows.map(row => row[`${name}~sum`]),
          ),
          count,
        )
  }
  const values = rows.map(row => row[name]).filter(value => value !== null)
  if (node.name === 'count' || node.name === 'sum') return add(node.type, values)
  return values.reduce<unknown>((best, value) => {
    if (best === null) return value
    const isBetter = node.name === 'min' ? type.compare(value, best) < 0 : type.compare(value, best) > 0
    return isBetter ? value : best
  }, null)
}

function add(type: Type<unknown>, values: readonly unknown[]): unknown {
  return values.reduce((sum, value) => {
    if (type.arithmetic === 'decimal') return (sum as Decimal).plus(value as Decimal)
    if (type.arithmetic === 'duration') return (sum as Temporal.Duration).add(value as Temporal.Duration)
    if (type.arithmetic === 'bigint') return (sum as bigint) + (value as bigint)
    return inRange(type, (sum as number) + (value as number))
  }, zeroOf(type))
}

function inRange(type: Type<unknown>, sum: number): number {
  if (type.arithmetic === 'int' ? Number.isSafeInteger(sum) : Number.isFinite(sum)) return sum
  throw new VantageError(`the sum goes beyond what ${type.name} holds; sum it with toDecimal()`, {
    kind: 'too-large',
    details: { type: type.name },
  })
}

function divide(type: Type<unknown>, sum: unknown, count: number): unknown {
  if (type.arithmetic === 'decimal') return (sum as Decimal).dividedBy(Decimal.from(count))
  if (type.arithmetic === 'duration') {
    const micros = Decimal.ofScaled(durationToMicroseconds(sum as Temporal.Duration), 0)
    return durationFromMicroseconds(micros.dividedBy(count, { scale: 0 }).coefficient)
  }
  return Number(sum) / count
}
