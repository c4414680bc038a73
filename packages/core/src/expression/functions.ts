import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import { text as nullType } from '../types/text.ts'
import { typeOfValue } from '../types/type-of-value.ts'
import { accept, type Type } from '../types/type.ts'
import type { Execution } from './execute.ts'
import type { Condition, Expr, Input, Operand } from './expr.ts'
import { expressed } from './expressive.ts'
import { refusePromise } from './given-promise.ts'
import { Case, Deferred, Literal, Node, Now, Template } from './node.ts'
import { operand } from './operate.ts'

/** The run-time node of a typed expression. */
export function nodeOf(expression: unknown): Node {
  if (expression instanceof Node) return expression
  throw new VantageError('an expression is wanted here, such as a column or a condition', { kind: 'invalid' })
}
/** The typed face of a node; whoever builds the node vouches for T. */
export const exprOf = <T, DS>(node: Node): Expr<T, DS> => unchecked<Expr<T, DS>>(node, 'Expr is the typed face of Node')

/**
 * The moment of the execution: the same value in every statement that one call runs, cut to microseconds.
 *
 * Source: the clock of this process, so that sources with different clocks agree.
 */
export const now = (): Expr<Temporal.Instant, never> => exprOf(new Now())

/** A value of a type as an expression, for the left side of an operator: `value(decimal, '1.5').plus(u.balance)`. */
export const value = <T>(type: Type<T>, given: Input<T>): Expr<T, never> =>
  exprOf(new Literal(type, accept(type, given, 'value()')))

/** The first expression that is not null. */
export const coalesce = <T, DS>(first: Expr<T | null, DS>, second: Operand<NonNullable<T>>): Expr<NonNullable<T>, DS> =>
  exprOf(nodeOf(first).coalesce(second))

/** Texts one after the other; null when one of them is. */
export const concat = <T extends string | null, DS>(
  first: Expr<T, DS>,
  ...rest: readonly (string | Expr<string | null, unknown>)[]
): Expr<T, DS> => exprOf(nodeOf(first).concat(...rest))

/** ASCII letters made small. */
export const lower = <T extends string | null, DS>(text: Expr<T, DS>): Expr<T, DS> => exprOf(nodeOf(text).lower())

/** ASCII letters made large. */
export const upper = <T extends string | null, DS>(text: Expr<T, DS>): Expr<T, DS> => exprOf(nodeOf(text).upper())

/** The turned condition: true for false, false for true, unknown stays unknown. */
export const not = <DS>(condition: Condition<DS>): Condition<DS> => exprOf(nodeOf(condition).not())

interface Branch<T, DS> {
  readonly when: Condition<DS>
  readonly then: Operand<T>
}

/**
 * The result of the first branch whose condition is true, else `otherwise`.
 *
 * Shape: `caseWhen(text, [{ when: u.age.lt(18), then: 'minor' }], 'adult')`; every result is of the given type.
 */
export function caseWhen<T, DS>(
  type: Type<T>,
  branches: readonly Branch<NoInfer<T>, DS>[],
  otherwise: Operand<NoInfer<T>>,
): Expr<T, DS>
export function caseWhen<T, DS>(
  type: Type<T>,
  branches: readonly Branch<NoInfer<T> | null, DS>[],
  otherwise?: Operand<NoInfer<T> | null>,
): Expr<T | null, DS>
export function caseWhen(
  type: Type<unknown>,
  branches: readonly Branch<unknown, unknown>[],
  otherwise: unknown = null,
): Expr<unknown, never> {
  if (branches.length === 0) throw new VantageError('caseWhen() needs at least one branch', { kind: 'invalid' })
  const typed = new Literal(type, null)
  const result = (given: unknown): Node => (given === null ? typed : operand(typed, given))
  const nodes = branches.map(({ when, then }) => ({ when: nodeOf(when), then: result(then) }))
  return exprOf(new Case(nodes, result(otherwise)))
}

/**
 * A value from any async code, read when the statement runs: another service, a file, state that changes.
 *
 * Shape: the function may give a value, or again an expression. It runs once per execution, never while building.
 * Errors: a value of another type is `type-mismatch`; a failure fails the whole call, and the statement is not sent.
 */
export function deferred<T>(
  type: Type<T>,
  work: (options: { readonly signal: AbortSignal | undefined }) => Promise<Input<T> | Expr<T, unknown> | null>,
  label = 'async value',
): Expr<T, never> {
  return exprOf(new Deferred(type, false, label, undefined, execution => guarded(work, execution, label)))
}

/** A list from any async code; nulls in it are ignored by `in` and `notIn`. */
export function deferredList<T>(
  type: Type<T>,
  work: (options: { readonly signal: AbortSignal | undefined }) => Promise<readonly Input<T>[]>,
  label = 'async list',
): Expr<readonly T[], never> {
  return exprOf(new Deferred(type, true, label, undefined, execution => guarded(work, execution, label)))
}

async function guarded(
  work: (options: { readonly signal: AbortSignal | undefined }) => Promise<unknown>,
  execution: Execution,
  label: string,
): Promise<unknown> {
  try {
    return await work({ signal: execution.signal })
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`resolving ⟨${label}⟩`)
  }
}

/** A value in a template, with the type it has by itself. */
export function templateOperand(value: unknown): Node {
  const given = expressed(value)
  if (given instanceof Node) return given
  refusePromise(given, () => 'a template')
  if (given === undefined)
    throw new VantageError('a template was given undefined; use null for a missing value', { kind: 'invalid' })
  const type = given === null ? undefined : typeOfValue(given)
  if (given !== null && type === undefined)
    throw new VantageError('a template was given a value of no known type; convert it first', { kind: 'type-mismatch' })
  return new Literal(type ?? nullType, given)
}

/**
 * Vendor text that takes the source it is used in: `` expr`now() - ${length}` ``. Columns belong into `` t.expr`…` ``.
 *
 * Shape: T comes from where it is used; the values bound are checked against what the source can bind when it runs.
 */
export function expr<T = never>(parts: TemplateStringsArray, ...args: readonly unknown[]): Expr<T, never> {
  return exprOf(new Template(undefined, [...parts], args.map(templateOperand), noSet, undefined))
}
const noSet = (): never => {
  throw new VantageError('this text belongs to no source, so it cannot run alone; use it inside a set', {
    kind: 'invalid',
  })
}
