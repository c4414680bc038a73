import { imported } from '../relation/imported.ts'
import type { Definition, LazyColumn } from '../set/definition.ts'
import { unchecked } from '../types/cast.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { refusePromise } from '../expression/given-promise.ts'
import { Node } from '../expression/node.ts'
import { goodName } from '../column/column.ts'
import { checkBelongs, type SetState } from '../set/state.ts'

export interface CalculatedOptions {
  /** Such as `searchable` or `hidden`; the flag `calculated` is always there. */
  readonly flags?: readonly string[]
}

interface Calculation {
  readonly name: string
  readonly build: unknown
  readonly options: CalculatedOptions | undefined
}

/**
 * The set with one more column, which is computed where the data is.
 *
 * Errors: `invalid` for a name that a column or a method has, and for a function that gives no expression of one value.
 */
export function withExpression(state: SetState, table: unknown, { name, build, options }: Calculation): SetState {
  const { definition } = state
  const { name: entity } = definition.entity
  goodName(name)
  if (name in definition.entity.prototype)
    throw invalid(entity, name, 'has the name of a method of its rows, which it would hide; choose another name')
  if (typeof build !== 'function')
    throw invalid(entity, name, 'takes a function of the set, such as t => t.$.age.plus(1)')
  const node = within(definition, name, () => {
    const built: unknown = build(table)
    return built
  })
  refusePromise(node, () => `${entity}: "${name}"`)
  if (!(node instanceof Node))
    throw invalid(entity, name, 'takes a function that gives an expression of the table, such as t => t.$.age.plus(1)')
  if (node.isList)
    throw invalid(entity, name, 'is a list of values; take countExpr(), maxExpr() or another single value')
  checkBelongs(node, state)
  return added(state, name, node, [...new Set([...(options?.flags ?? []), 'calculated'])])
}

/** Calculated columns that are being built, outermost first. */
const building: string[] = []
/** Columns may nest links to sets with columns of the same name; nobody nests them deeper on purpose. */
const maxNested = 20

/** Refuses columns that are calculated from each other over references, which would never end. */
function within<T>({ entity }: Definition, name: string, build: () => T): T {
  const place = `${entity.name}.${name}`
  if (building.filter(other => other === place).length >= maxNested)
    throw invalid(entity.name, name, `is calculated from itself: ${cycleOf(place).join(' → ')}`)
  building.push(place)
  try {
    return build()
  } finally {
    building.pop()
  }
}

function cycleOf(place: string): readonly string[] {
  return [...building.slice(building.lastIndexOf(place)), place]
}

/** The set with a column that is computed here, once for each row that is loaded. */
export function withLazy(state: SetState, name: string, compute: unknown): SetState {
  const { definition } = state
  goodName(name)
  if (typeof compute !== 'function')
    throw invalid(definition.entity.name, name, 'takes a function of the row, such as u => u.first + u.last')
  return { ...state, definition: definition.withLazy(name, unchecked<LazyColumn>(compute, 'a function')) }
}

/** The set with a column of a row that has-one references lead to, under its path. */
export function withImported(state: SetState, path: string): SetState {
  if (typeof path !== 'string')
    throw invalid(state.definition.entity.name, String(path), 'takes a path such as client.name')
  return added(state, path, imported(state, path), ['calculated', 'imported'])
}

function added(state: SetState, name: string, node: Node, flags: readonly string[]): SetState {
  const { definition, selected } = state
  const extended = definition.withCalculated(name, node, flags)
  const column = extended.calculated.get(name)?.node
  const chosen = selected === undefined || column === undefined ? selected : [...selected, { name, node: column }]
  return { ...state, definition: extended, selected: chosen }
}

const invalid = (entity: string, name: string, why: string): VantageError =>
  new VantageError(`${entity}: the calculated column "${name}" ${why}`, {
    kind: 'invalid',
    details: { entity, field: name },
  })
