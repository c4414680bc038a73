import { VantageError } from '@vantage-ts/core/adapter'

/** Where in a file something is wrong. */
export interface Place {
  readonly file: string
  /** Physical line, counted from 1. */
  readonly line: number
  /** Field of the row, counted from 1. */
  readonly field?: number | undefined
  /** Name of that field, when the file has a header. */
  readonly column?: string | undefined
  /** Name of the member of the record, where fields have no numbers. */
  readonly name?: string | undefined
}

/**
 * The error for a malformed file: `people.csv, line 3, field 2 ("name"): a quote is never closed`.
 *
 * Shape: `details` carry `file`, `line` and `field` (the column's name, else the number). Never a row's value: files hold
 * what logs must not.
 */
export function fileFault(problem: string, place: Place, kind: 'invalid' | 'too-large' = 'invalid'): VantageError {
  const { file, line, field, column, name } = place
  const told = name ?? column ?? (field === undefined ? undefined : String(field))
  const where = [file, `line ${line}`]
  if (field !== undefined) where.push(`field ${field}${column === undefined ? '' : ` (${shortName(column)})`}`)
  if (name !== undefined) where.push(`field ${shortName(name)}`)
  return new VantageError(`${where.join(', ')}: ${problem}`, {
    kind,
    details: { file, line, ...(told === undefined ? {} : { field: told }) },
  })
}

/** A name from a file as it may stand in a message: quoted, escaped and at most 60 characters. */
export const shortName = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
