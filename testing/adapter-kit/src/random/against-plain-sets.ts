import { isDeepStrictEqual } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import * as fc from 'fast-check'
import type { KitContext } from '../kit-case.ts'
import { show } from '../show.ts'
import { SetBuilder } from './build-set.ts'
import { type Chain, chains, type DrawnChain, seeds, type SortKey } from './chain.ts'
import { checkRandomly } from './check-randomly.ts'
import { drawChain } from './draw-chain.ts'
import type { LooseSet } from './loose-set.ts'
import { type PlainAnswer, plainAnswer } from './plain-sets.ts'
import { sorted } from './same-rows.ts'
import { type DrawnWorld, onStage, sentCount, type Stage, type StageOptions, told } from './staged-world.ts'
import { mostRefused, Tally } from './tally.ts'

export interface RandomSetOptions extends StageOptions {
  /** How many worlds are made. */
  readonly runs: number
}

/** A world and chains over it. */
export interface Program extends DrawnWorld {
  readonly chains: readonly DrawnChain[]
}

export const programs: fc.Arbitrary<Program> = fc.record({
  world: seeds,
  maxRows: fc.integer({ min: 2, max: 9 }),
  places: fc.nat(255),
  chains: fc.array(chains, { minLength: 1, maxLength: 8, size: 'max' }),
})

/** Makes random worlds and random chains over them, and compares what the sets give with what plain lists give. */
export async function againstPlainSets(context: KitContext, options: RandomSetOptions): Promise<void> {
  const tally = new Tally()
  await checkRandomly(programs, options.runs, program =>
    context.during(inner =>
      onStage(inner, program, options, async stage => {
        const builder = new SetBuilder(stage.classes)
        for (const drawn of program.chains) {
          const chain = drawChain(stage.world, stage.places, drawn, stage.means)
          const isAnswered = await compare(chain, builder, stage)
          tally.count(isAnswered)
          // Some engines end a transaction whose statement failed.
          if (!isAnswered && options.inTransaction === true) return
        }
      }),
    ),
  )
  tally.check(mostRefused)
}

/** Whether the engine answered, which it did right then. */
async function compare(chain: Chain, builder: SetBuilder, stage: Stage): Promise<boolean> {
  const expected = plainAnswer(stage.world, chain)
  const before = sentCount(stage)
  const story = (found: string): Error =>
    told(stage, chain, `${found}\nplain lists: ${JSON.stringify(show(expected.found))}`)
  let set: LooseSet | undefined
  let steps = 0
  let found: unknown
  try {
    set = builder.build(chain.calls)
    const sources = new Set(stage.opened.map(({ source }) => source.name))
    // What runs here, such as what a column holds, is no statement.
    steps = set.explain().steps.filter(({ source }) => sources.has(source)).length
    if (sentCount(stage) !== before) throw story('building and explaining sent something')
    found = await builder.read(set, chain)
  } catch (thrown) {
    if (!VantageError.is(thrown)) throw thrown
    if (stage.isRefused(thrown)) return false
    throw Object.assign(story(failureText(thrown)), { cause: thrown })
  }
  const sent = sentCount(stage) - before
  if (!isSame(found, expected)) throw story(`the source:  ${JSON.stringify(show(found))}`)
  // A step is left out where its part decides nothing, such as a calculated column that a group passes over.
  if (steps > chain.hops + 1) throw story(`explain shows ${steps} steps where ${chain.hops + 1} are promised`)
  const { reads } = chain.reading
  // What explain shows is the set as it is read; values and aggregates may need more of it, or less.
  const promised = reads === 'rows' || reads === 'first' || reads === 'stream' ? steps : chain.hops + 1
  if (sent > promised && reads !== 'pages') throw story(`${sent} statements were sent where ${promised} are promised`)
  return true
}

/** What went wrong, with the driver's own words. */
export const failureText = (thrown: VantageError): string =>
  `failed: ${thrown.kind}: ${thrown.stack}\n${thrown.cause instanceof Error ? thrown.cause.message : ''}`

/** Rows are the same, and where an order was asked for, its keys come in the same order. */
function isSame(found: unknown, { found: expected, order, types }: PlainAnswer): boolean {
  if (!Array.isArray(found) || !Array.isArray(expected)) return isDeepStrictEqual(show(found), show(expected))
  const keys = order.filter(({ column }) => types.has(column))
  if (keys.length === 0) return isDeepStrictEqual(sorted(found), sorted(expected))
  return (
    isDeepStrictEqual(sorted(found), sorted(expected)) && isDeepStrictEqual(keysOf(found, keys), keysOf(expected, keys))
  )
}

/** The leading keys of each row that it shows. */
function keysOf(rows: readonly unknown[], order: readonly SortKey[]): unknown {
  return rows.map(row => {
    if (typeof row !== 'object' || row === null) return undefined
    const hidden = order.findIndex(({ column }) => !Object.hasOwn(row, column))
    return order.slice(0, hidden < 0 ? undefined : hidden).map(({ column }) => show(Reflect.get(row, column)))
  })
}
