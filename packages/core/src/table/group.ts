import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type Node } from '../expression/node.ts'
import type { OrderKey, Projection } from '../expression/statement.ts'
import { BuiltSelect } from '../set/built-select.ts'
import { derivedFrom, derivedTable } from '../set/derived.ts'
import { isWindowed, type SetState } from '../set/state.ts'
import { unchecked } from '../types/cast.ts'
import { aggregatorNode } from './named-aggregator.ts'

/**
 * Refuses a key that the set does not know, and one that it knows and did not choose: groups would have a column that its rows lack.
 *
 * Errors: `invalid` with the nearest column that can be a key.
 */
export function checkKey({ definition, selected }: SetState, name: string): void {
  definition.column(name)
  if (selected === undefined || holds(selected, name)) return
  const { name: entity } = definition.entity
  const chosen = selected.map(column => column.name)
  throw new VantageError(
    `groupBy() of ${entity}: select() before it leaves out "${name}".${suggest(name, chosen)} Choose "${name}" as well, or group first`,
    { kind: 'invalid', details: { entity, field: name } },
  )
}

/** One row for each group of a set, as a table. Errors: `invalid` for unknown columns, names used twice and what is no aggregator. */
export function grouped(state: SetState, names: readonly string[], spec: unknown): SetState {
  const set = isWindowed(state) || hasComputed(state, names) ? derivedFrom(state) : state
  const { definition, source } = set
  const { name: entity } = definition.entity
  const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid', details: { entity } })
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw invalid('aggregate() takes what to compute by name, such as { n: count(), total: sum(o => o.total) }')
  const keys: Projection[] = []
  for (const name of names) if (!holds(keys, name)) keys.push({ name, node: definition.column(name) })
  const columns = [...keys]
  const isGrouped = keys.length > 0
  // Columns of which every group has a value; the whole set is one group without keys, even where it has no rows.
  const filled: string[] = []
  const wanted = unchecked<Readonly<Record<string, unknown>>>(spec, 'an object has values by name')
  for (const name of Object.keys(wanted)) {
    if (holds(keys, name)) throw invalid(`aggregate(): "${name}" is a column of the group; choose another name`)
    const node = aggregatorNode(set, name, wanted[name])
    if (isGrouped && isFilled(node)) filled.push(name)
    columns.push({ name, node })
  }
  if (columns.length === 0) throw invalid('aggregate() of no groups computes nothing; name a column or an aggregator')
  const groupBy = isGrouped ? keys.map(({ node }) => node) : undefined
  const select = new BuiltSelect({ from: definition.from, columns, where: set.where, groupBy, order: noOrder })
  const isKey = isGrouped && keys.every(({ node }) => !node.isNullable)
  return derivedTable({
    source,
    select,
    name: `${entity} by ${names.length === 1 ? names[0] : names.join(', ')}`,
    filled,
    ids: isKey ? keys.map(({ name }) => name) : [],
    prototype: Object.prototype,
    refsOf: noRefs,
    flagsOf: property => (holds(keys, property) ? definition.flagsOf(property) : calculatedFlags),
    isNarrowed: state.isNarrowed,
  })
}

const holds = (columns: readonly Projection[], wanted: string): boolean => columns.some(({ name }) => name === wanted)
const noOrder: readonly OrderKey[] = Object.freeze([])
const noRefs = (): object => ({})
const calculatedFlags: readonly string[] = ['calculated']

/** Computed keys are computed inside: one that binds values would be another expression each time that it is written. */
const hasComputed = ({ definition }: SetState, names: readonly string[]): boolean =>
  names.some(name => definition.column(name).kind !== 'column')

/** A group has rows, so that its extremes and averages of what is never null are there. */
const isFilled = (node: Node): boolean => node instanceof Aggregate && node.arg?.isNullable !== true
