import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Condition, Expr, OrderTerm, Typed } from '../expression/expr.ts'
import type { Plan } from '../expression/plan.ts'
import type { Type } from '../types/type.ts'

/**
 * An expression whose type is known at run time only: it stands wherever a typed one may, and has every operator.
 *
 * Errors: what `Expr` refuses to compile is refused while building: `type-mismatch` for operands of another type, `invalid`
 * for an operator that the type does not have.
 */
export interface DynamicExpr<out DS> extends Typed<never, DS> {
  readonly type: Type<unknown>

  eq(value: unknown): Condition<DS>
  ne(value: unknown): Condition<DS>
  lt(value: unknown): Condition<DS>
  lte(value: unknown): Condition<DS>
  gt(value: unknown): Condition<DS>
  gte(value: unknown): Condition<DS>
  between(low: unknown, high: unknown): Condition<DS>
  in(values: unknown): Condition<DS>
  notIn(values: unknown): Condition<DS>
  isNull(): Condition<DS>
  isNotNull(): Condition<DS>
  isDistinctFrom(value: unknown): Condition<DS>
  isNotDistinctFrom(value: unknown): Condition<DS>

  like(pattern: string): Condition<DS>
  contains(value: unknown): Condition<DS>
  startsWith(value: unknown): Condition<DS>
  endsWith(value: unknown): Condition<DS>
  lower(): DynamicExpr<DS>
  upper(): DynamicExpr<DS>
  length(): Expr<number | null, DS>
  substring(start: number, count?: number): DynamicExpr<DS>
  concat(...values: readonly unknown[]): DynamicExpr<DS>

  and(other: unknown): Condition<DS>
  or(other: unknown): Condition<DS>
  not(): Condition<DS>

  plus(value: unknown): DynamicExpr<DS>
  minus(value: unknown): DynamicExpr<DS>
  mul(value: unknown): DynamicExpr<DS>
  div(value: unknown): DynamicExpr<DS>
  intDiv(value: unknown): DynamicExpr<DS>
  mod(value: unknown): DynamicExpr<DS>
  negate(): DynamicExpr<DS>
  abs(): DynamicExpr<DS>
  toFloat(): DynamicExpr<DS>
  toDecimal(): DynamicExpr<DS>

  year(): Expr<number | null, DS>
  month(): Expr<number | null, DS>
  day(): Expr<number | null, DS>
  hour(): Expr<number | null, DS>
  minute(): Expr<number | null, DS>
  second(): Expr<number | null, DS>

  coalesce(value: unknown): DynamicExpr<DS>
  nullIf(value: unknown): DynamicExpr<DS>

  asc(): OrderTerm<DS>
  desc(): OrderTerm<DS>

  map<U>(type: Type<U>, convert: (value: unknown) => U | Promise<U>): Expr<U, DS>
  run(options?: CallOptions): Pending<unknown>
  explain(): Plan
  preview(): string
}

/** A column of a table that is known at run time only. */
export interface DynamicColumn<out DS> extends DynamicExpr<DS> {
  readonly name: string
}

/** The columns of such a table by name; a name that no column has throws `invalid` with the nearest. */
export type DynamicColumns<DS, Name extends string> = { readonly [Each in Name]: DynamicColumn<DS> }

/** A condition, ready or as a function of the columns; a column of truth values is one. */
export type DynamicConditionOf<DS, Name extends string> =
  | Condition<DS>
  | DynamicExpr<DS>
  | ((columns: DynamicColumns<DS, Name>) => Condition<DS> | DynamicExpr<DS>)

/** A column or expression, ready or as a function of the columns. */
export type DynamicExprOf<DS, Name extends string> =
  | Typed<unknown, DS>
  | ((columns: DynamicColumns<DS, Name>) => Typed<unknown, DS>)

/** An order: a column (ascending), or `column.desc()`. */
export type DynamicOrderOf<DS, Name extends string> =
  | Typed<unknown, DS>
  | OrderTerm<DS>
  | ((columns: DynamicColumns<DS, Name>) => Typed<unknown, DS> | OrderTerm<DS>)
