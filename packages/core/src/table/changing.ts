import type { Insert, Model } from '../column/model.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Column, Expr, Input, Typed } from '../expression/expr.ts'
import type { Plan } from '../expression/plan.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { ColumnsOf } from './columns.ts'

/** A record for an insert, with its id unless something else makes it. */
export type NewRecord<M extends Model> = Insert<M> & Partial<M['~records']['idFields'] & object>

/** What each column of a new row gets: a value for all rows, or an expression. */
export type NewRow<R> = { readonly [K in keyof R]: R[K] | Typed<R[K], unknown> }

/**
 * What a column is set to: a value, or an expression, ready or as a function of the columns.
 *
 * The name of the column is there for messages of the compiler: `Assignment<'age', number, Columns<typeof User, Main>>`.
 */
export type Assignment<_Name, T, Columns> =
  | Spelt<Input<T>>
  | Typed<T, unknown>
  | ((columns: Columns) => Typed<T, unknown>)
/** `number` -> `number`; `unknown` -> all that it is, since in a union it would swallow the function with its parameter. */
type Spelt<T> = T & (NonNullable<unknown> | null | undefined)

/** A column as `set()` takes it: `'age'`, `users.$.age`, `u => u.age`. */
export type SetColumn<M extends Model, Names, T, DS> =
  | Names
  | Column<T, DS>
  | ((columns: ColumnsOf<DS, M>) => Column<T, DS>)

/** A change that gives the rows it wrote. */
export interface ReturningQuery<out Row> {
  run(options?: CallOptions): Pending<Row[]>
  explain(): Plan
  /** Readable text, without running anything and without values. */
  preview(): string
}

/** A change of a set in the database, as a value: immutable, and nothing runs until it is told to. */
export interface ChangeQuery<DS extends Source, M extends Model> {
  readonly source: DS
  /** Runs it; gives the number of rows. */
  run(options?: CallOptions): Pending<number>
  /** The number of rows as an expression: running it, alone or in another statement, makes the change once per execution. */
  expr(): Expr<number, DS>
  /** The rows themselves, as entities; those of a delete as they were. */
  returning(this: { readonly source: Can<'returning'> }): ReturningQuery<M['prototype']>
  /** Some columns of the rows, as plain objects. */
  returning<const Name extends keyof M['~columns'] & string>(
    this: { readonly source: Can<'returning'> },
    ...names: readonly [Name, ...Name[]]
  ): ReturningQuery<Pick<M['~columns'], Name>>
  /** The steps that `run()` would take, without taking them. */
  explain(): Plan
  /** Readable text, without running anything and without values. */
  preview(): string
}

/** An update of every row of a set. */
export interface UpdateQuery<DS extends Source, M extends Model> extends ChangeQuery<DS, M> {
  /**
   * Sets a column; the last one counts. Expressions see the rows as they were.
   *
   * Errors: `invalid` for ids and for an expression that might leave a scope; `conflict` for a value that does;
   * `type-mismatch`, `validation` for what the column does not take; when it runs, `constraint` for null in a required column.
   */
  set<const Name extends M['~records']['needed' | 'optional'] & string, T = M['~records']['fields'][Name]['~t']>(
    column: SetColumn<M, Name, T, DS>,
    value: Assignment<Name, NoInfer<T>, ColumnsOf<DS, M>>,
  ): UpdateQuery<DS, M>
}

/** A set whose rows are at least these. */
export interface SetOf<out Row> extends AsyncIterable<Row> {
  readonly source: Source
}
