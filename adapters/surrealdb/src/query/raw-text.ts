import { invalid } from './invalid.ts'
import { operandOf, QlExpression } from './expression.ts'
import { nameText } from './name.ts'
import { Part } from './part.ts'
import { rowSourceOf } from './rows.ts'
import type { Writer } from './writer.ts'

/** A name in raw text, quoted where it must be: `ident('unit price')`, `ident('address', 'city')` for a field in a field. */
export class Identifier extends Part {
  readonly #text: string
  constructor(path: readonly string[]) {
    super()
    if (path.length === 0) throw invalid('ident() takes at least one name')
    this.#text = path.map(name => nameText(name, 'ident()')).join('.')
  }
  override write(out: Writer): void {
    out.text(this.#text)
  }
}

type Piece = (out: Writer) => void

/** What stands between the parts of raw text: names, tables as they are read, expressions; anything else is bound. */
function pieceOf(given: unknown): Piece {
  const rows = rowSourceOf(given)
  if (rows !== undefined) return out => rows.write(out)
  if (given instanceof Part && !(given instanceof QlExpression)) return out => given.write(out)
  const expression = operandOf(given, 'ql')
  return out => expression.write(out)
}

/** Writes text as it stands, with values bound and names quoted. Errors: `invalid` for text that was put together. */
export function rawText(parts: TemplateStringsArray, given: readonly unknown[]): (out: Writer) => void {
  if (!Array.isArray(parts) || !('raw' in parts))
    throw invalid('ql is a tag, as in ql`count()`, and takes no text that was put together: injections come from there')
  const words: readonly string[] = [...parts]
  const pieces = given.map(pieceOf)
  return out =>
    words.forEach((text, index) => {
      out.text(text)
      pieces[index]?.(out)
    })
}
