import type { ErrorKind } from '@vantage-ts/core/adapter'

/** What text of ours raises inside the database, or a function of ours. */
export interface Raised {
  readonly kind: Extract<ErrorKind, 'type-mismatch' | 'too-large'>
  readonly says: string
}

/** Stands before what is raised, so that it is told from what DuckDB says itself. */
const mark = 'vantage'

export const raisedText = ({ kind, says }: Raised): string => `${mark}:${kind}: ${says}`

/** What a message of the database says was raised by text of ours; undefined for any other. */
export function raisedIn(message: string): Raised | undefined {
  const [, kind, says] = /vantage:(type-mismatch|too-large): ([^\n]*)/.exec(message) ?? []
  if (says === undefined || (kind !== 'type-mismatch' && kind !== 'too-large')) return undefined
  return { kind, says }
}

/** A value that meets a condition, or is null; otherwise the statement fails. The value is computed once. */
export function refusedUnless(sql: string, condition: (value: string) => string, raised: Raised): string {
  // A lambda names the value without a sub-query, which would not be allowed everywhere.
  const checked = `CASE WHEN NOT (${condition('v')}) OR (v IS NOT NULL AND (${condition('v')}) IS NULL) THEN error('${raisedText(raised)}') ELSE v END`
  return `list_transform([${sql}], lambda v: ${checked})[1]`
}
