import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { Decoded, RowsWanted } from '../source/rows-wanted.ts'
import { Parts } from '../source/unread.ts'
import type { SetState } from '../set/state.ts'
import type { Change } from './set-change.ts'
import { insertEachRecord } from './hooked-change.ts'
import { stampedAtRun } from './late-stamps.ts'
import type { Values } from './record.ts'
import { type HookViews, isHooked } from './around.ts'
import { needInsert, refuseUnwritable } from './writable-set.ts'
import { heldOutsideSelects, insertStatements, refuseHeldOutside } from './insert-statements.ts'
import { completeRecords } from './write.ts'

/**
 * An insert of records, which are checked and completed now, but for what their columns make as it runs: run twice, it creates
 * nothing twice where they have ids.
 *
 * Errors: those of `insertMany` for its records, at once.
 */
export function insertOf(state: SetState, hooking: HookViews, given: unknown): Change {
  refuseUnwritable(state, 'insertQuery')
  needInsert(state)
  const records: readonly unknown[] = Array.isArray(given) ? given : [given]
  // Hooks may complete what is missing: then records are looked at as they are inserted.
  if (isHooked(state, 'insert')) {
    const copies = records.map(record => ({ ...recordIn(record) }))
    return insertEachRecord(state, hooking, () => copies)
  }
  const objects = records.map(recordIn)
  const completed = stampedAtRun(state, objects, completeRecords(state, objects))
  const { source } = state
  return {
    verb: 'insert',
    steps: returning => {
      const all = completed()
      const statements = [...heldOutsideSelects(state, all), ...insertStatements(state, all, returning)]
      return statements.map(statement => ({ source, statement }))
    },
    send: async (returning, wanted, options) => insertAll(state, completed(), { returning, wanted, options }),
  }
}

const recordIn = (given: unknown): object => {
  if (typeof given === 'object' && given !== null) return given
  throw new VantageError('insertQuery() takes a record or an array of records', { kind: 'invalid' })
}

export interface Sending {
  readonly returning: readonly StoredColumn[]
  readonly wanted: RowsWanted
  readonly options: CallOptions
}

/** Inserts complete records with insert's meaning for each. */
export async function insertAll(
  state: SetState,
  all: readonly Values[],
  { returning, wanted, options }: Sending,
): Promise<Decoded> {
  await refuseHeldOutside(state, all, options)
  const rows: unknown[] = []
  const parts = new Parts()
  let count = 0
  for (const statement of insertStatements(state, all, returning)) {
    const answer = await parts.run(() => state.source.fetch(statement, wanted, options), { rows: [], count: 0 })
    count += answer.count
    for (const row of answer.rows) rows.push(row)
  }
  parts.done()
  return { rows, count }
}
