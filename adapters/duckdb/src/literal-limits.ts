/** What the driver is given. */
export interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Bounds of windows as the dialect renders them, other parameters, and text in which neither means anything. */
const tokens =
  /(?<!\w)[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*.*?\*\/|\$(?<tag>[A-Za-z_]\w*|)\$.*?\$\k<tag>\$|\b(?<word>LIMIT|OFFSET) CAST\(\$(?<limit>\d+) AS BIGINT\)|\$(?<position>\d+)/gs

/** Whether a statement has a window with bound limits. */
export const hasBoundLimits = (text: string): boolean => {
  for (const { groups } of text.matchAll(tokens)) if (groups?.limit !== undefined) return true
  return false
}

/**
 * The text with its limits as digits: DuckDB finds the first rows of an order without sorting all of them only then, and takes
 * no other limit inside a correlated sub-query.
 *
 * Shape: every value is in the text, since they are counted: those that are no longer are left out, and the others get new numbers.
 */
export function withLiteralLimits(text: string, values: readonly unknown[]): Sent {
  const sent: unknown[] = []
  const numbers = new Map<string, string>()
  const parameter = (position: string): string => {
    let number = numbers.get(position)
    if (number === undefined) {
      number = `$${sent.push(values[Number(position) - 1])}`
      numbers.set(position, number)
    }
    return number
  }
  const literal = text.replace(tokens, (whole, ...found: readonly unknown[]) => {
    const { word, limit, position } = groupsOf(found)
    if (position !== undefined) return parameter(position)
    if (limit === undefined) return whole
    const value = values[Number(limit) - 1]
    return typeof value === 'bigint' ? `${word} ${value}` : `${word} CAST(${parameter(limit)} AS BIGINT)`
  })
  return { text: literal, values: sent }
}

interface Groups {
  readonly word?: string
  readonly limit?: string
  readonly position?: string
}
/** The groups by name are the last argument of what replaces a match. */
const groupsOf = (found: readonly unknown[]): Groups => Object(found.at(-1))
