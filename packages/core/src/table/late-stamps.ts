import type { Stamp } from '../column/column.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { SetState } from '../set/state.ts'
import { fillsOf, notValid, refinedValue, type Values } from './record.ts'
import { Stamping } from './stamping.ts'

interface Late {
  readonly column: StoredColumn
  readonly stamp: Stamp
  readonly isOptional: boolean
}

/**
 * Completed records with the values that columns make for themselves made anew each time: a query may run long after it was
 * built, and for another actor. Ids and defaults stay, so that running it twice creates nothing twice.
 */
export function stampedAtRun(
  state: SetState,
  records: readonly object[],
  all: readonly Values[],
): () => readonly Values[] {
  const late = lateOf(state)
  if (late.length === 0) return () => all
  const lateOfEach = records.map(record => {
    const given = new Map(Object.entries(record))
    return late.filter(({ column }) => given.get(column.property) === undefined)
  })
  return () => all.map((values, index) => stamped(state, values, lateOfEach[index] ?? []))
}

function lateOf(state: SetState): readonly Late[] {
  const { definition } = state
  const fixed = new Set(fillsOf(state).map(({ column }) => column.property))
  return [...definition.nodes.values()].flatMap(({ column }) => {
    const { fill, onInsert, onSave, isOptional, isGenerated } = definition.factsOf(column.property)
    const stamp = onInsert ?? onSave
    if (stamp === undefined || column.isId || fill !== undefined || fixed.has(column.property)) return []
    return [{ column, stamp, isOptional: isOptional || isGenerated }]
  })
}

function stamped({ definition }: SetState, complete: Values, late: readonly Late[]): Values {
  const values = new Map(complete)
  const stamping = new Stamping(definition)
  for (const { column, stamp, isOptional } of late) {
    const { property: field } = column
    values.delete(column)
    stamping.put(values, column, stamp)
    if (values.has(column)) values.set(column, refinedValue(definition, column, values.get(column)))
    else if (!isOptional) throw notValid(definition, [{ field, path: [field], message: 'is required' }])
  }
  return values
}
