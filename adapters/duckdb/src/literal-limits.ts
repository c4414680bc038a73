/** Quoted text, and bounds of windows as the dialect renders them. */
const bounds = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\b(LIMIT|OFFSET) CAST\(\$(\d+) AS BIGINT\)/g

/** Whether a statement has a window with bound limits. */
export const hasBoundLimits = (text: string): boolean => {
  for (const [, word] of text.matchAll(bounds)) if (word !== undefined) return true
  return false
}

/**
 * The text with its limits as digits: DuckDB finds the first rows of an order without sorting all of them only then, and takes
 * no other limit inside a correlated sub-query.
 *
 * Shape: every parameter stays in the text, since they are counted.
 */
export function withLiteralLimits(text: string, values: readonly unknown[]): string {
  const unused: string[] = []
  const literal = text.replace(bounds, (whole, word: string | undefined, position: string) => {
    const value = values[Number(position) - 1]
    if (word === undefined || typeof value !== 'bigint') return whole
    unused.push(`CAST($${position} AS BIGINT)`)
    return `${word} ${value}`
  })
  return unused.length === 0 ? text : `WITH vantage_limits AS (SELECT ${unused.join(', ')}) ${literal}`
}
