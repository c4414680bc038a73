import { objectOf } from '@vantage-ts/core/adapter'
import { withoutValues } from './without-values.ts'

/** What the driver says of a failure, whatever class it throws: some of its errors are no errors of the language. */
export interface DriverProblem {
  readonly name: string
  /** The driver's own kind: `Validation`, `NotFound`, `Thrown`, … */
  readonly kind: string
  readonly message: string
  /** Structured facts, such as `{ kind: 'Table', details: { name: 'user' } }`. */
  readonly detail: { readonly kind: string; readonly name: string | undefined }
}

const originals = new WeakMap<object, unknown>()

export function driverProblem(thrown: unknown): DriverProblem {
  const facts = membersOf(thrown)
  const details = membersOf(facts.details)
  const cause = membersOf(facts.cause)
  const code = textIn(facts.code) || textIn(cause.code)
  return {
    name: textIn(facts.name) || 'Error',
    kind: textIn(facts.kind) || code,
    message: textIn(facts.message) || String(thrown),
    detail: { kind: textIn(details.kind), name: textIn(membersOf(details.details).name) || undefined },
  }
}

const membersOf = (value: unknown): { readonly [key: PropertyKey]: unknown } => objectOf(value) ?? {}
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** An error like the driver's, without the values in its text: what logs and `inspect` may show. */
export function causeOf(thrown: unknown): Error {
  const problem = driverProblem(thrown)
  const cause = new Error(withoutValues(problem.message))
  cause.name = problem.name
  // Its stack is where the driver met the answer, which says nothing, behind a text with values.
  cause.stack = `${problem.name}: ${cause.message}`
  originals.set(cause, thrown)
  return cause
}

/** The driver's own error behind a cause, with all that it says; for debugging, since it holds values of rows. */
export const driverError = (cause: unknown): unknown =>
  objectOf(cause) === undefined ? undefined : originals.get(Object(cause))
