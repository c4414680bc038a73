import { int, text } from '@vantage-ts/core'
import type { Assignment, Change, DrawnChain, Value } from './chain.ts'
import { Dice } from './dice.ts'
import { ChainDrawer, type ChainMeans } from './draw-chain.ts'
import { nestingOfValue } from './nesting.ts'
import type { Places, SetColumn, Shape } from './shape.ts'
import type { World, WorldColumn, WorldEntity } from './world.ts'

/** Reads a change off the numbers of a chain: one that makes sense of the set where it ends, or none. */
export function drawChange(
  does: Change['does'],
  world: World,
  places: Places,
  drawn: DrawnChain,
  means: ChainMeans,
): Change | undefined {
  const isInsert = does === 'insert'
  const maxNesting = means.maxNesting === undefined ? undefined : means.maxNesting - ownNesting
  const drawer = new ChainDrawer(world, places, { ...means, maxNesting, isWritten: !isInsert })
  const wanted = isInsert ? drawn.calls : drawn.calls.filter(({ does: verb }) => verbs.has(verb))
  const [calls, shape] = drawer.chain({ ...drawn, calls: wanted })
  const dice = new Dice(drawn.reads)
  if (does === 'delete') return { does, calls, hops: shape.hops }
  const entity = isInsert ? undefined : world.entities[shape.entity ?? -1]
  const isShallow = (value: Value): boolean =>
    nestingOfValue(world, calls, value) <= (maxNesting ?? Number.POSITIVE_INFINITY)
  const drawing = { dice, drawer, shape, isShallow }
  if (entity === undefined) return drawInsert(drawing, world, places, calls)
  const assigned = updatesOf(drawing, entity)
  return assigned.length === 0
    ? undefined
    : { does: 'update', calls, sets: assigned, hops: shape.hops + hopsOf(assigned) }
}

/** How deep the text of a change nests around what it finds and computes, where an engine has to find it first. */
const ownNesting = 2

/** Calls whose sets can be written. */
const verbs: ReadonlySet<string> = new Set(['where', 'ref', 'calculate', 'import'])

interface Drawing {
  readonly dice: Dice
  readonly drawer: ChainDrawer
  readonly shape: Shape
  isShallow(value: Value): boolean
}
type Assigned = Assignment & { readonly hops: number }

const hopsOf = (assigned: readonly Assigned[]): number => assigned.reduce((total, { hops }) => total + hops, 0)

function updatesOf(drawing: Drawing, { columns }: WorldEntity): readonly Assigned[] {
  const { dice } = drawing
  const free = columns.filter(({ isId }) => !isId)
  const chosen = dice.some(free)
  return (chosen.length === 0 ? free : chosen).slice(0, 3).map(column => {
    const worth = dice.oneIn(3) ? undefined : worthFor(drawing, column)
    return worth ?? { column: column.name, value: literalOf(dice, column), hops: 0 }
  })
}

/** An expression that a column takes. */
function worthFor({ dice, drawer, shape, isShallow }: Drawing, column: WorldColumn): Assigned | undefined {
  for (let tries = 0; tries < 4; tries++) {
    const { value, column: found, hops } = drawer.worth(dice, shape, 1)
    if (found.type === column.type && fits(found, column) && isShallow(value))
      return { column: column.name, value, hops }
  }
  const alike = shape.columns.filter(
    own => own.type === column.type && fits(own, column) && isShallow({ is: 'column', name: own.name }),
  )
  const own = dice.pick(alike)
  return own === undefined ? undefined : { column: column.name, value: { is: 'column', name: own.name }, hops: 0 }
}

const fits = (found: { readonly isNullable: boolean }, { isNullable }: WorldColumn): boolean =>
  isNullable || !found.isNullable

const literalOf = (dice: Dice, { pool, isNullable }: WorldColumn): Value => ({
  is: 'literal',
  value: isNullable && dice.oneIn(4) ? null : dice.pick(pool),
})

/** Rows that differ in their ids become rows that differ in theirs. */
function drawInsert(drawing: Drawing, { entities }: World, places: Places, calls: Change['calls']): Change | undefined {
  const { dice, drawer, shape } = drawing
  if (shape.ids.length === 0 || shape.isRepeated === true) return undefined
  const tables = entities.filter(({ isContained }) => isContained !== true)
  const sources = shape.columns.filter(({ name }) => shape.ids.includes(name))
  if (sources.length < shape.ids.length) return undefined
  const first = dice.below(tables.length)
  for (let tried = 0; tried < tables.length; tried++) {
    const into = (first + tried) % tables.length
    const columns = tables[into]?.columns ?? []
    const ids = columns.filter(({ isId }) => isId)
    const keys = keysOf(dice, sources, ids, drawer)
    if (keys === undefined) continue
    const others = othersOf(drawing, columns)
    const passage = places[into] === shape.place ? 0 : 1
    return { does: 'insert', into, calls, sets: [...keys, ...others], hops: shape.hops + hopsOf(others) + passage }
  }
  return undefined
}

/** What the columns besides the ids get; some are left out. */
function othersOf(drawing: Drawing, columns: readonly WorldColumn[]): readonly Assigned[] {
  const { dice } = drawing
  return columns
    .filter(({ isId, isNullable }) => !isId && !(isNullable && dice.oneIn(4)))
    .map(column => {
      const worth = dice.oneIn(4) ? undefined : worthFor(drawing, column)
      return worth ?? { column: column.name, value: literalOf(dice, column), hops: 0 }
    })
}

/** A value for each column of the new ids, with every column of the old ones in one of them. */
function keysOf(
  dice: Dice,
  sources: readonly SetColumn[],
  ids: readonly WorldColumn[],
  drawer: ChainDrawer,
): readonly Assigned[] | undefined {
  const left = [...sources]
  const keys = ids.map((id): Assigned => {
    const at = left.findIndex(({ type }) => type === id.type)
    const [source] = at < 0 ? [] : left.splice(at, 1)
    if (source === undefined) return { column: id.name, value: { is: 'literal', value: dice.pick(id.pool) }, hops: 0 }
    return { column: id.name, value: moved(dice, source, drawer), hops: 0 }
  })
  return left.length === 0 ? keys : undefined
}

/** Each value becomes another one, so that most rows are new. */
function moved(dice: Dice, { name, type }: SetColumn, drawer: ChainDrawer): Value {
  const own: Value = { is: 'column', name }
  if (dice.oneIn(4)) return own
  if (type === int && drawer.has('plus'))
    return { is: 'call', name: 'plus', args: [own, { is: 'literal', value: 3 + dice.below(40) }] }
  if (type === text && drawer.has('concat'))
    return { is: 'call', name: 'concat', args: [own, { is: 'literal', value: '~' }] }
  return own
}
