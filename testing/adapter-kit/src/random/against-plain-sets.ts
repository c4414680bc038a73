import { isDeepStrictEqual } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import * as fc from 'fast-check'
import type { KitContext } from '../kit-case.ts'
import type { Opened } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { show } from '../show.ts'
import { checkRandomly } from './check-randomly.ts'
import { type LooseSet, SetBuilder, WorldClasses } from './build-set.ts'
import { type Chain, chains, type DrawnChain, seeds, type SortKey } from './chain.ts'
import { type ChainMeans, drawChain, withViews } from './draw-chain.ts'
import { type PlainAnswer, plainAnswer, plainTargets } from './plain-sets.ts'
import type { Places } from './shape.ts'
import { type World, worldOf } from './world.ts'

interface Program {
  readonly world: number
  readonly maxRows: number
  /** Bits that say which entities are in another database. */
  readonly places: number
  readonly chains: readonly DrawnChain[]
}

export interface RandomSetOptions {
  /** How many worlds are made. */
  readonly runs: number
  /** Where the rows of some entities are: nowhere else, in memory, or in a second source of the kind under test. */
  readonly elsewhere: 'nowhere' | 'memory' | 'same kind'
  /** Part of the rows is written by a transaction that is still open, and the chains are its own. */
  readonly inTransaction?: boolean
  /** At the end, all rows that a chain leads to are deleted. */
  readonly deletes?: boolean
}

const programs: fc.Arbitrary<Program> = fc.record({
  world: seeds,
  maxRows: fc.integer({ min: 2, max: 9 }),
  places: fc.nat(255),
  chains: fc.array(chains, { minLength: 1, maxLength: 8, size: 'max' }),
})

/** Makes random worlds and random chains over them, and compares what the sets give with what plain lists give. */
export async function againstPlainSets(context: KitContext, options: RandomSetOptions): Promise<void> {
  const tally: Tally = { chains: 0, refused: 0 }
  await checkRandomly(programs, options.runs, program =>
    context.during(inner => runProgram(inner, program, options, tally)),
  )
  if (tally.refused * 4 > tally.chains * 3)
    throw new Error(`${tally.refused} of ${tally.chains} small chains were refused as too large`)
}

async function runProgram(
  context: KitContext,
  program: Program,
  { elsewhere, inTransaction = false, deletes = false }: RandomSetOptions,
  tally: Tally,
): Promise<void> {
  const { types, can, operators } = context.facts
  const lacks = context.lacks
  const means: ChainMeans = { can, operators }
  const plain = worldOf(program.world, program.maxRows, { types, lacks })
  const places = plain.entities.map((_entity, at) => (elsewhere === 'nowhere' ? 0 : (program.places >> at) & 1))
  const world = withViews(plain, places, program.world, means)
  const isEarly = (at: number): boolean => !inTransaction || at % 2 === 0
  const tables = (place: number) =>
    new WorldClasses(world, places, []).in(place).map(({ entity, at }) =>
      tableOf(
        entity,
        world.entities[at]?.rows.filter((_row, row) => isEarly(row)),
      ),
    )
  const here = await context.open(...tables(0))
  const there = places.includes(1)
    ? await (elsewhere === 'memory' ? context.openMemory : context.open)(...tables(1))
    : here
  const opened = here === there ? [here] : [here, there]
  const run = async (classes: WorldClasses): Promise<void> => {
    const builder = new SetBuilder(classes)
    for (const drawn of program.chains) {
      const chain = drawChain(world, places, drawn, means)
      const isAnswered = await compare(chain, builder, opened, { world, places })
      tally.chains++
      if (!isAnswered) tally.refused++
    }
    const [last] = program.chains
    if (deletes && last !== undefined) {
      const calls = last.calls.filter(({ does }) => does === 'where' || does === 'ref' || does === 'calculate')
      await compareDeletion(drawChain(world, places, { ...last, calls }, means), classes, opened, { world, places })
    }
  }
  if (!inTransaction) return run(new WorldClasses(world, places, [here.source, there.source]))
  const transaction = await here.source.begin()
  const classes = new WorldClasses(world, places, [transaction.source], here.source)
  for (const { at } of classes.in(0))
    await classes.open(at).insertMany((world.entities[at]?.rows ?? []).filter((_row, row) => !isEarly(row)))
  await run(classes)
  await transaction.rollback()
}

/** Chains run so far, and those of them that the engine found too large. */
interface Tally {
  chains: number
  refused: number
}

interface Background {
  readonly world: World
  readonly places: Places
}

async function compare(
  chain: Chain,
  builder: SetBuilder,
  opened: readonly Opened[],
  background: Background,
): Promise<boolean> {
  const expected = plainAnswer(background.world, chain)
  const before = opened.map(({ sent }) => sent.length)
  const story = (found: string): Error =>
    told(chain, opened, before, background, `${found}\nplain lists: ${JSON.stringify(show(expected.found))}`)
  let set: LooseSet | undefined
  let steps = 0
  let found: unknown
  try {
    set = builder.build(chain.calls)
    steps = set.explain().steps.filter(({ source }) => source !== 'client').length
    if (opened.some(({ sent }, at) => sent.length !== before[at])) throw story('building and explaining sent something')
    found = await builder.read(set, chain)
  } catch (thrown) {
    if (!VantageError.is(thrown)) throw thrown
    // Engines bound how deep a statement may be; that they say so is right.
    if (thrown.kind === 'too-large') return false
    const failed = story(
      `failed: ${thrown.kind}: ${thrown.stack}\n${thrown.cause instanceof Error ? thrown.cause.message : ''}`,
    )
    failed.cause = thrown
    throw failed
  }
  const sent = opened.reduce((total, { sent: all }, at) => total + all.length - (before[at] ?? 0), 0)
  if (!isSame(found, expected)) throw story(`the source:  ${JSON.stringify(show(found))}`)
  // A step is left out where its part decides nothing, such as a calculated column that a group passes over.
  if (steps > chain.hops + 1) throw story(`explain shows ${steps} steps where ${chain.hops + 1} are promised`)
  const { reads } = chain.reading
  // What explain shows is the set as it is read; values and aggregates may need more of it, or less.
  const promised = reads === 'rows' || reads === 'first' || reads === 'stream' ? steps : chain.hops + 1
  if (sent > promised && reads !== 'pages') throw story(`${sent} statements were sent where ${promised} are promised`)
  return true
}

/** What was there, what was asked and what was sent. */
function told(
  chain: Chain,
  opened: readonly Opened[],
  before: readonly number[],
  { world, places }: Background,
  found: string,
): Error {
  const tables = world.entities.map(({ name, columns, refs, rows }, at) => {
    const facts = columns.map(
      ({ name: column, type, isNullable, isId }) => `${column}:${type.name}${isId ? '!' : isNullable ? '?' : ''}`,
    )
    const held = rows.map(row => `  ${JSON.stringify(show(row))}`)
    return [`${name} in ${places[at]}: ${facts.join(' ')}`, `  ${JSON.stringify(refs)}`, ...held].join('\n')
  })
  const sent = opened
    .flatMap(({ sent: all }, at) => all.slice(before[at]))
    .map(({ source, text, values }) => `  ${source}: ${text} ${JSON.stringify(show(values))}`)
  return new Error([...tables, JSON.stringify(show(chain)), 'sent', ...sent, found].join('\n'))
}

/** Deletes what a chain leads to, and compares what is left. */
async function compareDeletion(
  chain: Chain,
  classes: WorldClasses,
  opened: readonly Opened[],
  background: Background,
): Promise<void> {
  const { entity, rows } = plainTargets(background.world, chain.calls)
  const before = opened.map(({ sent }) => sent.length)
  const story = (found: string): Error =>
    told(chain, opened, before, background, `${found}\nplain lists leave ${JSON.stringify(show(rows))}`)
  const all = background.world.entities[entity]?.rows.length ?? 0
  let count: number
  try {
    count = await new SetBuilder(classes).build(chain.calls).deleteAll({ everything: true })
  } catch (thrown) {
    if (VantageError.is(thrown) && thrown.kind === 'too-large') return
    throw Object.assign(story(`failed to delete: ${thrown instanceof Error ? thrown.stack : String(thrown)}`), {
      cause: thrown,
    })
  }
  const sent = opened.reduce((total, { sent: now }, at) => total + now.length - (before[at] ?? 0), 0)
  const left = await classes.open(entity).list()
  if (!isDeepStrictEqual(sorted(left), sorted(rows)) || count !== all - left.length)
    throw story(`${count} were deleted and left ${JSON.stringify(show(left))}`)
  if (sent > chain.hops + 1) throw story(`${sent} statements deleted where ${chain.hops + 1} are promised`)
}

/** Rows are the same, and where an order was asked for, its keys come in the same order. */
function isSame(found: unknown, { found: expected, order, types }: PlainAnswer): boolean {
  if (!Array.isArray(found) || !Array.isArray(expected)) return isDeepStrictEqual(show(found), show(expected))
  const keys = order.filter(({ column }) => types.has(column))
  if (keys.length === 0) return isDeepStrictEqual(sorted(found), sorted(expected))
  return (
    isDeepStrictEqual(sorted(found), sorted(expected)) && isDeepStrictEqual(keysOf(found, keys), keysOf(expected, keys))
  )
}

const sorted = (rows: readonly unknown[]): unknown => rows.map(row => textOf(show(row))).sort()
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
      : part,
  )

/** The leading keys of each row that it shows. */
function keysOf(rows: readonly unknown[], order: readonly SortKey[]): unknown {
  return rows.map(row => {
    if (typeof row !== 'object' || row === null) return undefined
    const hidden = order.findIndex(({ column }) => !Object.hasOwn(row, column))
    return order.slice(0, hidden < 0 ? undefined : hidden).map(({ column }) => show(Reflect.get(row, column)))
  })
}
