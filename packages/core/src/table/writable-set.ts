import { linksOf } from '../expression/outlook.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { AbilityName } from '../source/abilities.ts'
import { unsupported } from '../source/guard.ts'
import { isWindowed, type SetState } from '../set/state.ts'

export interface EverythingOptions {
  /** Agrees that every row of the table is meant, on a set that nothing narrows. */
  readonly everything?: boolean
}

const invalid = ({ definition }: SetState, reason: string): VantageError =>
  new VantageError(reason, { kind: 'invalid', details: { entity: definition.entity.name } })

/** A written set is stored, and has no window: a cut would write rows nobody chose. Nor is it that of a row outside. */
export function refuseUnwritable(state: SetState, verb: string): void {
  const { name } = state.definition.entity
  if (state.definition.isDerived)
    throw invalid(state, `${verb} on ${name}, which is made by a query; write to the tables it reads`)
  if (isLinked(state)) throw invalid(state, `${verb} on the ${name} of each row, which getLink() gives; take getRef()`)
  if (isWindowed(state))
    throw invalid(state, `${verb} on a limited or paged set of ${name}; take the limit away, or write by id`)
}

/** Whether its conditions look at a row outside, without which they mean nothing. */
const isLinked = ({ where, definition: { occurrence } }: SetState): boolean =>
  where !== undefined && linksOf([where], [occurrence.key]).size > 0

/** Refuses a write of every row of a table, unless the caller agrees to that. */
export function needNarrowing(state: SetState, verb: string, options: EverythingOptions | undefined): void {
  if (state.isNarrowed || options?.everything === true) return
  const { name } = state.definition.entity
  throw invalid(
    state,
    `${verb}() on a set that nothing narrows would be for every row of ${name}; narrow it, or pass { everything: true }`,
  )
}

/** What a statement alone does not tell: a replace and a patch are both updates, and an empty set sends none. */
export function need({ source }: SetState, ability: AbilityName, what: string): void {
  if (source.can[ability] !== true) throw unsupported(source.name, ability, what)
}

/** Whether the source takes new rows at its end, and nothing else. */
export const isLog = ({ source }: SetState): boolean => source.can.append === true && source.can.insert !== true

/** Refuses a source that takes no new rows. */
export function needInsert(state: SetState): void {
  if (!isLog(state)) need(state, 'insert', 'insert rows')
}
