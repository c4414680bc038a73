import type { KitRow } from '../kit-table.ts'
import { show } from '../show.ts'
import type { Assignment, Change } from './chain.ts'
import { type PlainRow, type PlainSet, PlainSets, rowsOf } from './plain-sets.ts'
import type { World, WorldEntity } from './world.ts'

/** What a change leaves, and how many rows it wrote. */
export interface PlainOutcome {
  readonly world: World
  readonly count: number
}

/** What a change makes of these rows, by its meaning alone. */
export function plainChange(world: World, change: Change): PlainOutcome {
  const sets = new PlainSets(world)
  const set = sets.run(change.calls, undefined)
  const written = (row: PlainRow, assignments: readonly Assignment[]): KitRow =>
    Object.fromEntries(assignments.map(({ column, value }) => [column, sets.value(value, row, set)]))
  switch (change.does) {
    case 'delete':
      return remade(world, set.entity, ({ rows, columns }) =>
        rows.filter(row => foundIn(set, row, columns) === undefined),
      )
    case 'update': {
      const outcome = remade(world, set.entity, ({ rows, columns }) =>
        rows.map(row => {
          const found = foundIn(set, row, columns)
          return found === undefined ? row : { ...row, ...written(found, change.sets) }
        }),
      )
      return { ...outcome, count: set.rows.length }
    }
    case 'insert':
      return remade(world, change.into, ({ rows, columns }) => {
        const taken = new Set(rows.map(row => idText(new Map(Object.entries(row)), columns)))
        const empty = Object.fromEntries(columns.map(({ name }) => [name, null]))
        const made = rowsOf(set).map(row => ({ ...empty, ...written(row, change.sets) }))
        return [...rows, ...made.filter(row => !taken.has(idText(new Map(Object.entries(row)), columns)))]
      })
  }
}

type Columns = WorldEntity['columns']

const idText = (row: PlainRow, columns: Columns): string =>
  JSON.stringify(columns.filter(({ isId }) => isId).map(({ name }) => show(row.get(name))))

/** The row of a set that is this one. */
const foundIn = ({ rows }: PlainSet, row: KitRow, columns: Columns): PlainRow | undefined => {
  const id = idText(new Map(Object.entries(row)), columns)
  return rows.find(found => idText(found, columns) === id)
}

/** The world with other rows of one entity; every row that came or went counts. */
function remade(
  world: World,
  entity: number | undefined,
  rowsFor: (entity: WorldEntity) => readonly KitRow[],
): PlainOutcome {
  const before = entity === undefined ? undefined : world.entities[entity]
  if (before === undefined) throw new Error('the chain ends in an entity')
  const rows = rowsFor(before)
  const entities = world.entities.map((found, at) => (at === entity ? { ...found, rows } : found))
  return { world: { ...world, entities }, count: Math.abs(rows.length - before.rows.length) }
}
