import type { TypeDefinition } from '@vantage-ts/core/dynamic'

/**
 * Declared types with a meaning that SQLite does not enforce but everybody follows.
 *
 * Numbers in a column declared NUMERIC or DECIMAL are doubles, whatever was written. Moments are kept as texts of many
 * forms, of which only one would sort as the texts of Vantage do, and uuids in capitals or not, of which only one would be found
 * again: they are the text that they are. A date has one form.
 */
const named: { readonly [declared: string]: TypeDefinition } = {
  BOOL: { type: 'bool' },
  BOOLEAN: { type: 'bool' },
  UUID: { type: 'text' },
  GUID: { type: 'text' },
  DATE: { type: 'plainDate' },
  DATETIME: { type: 'text' },
  TIMESTAMP: { type: 'text' },
  TIMESTAMPTZ: { type: 'text' },
  TIME: { type: 'text' },
  JSON: { type: 'json' },
  NUMERIC: { type: 'float' },
  DECIMAL: { type: 'float' },
  NUMBER: { type: 'float' },
  MONEY: { type: 'float' },
  DEC: { type: 'float' },
  FIXED: { type: 'float' },
  BIGINT: { type: 'bigint' },
  INT8: { type: 'bigint' },
  'UNSIGNED BIG INT': { type: 'bigint' },
}

/** SQLite's own rules for the affinity of a column, in their order. */
const affinities: readonly (readonly [part: string, TypeDefinition])[] = [
  ['INT', { type: 'int' }],
  ['CHAR', { type: 'text' }],
  ['CLOB', { type: 'text' }],
  ['TEXT', { type: 'text' }],
  ['BLOB', { type: 'bytes' }],
  ['REAL', { type: 'float' }],
  ['FLOA', { type: 'float' }],
  ['DOUB', { type: 'float' }],
]

/**
 * The type of a column by how it is declared: `VARCHAR(20)` -> text.
 *
 * Shape: `undefined` without a declaration and for words without a meaning, since such a column holds anything.
 * Source: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
export function declaredType(declared: string): TypeDefinition | undefined {
  const word = declared
    .replace(/\([^)]*\)/g, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .toUpperCase()
  if (Object.hasOwn(named, word)) return named[word]
  return affinities.find(([part]) => word.includes(part))?.[1]
}
