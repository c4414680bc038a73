import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import type { Backend, BackendTransaction } from './backend.ts'
import { unsupported } from './guard.ts'
import type { OpenTransaction, Savepoint, Source, TransactionOptions } from './source.ts'
import { signalOf, throwIfAborted } from '../expression/deadline.ts'

/** Begins a transaction on a backend and gives it a source of the same database. */
export async function openTransaction(
  backend: Backend,
  options: TransactionOptions,
  bind: (inside: Backend) => object,
): Promise<OpenTransaction<Source>> {
  const { signal, done } = signalOf(options)
  try {
    throwIfAborted(signal)
    const { isolation, readOnly } = options
    const wanted = {
      ...(isolation === undefined ? {} : { isolation }),
      ...(readOnly === undefined ? {} : { readOnly }),
      ...(signal === undefined ? {} : { signal }),
    }
    const opened = await backend.begin?.(wanted)
    if (opened === undefined) throw unsupported(backend.name, 'transaction', 'run transactions')
    return new RunningTransaction(
      backend.name,
      opened,
      unchecked<Source>(bind(opened.backend), 'a bound source is a Source'),
    )
  } finally {
    done()
  }
}

class RunningTransaction implements OpenTransaction<Source> {
  readonly source: Source
  readonly #name: string
  readonly #inner: BackendTransaction
  readonly #canMark: boolean | undefined
  #state: 'open' | 'committed' | 'rolled back' = 'open'
  #savepoints = 0

  constructor(name: string, inner: BackendTransaction, source: Source) {
    this.#name = name
    this.#inner = inner
    this.#canMark = inner.backend.can.savepoint
    this.source = source
  }

  get state(): 'open' | 'committed' | 'rolled back' {
    return this.#state
  }

  async commit(): Promise<void> {
    this.#needOpen('committed')
    this.#state = 'committed'
    try {
      await this.#inner.commit()
    } catch (thrown) {
      this.#state = 'rolled back'
      throw thrown
    }
  }

  /** Rolling back twice is fine; rolling back what was committed is not. */
  async rollback(): Promise<void> {
    if (this.#state === 'rolled back') return
    this.#needOpen('rolled back')
    this.#state = 'rolled back'
    await this.#inner.rollback()
  }

  async savepoint(): Promise<Savepoint> {
    this.#needOpen('marked')
    const inner = this.#inner
    if (
      this.#canMark !== true ||
      inner.savepoint === undefined ||
      inner.rollbackTo === undefined ||
      inner.release === undefined
    )
      throw unsupported(this.#name, 'savepoint', 'set savepoints')
    const name = `vantage_${++this.#savepoints}`
    await inner.savepoint(name)
    return {
      rollback: async () => inner.rollbackTo?.(name),
      release: async () => inner.release?.(name),
    }
  }

  #needOpen(verb: string): void {
    if (this.#state !== 'open')
      throw new VantageError(`the transaction on ${this.#name} is already ${this.#state} and cannot be ${verb}`, {
        kind: 'invalid',
        details: { source: this.#name },
      })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state === 'open') await this.rollback()
  }
}
