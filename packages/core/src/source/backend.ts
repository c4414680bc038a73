import type { Execution } from '../expression/execute.ts'
import type { OperatorName } from '../expression/operator.ts'
import type { PlanStep } from '../expression/plan.ts'
import type { Statement } from '../expression/statement.ts'
import type { StorageTable } from '../types/storage.ts'
import type { Abilities } from './abilities.ts'

/** A place of a compiled statement where a value is bound. */
export interface ParameterSlot {
  /** Position of the value among those gathered from the statement (`Param.index`). */
  readonly index: number
  /** Glue type name, for statement events. */
  readonly typeName: string
  /** Turns the glue value into what the driver binds; throws `TypeProblem` when it cannot be held exactly. */
  encode(value: unknown): unknown
}

/** Where a row lies that somebody can look at: the line of a file. */
export interface RowPlace {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
}

/** What an adapter makes of a statement once per structural key; it may carry more fields of its own. */
export interface CompiledStatement {
  /** Rendered text without values, for `explain`, events and errors. */
  readonly text: string
  /** The values to bind, in the driver's order. */
  readonly slots: readonly ParameterSlot[]
  /** How result rows come: by position, or as objects keyed by the projection's names. */
  readonly rows: 'arrays' | 'objects'
  /** Where a result row comes from, of sources whose rows lie in files: told with what is wrong about a cell of it. */
  placeOf?(row: readonly unknown[]): RowPlace | undefined
}

/** One run of a compiled statement. */
export interface Request {
  /** Encoded values in the order of `slots`. */
  readonly parameters: readonly unknown[]
  /** For an insert: encoded rows in the order of its columns. */
  readonly rows: readonly (readonly unknown[])[]
  /** The same rows as they were given, values of the columns' types: for what looks at statements, such as recordings. */
  readonly givenRows?: readonly (readonly unknown[])[] | undefined
  /** Set when the caller may cancel; the adapter stops the work in the database where it can. */
  readonly signal: AbortSignal | undefined
  /** Plain records of exactly these columns, in this order, are wanted: an adapter whose driver makes them may give them. */
  readonly names?: readonly string[] | undefined
  /** The call that it is a part of, for a backend whose rows lie in those of another source. */
  readonly execution?: Execution | undefined
  /** For an insert: rows that were put by, instead of `rows`. They are put by no longer once they are inserted. */
  readonly staging?: Staging | undefined
}

/** Rows of one insert that were put by piece by piece, where the database keeps them and this process does not. */
export interface Staging {
  /** Puts encoded rows by, in the order of the insert's columns. */
  add(rows: readonly (readonly unknown[])[]): Promise<void>
  /** The rows that are put by, as a read of the columns would give them. */
  rows(batchRows: number): AsyncIterable<readonly (readonly unknown[])[]>
  /** Forgets the rows, and gives the connection back that they were on. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface Answer {
  /** Raw rows in the form the compiled statement states. */
  readonly rows: readonly unknown[]
  /** The rows are plain objects of the request's `names` instead, made for this answer: core checks and converts them in place. */
  readonly isNamed?: boolean
  /** Rows created, changed or removed by a write; rows read otherwise. */
  readonly count: number
}

/** Facts about a source beyond its abilities. */
export interface BackendLimits {
  /** The longest list one parameter takes; absent: any length. Longer ones are sent in chunks. */
  readonly maxListLength?: number
  /** Rows of one insert statement; larger inserts are split. */
  readonly maxInsertRows: number
  /** With `stage`: as many rows are worth one insert. */
  readonly stagedRows?: number
  /** The longest list that a deferred part may give. */
  readonly maxDeferredList: number
  /** Where `Abilities.replace` holds: `declared` keeps stored columns that the entity does not declare. */
  readonly replace: 'declared' | 'whole'
  /**
   * Statements of a transaction see what others commit meanwhile, unless it asks for more: what is read to be put back is locked by a
   * write first, which needs `returning`.
   */
  readonly seesCommits?: boolean
  /** Rows come in the order in which they are stored, by a scan of all: passing over the first ones costs no more than looking for one. */
  readonly readsInOrder?: boolean
}

/**
 * What an adapter implements; everything else (planning, guarding, caching, deadlines, events, decoding) is done for it.
 *
 * Errors: every method throws or rejects with `VantageError` only, mapped by the adapter's table.
 */
export interface Backend<Compiled extends CompiledStatement = CompiledStatement> {
  readonly name: string
  /** Identity of the database; everything that reaches the same data shares it. */
  readonly database: object
  readonly can: Abilities
  readonly storages: StorageTable
  /** The operators it lowers; others are refused before anything is sent. */
  readonly operators: ReadonlySet<OperatorName>
  readonly limits: BackendLimits
  /** Compiles a parameterized statement; called once per structural key, without I/O. */
  compile(statement: Statement): Compiled
  /** What its run asks another source first, where its rows lie there; without I/O. */
  stepsBefore?(): readonly PlanStep[]
  /** Runs it; an embedded engine may answer at once, which saves its callers a promise. */
  run(compiled: Compiled, request: Request): Answer | Promise<Answer>
  /** Reads in batches with back-pressure; releases everything when the consumer stops early. */
  stream?(compiled: Compiled, request: Request, batchRows: number): AsyncIterable<readonly unknown[]>
  /** Begins to put rows of an insert by; `run` inserts them when it is given them. */
  stage?(compiled: Compiled, signal: AbortSignal | undefined): Promise<Staging>
  begin?(options: BeginOptions): Promise<BackendTransaction>
  ping(signal: AbortSignal | undefined): Promise<void>
  close(): Promise<void>
}

export type Isolation = 'read-committed' | 'repeatable-read' | 'serializable'
export interface BeginOptions {
  readonly isolation?: Isolation
  readonly readOnly?: boolean
  readonly signal?: AbortSignal
}

/** One open transaction: a backend whose statements run inside it. */
export interface BackendTransaction {
  readonly backend: Backend
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Present where the source has savepoints; names are made by core and are plain identifiers. */
  savepoint?(name: string): Promise<void>
  rollbackTo?(name: string): Promise<void>
  release?(name: string): Promise<void>
}
