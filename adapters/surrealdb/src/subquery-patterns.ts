import type { ListPatterns, Rendering } from './rendering.ts'

/** Characters that mean something in a regular expression. */
const special = ['\\', '.', '+', '*', '?', '(', ')', '|', '[', ']', '{', '}', '^', '$']
/** The engine compiles about so many characters into one expression. */
const shardCharacters = 80_000
const mostShards = 8

/** How a text in the statement is written down. */
const literal = (text: string): string => JSON.stringify(text)

/**
 * Defines the members of a list that the statement itself computes as regular expressions, where there are many of them.
 *
 * Shape: the names of the expressions, of which those that are not needed are NONE, equal to no value; `isUsed` is the
 * condition on which the statement is to compare with them. A list that would need too many expressions is not used so.
 */
export function definePatterns(members: string, rendering: Rendering): ListPatterns {
  const escaped = special.map(character => `.replace(${literal(character)}, ${literal(`\\${character}`)})`).join('')
  const [texts, shards] = [rendering.local(), rendering.local()]
  const expressions =
    `array::clump(${texts}, array::len(${texts}) / ${shards} + 1)` +
    '.map(|$_c| <regex>("^(?:" + array::join($_c, "|") + ")$"))'
  const list = rendering.hoist(
    `IF array::len(${members}) > 64 { ` +
      `LET ${texts} = ${members}.map(|$_x| { LET $_t = <string>$_x; $_t${escaped} }); ` +
      `LET ${shards} = 1 + string::len(array::join(${texts}, "|")) / ${shardCharacters}; ` +
      `IF ${shards} <= ${mostShards} { ${expressions} } ELSE { [] } } ELSE { [] }`,
  )
  const names = Array.from({ length: mostShards }, (_, index) => rendering.hoist(`${list}[${index}]`))
  return { names, isUsed: `array::len(${list}) > 0` }
}
