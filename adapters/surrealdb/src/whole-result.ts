/** Results that are no list of rows, by the rows that stand for them: vendor text may give one value, or none. */
const singles = new WeakMap<readonly unknown[], unknown>()

/** The result of vendor text as rows. */
export function resultRows(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result
  const rows = result === undefined || result === null ? [] : [result]
  singles.set(rows, result)
  return rows
}

/** What the database gave, where it gave rows or something else. */
export const wholeResult = (rows: readonly unknown[]): unknown => (singles.has(rows) ? singles.get(rows) : rows)
