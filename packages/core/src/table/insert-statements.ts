import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { Node } from '../expression/node.ts'
import { insertKey } from '../expression/statement-key.ts'
import type { Insert, Select, StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { selectExpressions, type SetState } from '../set/state.ts'
import { keptAdvice } from './kept-rows.ts'
import { wantedOf } from './read.ts'
import { idCondition, shownId, type Values } from './record.ts'
import { isLog } from './writable-set.ts'

export const heldOutside = ({ definition }: SetState, ids: Pick<Values, 'get'>): VantageError => {
  const { name: entity } = definition.entity
  const shown = shownId(definition, ids)
  const advice = definition.keepsDeleted ? `; ${keptAdvice}` : ''
  return new VantageError(`${entity} ${shown}: the id is held by a row outside the set${advice}`, {
    kind: 'conflict',
    retry: 'after-reread',
    details: { entity, id: shown, reason: 'outside-set' },
  })
}

/** Inserts of complete records with insert's meaning for each: one statement for all that give values to the same columns. */
export function insertStatements(
  state: SetState,
  all: readonly Values[],
  returning: readonly StoredColumn[],
): readonly Insert[] {
  const { definition } = state
  const onConflict = definition.ids.length > 0 ? 'skip' : 'fail'
  return byColumns(isLog(state) ? all : firstOfEachId(definition, all)).map(group =>
    insertStatement(state, group, returning, onConflict),
  )
}

/** Ids held by rows outside the set are found before anything is written. */
export async function refuseHeldOutside(state: SetState, all: readonly Values[], options?: CallOptions): Promise<void> {
  for (const select of heldOutsideSelects(state, all)) await refuseHeld(state, select, options)
}

/** What finds ids of records that are held by rows outside the set; nothing where that cannot be. */
export function heldOutsideSelects(state: SetState, all: readonly Values[]): readonly Select[] {
  const { definition, where } = state
  if (where === undefined || definition.ids.length === 0 || isLog(state)) return []
  const withId = all.filter(values => definition.ids.every(({ column }) => values.has(column)))
  return idConditions(definition, withId).map(held => heldOutsideSelect(state, where, held))
}

/** One row outside the set that meets a condition, by its id. */
export function heldOutsideSelect(state: SetState, where: Node, held: Node): Select {
  const outside: SetState = { ...state, where: where.coalesce(false).not().and(held), limit: 1, order: [] }
  const columns = state.definition.ids.map(node => ({ name: node.column.property, node }))
  return selectExpressions(outside, columns, true)
}

/** Conditions that find rows by their ids; composite ids by few at a time, since no engine nests as deeply as there are rows. */
function idConditions(definition: Definition, all: readonly Values[]): readonly Node[] {
  const [only, second] = definition.ids
  if (all.length === 0 || only === undefined) return []
  if (second === undefined) return [only.in(all.map(values => values.get(only.column)))]
  const conditions: Node[] = []
  for (let start = 0; start < all.length; start += compositeIds) {
    const some = all.slice(start, start + compositeIds).map(values => idCondition(definition, values))
    conditions.push(some.reduce((a, b) => a.or(b)))
  }
  return conditions
}
const compositeIds = 200

/** Errors: `conflict` for a row that the select finds. */
export async function refuseHeld(state: SetState, select: Select, options?: CallOptions): Promise<void> {
  const { rows } = await state.source.fetch(select, wantedOf(state, undefined, true), options)
  const [outsider] = rows
  if (outsider === undefined) return
  const row = new Map(Object.entries(outsider ?? {}))
  throw heldOutside(state, { get: column => row.get(column.property) })
}

/** Statements take records by their columns, not in their order; so of one id only the first may be among them. */
function firstOfEachId({ ids }: Definition, all: readonly Values[]): readonly Values[] {
  if (ids.length === 0) return all
  const known = new Set<string>()
  return all.filter(values => {
    if (!ids.every(({ column }) => values.has(column))) return true
    const parts = ids.map(({ column }) => column.type.toText(values.get(column)))
    const key = parts.length === 1 ? (parts[0] ?? '') : JSON.stringify(parts)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

/** Records that give values to the same columns, which one statement inserts. */
function byColumns(all: readonly Values[]): readonly Values[][] {
  const groups = new Map<string, Values[]>()
  for (const values of all) {
    const key = [...values.keys()]
      .map(column => column.property)
      .sort()
      .join(',')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [values])
    else group.push(values)
  }
  return [...groups.values()]
}

export function insertStatement(
  state: SetState,
  all: readonly Values[],
  returning: readonly StoredColumn[],
  onConflict: Insert['onConflict'],
): Insert {
  const { definition } = state
  const columns = [...definition.nodes.values()]
    .map(({ column }) => column)
    .filter(column => all[0]?.has(column) === true)
  const rows = all.map(values => columns.map(column => values.get(column)))
  const parts = { into: definition.occurrence, columns, onConflict, returning }
  return { kind: 'insert', ...parts, rows, key: insertKey(parts) }
}
