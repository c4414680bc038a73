import { VantageError } from '../errors/vantage-error.ts'
import { keepInside } from '../expression/home.ts'
import type { ColumnNode } from '../expression/node.ts'
import type { Definition } from '../set/definition.ts'
import { conditionOf, narrowed, type SetState } from '../set/state.ts'
import { isOpenable, isStated, openKey, stateKey } from '../set/stated.ts'
import { unknownReference } from '../set/unknown-name.ts'
import { reachedFrom } from '../source/beside-transaction.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { unchecked } from '../types/cast.ts'
import type { Ref } from './ref.ts'

/** One step of a reference: the rows of `target` whose keys are among those of the rows it starts from. */
export interface Hop {
  readonly target: SetState
  /** Columns of the rows it starts from, by name, and the target's columns that hold their values. */
  readonly from: readonly string[]
  readonly to: readonly ColumnNode[]
}

/** A declared reference, resolved for one set. */
export interface Reference {
  readonly name: string
  readonly kind: 'one' | 'many'
  /** One hop, or two over a table in between. */
  readonly hops: readonly Hop[]
}

/**
 * Looks a reference up on the model of a set.
 *
 * Errors: `invalid` for an unknown name (naming the nearest), for columns that are not there, and for keys that do not fit.
 */
export function referenceOf(state: SetState, name: string): Reference {
  const { definition, source } = state
  const refs = new Map<string, unknown>(Object.entries(definition.entity.refsOf()))
  const found = refs.get(name)
  if (found === undefined) throw unknownReference(definition.entity, name, referenceOver(refs, name))
  if (opens(found)) throw invalid(definition, name, 'leads into a column of its rows; follow it with getRef()')
  if (!isRef(found)) throw invalid(definition, name, 'is no reference; declare it with hasOne, hasMany or manyToMany')
  const ref = found
  const target = opened(ref.target(), { definition, name, source })
  const whole = ref.where === undefined ? target : narrowed(target, conditionOf(ref.where, target, 'where'))
  const wanted = { ...whole, isNarrowed: false }
  return { name, kind: ref.kind, hops: hopsOf(ref, wanted, { definition, name, source }) }
}

/** The reference whose key is a column of this name: whoever names the column means it. */
const referenceOver = (refs: ReadonlyMap<string, unknown>, column: string): string | undefined =>
  [...refs].find(([, ref]) => isRef(ref) && ref.keys.held === 'here' && ref.keys.foreign.includes(column))?.[0]

/** The columns by which references leave rows of a set, but for ids; no reference is followed for it. */
export function keysHeld({ entity }: Definition): readonly string[] {
  const keys = Object.values(entity.refsOf()).map(ref => (isRef(ref) ? ref.keys : undefined))
  return keys.flatMap(key => {
    if (key === undefined || key.held === 'between') return []
    return key.held === 'here' ? key.foreign : (key.references ?? [])
  })
}

interface Place {
  readonly definition: Definition
  readonly name: string
  readonly source: BoundSource
}

function hopsOf(ref: Ref<'one' | 'many', unknown>, target: SetState, place: Place): readonly Hop[] {
  const { keys } = ref
  if (keys.held === 'between') {
    const through = opened(keys.through(), place)
    const middle: SetState = { ...through, isNarrowed: false }
    return [
      hop(idNames(place.definition, place), middle, keys.from, place),
      hop(keys.to, target, idNames(target.definition, place), place, middle.definition),
    ]
  }
  return keys.held === 'here'
    ? [hop(keys.foreign, target, keys.references ?? idNames(target.definition, place), place)]
    : [hop(keys.references ?? idNames(place.definition, place), target, keys.foreign, place)]
}

function hop(
  from: readonly string[],
  target: SetState,
  to: readonly string[],
  place: Place,
  start: Definition = place.definition,
): Hop {
  if (from.length !== to.length)
    throw invalid(
      place.definition,
      place.name,
      `has a key of ${countOf(from)} (${from.join(', ')}) for one of ${to.length} (${to.join(', ')})`,
    )
  for (const column of from) storedColumn(start, column, place)
  return { target, from, to: to.map(column => storedColumn(target.definition, column, place)) }
}

const countOf = ({ length }: readonly string[]): string => (length === 1 ? 'one column' : `${length} columns`)

/** Keys are compared where the rows are, so a computed column is none. */
function storedColumn(definition: Definition, column: string, { name, definition: owner }: Place): ColumnNode {
  try {
    const node = definition.column(column)
    if (node.kind === 'column') return node
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`the reference ${owner.entity.name}.${name}`)
  }
  throw invalid(owner, name, `needs stored columns as its key, and ${definition.entity.name}.${column} is calculated`)
}

function idNames(definition: Definition, place: Place): readonly string[] {
  if (definition.ids.length > 0) return definition.ids.map(({ name }) => name)
  throw invalid(
    place.definition,
    place.name,
    `needs an id of ${definition.entity.name}, which has none; pass references`,
  )
}

/**
 * An entity on the source of the set; a table where it is, inside the set's transaction where that is of its database.
 *
 * A set of rows inside a column has only them: other entities are on the source of the rows that hold the column.
 */
function opened(target: unknown, { definition, name, source: own }: Place): SetState {
  const source = own.opensOn
  if (isOpenable(target)) {
    const there = target[openKey](source)
    return own === source || there.definition.entity !== definition.entity ? there : target[openKey](own)
  }
  if (isStated(target)) {
    const state = target[stateKey]
    const reached = reachedFrom(source, state.source)
    if (state.source.database === source.database)
      keepInside(
        state.source,
        source,
        () => `${state.definition.entity.name}, where ${name} leads,`,
        definition.entity.name,
      )
    return reached === state.source ? state : { ...state, source: reached }
  }
  throw invalid(definition, name, 'leads to what is neither an entity nor a table, such as () => Session')
}

/** A reference that opens its target by itself. */
interface Opening {
  open(hosts: SetState, name: string): SetState
}
const opens = (value: unknown): value is Opening =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function'

/** The rows inside the rows of a set, where the reference is of that kind. */
export function insideOf(state: SetState, name: string): SetState | undefined {
  const refs = new Map<string, unknown>(Object.entries(state.definition.entity.refsOf()))
  const ref = refs.get(name)
  return opens(ref) ? ref.open(state, name) : undefined
}

const isRef = (value: unknown): value is Ref<'one' | 'many', unknown> =>
  typeof value === 'object' && value !== null && 'keys' in value && 'target' in value && 'kind' in value

export const invalid = ({ entity }: Definition, name: string, why: string): VantageError =>
  new VantageError(`${entity.name}.${name}: ${why}`, { kind: 'invalid', details: { entity: entity.name, field: name } })

/** The columns of a set by which a hop leaves it. */
export const leaving = ({ definition }: SetState, { from }: Hop): readonly ColumnNode[] =>
  from.map(name => keyColumn(definition, name))

/** A column of a key; that it is stored was checked when the reference was resolved. */
export const keyColumn = (definition: Definition, name: string): ColumnNode =>
  unchecked<ColumnNode>(definition.column(name), 'the columns of keys are stored ones')
