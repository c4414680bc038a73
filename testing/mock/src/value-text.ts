import type { Type } from '@vantage-ts/core/adapter'

/** Types whose exact text is told from others without quotes. */
const bare: ReadonlySet<string> = new Set(['int', 'bigint', 'float', 'decimal', 'bool', 'json', 'array', 'geometry'])

/**
 * A value as it stands in the text of a statement: `12.50`, `true`, `"Riga"`, `"2026-11-27T09:30:00Z"`, `null`.
 *
 * Shape: equal texts are equal values of the type.
 */
export function valueText(type: Type<unknown>, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  const text = type.toText(value)
  return bare.has(type.name) ? text : JSON.stringify(text)
}

/** A list that a column is compared with; its order means nothing, so it is that of the type. */
export const listText = (type: Type<unknown>, values: readonly unknown[]): string =>
  `[${[...values]
    .sort((a, b) => type.compare(a, b))
    .map(value => valueText(type, value))
    .join(', ')}]`
