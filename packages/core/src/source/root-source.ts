import { signalOf, throwIfAborted } from '../expression/deadline.ts'
import { BoundSource } from './bound-source.ts'
import { unsupported } from './guard.ts'
import type { TransactionOptions } from './source.ts'
import { checkedTimeout, RunningTransaction } from './transaction.ts'
import { runTransaction, type TransactionWork, type WorkOptions } from './transaction-work.ts'

/** A source as it was opened: outside of any transaction. */
export class RootSource extends BoundSource {
  override async begin(options: TransactionOptions = {}): Promise<RunningTransaction> {
    this.needOpen()
    const { isolation, readOnly, idleTimeoutMs } = options
    checkedTimeout(idleTimeoutMs)
    const { signal, done } = signalOf(options)
    try {
      throwIfAborted(signal)
      const wanted = {
        ...(isolation === undefined ? {} : { isolation }),
        ...(readOnly === undefined ? {} : { readOnly }),
        ...(signal === undefined ? {} : { signal }),
      }
      const { backend, settings, shared } = this.making
      const opened = this.can.transaction === true ? await backend.begin?.(wanted) : undefined
      if (opened === undefined) throw unsupported(this.name, 'transaction', 'run transactions')
      const transaction = RunningTransaction.open(opened, options, { shared, settings })
      if (signal?.aborted === true) await transaction.rollback()
      throwIfAborted(signal)
      return transaction
    } finally {
      done()
    }
  }

  transaction<T>(work: TransactionWork<T>, options?: WorkOptions): Promise<T> {
    return runTransaction(this, work, options)
  }
}
