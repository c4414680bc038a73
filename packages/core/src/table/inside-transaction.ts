import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { executionOf } from '../expression/within.ts'
import type { SetState } from '../set/state.ts'
import type { TransactionOptions } from '../source/source.ts'
import { RunningTransaction } from '../source/transaction.ts'
import { takenBack } from '../source/unread.ts'

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

/** Runs work on a set inside a transaction, where the source has them; inside the one it or its call is in, where there is one. */
export async function atomically<T>(
  state: SetState,
  options: CallOptions | undefined,
  work: (state: SetState) => Promise<T>,
  how: TransactionOptions = {},
): Promise<T> {
  const { source } = state
  if (source.can.transaction !== true) return work(state)
  const execution = executionOf(options)
  const around = execution === undefined ? source : source.enter(execution)
  if (around.inTransaction !== undefined) return work(around === source ? state : { ...state, source: around })
  const { signal } = options ?? {}
  await using transaction = await source.begin(signal === undefined ? how : { ...how, signal })
  let result: T
  try {
    result = await work({ ...state, source: transaction })
  } catch (thrown) {
    throw takenBack(thrown)
  }
  await transaction.commit()
  return result
}
