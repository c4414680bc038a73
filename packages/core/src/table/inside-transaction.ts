import { VantageError } from '../errors/vantage-error.ts'
import type { SetState } from '../set/state.ts'
import { RunningTransaction } from '../source/transaction.ts'

/** The same set, read and written inside a transaction. Errors: `invalid` for what is no transaction, and for one of another database. */
export function insideTransaction(state: SetState, transaction: unknown): SetState {
  const { definition, source } = state
  const details = { entity: definition.entity.name, source: source.name }
  if (!(transaction instanceof RunningTransaction))
    throw new VantageError('withTransaction() takes an open transaction, as begin() gives it', {
      kind: 'invalid',
      details,
    })
  if (transaction.database !== source.database)
    throw new VantageError(
      `the transaction on ${transaction.name} is of another database than ${definition.entity.name} on ${source.name}; begin one there`,
      { kind: 'invalid', details },
    )
  return { ...state, source: transaction }
}
