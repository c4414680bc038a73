import type { Expr, UntypedExpr } from '../expression/expr.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Abilities, AbilityName, Can } from './abilities.ts'
import type { Isolation } from './backend.ts'
import type { StatementListener } from './events.ts'
import type { Receipt } from './receipt.ts'
import type { WorkOptions } from './transaction-work.ts'

/** A place where data lives. Opening one does no I/O; it connects on first use. */
export interface Source extends AsyncDisposable {
  readonly name: string
  /** What it can do; also a run-time object, so dynamic code can ask. */
  readonly can: Abilities
  /** Identity of the database behind it: a transaction and a second pool of one database share it. */
  readonly database: object
  /** Phantom: accepts the names of the types it can hold, so that a table with another does not compile. */
  readonly '~holds': (typeName: never) => void
  /** Phantom: the union of values that its templates can bind. */
  readonly '~binds': unknown

  /** Asks the database for a sign of life. Errors: `connection`, `timeout`. */
  ping(options?: CallOptions): Promise<void>
  /** Ends connections and open cursors. A closed source refuses further calls. */
  close(): Promise<void>
  /**
   * Tells of every statement sent: text, parameter types, rows, duration, error. Gives the function that stops it.
   *
   * Values are only included when asked for with `{ values: true }`.
   */
  on(event: 'statement', listener: StatementListener, options?: { readonly values?: boolean }): () => void
}

/** Abilities of which these are certain: `Has<'read'>`. */
export type Has<Name extends AbilityName> = Abilities & { readonly [Each in Name]: true }

/** The least a table needs. */
export interface ReadSource extends Source {
  readonly can: Has<'read'>
}
/** Reads, narrows and embeds sub-queries. */
export interface SelectSource extends Source {
  readonly can: Has<'read' | 'where' | 'select'>
}
export interface AggregateSource extends Source {
  readonly can: Has<'read' | 'where' | 'aggregate'>
}
export interface WriteSource extends Source {
  readonly can: Has<'read' | 'insert' | 'replace' | 'patch' | 'delete'>
}

/** What a template of a source accepts between its parts: values of the types it binds, and expressions of them. */
export type Bindable<DS extends Source> = DS['~binds'] | Expr<DS['~binds'], unknown>

/** A source that runs vendor text. */
export interface TemplateSource extends Source {
  readonly can: Has<'template'>
  /** Vendor text with bound values; `.run()` gives its rows' first column, `.as(type)` makes it an operand. */
  expr(parts: TemplateStringsArray, ...args: readonly unknown[]): UntypedExpr<this>
}

export interface TransactionOptions extends CallOptions {
  readonly isolation?: Isolation
  readonly readOnly?: boolean
  /** Rolls it back when no statement ran in it for so long. Default: it may stay open. */
  readonly idleTimeoutMs?: number
  /** Lets writes to other databases pass, which no rollback undoes; the receipt of the commit lists them. Default: they are refused. */
  readonly unprotected?: boolean
}

/** A source that can run several statements as one. */
export interface TransactionSource extends Source {
  readonly can: Has<'transaction'>
  /** Begins a transaction: `await using tx = await db.begin()`. Leaving the scope without a commit rolls it back. */
  begin(options?: TransactionOptions): Promise<Transaction<this>>
  /** Runs work in a transaction: commits when it is done, rolls back when it throws; `retries` repeats what met another one. */
  transaction<T>(work: (transaction: Transaction<this>) => Promise<T>, options?: WorkOptions): Promise<T>
}

/** An open transaction is a source of the same database: `Account.table(tx)`; statements through it run inside. */
export type Transaction<DS extends Source> = OpenTransaction<DS> & DS

/** What is sent after a commit: `options => entries.insertMany(made, options)`. */
export type AfterCommit = (options: Pick<CallOptions, 'signal'>) => unknown

/** What an open transaction is besides a source. */
export interface OpenTransaction<DS extends Source> extends AsyncDisposable {
  /** Phantom: the source it was begun on. */
  readonly '~began': DS
  /** The same as itself, for code that names the type of the source. */
  readonly source: DS
  readonly state: 'open' | 'committed' | 'rolled back'
  /**
   * Makes everything in it permanent. Gives what was done besides.
   *
   * Errors: `invalid` when it is over; `conflict` where another transaction was in the way; `partial` when it is committed
   * and something queued by `afterCommit` failed; `connection` says `outcome: 'unknown'`.
   */
  commit(): Promise<Receipt>
  /** Undoes everything in it. Twice is fine. */
  rollback(): Promise<void>
  /** A transaction inside this one, which can be rolled back alone; needs the ability `savepoint`. */
  begin(options?: TransactionOptions): Promise<Transaction<DS>>
  /** Runs work in a transaction inside this one. */
  transaction<T>(work: (transaction: Transaction<DS>) => Promise<T>, options?: WorkOptions): Promise<T>
  /** Marks a point to return to; needs the ability `savepoint`. */
  savepoint(this: { readonly source: Can<'savepoint'> }): Promise<Savepoint>
  /**
   * Queues what is to be sent once it is committed: an event, an audit record of another database. A rollback drops it.
   *
   * Shape: the work is given the signal of the transaction, to hand on. Where that aborts, the commit waits no longer: `partial`.
   */
  afterCommit(what: string, work: AfterCommit): void
}
export interface Savepoint {
  rollback(): Promise<void>
  release(): Promise<void>
}

/** Put on a source, it makes a table of a transaction one of the source that it was begun on. */
export interface BegunOn<out DS> {
  readonly '~began'?: DS
}

/** Put on a source, it accepts only tables whose column types it can hold: `DS & Holds<'uuid' | 'text'>`. */
export interface Holds<TypeName extends string> {
  readonly '~holds': (typeName: TypeName) => void
}
