import { textWidth } from './text-width.ts'

/** Breaks a text into lines of at most `width` cells, at spaces; only a word longer than a line is cut inside. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap(each => piecesOf(each, width))) {
    const joined = line === '' ? word : `${line} ${word}`
    if (textWidth(joined) <= width) line = joined
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

function piecesOf(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word]
  const letters = [...word]
  const half = Math.ceil(letters.length / 2)
  return [...piecesOf(letters.slice(0, half).join(''), width), ...piecesOf(letters.slice(half).join(''), width)]
}
