import type { KitContext } from '../kit-case.ts'
import type { Opened } from '../kit-source.ts'
import { type KitTable, tableOf } from '../kit-table.ts'
import { show } from '../show.ts'
import { WorldClasses } from './build-set.ts'
import { type ChainMeans, withViews } from './draw-chain.ts'
import type { Places } from './shape.ts'
import { type World, worldOf } from './world.ts'

/** A world as numbers. */
export interface DrawnWorld {
  readonly world: number
  readonly maxRows: number
  /** Bits that say which entities are in another database. */
  readonly places: number
}

export interface StageOptions {
  /** Where the rows of some entities are: nowhere else, in memory, or in a second source of the kind under test. */
  readonly elsewhere: 'nowhere' | 'memory' | 'same kind'
  /** Part of the rows is written by a transaction that is still open, and the chains are its own. */
  readonly inTransaction?: boolean
}

/** A world whose rows are in real tables. */
export interface Stage {
  readonly world: World
  readonly places: Places
  readonly means: ChainMeans
  readonly opened: readonly Opened[]
  readonly isRefused: KitContext['isRefused']
  readonly classes: WorldClasses
}

/** Makes the tables of a world, and runs work on them. */
export async function onStage(
  context: KitContext,
  drawn: DrawnWorld,
  { elsewhere, inTransaction = false }: StageOptions,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  const { types, can, operators } = context.facts
  const means: ChainMeans = { can, operators, maxNesting: context.maxNesting }
  const plain = worldOf(drawn.world, drawn.maxRows, { types, lacks: context.lacks })
  const places = plain.entities.map(({ isContained }, at) =>
    elsewhere === 'nowhere' || isContained === true ? 0 : (drawn.places >> at) & 1,
  )
  const world = withViews(plain, places, drawn.world, means)
  const isEarly = (at: number): boolean => !inTransaction || at % 2 === 0
  const tables = (place: number) =>
    new WorldClasses(world, places, []).in(place).map(({ entity, at }) => ({
      ...tableOf(
        entity,
        world.entities[at]?.rows.filter((_row, row) => isEarly(row)),
      ),
      references: referencesOf(world, places, at),
    }))
  const here = await context.open(...tables(0))
  const there = places.includes(1)
    ? await (elsewhere === 'memory' ? context.openMemory : context.open)(...tables(1))
    : here
  const opened = here === there ? [here] : [here, there]
  const { isRefused } = context
  const stage = { world, places, means, opened, isRefused }
  if (!inTransaction) return work({ ...stage, classes: new WorldClasses(world, places, [here.source, there.source]) })
  const transaction = await here.source.begin()
  const classes = new WorldClasses(world, places, [transaction.source], here.source)
  for (const { at } of classes.in(0))
    await classes.open(at).insertMany((world.entities[at]?.rows ?? []).filter((_row, row) => !isEarly(row)))
  await work({ ...stage, classes })
  await transaction.rollback()
}

/** Which columns of an entity hold ids of which other in the same place, where an id is one column. */
function referencesOf({ entities }: World, places: Places, entity: number): NonNullable<KitTable['references']> {
  const found = entities.flatMap(({ refs }, owner) =>
    refs.flatMap(({ kind, from, to, target, through }) => {
      if (kind === 'hasOne' && owner === entity) return [{ key: from, ids: to, target }]
      return through?.entity === entity ? [{ key: through.from, ids: from, target: owner }] : []
    }),
  )
  return Object.fromEntries(
    found.flatMap(({ key: [key, second], ids, target }) => {
      const { name = '', columns = [] } = entities[target] ?? {}
      const own = columns.filter(({ isId }) => isId).map(id => id.name)
      const isLink = second === undefined && own.length === 1 && own[0] === ids[0] && places[target] === places[entity]
      return key === undefined || !isLink ? [] : [[key, name]]
    }),
  )
}

/** How many statements were sent so far. */
export const sentCount = ({ opened }: Stage): number => opened.reduce((total, { sent }) => total + sent.length, 0)

/** An error that tells what was there, what was asked, the last statements, and what was found. */
export function told({ world, places, opened }: Stage, asked: unknown, found: string): Error {
  const tables = world.entities.map(({ name, columns, refs, rows, isContained }, at) => {
    const facts = columns.map(
      ({ name: column, type, isNullable, isId }) => `${column}:${type.name}${isId ? '!' : isNullable ? '?' : ''}`,
    )
    const held = rows.map(row => `  ${JSON.stringify(show(row))}`)
    const place = isContained === true ? 'a column' : places[at]
    return [`${name} in ${place}: ${facts.join(' ')}`, `  ${JSON.stringify(show(refs))}`, ...held].join('\n')
  })
  const sent = opened.flatMap(({ sent: all }) =>
    all.slice(-4).map(({ source, text, values }) => `  ${source}: ${text} ${JSON.stringify(show(values))}`),
  )
  return new Error([...tables, JSON.stringify(show(asked)), 'sent at last', ...sent, found].join('\n'))
}
