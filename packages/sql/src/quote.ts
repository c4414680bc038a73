import { VantageError } from '@vantage-ts/core/adapter'

/** Quotes an identifier as standard SQL does: `a"b` -> `"a""b"`. Errors: `invalid` for NUL, which no SQL text may hold. */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw noNul('a name')
  return `"${name.replaceAll('"', '""')}"`
}

export const noNul = (what: string): VantageError =>
  new VantageError(`${what} holds a NUL character, which SQL text cannot carry`, { kind: 'invalid' })
