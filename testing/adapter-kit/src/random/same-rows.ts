import { show } from '../show.ts'

/** Rows as texts that are the same whatever their order and that of their keys. */
export const sorted = (rows: readonly unknown[]): readonly string[] => rows.map(row => textOf(show(row))).sort()

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
      : part,
  )
