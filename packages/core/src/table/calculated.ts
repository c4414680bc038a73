import { VantageError } from '../errors/vantage-error.ts'
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
 * Errors: `invalid` for a name that a column has, and for a function that gives no expression of one value.
 */
export function withExpression(state: SetState, table: unknown, { name, build, options }: Calculation): SetState {
  const { definition, selected } = state
  const { name: entity } = definition.entity
  goodName(name)
  if (typeof build !== 'function')
    throw invalid(entity, name, 'takes a function of the set, such as t => t.$.age.plus(1)')
  const node: unknown = build(table)
  if (!(node instanceof Node)) throw invalid(entity, name, 'takes a function that gives an expression')
  if (node.isList)
    throw invalid(entity, name, 'is a list of values; take countExpr(), firstExpr() or another single value')
  checkBelongs(node, definition)
  const flags = [...new Set([...(options?.flags ?? []), 'calculated'])]
  const extended = definition.withCalculated(name, node, flags)
  const added = extended.calculated.get(name)?.node
  const chosen = selected === undefined || added === undefined ? selected : [...selected, { name, node: added }]
  return { ...state, definition: extended, selected: chosen }
}

const invalid = (entity: string, name: string, why: string): VantageError =>
  new VantageError(`${entity}: the calculated column "${name}" ${why}`, {
    kind: 'invalid',
    details: { entity, field: name },
  })
