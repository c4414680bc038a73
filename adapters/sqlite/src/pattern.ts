/** A GLOB pattern that no text without NUL matches: one character that is none of all. */
export const neverMatching = '[^\u0001-\u{10ffff}]'

/**
 * The GLOB pattern of a `like()` pattern; undefined when it holds a NUL, where GLOB stops.
 *
 * Shape: `%` -> `*`, `_` -> `?`, `\` makes the next character literal; GLOB's own signs stand in brackets.
 */
export function globOf(pattern: string): string | undefined {
  if (pattern.includes('\0')) return undefined
  let glob = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? ''
    if (character === '\\') glob += literal(pattern[++at] ?? '')
    else glob += character === '%' ? '*' : character === '_' ? '?' : literal(character)
  }
  return glob
}

const literal = (character: string): string =>
  '*?['.includes(character) && character !== '' ? `[${character}]` : character

/**
 * The end of the range of texts that start with a prefix: the least text after all of them.
 *
 * Shape: a blob for a prefix without end (empty, or only of the last code point), since every text sorts before every blob.
 */
export function prefixEnd(encoded: unknown): string | Uint8Array {
  const prefix = String(encoded)
  for (let end = prefix.length; end > 0; ) {
    const isPair = end > 1 && (prefix.codePointAt(end - 2) ?? 0) > 0xffff
    const start = isPair ? end - 2 : end - 1
    const last = prefix.codePointAt(start) ?? 0
    // Half a surrogate pair is no character.
    if (last < 0x10ffff) return prefix.slice(0, start) + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
    end = start
  }
  return new Uint8Array(0)
}

const anyText = -1
const anyCharacter = -2

/** Tests a text against a `like()` pattern, NUL included: one pass with one place to return to, so time is text times pattern. */
export function matchesLike(text: string, pattern: string): boolean {
  const signs = signsOf(pattern)
  const points = Array.from(text, character => character.codePointAt(0) ?? 0)
  let at = 0
  let sign = 0
  let returnTo = -1
  let returnAt = 0
  while (at < points.length) {
    const wanted = signs[sign]
    if (wanted === anyText) {
      returnTo = ++sign
      returnAt = at
    } else if (wanted === anyCharacter || wanted === points[at]) {
      sign++
      at++
    } else if (returnTo >= 0) {
      sign = returnTo
      at = ++returnAt
    } else return false
  }
  while (signs[sign] === anyText) sign++
  return sign === signs.length
}

function signsOf(pattern: string): number[] {
  const characters = Array.from(pattern)
  const signs: number[] = []
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]
    if (character === '\\') signs.push(characters[++at]?.codePointAt(0) ?? 0)
    else signs.push(character === '%' ? anyText : character === '_' ? anyCharacter : (character?.codePointAt(0) ?? 0))
  }
  return signs
}
