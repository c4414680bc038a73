import type { CallOptions } from '../expression/execute.ts'
import { Literal, type Node } from '../expression/node.ts'
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
export function withId({ definition, where }: SetState, ids: Values): Node {
  const conditions: readonly Node[] = definition.ids.map(node =>
    operation('eq', [node, literalOf(node.column, ids.get(node.column))]),
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

/** Changes one row of the set; gives the number of rows with the id. */
export function changeById(state: SetState, ids: Values, changes: Values, options?: CallOptions): MaybePromise<number> {
  const { source } = state
  const statement = new RowUpdate(state, changes, withId(state, ids), none)
  return andThen(source.fetch(statement, wantedOf(state, undefined, true), options), ({ count }) => count)
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
