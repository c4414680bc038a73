import { isDeepStrictEqual } from 'node:util'
import { VantageError } from '@vantage-ts/core'
import type { KitContext } from '../kit-case.ts'
import { show } from '../show.ts'
import { failureText, programs, type RandomSetOptions } from './against-plain-sets.ts'
import { changeOf } from './build-change.ts'
import { SetBuilder } from './build-set.ts'
import type { Change } from './chain.ts'
import { checkRandomly } from './check-randomly.ts'
import { drawChange } from './draw-change.ts'
import { plainChange } from './plain-change.ts'
import { sorted } from './same-rows.ts'
import { onStage, sentCount, type Stage, told } from './staged-world.ts'
import { mostRefused, Tally } from './tally.ts'
import type { World } from './world.ts'

export interface RandomChangeOptions extends RandomSetOptions {
  readonly change: Change['does']
}

/** Changes random sets one after the other, and compares every table with what plain lists make of it. */
export async function againstPlainChanges(context: KitContext, options: RandomChangeOptions): Promise<void> {
  const tally = new Tally()
  await checkRandomly(programs, options.runs, program =>
    context.during(inner =>
      onStage(inner, program, options, async stage => {
        let { world } = stage
        for (const drawn of program.chains) {
          const change = drawChange(options.change, world, stage.places, drawn, stage.means)
          if (change === undefined) continue
          const left = await compareChange(change, { ...stage, world })
          tally.count(left !== undefined)
          // Some engines end a transaction whose statement failed.
          if (left === undefined && options.inTransaction === true) return
          world = left ?? world
        }
      }),
    ),
  )
  tally.check(mostRefused)
}

/** What the change left, which is right; nothing where the engine refused it. */
async function compareChange(change: Change, stage: Stage): Promise<World | undefined> {
  const expected = plainChange(stage.world, change)
  const before = sentCount(stage)
  const story = (found: string): Error => told(stage, change, found)
  let count: number
  try {
    const run = changeOf(change, new SetBuilder(stage.classes), stage.classes)
    if (sentCount(stage) !== before) throw story('building sent something')
    count = await run()
  } catch (thrown) {
    if (!VantageError.is(thrown)) throw thrown
    if (stage.isRefused(thrown)) return undefined
    throw Object.assign(story(failureText(thrown)), { cause: thrown })
  }
  const sent = sentCount(stage) - before
  if (sent > change.hops + 1) throw story(`${sent} statements were sent where ${change.hops + 1} are promised`)
  await compareTables(expected.world, stage, story)
  if (count !== expected.count) throw story(`${count} rows are told where ${expected.count} were written`)
  return expected.world
}

async function compareTables(
  { entities }: World,
  { classes, places }: Stage,
  story: (found: string) => Error,
): Promise<void> {
  for (const place of new Set(places))
    for (const { at } of classes.in(place)) {
      const rows = await classes.open(at).list()
      const { name, rows: expected = [], columns = [] } = entities[at] ?? {}
      const whole = expected.map(row =>
        Object.fromEntries(columns.map(column => [column.name, row[column.name] ?? null])),
      )
      if (isDeepStrictEqual(sorted(rows), sorted(whole))) continue
      throw story(`${name} holds ${JSON.stringify(show(rows))}\nplain lists: ${JSON.stringify(show(whole))}`)
    }
}
