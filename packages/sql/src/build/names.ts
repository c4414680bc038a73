import { VantageError } from '@vantage-ts/core/adapter'

/**
 * A name that a program gives, where it gives it: `of` says of what, as in 'a table', and `place` by which call.
 *
 * Errors: `invalid` for no text, an empty one, one with NUL and one with half a surrogate pair. None of them shows the name.
 */
export function checkedName(name: unknown, of: string, place: string): string {
  const problem = problemOf(name)
  if (problem === undefined) return String(name)
  throw new VantageError(`${place}(): the name of ${of} ${problem}`, { kind: 'invalid' })
}

export const checkedNames = (names: readonly unknown[], of: string, place: string): readonly string[] =>
  names.map(name => checkedName(name, of, place))

/** What no database takes a name with, as the end of a message; undefined for none. */
export function problemOf(name: unknown): string | undefined {
  if (typeof name !== 'string' || name === '') return 'is a text that is not empty'
  if (name.includes('\0')) return 'holds the character NUL, which no statement can carry'
  return name.isWellFormed() ? undefined : 'holds half a surrogate pair, which no encoding can carry'
}
