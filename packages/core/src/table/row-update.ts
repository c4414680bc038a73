import type { CallOptions } from '../expression/execute.ts'
import { Literal, type Node } from '../expression/node.ts'
import { isSimple } from '../expression/walk.ts'
import { operation } from '../expression/operate.ts'
import { pairShape, textShape } from '../expression/shape.ts'
import { updateKey } from '../expression/statement-key.ts'
import type { Occurrence, StoredColumn, Update } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import type { SetState } from '../set/state.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { changedMeanwhile, type Expected } from './expected.ts'
import { ownChanges } from './own-changes.ts'
import { rowById, wantedOf } from './read.ts'
import { idOf, type Values } from './record.ts'

/** The columns of a row as the statement that writes it gives them back; none where rows hold more than what is stored. */
export const givenBack = ({ definition, source }: SetState): readonly StoredColumn[] =>
  source.can.returning === true && !definition.isComputed ? storedColumns(definition) : none
const none: readonly StoredColumn[] = Object.freeze([])

export const storedColumns = (definition: Definition): readonly StoredColumn[] => definition.occurrence.table.columns

/** The condition that finds a row of the set by its id, whose parts are checked. */
export const withId = (state: SetState, ids: Values): Node =>
  withIdLiterals(
    state,
    state.definition.ids.map(({ column }) => literalOf(column, ids.get(column))),
  )

function withIdLiterals({ definition, where }: SetState, literals: readonly Literal[]): Node {
  const conditions: readonly Node[] = definition.ids.map((node, index) =>
    operation('eq', [node, literals[index] ?? node]),
  )
  const byId = conditions.reduce((all, one) => all.and(one))
  return where === undefined ? byId : where.and(byId)
}

/** A checked value of a column. */
const literalOf = ({ type, storage }: StoredColumn, value: unknown): Literal => new Literal(type, value, storage)

/** How a write is to be done, besides what it writes. */
export interface HowUpdated {
  readonly options?: CallOptions | undefined
  readonly isPlain?: boolean | undefined
  /** What has to be true of the row that is written. */
  readonly expected?: Expected | undefined
}

/**
 * Changes one row of the set and gives it back; undefined when the set has no row with the id.
 *
 * Shape: without changes the row is read. Errors: those of what was expected of the row.
 */
export function updateById(
  state: SetState,
  ids: Values,
  changes: Values,
  { options, isPlain, expected }: HowUpdated,
): MaybePromise<unknown> {
  const { definition, source } = state
  const id = idOf(definition, ids)
  if (changes.size === 0) {
    const found = rowById(state, id, options, isPlain)
    return expected === undefined ? found : readAsExpected(found, expected)
  }
  const where = expectedOf(withId(state, ids), expected)
  const statement = new RowUpdate(state, changes, where, givenBack(state))
  const answer = source.fetch(statement, wantedOf(state, undefined, isPlain), options)
  return andThen(answer, ({ rows, count }) => {
    if (rows[0] !== undefined) return rows[0]
    if (count > 0) return writtenRow(state, id, options, isPlain)
    return expected === undefined ? undefined : refuseUnexpected(state, id, expected, options)
  })
}

export const expectedOf = (where: Node, expected: Expected | undefined): Node =>
  expected === undefined ? where : where.and(expected.condition)

async function readAsExpected(found: MaybePromise<unknown>, expected: Expected): Promise<unknown> {
  const row = await found
  const refusal = row === undefined ? undefined : await expected.refuse(Object(row))
  if (refusal !== undefined) throw refusal
  return row
}

/** Tells why nothing was written of a row that is there. */
export async function refuseUnexpected(
  state: SetState,
  id: unknown,
  expected: Expected,
  options: CallOptions | undefined,
): Promise<undefined> {
  const row = await rowById(state, id, options)
  if (row === undefined) return
  throw (await expected.refuse(Object(row))) ?? changedMeanwhile(state.definition, Object(row), 'changed')
}

/** The values of one row that is changed. */
interface RowChange {
  /** The row as it was loaded: its id is among its fields. */
  readonly loaded: { get(property: string): unknown }
  readonly changes: Values
}
type ChangeRow = (row: RowChange, signal: AbortSignal | undefined) => MaybePromise<number>

/** What changes certain columns of rows; whether a value is null is a part of its statement. */
interface Changer {
  readonly columns: readonly StoredColumn[]
  readonly nulls: readonly boolean[]
  readonly change: ChangeRow
}
const known = new WeakMap<SetState, Changer[]>()

/**
 * Changes one of many rows of a set; gives the number of rows with the id.
 *
 * Shape: compiled once for the columns that are changed, then only bound.
 */
export function changeById(state: SetState, row: RowChange, signal: AbortSignal | undefined): MaybePromise<number> {
  let ofSet = known.get(state)
  if (ofSet === undefined) {
    ofSet = []
    known.set(state, ofSet)
  }
  for (const changer of ofSet) if (fits(changer, row.changes)) return changer.change(row, signal)
  const change = changerOf(state, row)
  const columns = [...row.changes.keys()]
  // Rows that change in ever other ways are few of each.
  if (ofSet.length < maxChangers) ofSet.push({ columns, nulls: [...row.changes.values()].map(isNull), change })
  return change(row, signal)
}
const maxChangers = 32
const isNull = (value: unknown): boolean => value === null

function fits({ columns, nulls }: Changer, changes: Values): boolean {
  if (columns.length !== changes.size) return false
  let index = 0
  for (const [column, value] of changes) {
    if (columns[index] !== column || nulls[index] !== isNull(value)) return false
    index++
  }
  return true
}

function changerOf(state: SetState, { loaded, changes }: RowChange): ChangeRow {
  const { source, where } = state
  const wanted = wantedOf(state, undefined, true)
  const idsIn = (row: RowChange): readonly Literal[] =>
    state.definition.ids.map(({ column }) => literalOf(column, row.loaded.get(column.property)))
  if (where !== undefined && !isSimple([where]))
    return (row, signal) =>
      andThen(
        source.fetch(
          new RowUpdate(state, row.changes, withIdLiterals(state, idsIn(row)), none),
          wanted,
          signal === undefined ? {} : { signal },
        ),
        ({ count }) => count,
      )
  const readers = new Map<unknown, (row: RowChange) => unknown>()
  const literals = state.definition.ids.map(({ column }) => {
    const { property } = column
    const literal = literalOf(column, loaded.get(property))
    readers.set(literal, row => row.loaded.get(property))
    return literal
  })
  const first = new RowUpdate(state, changes, withIdLiterals(state, literals), none)
  for (const { column, node } of first.set) readers.set(node, row => row.changes.get(column))
  const ready = source.ready<RowChange>(first, wanted, literal => readers.get(literal))
  return (row, signal) => andThen(ready(row, signal), ({ count }) => count)
}

/** The row that was just written: it may have left the set. */
export const writtenRow = (
  state: SetState,
  id: unknown,
  options?: CallOptions,
  isPlain?: boolean,
): MaybePromise<unknown> => rowById({ ...state, where: undefined }, id, options, isPlain)

/** An update whose shape is put together from numbers: its key, a long text, is only made for what is compiled. */
class RowUpdate implements Update {
  readonly kind = 'update'
  readonly table: Occurrence
  readonly set: Update['set']
  readonly where: Node
  readonly returning: readonly StoredColumn[]

  constructor(state: SetState, changes: Values, where: Node, returning: readonly StoredColumn[]) {
    this.table = state.definition.occurrence
    // No Array.from: it takes as long as all the rest.
    const set: { readonly column: StoredColumn; readonly node: Node }[] = []
    for (const [column, value] of changes) set.push({ column, node: literalOf(column, value) })
    for (const change of ownChanges(state, changes)) set.push(change)
    this.set = set
    this.where = where
    this.returning = returning
  }

  get key(): string {
    return updateKey(this)
  }

  /** The same parts as in the key. The returned columns are all or none. */
  get shape(): number {
    let shape = pairShape(pairShape(updates, textShape(this.table.key)), this.returning.length)
    for (const { column, node } of this.set) shape = pairShape(shape, pairShape(textShape(column.property), node.shape))
    return pairShape(shape, this.where.shape)
  }
}
const updates = /* @__PURE__ */ textShape('U|')
