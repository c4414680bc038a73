import type { Type } from '../types/type.ts'
import type { Storage } from '../types/storage.ts'
import type { Plan, Resolved } from './plan.ts'
import type { Statement } from './statement.ts'

/** The last argument of every terminal call. */
export interface CallOptions {
  /** Cancels the call, in the database too where it can. */
  readonly signal?: AbortSignal
  /** Ends the whole call, deferred parts and retries included, after this many milliseconds. */
  readonly timeoutMs?: number
}

/** State shared by everything one terminal call runs. */
export interface Execution {
  readonly signal: AbortSignal | undefined
  /** Whether a write was sent: what is cancelled afterwards has an unknown outcome. */
  hasWritten: boolean
  /** How many rows were written so far. */
  writtenRows: number
  /** The moment that `now()` means, the same in every statement of the execution. */
  now(): Temporal.Instant
  /** Results of deferred parts by identity: each runs once per execution. */
  readonly deferred: Map<object, Promise<unknown>>
  /** Says that everything of a database runs in a transaction. Errors: `invalid` where it is another one. */
  enter(transaction: ExpressionSource): void
  /** The transaction it is a part of, where there is one. */
  readonly first: ExpressionSource | undefined
  /** The transaction that it was opened in, of several inside each other the very one: all of its database runs there. */
  readonly inside?: ExpressionSource | undefined
  /** The transaction that everything of a database runs in. */
  transactionOf(database: object): ExpressionSource | undefined
}

/** What a bound source gives to expressions: enough to plan and to run, nothing about vendors. */
export interface ExpressionSource {
  readonly name: string
  /** Identity of the database: a transaction and a second pool share it. */
  readonly database: object
  /** The transaction that its statements run inside: the outermost of those that are nested. */
  readonly inTransaction: ExpressionSource | undefined
  /** The transaction that its calls are a part of: its own, or one of another database that led here. */
  readonly outer: ExpressionSource | undefined
  /** What it is called in messages: `memory`, `transaction 2 of memory`. */
  readonly place: string
  storageOf(type: Type<unknown>): Storage
  /** Runs one statement; rows are positional, in the order of its columns, already decoded to glue types. */
  evaluate(statement: Statement, execution: Execution): Promise<readonly (readonly unknown[])[]>
  /** Opens an execution that the signal ends. */
  execution(signal?: AbortSignal): Execution
  /** What would run, as text; for previews. */
  describe(statement: Statement): string
  /** The steps a statement would take, without I/O; those of parts that are resolved are left out. */
  explain(statement: Statement, resolved?: Resolved): Plan
}
