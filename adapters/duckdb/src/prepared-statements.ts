import type { DuckDBPreparedStatement } from '@duckdb/node-api'

/**
 * Prepared statements by text, the least recently used destroyed first.
 *
 * A map keeps the order in which keys were set, so what is used is set again.
 */
export class PreparedStatements {
  readonly #capacity: number
  readonly #statements = new Map<string, DuckDBPreparedStatement>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(text: string): DuckDBPreparedStatement | undefined {
    const statement = this.#statements.get(text)
    if (statement === undefined) return undefined
    this.#statements.delete(text)
    this.#statements.set(text, statement)
    return statement
  }

  set(text: string, statement: DuckDBPreparedStatement): void {
    this.#statements.set(text, statement)
    if (this.#statements.size <= this.#capacity) return
    for (const [oldest, dropped] of this.#statements) {
      this.#statements.delete(oldest)
      dropped.destroySync()
      return
    }
  }

  clear(): void {
    for (const statement of this.#statements.values()) statement.destroySync()
    this.#statements.clear()
  }
}
