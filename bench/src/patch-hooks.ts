import { type Arena, comparison } from './comparison.ts'
import { asItemRows, openItems } from './sqlite-items.ts'

const rowCount = 10_000
/** Another row at every turn. */
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1
const scoreOf = (turn: number): number => turn + 0.5

/**
 * What hooks cost where there are none.
 *
 * There is no way of writing without the code of hooks, so it is compared with itself: a set that has a hook passes all of it for
 * every write, finds that none is for this one, and goes on as a set without hooks. `patch-by-id` shows what that is in turn, next to
 * the driver.
 */
export const hooksAbsent = comparison({
  name: 'hooks-absent',
  about: 'patch by id in SQLite of a set whose hooks are for deletes; baseline: the same of a set without hooks',
  unit: 'us',
  target: 1.05,
  answer: asItemRows,
  async open(): Promise<Arena> {
    const [handles, others] = [openItems(rowCount), openItems(rowCount)]
    const patchOf = (table: typeof handles.ours) => (turn: number) => table.patch(idOf(turn), { score: scoreOf(turn) })
    const hooked = others.ours.withHook('beforeDelete', () => {
      throw new Error('nothing is deleted here')
    })
    return {
      baseline: { name: 'vantage, no hooks', run: patchOf(handles.ours) },
      ours: { name: 'vantage, hooks of deletes', run: patchOf(hooked) },
      async [Symbol.asyncDispose]() {
        for (const each of [handles, others]) await each[Symbol.asyncDispose]()
      },
    }
  },
})

export const patchById = comparison({
  name: 'patch-by-id',
  about: 'patch by id in SQLite of a set without hooks; baseline: the same update by better-sqlite3, prepared',
  unit: 'us',
  target: 3,
  answer: asItemRows,
  async open(): Promise<Arena> {
    const handles = openItems(rowCount)
    const { raw, ours } = handles
    const update = raw.prepare('update items set score = ? where id = ? returning id, name, score, active')
    return {
      baseline: { name: 'better-sqlite3, prepared', run: turn => update.get(scoreOf(turn), idOf(turn)) },
      ours: { name: 'vantage', run: turn => ours.patch(idOf(turn), { score: scoreOf(turn) }) },
      [Symbol.asyncDispose]: () => handles[Symbol.asyncDispose](),
    }
  },
})
