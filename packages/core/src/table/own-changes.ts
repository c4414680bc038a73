import { type ColumnNode, Literal, type Node } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { SetState } from '../set/state.ts'
import { refused } from './checked-value.ts'
import { fillsOf, keepScope, refinedValue } from './record.ts'
import { Stamping } from './stamping.ts'

interface OwnChange {
  readonly column: StoredColumn
  readonly node: Node
}

/**
 * What a change of a row changes besides: columns that make their value, and the count of its changes.
 *
 * Shape: a column that the scope fixes keeps its value. Errors: `invalid` where the change may leave the scope.
 */
export function ownChanges(state: SetState, given: ReadonlyMap<StoredColumn, unknown>): readonly OwnChange[] {
  const { definition } = state
  const { stamped, version } = definition
  if (stamped.length === 0 && version === undefined) return none
  const fixed = fixedByScope(state)
  const changes: OwnChange[] = []
  const stamping = new Stamping(definition)
  const made = new Map<StoredColumn, unknown>()
  for (const { column, onSave } of stamped)
    if (!given.has(column) && !fixed.has(column.property)) stamping.put(made, column, onSave)
  for (const [column, value] of made) {
    const { type, storage } = column
    changes.push({ column, node: new Literal(type, refinedValue(definition, column, value), storage) })
  }
  if (version !== undefined) {
    const { column } = version
    if (fixed.has(column.property))
      throw refused(
        definition,
        column,
        'is fixed by the scope, and every change counts it; scope by another column',
        'invalid',
      )
    changes.push({ column, node: next(version) })
  }
  keepScope(
    state,
    changes.map(({ column }) => column),
  )
  return changes
}

const fixedByScope = (state: SetState): ReadonlySet<string> =>
  new Set(
    state.scope === undefined
      ? none
      : fillsOf(state).flatMap(({ column, isScoped }) => (isScoped ? [column.property] : [])),
  )
const none: readonly never[] = Object.freeze([])

const next = (version: ColumnNode): Node => version.plus(version.type.name === 'int' ? 1 : 1n)
