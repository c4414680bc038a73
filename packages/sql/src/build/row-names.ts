import type { RowSource } from './row-source.ts'

/** What stands behind the columns of rows: programs hold an object that has nothing but columns. */
const sources = new WeakMap<object, RowSource>()

export const nameRows = (columns: object, source: RowSource): void => {
  sources.set(columns, source)
}

/** Where the rows of these columns come from; undefined for anything else. */
export const rowSourceOf = (value: unknown): RowSource | undefined =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' ? sources.get(value) : undefined

export const isRows = (value: unknown): boolean => rowSourceOf(value) !== undefined
