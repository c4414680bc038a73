/** How deeply the parser of the engine goes unless its operator says otherwise (SURREAL_MAX_QUERY_PARSING_DEPTH). */
const engineDepth = 20
/** Statements that may be deeper are rendered with their deep parts apart: what is counted here is no more than close. */
const usualDepth = engineDepth - 3
/** Of such a statement, parts that are deeper stand apart. */
const partDepth = 5

const opening = '([{'
const closing = ')]}'
/** What a bracket may hold that the engine counts as a level of its own. */
const countedWord = /^\s*(?:SELECT|LET|RETURN|\|)/
/** Names and texts, which may hold brackets. */
const quotedParts = /`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g

/** How many levels the engine counts in a text. */
export function nestingOf(text: string): number {
  const bare = text.replace(quotedParts, '``')
  const levels: number[] = []
  let depth = 0
  let most = 0
  for (let at = 0; at < bare.length; at++) {
    const letter = bare[at] ?? ''
    if (opening.includes(letter)) {
      const level = countedWord.test(bare.slice(at + 1, at + 12)) ? 2 : 1
      levels.push(level)
      depth += level
      if (depth > most) most = depth
    } else if (closing.includes(letter)) depth -= levels.pop() ?? 0
  }
  return most
}

export const isTooDeep = (text: string): boolean => nestingOf(text) > usualDepth
export const isDeepPart = (text: string): boolean => nestingOf(text) > partDepth

/** The names of a text that it does not define itself. */
export function freeNames(text: string): readonly string[] {
  const own = new Set([...text.matchAll(/LET (\$_v\d+) =/g)].map(([, name]) => name))
  return [...new Set(text.match(/\$_v\d+/g))].filter(name => !own.has(name))
}
