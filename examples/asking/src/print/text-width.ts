const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Scripts and symbols that terminals draw two cells wide. */
const wide =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const invisible = /^[\p{Mark}\p{Control}\p{Format}]+$/u

const cellsOf = (grapheme: string): number => (invisible.test(grapheme) ? 0 : wide.test(grapheme) ? 2 : 1)

/** Cells that a text takes on a terminal: accents none of their own, Chinese characters and flags two. */
export function textWidth(text: string): number {
  let cells = 0
  for (const { segment } of segmenter.segment(text)) cells += cellsOf(segment)
  return cells
}

/** The text in at most so many cells, with `…` where something was cut away. */
export function cutText(text: string, cells: number): string {
  if (textWidth(text) <= cells) return text
  let kept = ''
  let used = 1
  for (const { segment } of segmenter.segment(text)) {
    used += cellsOf(segment)
    if (used > cells) break
    kept += segment
  }
  return `${kept}…`
}

export const padEnd = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - textWidth(text)))
export const padStart = (text: string, cells: number): string => ' '.repeat(Math.max(0, cells - textWidth(text))) + text
