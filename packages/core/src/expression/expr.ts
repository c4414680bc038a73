import type { Pending } from '../errors/pending.ts'
import type { Decimal } from '../types/decimal.ts'
import type { Type } from '../types/type.ts'
import type { Uuid } from '../types/uuid.ts'
import type { CallOptions } from './execute.ts'
import type { Plan } from './plan.ts'

/** What `<`, `between`, `min` and `orderBy` accept. */
export type Ordered =
  | number
  | bigint
  | string
  | Decimal
  | Uint8Array
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration
  | null
/** What `sum` and `avg` accept. */
export type Summable = number | bigint | Decimal | Temporal.Duration | null
/** What `plus`, `minus` and friends accept on the left. */
export type Arithmetic = number | bigint | Decimal | Temporal.Duration | Temporal.Instant | null

/** A value given for a T: a uuid may be given as text, checked when it is given. `Uuid` -> `string`, `number` -> `number`. */
export type Input<T> = T extends Uuid ? string : T
/** What may stand where a T is expected: the value, or an expression of any source (another database's is deferred). */
export type Operand<T> = Input<T> | Typed<T, unknown>
/** What a T is compared with: nothing is null, so an expression that may be null leaves its rows out and is welcome. */
export type Comparand<T> = Input<T> | Typed<T | null, unknown>
/** `number | null` -> `null`, `number` -> `never`; `unknown` may be null. */
type NullOf<T> = T & null
/** What may be added to a T. `Temporal.Instant` -> `Temporal.Duration`, `number` -> `number`. */
export type Addend<T> = T extends Temporal.Instant ? Temporal.Duration : T
/** What may be taken from a T. `Temporal.Instant` -> an instant or a duration. */
export type Subtrahend<T> = T extends Temporal.Instant ? Temporal.Instant | Temporal.Duration : T
/** `Difference<Temporal.Instant, Temporal.Instant>` -> `Temporal.Duration`; otherwise the left side. */
export type Difference<T, V> = T extends Temporal.Instant ? (V extends Temporal.Instant ? Temporal.Duration : T) : T
/** `number` -> `number`, `bigint` -> `number`, `Decimal` -> `Decimal`; null by zero. Unknown stays so, or Expr would not be covariant. */
export type Quotient<T> =
  | (T extends Decimal | Temporal.Duration ? T : T extends number | bigint ? number : unknown)
  | null
type Text = Typed<string | null, unknown>

/**
 * What the place of an operand looks at: the value and the source of an expression.
 *
 * Comparing whole expressions there would make the compiler compare every operator, once per table: hundreds of instantiations.
 */
export interface Typed<out T, out DS> {
  readonly '~t': T
  readonly '~source': DS
}

/** A yes-or-no expression; only true keeps a row. */
export type Condition<DS> = Expr<boolean | null, DS>

/**
 * A typed, immutable expression of a source; nothing runs until a terminal call.
 *
 * Comparisons use three-valued logic: null compares to nothing, `not(unknown)` is unknown.
 */
export interface Expr<out T, out DS> {
  // Those of `Typed`, which is not inherited: the compiler would make it anew for every type of expression.
  readonly '~t': T
  readonly '~source': DS
  readonly type: Type<unknown>

  eq(value: Comparand<NonNullable<T>>): Condition<DS>
  ne(value: Comparand<NonNullable<T>>): Condition<DS>
  lt(this: Typed<Ordered, unknown>, value: Comparand<NonNullable<T>>): Condition<DS>
  lte(this: Typed<Ordered, unknown>, value: Comparand<NonNullable<T>>): Condition<DS>
  gt(this: Typed<Ordered, unknown>, value: Comparand<NonNullable<T>>): Condition<DS>
  gte(this: Typed<Ordered, unknown>, value: Comparand<NonNullable<T>>): Condition<DS>
  /** Both ends included. */
  between(this: Typed<Ordered, unknown>, low: Comparand<NonNullable<T>>, high: Comparand<NonNullable<T>>): Condition<DS>
  /** Matches nothing for an empty list. A list of any length binds. */
  in(values: ListOperand<NonNullable<T>>): Condition<DS>
  /** Everything not null for a list without nulls; nulls in the list are ignored; everything for an empty list. */
  notIn(values: ListOperand<NonNullable<T>>): Condition<DS>
  isNull(): Condition<DS>
  isNotNull(): Condition<DS>
  /** Two-valued `ne`: null differs from a value and not from null. */
  isDistinctFrom(value: Comparand<NonNullable<T>> | null): Condition<DS>
  isNotDistinctFrom(value: Comparand<NonNullable<T>> | null): Condition<DS>

  /** `%` is any text, `_` one character, `\` makes the next one literal; case matters. */
  like(this: Text, pattern: string): Condition<DS>
  /** Literal, case-sensitive substring. */
  contains(this: Text, value: Comparand<string>): Condition<DS>
  startsWith(this: Text, value: Comparand<string>): Condition<DS>
  endsWith(this: Text, value: Comparand<string>): Condition<DS>
  /** ASCII letters only. */
  lower(this: Text): Expr<T, DS>
  upper(this: Text): Expr<T, DS>
  /** Length in characters. */
  length(this: Text): Expr<number | NullOf<T>, DS>
  /** From character `start` (0 is the first), `count` characters or to the end. */
  substring(this: Text, start: number, count?: number): Expr<T, DS>
  concat(this: Text, ...values: readonly Operand<string>[]): Expr<T, DS>

  and(this: Condition<unknown>, other: Condition<unknown>): Condition<DS>
  or(this: Condition<unknown>, other: Condition<unknown>): Condition<DS>
  not(this: Condition<unknown>): Condition<DS>

  plus(this: Typed<Arithmetic, unknown>, value: Operand<Addend<NonNullable<T>>>): Expr<T, DS>
  minus<V extends Subtrahend<NonNullable<T>>>(
    this: Typed<Arithmetic, unknown>,
    value: V | Typed<V, unknown>,
  ): Expr<Difference<NonNullable<T>, V> | NullOf<T>, DS>
  mul(this: Typed<Arithmetic, unknown>, value: Operand<NonNullable<T>>): Expr<T, DS>
  /** Float for ints, decimal for decimals; null by zero. */
  div(this: Typed<Arithmetic, unknown>, value: Comparand<NonNullable<T>>): Expr<Quotient<NonNullable<T>>, DS>
  /** Whole division cut towards zero; null by zero. */
  intDiv(this: Typed<number | bigint | null, unknown>, value: Comparand<NonNullable<T>>): Expr<T | null, DS>
  /** Remainder with the sign of the left side; null by zero. */
  mod(this: Typed<number | bigint | null, unknown>, value: Comparand<NonNullable<T>>): Expr<T | null, DS>
  negate(this: Typed<Arithmetic, unknown>): Expr<T, DS>
  abs(this: Typed<Arithmetic, unknown>): Expr<T, DS>
  toFloat(this: Typed<number | bigint | null, unknown>): Expr<number | NullOf<T>, DS>
  toDecimal(this: Typed<number | bigint | null, unknown>): Expr<Decimal | NullOf<T>, DS>

  /** Date parts of an instant are those of UTC. */
  year(this: Typed<Dated, unknown>): Expr<number | NullOf<T>, DS>
  month(this: Typed<Dated, unknown>): Expr<number | NullOf<T>, DS>
  day(this: Typed<Dated, unknown>): Expr<number | NullOf<T>, DS>
  hour(this: Typed<Timed, unknown>): Expr<number | NullOf<T>, DS>
  minute(this: Typed<Timed, unknown>): Expr<number | NullOf<T>, DS>
  second(this: Typed<Timed, unknown>): Expr<number | NullOf<T>, DS>

  /** The first that is not null; null only where both may be. */
  coalesce<V extends NonNullable<T> | null = NonNullable<T>>(
    value: Operand<NonNullable<T>> | Typed<V, unknown>,
  ): Expr<NonNullable<T> | (NullOf<T> & NullOf<NoInfer<V>>), DS>
  nullIf(value: Comparand<NonNullable<T>>): Expr<T | null, DS>

  asc(): OrderTerm<DS>
  desc(): OrderTerm<DS>

  /** Converts the value here, in this process, once per execution: the escape between type systems. Always deferred. */
  map<U>(type: Type<U>, convert: (value: T) => U | Promise<U>): Expr<U, DS>
  /** Runs the expression alone on its source. A list expression gives an array, a scalar one value (null for none). */
  run(options?: CallOptions): Pending<T>
  /** The steps that `run()` would take, without taking them. */
  explain(): Plan
  /** Readable text of the tree, without running anything and without values. */
  preview(): string
}
export type Dated = Temporal.Instant | Temporal.PlainDate | Temporal.PlainDateTime | null
export type Timed = Temporal.Instant | Temporal.PlainTime | Temporal.PlainDateTime | null

/** A list of values, or an expression whose result is a column of values. */
export type ListOperand<T> = readonly Input<T>[] | Typed<readonly (T | null)[], unknown>

/** A column in an order. Nulls sort last in both directions. */
export interface OrderTerm<out DS> {
  readonly '~source': DS
  readonly direction: 'asc' | 'desc'
}

/** A column of a table: an expression that knows its name. */
export interface Column<out T, out DS> extends Expr<T, DS> {
  readonly name: string
}

/** Vendor text whose result type is yet to be named. */
export interface UntypedExpr<out DS> extends Expr<unknown, DS> {
  /** Names the type of the value, which makes the text an operand of that type. */
  as<T>(type: Type<T>): Expr<T, DS>
}
