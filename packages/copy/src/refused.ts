import type { ErrorKind, VantageError } from '@vantage-ts/core'
import { objectOf, type SetColumn } from '@vantage-ts/core/adapter'

/** A row that the target did not take, or that could not be read. */
export interface Refused {
  /** Its id: a value, an object for a composite one; its text where the row could not be read; undefined where it has none. */
  readonly id: unknown
  /** The column that is wrong, where one is known. */
  readonly field: string | undefined
  readonly kind: ErrorKind
  /** What is wrong, without values. */
  readonly reason: string
  readonly error: VantageError
}

/** Kinds that say something of a row, not of the way to the database. */
const ofRows: ReadonlySet<ErrorKind> = new Set([
  'validation',
  'type-mismatch',
  'constraint',
  'conflict',
  'too-large',
  'invalid',
  'cardinality',
])

/** What the operating system says is about files and devices: EFBIG, ENOSPC. */
const isOfSystem = (code: unknown): boolean => typeof code === 'string' && /^E[A-Z]+$/.test(code)

/** Whether an error is about a row: repeating it would fail again. A full disk and a lost race pass; of a table that is not there no row is better. */
export const isOfRow = ({ kind, retry, details }: VantageError): boolean =>
  ofRows.has(kind) &&
  (kind !== 'invalid' || details.statement === undefined) &&
  retry !== 'safe' &&
  details.outcome === undefined &&
  !isOfSystem(details.code)

/** Ends a copy at a row that cannot be read. Errors: what is wrong with it, with the option by which copies leave such rows out. */
export function refuseUnreadable(problem: VantageError): never {
  throw problem.withAdvice('pass onRefused to leave such rows out', 'never')
}

/** The refusal of a row, whose id is known by the columns of a set. */
export function refusedRow(row: object | undefined, ids: readonly SetColumn[], error: VantageError): Refused {
  const { kind, details } = error
  return { id: idOf(row, ids) ?? details.id, field: details.field, kind, reason: reasonOf(error), error }
}

/** Places in the insert that was tried last say nothing to who copies: batches are halved. */
const ofInsert = /^record \d+(?: of \d+)?$/

function reasonOf({ message, context }: VantageError): string {
  const around = context.length === 0 ? '' : `${context.join(': ')}: `
  const bare = message.startsWith(around) ? message.slice(around.length) : message
  return [...context.filter(one => !ofInsert.test(one)), bare].join(': ')
}

/** The id of a row or record; undefined where a part of it is missing. */
export function idOf(row: object | undefined, ids: readonly SetColumn[]): unknown {
  const cells = objectOf(row)
  const values = ids.map(({ property }) => cells?.[property])
  if (values.length === 0 || values.some(value => value === undefined || value === null)) return undefined
  if (values.length === 1) return values[0]
  return Object.fromEntries(ids.map(({ property }, at) => [property, values[at]]))
}
