import { BoundSource } from './bound-source.ts'
import type { TransactionOptions } from './source.ts'
import type { RunningTransaction } from './transaction.ts'

/** Another database, reached from sets of a transaction: its writes are no part of it, and pass only where that was agreed to. */
class BesideTransaction extends BoundSource {
  readonly #source: BoundSource
  readonly #outer: RunningTransaction

  constructor(source: BoundSource, outer: RunningTransaction) {
    const { backend, settings, shared } = source.making
    super(backend, settings, shared)
    this.#source = source
    this.#outer = outer
  }
  override get outer(): RunningTransaction {
    return this.#outer
  }
  override begin(options?: TransactionOptions): Promise<RunningTransaction> {
    return this.#source.begin(options)
  }
}

/** The source by which sets of `from` reach a database: inside the transaction they are a part of, where there is one. */
export function reachedFrom(from: BoundSource, source: BoundSource): BoundSource {
  const { outer } = from
  if (source.database === from.database) return from
  if (outer === undefined) return source
  return source.database === outer.database ? outer : new BesideTransaction(source, outer)
}
