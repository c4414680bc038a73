import type { ErrorKind, Model, Uuid } from '@vantage-ts/core'
import type { FaultOptions } from './fault.ts'
import type { Given } from './answer.ts'

/** The columns of a set as an answer gives them: plain, without the methods of its entity; null may be left out. */
export type AnswerRow<M extends Model> = NullsOptional<Pick<M['prototype'], keyof M['prototype'] & keyof M['~columns']>>

/** A value as an answer gives it: a uuid as text, which is checked when it is given. `Uuid` -> `string`, `number` -> `number`. */
export type AnswerValue<T> = T extends Uuid ? string : T

/** What an expression is answered with: a value, or a list of them. `readonly Uuid[]` -> `readonly string[]`. */
export type AnswerOf<T> = [T] extends [readonly (infer Item)[]] ? readonly AnswerValue<Item>[] : AnswerValue<T>

/** `{ id: Uuid; note: string | null }` -> `{ id: string; note?: string | null }`. */
export type NullsOptional<R> = { readonly [K in keyof R as null extends R[K] ? never : K]: AnswerValue<R[K]> } & {
  readonly [K in keyof R as null extends R[K] ? K : never]?: AnswerValue<R[K]> | undefined
}

/** A row that nobody typed. */
export type AnyRow = Readonly<Record<string, unknown>>

/**
 * What a mock expects, whatever its answer: it is given for every such statement, unless `times()` says how many.
 *
 * Every method changes this expectation and gives it back, between calls too: the next call gets what was said last.
 */
export interface Expected {
  /** How many statements it answered. */
  readonly calls: number
  /** Answers so many statements; after them the next expectation of the same does. A sequence is several of these. */
  times(calls: number): this
  /** `times(1)`. */
  once(): this
  /** Fails: with a kind of error, or with an error as it is. */
  fails(kind: ErrorKind | Error, options?: FaultOptions): this
  /** The connection goes while the statement is under way; in a transaction it takes that along. */
  drops(): this
  /** Answers so many milliseconds later, by the clock of the mock. */
  after(ms: number): this
  /** Answers inside a transaction only. */
  inTransaction(): this
  /** Takes any values: of these columns, or all where none is named. */
  withAny(...columns: readonly string[]): this
}

/** The rows of a set are expected to be read: all of them, or the first. */
export interface ExpectedRows<Row> extends Expected {
  /** The rows of the answer. Errors: `invalid`, `type-mismatch` for rows that the set could not have, naming row and field. */
  rows(rows: Given<readonly Row[]>): this
}

/** An expression is expected to be evaluated. */
export interface ExpectedValue<T> extends Expected {
  /** Its value; for the values of a column, an array of them. */
  value(value: Given<AnswerOf<T>>): this
}

/** A change is expected. An insert without an answer makes what it is sent. */
export interface ExpectedChange<Row> extends Expected {
  /** How many rows it wrote, for calls that get no more: `deleteAll`, `insertMany`, `updateQuery().run()`. */
  count(rows: Given<number>): this
  /** The rows as they are afterwards, for calls that get them back: `insert`, `patch`, `returning()`. */
  rows(rows: Given<readonly Row[]>): this
}

/** A statement is expected by its text. */
export interface ExpectedText extends ExpectedRows<AnyRow>, ExpectedChange<AnyRow>, ExpectedValue<unknown> {
  /** The values of a column. */
  values(values: Given<readonly unknown[]>): this
  rows(rows: Given<readonly AnyRow[]>): this
}
