import { VantageError } from '@vantage-ts/core/adapter'

/** What is refused while a statement is built. */
export const invalid = (why: string, field?: string): VantageError =>
  new VantageError(why, { kind: 'invalid', ...(field === undefined ? {} : { details: { field } }) })

/** Errors: `invalid` for anything but a whole number from 0 up. */
export function wholeNumber(number: number, place: string): number {
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw invalid(`${place}() takes a whole number from 0 up`)
}
