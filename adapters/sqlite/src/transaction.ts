import type { BackendTransaction } from '@vantage-ts/core/adapter'
import type { Connection } from './connection.ts'

/** What a transaction needs of the source that began it. */
export interface TransactionHost<Inside> {
  readonly backend: Inside
  /** Runs work that may meet a lock. */
  free(work: () => void): Promise<void>
  /** Called when it is about to end: rows that are still to be read in it are gone. */
  ending(): void
  /** Called when it is over, however it ended. */
  ended(): void
}

/** One open transaction on a connection that is its own until it ends. */
export class SqliteTransaction<Inside extends BackendTransaction['backend']> implements BackendTransaction {
  readonly backend: Inside
  readonly #connection: Connection
  readonly #host: TransactionHost<Inside>

  constructor(connection: Connection, host: TransactionHost<Inside>) {
    this.backend = host.backend
    this.#connection = connection
    this.#host = host
  }

  /** A commit that fails (a deferred foreign key, a full disk) rolls back: SQLite would leave the transaction open. */
  async commit(): Promise<void> {
    try {
      this.#host.ending()
      await this.#host.free(() => this.#connection.execute('COMMIT'))
    } catch (thrown) {
      this.#undo()
      throw thrown
    } finally {
      this.#host.ended()
    }
  }

  async rollback(): Promise<void> {
    try {
      this.#host.ending()
      this.#undo()
    } finally {
      this.#host.ended()
    }
  }

  async savepoint(name: string): Promise<void> {
    await this.#host.free(() => this.#connection.execute(`SAVEPOINT ${name}`))
  }
  async rollbackTo(name: string): Promise<void> {
    await this.#host.free(() => this.#connection.execute(`ROLLBACK TO ${name}`))
  }
  async release(name: string): Promise<void> {
    await this.#host.free(() => this.#connection.execute(`RELEASE ${name}`))
  }

  #undo(): void {
    if (this.#connection.isOpen && this.#connection.inTransaction) this.#connection.execute('ROLLBACK')
  }
}
