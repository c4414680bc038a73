import { VantageError } from '@vantage-ts/core/adapter'

/**
 * Quotes a name of a table or field, whatever it holds; a dot in it is a dot and no path.
 *
 * Errors: `unsupported` for `__proto__`, which the driver loses on reading.
 * Source: backslash and backtick are escaped by a backslash; doubled backticks do not parse.
 */
export function quoted(name: string): string {
  if (name === '__proto__')
    throw new VantageError(
      'SurrealDB cannot give back a field named __proto__; name the column otherwise with .named()',
      {
        kind: 'unsupported',
        details: { field: name },
      },
    )
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``
}
