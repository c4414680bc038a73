import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Plan } from '../expression/plan.ts'
import { unsupported } from '../source/guard.ts'
import { boundSource } from '../source/open.ts'
import type { Receipt } from '../source/receipt.ts'
import type { Source, Transaction as TransactionOf, TransactionSource } from '../source/source.ts'
import type { WorkOptions } from '../source/transaction-work.ts'
import { unchecked } from '../types/cast.ts'
import { ChainOfSteps } from './transaction-chain.ts'

/** An open transaction is a source of the same database: `Account.table(tx)`; statements through it run inside. */
export type Transaction<DS extends Source> = TransactionOf<DS>

/** What may be a step of a transaction: an expression, or a change of a set. */
export interface TransactionStep<out T> {
  run(options?: CallOptions): Pending<T>
  explain(): Plan
  preview(): string
}

/** `[1, 'a']` -> `'a'`. */
type Last<Values extends readonly unknown[]> = Values extends readonly [...unknown[], infer T] ? T : never

/** What a transaction gave. */
export interface ChainOutcome<Values extends readonly unknown[]> {
  /** The value of each step, in their order. */
  readonly values: Values
  readonly receipt: Receipt
}

/** A transaction that has not begun: steps in their order, all or nothing. Immutable; nothing runs until it is told to. */
export interface TransactionChain<Values extends readonly unknown[]> {
  /**
   * Adds a step: an expression, or what a function makes of the value of the step before, and of all values so far.
   *
   * Errors: `invalid` for what belongs to another open transaction.
   */
  andThen<T>(
    step: TransactionStep<T> | ((previous: Last<Values>, values: Values) => TransactionStep<T>),
  ): TransactionChain<readonly [...Values, T]>
  /**
   * Begins, runs the steps, commits, and gives the value of the last one; what fails is rolled back.
   *
   * Units: `timeoutMs` covers the whole, retries included.
   * Errors: those of a step, which say which one it was; what a function throws, as it is; those of the commit.
   */
  run(options?: WorkOptions): Pending<Last<Values>>
  /** The same, with the values of all steps and the receipt of the commit. */
  runAll(options?: WorkOptions): Pending<ChainOutcome<Values>>
  /** The steps in their order, without taking them; what a function gives is decided at run. */
  explain(): Plan
}

/** A transaction without steps yet. */
export interface EmptyChain {
  exec<T>(step: TransactionStep<T>): TransactionChain<readonly [T]>
}

export const Transaction = {
  /**
   * A transaction as a value: `Transaction.of(db).exec(e).andThen(e2)`. Inside of another one it is a savepoint.
   *
   * Shape: what its steps read of other databases is read before it begins, all at the same time, each part once.
   * Errors: `unsupported` for a source without transactions.
   */
  of<DS extends TransactionSource>(source: DS): EmptyChain {
    const bound = boundSource(source)
    if (bound.can.transaction !== true) throw unsupported(bound.name, 'transaction', 'run transactions')
    return unchecked<EmptyChain>(new ChainOfSteps(bound), 'its methods are those of the chain')
  },
} as const
