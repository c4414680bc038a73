import type { ExpressionSource } from './execute.ts'
import { joinHome } from './home.ts'

/** The transactions that an execution runs in: one for each database. */
export class Entered {
  #transactions: Map<object, ExpressionSource> | undefined

  enter(transaction: ExpressionSource): void {
    this.#transactions ??= new Map()
    const { database } = transaction
    joinHome(this.#transactions.get(database), transaction)
    this.#transactions.set(database, transaction)
  }

  /** The transaction that the execution is a part of; others were met on the way. */
  get first(): ExpressionSource | undefined {
    return this.#transactions?.values().next().value
  }

  transactionOf(database: object): ExpressionSource | undefined {
    return this.#transactions?.get(database)
  }
}
