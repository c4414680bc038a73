/** A character as the regular expressions of the engine take it, whatever it means there. */
const escaped = (character: string): string =>
  /[0-9A-Za-z ]/.test(character) ? character : `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** The regular expression of a `like()` pattern: `%` any text, `_` one character, `\` before one of the three means itself. */
export function likePattern(pattern: string): string {
  let expression = ''
  let isEscaped = false
  for (const character of pattern) {
    if (isEscaped) expression += escaped(character)
    else if (character === '%') expression += '.*'
    else if (character === '_') expression += '.'
    else if (character !== '\\') expression += escaped(character)
    isEscaped = !isEscaped && character === '\\'
  }
  return `^(?s:${expression})$`
}

/** The regular expression of a literal substring with ASCII letters in either case. */
export function foldedPattern(part: string): string {
  let expression = ''
  for (const character of part) {
    const isLetter = /[A-Za-z]/.test(character)
    expression += isLetter ? `[${character.toLowerCase()}${character.toUpperCase()}]` : escaped(character)
  }
  return expression
}

/** The engine compiles at most so much into one expression; measured with uuids, which share little. */
const shardCharacters = 80_000

/** Regular expressions that match exactly the given texts, each as long as the engine takes. */
export function memberPatterns(members: Iterable<string>): readonly string[] {
  const shards: string[] = []
  let shard: string[] = []
  let length = 0
  for (const member of members) {
    const expression = Array.from(member, escaped).join('')
    if (length + expression.length > shardCharacters && shard.length > 0) {
      shards.push(`^(?:${shard.join('|')})$`)
      shard = []
      length = 0
    }
    shard.push(expression)
    length += expression.length + 1
  }
  if (shard.length > 0) shards.push(`^(?:${shard.join('|')})$`)
  return shards
}

/** Matches no text. */
export const nothingPattern = '[^\\s\\S]'
