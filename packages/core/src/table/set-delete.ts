import type { Delete, StoredColumn } from '../expression/statement.ts'
import { deleteKey } from '../expression/statement-key.ts'
import type { SetState } from '../set/state.ts'
import { deleteEach } from './hooked-change.ts'
import type { Change } from './set-change.ts'
import { type HookViews, isHooked } from './around.ts'
import { type EverythingOptions, need, needNarrowing, refuseUnwritable } from './writable-set.ts'

/** The removal of every row of a set. Errors: `invalid` for a limited set, and for one that nothing narrows. */
export function deleteOf(state: SetState, records: HookViews, options?: EverythingOptions): Change {
  refuseUnwritable(state, 'deleteQuery')
  need(state, 'delete', 'delete rows')
  needNarrowing(state, 'deleteQuery', options)
  if (isHooked(state, 'delete')) return deleteEach(state, records)
  const { definition, source, where } = state
  const statementOf = (returning: readonly StoredColumn[]): Delete => {
    const parts = { table: definition.occurrence, where, returning }
    return { kind: 'delete', ...parts, key: deleteKey(parts) }
  }
  return {
    verb: 'delete',
    steps: returning => [{ source, statement: statementOf(returning) }],
    send: async (returning, wanted, options) => source.fetch(statementOf(returning), wanted, options),
  }
}
