/** Tests a text. */
export type TextTest = (value: string) => boolean

/**
 * Compiles a `like()` pattern: `%` is any text, `_` one character, `\` makes the next one literal; case matters.
 *
 * Shape: the text between two `%` is looked for leftmost first, so the time is bounded by text times pattern.
 */
export function likeTest(pattern: string): TextTest {
  const pieces = piecesOf(pattern)
  if (pieces.some(piece => piece.includes(anyCharacter))) return characterTest(pieces)
  return literalTest(pieces.map(piece => piece.join('')))
}

/** Stands for `_` among characters. */
const anyCharacter = ''
type Piece = readonly string[]

/** The characters between `%`, at least one piece. */
function piecesOf(pattern: string): Piece[] {
  const pieces: string[][] = [[]]
  let isEscaped = false
  for (const character of pattern) {
    if (!isEscaped && character === '\\') {
      isEscaped = true
      continue
    }
    if (!isEscaped && character === '%') pieces.push([])
    else pieces.at(-1)?.push(!isEscaped && character === '_' ? anyCharacter : character)
    isEscaped = false
  }
  return pieces
}

function literalTest(pieces: readonly string[]): TextTest {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return value => value === first
  const middle = pieces.slice(1, -1).filter(piece => piece !== '')
  if (middle.length === 0 && first === '') return value => value.endsWith(last)
  return value => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false
    const end = value.length - last.length
    let at = first.length
    for (const piece of middle) {
      const found = value.indexOf(piece, at)
      if (found < 0 || found + piece.length > end) return false
      at = found + piece.length
    }
    return true
  }
}

function characterTest(pieces: readonly Piece[]): TextTest {
  const first = pieces[0] ?? []
  const last = pieces.at(-1) ?? []
  const middle = pieces.slice(1, -1)
  return text => {
    const value = [...text]
    if (pieces.length === 1) return value.length === first.length && stands(first, value, 0)
    const end = value.length - last.length
    if (end < first.length || !stands(first, value, 0) || !stands(last, value, end)) return false
    let at = first.length
    for (const piece of middle) {
      while (at + piece.length <= end && !stands(piece, value, at)) at++
      at += piece.length
      if (at > end) return false
    }
    return true
  }
}

function stands(piece: Piece, value: readonly string[], start: number): boolean {
  for (let index = 0; index < piece.length; index++) {
    const wanted = piece[index]
    if (wanted !== anyCharacter && wanted !== value[start + index]) return false
  }
  return true
}
