import { BoundSource } from './bound-source.ts'
import type { TransactionOptions } from './source.ts'
import type { RunningTransaction } from './transaction.ts'

/** Another database, reached from sets of a transaction: its writes are no part of it, and pass only where that was agreed to. */
class BesideTransaction extends BoundSource {
  readonly #source: BoundSource
  /** The very one that led here, of several inside each other. */
  readonly from: BoundSource

  constructor(source: BoundSource, from: BoundSource) {
    const { backend, settings, shared } = source.making
    super(backend, settings, shared)
    this.#source = source
    this.from = from
  }
  override get outer(): RunningTransaction | undefined {
    return this.from.outer
  }
  override begin(options?: TransactionOptions): Promise<RunningTransaction> {
    return this.#source.begin(options)
  }
}

/** Rows inside rows of a transaction: written with their host, and so a part of it. */
class InsideRows extends BesideTransaction {
  protected override get isPart(): boolean {
    return true
  }
}

/** The source of rows inside rows of a set, in the transaction that the set is in. */
export const insideRowsOf = (hosts: BoundSource, source: BoundSource): BoundSource =>
  hosts.outer === undefined ? source : new InsideRows(source, hosts.outer)

/** The source by which sets of `from` reach a database: inside the transaction they are a part of, where there is one. */
export function reachedFrom(from: BoundSource, source: BoundSource): BoundSource {
  const { outer } = from
  if (source.database === from.database) return from
  if (outer === undefined) return source
  const inside = from instanceof BesideTransaction ? from.from : from
  return source.database === outer.database ? inside : new BesideTransaction(source, inside)
}
