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

  transactionOf(database: object): ExpressionSource | undefined {
    return this.#transactions?.get(database)
  }
}
