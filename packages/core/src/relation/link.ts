import { occurringAs } from '../set/occurrence.ts'
import { narrowed, type SetState } from '../set/state.ts'
import { unsupported } from '../source/guard.ts'
import { followed, following, hopInto, related } from './follow.ts'
import { type Hop, keyColumn, leaving, referenceOf } from './reference.ts'

/**
 * The rows that a reference leads to from the row it is embedded in: for calculated columns and conditions.
 *
 * Errors: `unsupported` from one database into another, and where a source cannot look at the row outside.
 */
export function linked(state: SetState, name: string): SetState {
  const { definition, source } = state
  const [first, second] = referenceOf(state, name).hops
  if (first === undefined) return followed(state, name)
  if (source.can.correlate !== true)
    throw unsupported(source.name, 'correlate', `follow ${definition.entity.name}.${name} for each row`, 'use getRef()')
  for (const { target } of second === undefined ? [first] : [first, second])
    if (target.source.database !== source.database)
      throw unsupported(
        source.name,
        'correlate',
        `follow ${definition.entity.name}.${name} for each row into ${target.source.name}`,
        'use getRef(), or join the sets with TableJoin',
      )
  return following(state, name, () => matching(state, first, second))
}

/** Those of the first hop that meet the row outside, or what they lead to. */
function matching(state: SetState, first: Hop, second: Hop | undefined): SetState {
  const outer = state.definition.occurrence.key
  const inner = occurringAs(first.target, `${first.target.definition.occurrence.key}<${outer}`)
  const keys = leaving(state, first)
  const held = first.to.map(({ name: column }) => keyColumn(inner.definition, column))
  const meeting = held.map((node, index) => node.eq(keys[index])).reduce((all, one) => all.and(one))
  const reached = narrowed(inner, meeting)
  return second === undefined ? reached : related(reached, apart(second, outer))
}

/** The last step over a table in between; its target may be the table outside once more. */
const apart = (hop: Hop, outer: string): Hop =>
  hopInto(occurringAs(hop.target, `${hop.target.definition.occurrence.key}<<${outer}`), hop)
