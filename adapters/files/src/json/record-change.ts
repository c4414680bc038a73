import { textUnits } from '../file/encoding.ts'
import { code, TokenReader } from './token-reader.ts'

/**
 * Gives members of an object other values: `{"a": 1, "b": 2}` with `a` -> `3` is `{"a": 3, "b": 2}`.
 *
 * Shape: the text of a record that was scanned, so it is right; values are JSON texts. Whatever else the text holds stays as it
 * is spelled, members that nobody declares too. A member that is not there is added at the end.
 */
export function changedRecord(text: string, changes: ReadonlyMap<string, string>): string {
  const tokens = new TokenReader(false)
  const units = textUnits(text)
  tokens.begin(units, true)
  const left = new Map(changes)
  let changed = ''
  let copied = 0
  let at = tokens.space(1)
  const isEmpty = tokens.codes[at] === code.closeObject
  while (at >= 0 && tokens.codes[at] === code.quote) {
    const end = tokens.string(at + 1)
    const name = tokens.quoted(at + 1, end)
    const from = tokens.colon(end + 1)
    const to = tokens.skip(from, false)
    const value = left.get(name)
    if (value !== undefined) {
      changed += text.slice(copied, from) + value
      copied = to
      left.delete(name)
    }
    at = tokens.space(to)
    if (tokens.codes[at] !== code.comma) break
    at = tokens.space(at + 1)
  }
  const end = behindLastValue(text)
  const added = [...left].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')
  if (added === '') return changed + text.slice(copied)
  return `${changed}${text.slice(copied, end)}${isEmpty ? '' : ','}${added}${text.slice(end)}`
}

/** Where the last member ends, or the brace that opens an empty object. */
const behindLastValue = (text: string): number => text.slice(0, -1).trimEnd().length
