import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Expr } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { DynamicConditionOf, DynamicExpr, DynamicExprOf } from './dynamic-column.ts'

/** A query over a table that is known at run time only: it can still be narrowed, and is an expression at the same time. */
export interface DynamicQuery<DS, Name extends string> extends DynamicExpr<DS> {
  where(condition: DynamicConditionOf<DS, Name>): DynamicQuery<DS, Name>
  /** Only for columns: the first values of the set's order. */
  limit(count: number): DynamicQuery<DS, Name>
}

/** The trios of a table that is known at run time only. Errors: `invalid` for a column that does not add up or has no order. */
export interface DynamicAggregating<DS extends Source, Name extends string> {
  count(this: Can<'aggregate'>, options?: CallOptions): Pending<number>
  countExpr(this: Can<'aggregate'>): Expr<number, DS>
  countQuery(this: Can<'aggregate'>): DynamicQuery<DS, Name>

  sum(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>, options?: CallOptions): Pending<unknown>
  sumExpr(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicExpr<DS>
  sumQuery(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicQuery<DS, Name>

  min(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>, options?: CallOptions): Pending<unknown>
  minExpr(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicExpr<DS>
  minQuery(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicQuery<DS, Name>

  max(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>, options?: CallOptions): Pending<unknown>
  maxExpr(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicExpr<DS>
  maxQuery(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicQuery<DS, Name>

  avg(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>, options?: CallOptions): Pending<unknown>
  avgExpr(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicExpr<DS>
  avgQuery(this: Can<'aggregate'>, column: DynamicExprOf<DS, Name>): DynamicQuery<DS, Name>

  /** The values of a column, in the set's order and within its limit. */
  fieldValues(this: Can<'read'>, column: DynamicExprOf<DS, Name>, options?: CallOptions): Pending<unknown[]>
  /** The column as an operand of `in`: a sub-query in the same database, a bound list in another. */
  fieldExpr(this: Can<'read'>, column: DynamicExprOf<DS, Name>): DynamicExpr<DS>
  fieldQuery(this: Can<'read'>, column: DynamicExprOf<DS, Name>): DynamicQuery<DS, Name>
}
