import type { Model } from '../column/model.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Expr, Ordered, Summable } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { Decimal } from '../types/decimal.ts'
import type { ExprOf } from './columns.ts'
import type { Query } from './query.ts'
import type { Table } from './table.ts'

/** `number` -> `number`, `bigint` -> `number`; a decimal or duration stays one. */
export type Average<T> = T extends Decimal | Temporal.Duration ? T : number

/**
 * The trios: each computation runs now, or is an expression, or a query that can still be narrowed.
 *
 * A limit of the set does not count for aggregates; it does for fields.
 */
export interface Aggregating<DS extends Source, M extends Model> {
  count(this: Can<'aggregate'>, options?: CallOptions): Pending<number>
  countExpr(this: Can<'aggregate'>): Expr<number, DS>
  countQuery(this: Can<'aggregate'>): Query<'single', number, Table<DS, M>>

  /** Nulls are passed over; the sum of nothing is zero. Errors: `too-large` past what the type holds. */
  sum<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Pending<NonNullable<T>>
  sumExpr<T extends Summable>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T>, DS>
  sumQuery<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', NonNullable<T>, Table<DS, M>>

  min<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Pending<NonNullable<T> | undefined>
  minExpr<T extends Ordered>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T> | null, DS>
  minQuery<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', NonNullable<T> | null, Table<DS, M>>

  max<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Pending<NonNullable<T> | undefined>
  maxExpr<T extends Ordered>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T> | null, DS>
  maxQuery<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', NonNullable<T> | null, Table<DS, M>>

  /** Float for numbers; decimals to 16 digits after the point, half-even. */
  avg<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Pending<Average<NonNullable<T>> | undefined>
  avgExpr<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Expr<Average<NonNullable<T>> | null, DS>
  avgQuery<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', Average<NonNullable<T>> | null, Table<DS, M>>

  /** The values of a column, in the set's order and within its limit. */
  fieldValues<T>(this: Can<'read'>, column: ExprOf<T, DS, M>, options?: CallOptions): Pending<T[]>
  /** The column as an operand of `in`: a sub-query in the same database, a bound list in another. */
  fieldExpr<T>(this: Can<'read'>, column: ExprOf<T, DS, M>): Expr<readonly T[], DS>
  fieldQuery<T>(this: Can<'read'>, column: ExprOf<T, DS, M>): Query<'column', readonly T[], Table<DS, M>>
}
