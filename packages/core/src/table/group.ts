import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type Node } from '../expression/node.ts'
import type { Projection } from '../expression/statement.ts'
import { BuiltSelect } from '../set/built-select.ts'
import { derivedFrom, derivedTable } from '../set/derived.ts'
import { isWindowed, type SetState } from '../set/state.ts'
import { aggregatorNode } from './named-aggregator.ts'

/** One row for each group of a set, as a table. Errors: `invalid` for unknown columns, names used twice and what is no aggregator. */
export function grouped(state: SetState, names: readonly string[], spec: unknown): SetState {
  const set = isWindowed(state) || hasComputed(state, names) ? derivedFrom(state) : state
  const { definition, source } = set
  const { name: entity } = definition.entity
  const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid', details: { entity } })
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec))
    throw invalid('aggregate() takes what to compute by name, such as { n: count(), total: sum(o => o.total) }')
  const keys: readonly Projection[] = [...new Set(names)].map(name => ({ name, node: definition.column(name) }))
  const computed: readonly Projection[] = Object.entries(spec).map(([name, given]) => {
    if (keys.some(key => key.name === name))
      throw invalid(`aggregate(): "${name}" is a column of the group; choose another name`)
    return { name, node: aggregatorNode(set, name, given) }
  })
  const columns = [...keys, ...computed]
  if (columns.length === 0) throw invalid('aggregate() of no groups computes nothing; name a column or an aggregator')
  const select = new BuiltSelect({
    from: definition.from,
    columns,
    where: set.where,
    // Without keys the whole set is one group, even where it has no rows.
    ...(keys.length === 0 ? {} : { groupBy: keys.map(({ node }) => node) }),
    order: [],
  })
  const isKey = keys.length > 0 && keys.every(({ node }) => !node.isNullable)
  return derivedTable({
    source,
    select,
    name: `${entity} by ${names.join(', ')}`,
    filled: keys.length === 0 ? [] : computed.filter(({ node }) => isFilled(node)).map(({ name }) => name),
    ids: isKey ? keys.map(({ name }) => name) : [],
    prototype: Object.prototype,
    refsOf: noRefs,
    flagsOf: property => (keys.some(({ name }) => name === property) ? definition.flagsOf(property) : calculatedFlags),
    isNarrowed: state.isNarrowed,
  })
}

const noRefs = (): object => ({})
const calculatedFlags: readonly string[] = ['calculated']

/** Computed keys are computed inside: one that binds values would be another expression each time that it is written. */
const hasComputed = ({ definition }: SetState, names: readonly string[]): boolean =>
  names.some(name => definition.column(name).kind !== 'column')

/** A group has rows, so that its extremes and averages of what is never null are there. */
const isFilled = (node: Node): boolean => node instanceof Aggregate && node.arg?.isNullable !== true
