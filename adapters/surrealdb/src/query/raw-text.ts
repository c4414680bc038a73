import { invalid } from './invalid.ts'
import { operandOf, QlExpression } from './expression.ts'
import { writeBeside } from './phrase.ts'
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

const raw = new WeakSet<QlExpression>()
/** An expression of raw text, which stands in other raw text as it is. */
export function rawExpression(write: (out: Writer) => void): QlExpression {
  const made = new QlExpression(write, { isClosed: false, isApart: true, isBlock: true })
  raw.add(made)
  return made
}

/** Raw text may define a variable wherever it names one. */
const variableNames = /\$([A-Za-z]\w*)/g

type Piece = (out: Writer) => void

/** What stands between the parts of raw text: names, tables as they are read, expressions; anything else is bound. */
function pieceOf(given: unknown): Piece {
  const rows = rowSourceOf(given)
  if (rows !== undefined) return out => rows.write(out)
  if (given instanceof Part && !(given instanceof QlExpression)) return out => given.write(out)
  const expression = operandOf(given, 'ql')
  // Raw text in raw text may be a clause, or anything else that has no place in brackets.
  return out => (raw.has(expression) ? expression.write(out) : writeBeside(out, expression))
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
      for (const [, name = ''] of text.matchAll(variableNames)) out.define(name)
      pieces[index]?.(out)
    })
}
