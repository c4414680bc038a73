import type { Type } from '@vantage-ts/core'
import type { Kind } from './schema.ts'
import type { World, WorldColumn, WorldRef } from './world.ts'

/** A column of a set, with values to compare it with. */
export interface SetColumn {
  readonly name: string
  readonly type: Type<unknown>
  readonly family: Kind['family']
  readonly pool: readonly unknown[]
  readonly isNullable: boolean
}

/** What is known of a set while a chain is drawn; columns without an order are not told. */
export interface Shape {
  /** The entity whose references it has; absent for groups and joins. */
  readonly entity: number | undefined
  /** Which database its rows are in. */
  readonly place: number
  readonly columns: readonly SetColumn[]
  readonly ids: readonly string[]
  readonly isCut: boolean
  /** Several rows may have one id, as those that rows of other tables hold. */
  readonly isRepeated?: boolean
  /** It belongs to a row outside, which no other database can look at. */
  readonly isLinked?: boolean
  /** How many databases the rows pass on their way. */
  readonly hops: number
  /** Columns that are read, where they were chosen. */
  readonly selected: readonly string[] | undefined
}

/** Where entities are, by number: 0 is the source under test. */
export type Places = readonly number[]

export function openShape({ entities }: World, places: Places, entity: number, hops = 0): Shape {
  const columns: readonly WorldColumn[] = entities[entity]?.columns ?? []
  return {
    entity,
    place: places[entity] ?? 0,
    columns: columns.filter(({ family }) => family !== 'opaque'),
    ids: columns.filter(({ isId }) => isId).map(({ name }) => name),
    isCut: false,
    hops,
    selected: undefined,
  }
}

export const refsOf = ({ entities }: World, { entity, columns }: Shape): readonly WorldRef[] =>
  entity === undefined
    ? []
    : (entities[entity]?.refs ?? []).filter(
        ({ kind, from }) => kind === 'contained' || from.every(name => columns.some(column => column.name === name)),
      )

/** The columns that reading gives. */
export const visible = ({ columns, selected, ids }: Shape): readonly SetColumn[] =>
  selected === undefined ? columns : columns.filter(({ name }) => selected.includes(name) || ids.includes(name))

/** The set that a reference leads to. */
export function targetShape(world: World, places: Places, { target, view }: WorldRef, hops = 0): Shape {
  const shape = openShape(world, places, target, hops)
  return view === undefined
    ? shape
    : { ...shape, columns: [...shape.columns, ...view.columns], hops: shape.hops + view.hops }
}
