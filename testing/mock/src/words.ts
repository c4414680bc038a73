import { listText, valueText } from './value-text.ts'
import type { ValuePlace, Wording } from './wording.ts'

/** A worded statement with the texts of its values, for one run. */
export interface Words {
  readonly wording: Wording
  /** One more than `places`. */
  readonly pieces: readonly string[]
  readonly places: readonly WordPlace[]
  /** `?` where the value is open. */
  readonly texts: readonly string[]
  /** Undefined where it is open or null. */
  readonly values: readonly unknown[]
}
export type WordPlace = Pick<ValuePlace, 'type' | 'column' | 'isOpen' | 'isValueOfRow'>

export const openText = '?'

/** `rows` are those of an insert, values of the types of its columns; `values` those of any other statement, by their index. */
export function wordsOf(
  wording: Wording,
  values: readonly unknown[],
  rows: readonly (readonly unknown[])[] = [],
): Words {
  if (wording.rows !== undefined) return insertWords(wording, rows)
  const { pieces, places } = wording
  const texts = places.map(place => placeText(place, values))
  return { wording, pieces, places, texts, values: places.map(({ index }) => values[index]) }
}

function placeText({ index, type, isList, isNull, isOpen }: ValuePlace, values: readonly unknown[]): string {
  if (isNull) return 'null'
  if (isOpen) return openText
  const value = values[index]
  if (value === undefined) return openText
  return isList && Array.isArray(value) ? listText(type, value) : valueText(type, value)
}

function insertWords(wording: Wording, rows: readonly (readonly unknown[])[]): Words {
  const [head = '', tail = ''] = wording.pieces
  const columns = wording.rows ?? []
  const pieces: string[] = []
  const places: WordPlace[] = []
  const texts: string[] = []
  const values: unknown[] = []
  rows.forEach((row, rowIndex) => {
    columns.forEach(({ property, type }, index) => {
      pieces.push(index > 0 ? ', ' : rowIndex === 0 ? `${head}(` : '), (')
      places.push({ type, column: property, isOpen: false, isValueOfRow: true })
      texts.push(valueText(type, row[index]))
      values.push(row[index])
    })
  })
  pieces.push(places.length === 0 ? `${head}()${tail}` : `)${tail}`)
  return { wording, pieces, places, texts, values }
}

/** The whole text with its values. */
export function textOf({ pieces, texts }: Pick<Words, 'pieces' | 'texts'>): string {
  let text = pieces[0] ?? ''
  for (let index = 0; index < texts.length; index++) text += (texts[index] ?? openText) + (pieces[index + 1] ?? '')
  return text
}

/** What stands for a value that errors hide, since its column is called like a secret. */
const hidden = '***'

/** Whether a text, in which `?` stands for any value, means this statement. */
export function fitsText(text: string, { wording, pieces, texts }: Words): boolean {
  if (wording.rows !== undefined && text === wording.pieces.join(openText)) return true
  let at = 0
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? ''
    if (!text.startsWith(piece, at)) return false
    at += piece.length
    const value = texts[index]
    if (value === undefined) continue
    const next = pieces[index + 1] ?? ''
    const found = [value, openText, hidden].find(
      each => text.startsWith(each, at) && text.startsWith(next, at + each.length),
    )
    if (found === undefined) return false
    at += found.length
  }
  return at === text.length
}
