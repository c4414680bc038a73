import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, SqlExpression, writeBeside } from './expression.ts'
import type { Language } from './language.ts'
import { checkedNames } from './names.ts'
import { Part } from './part.ts'
import { rowSourceOf } from './row-names.ts'
import { writeRows } from './row-source.ts'
import { type Database, SqlStatement } from './statement.ts'
import type { Writer } from './writer.ts'

/** A name in raw text, quoted: `ident('unit price')`, `ident('shop', 'orders')` for one inside another. */
export class Identifier extends Part {
  readonly #path: readonly string[]
  /** `place`: the call that names it, with what it names. */
  constructor(path: readonly string[], place = 'ident', of = 'something in raw text') {
    super()
    if (path.length === 0) throw new VantageError(`${place}() takes at least one name`, { kind: 'invalid' })
    this.#path = checkedNames(path, of, place)
  }
  override write(out: Writer): void {
    out.each(this.#path, name => out.name(name), '.')
  }
}

type Piece = (out: Writer) => void

/** What stands between the parts of raw text: names, rows as they are read, expressions; anything else is bound. */
function pieceOf(given: unknown): Piece {
  if (given instanceof Part && !(given instanceof SqlExpression)) return out => given.write(out)
  const rows = rowSourceOf(given)
  if (rows !== undefined) return out => writeRows(out, rows)
  const expression = operandOf(given, 'sql')
  // Text inside text is a part of it; any other expression stands beside what is written there.
  return out => (expression instanceof RawText ? expression.write(out) : writeBeside(out, expression))
}

function writeText(out: Writer, parts: readonly string[], pieces: readonly Piece[]): void {
  out.enter()
  out.raw(() => {
    parts.forEach((part, index) => {
      out.text(part)
      pieces[index]?.(out)
    })
  })
  out.leave()
  // A comment to the end of the line must not swallow what comes after the text.
  if (parts.some(part => part.includes('--'))) out.text('\n')
}

/** Text of the language as it stands, with values bound and names quoted; in brackets beside an operator. */
export class RawText extends SqlExpression<never> {
  readonly #parts: readonly string[]
  readonly #pieces: readonly Piece[]
  readonly #language: Language | undefined
  /** `language`: the one that it is written in. */
  constructor(parts: readonly string[], given: readonly unknown[], language?: Language) {
    super()
    this.#language = language
    this.#parts = parts
    this.#pieces = given.map(pieceOf)
  }
  override get isClosed(): boolean {
    return false
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, 'raw text')
    writeText(out, this.#parts, this.#pieces)
  }
}

/** A whole statement of raw text. */
export class RawStatement extends SqlStatement {
  readonly #parts: readonly string[]
  readonly #pieces: readonly Piece[]
  constructor(database: Database, parts: readonly string[], given: readonly unknown[]) {
    super(database)
    this.#parts = parts
    this.#pieces = given.map(pieceOf)
  }
  get givesRows(): boolean {
    return true
  }
  override get outputs(): undefined {
    return undefined
  }
  override get endsInFrom(): boolean {
    return true
  }
  override writeStatement(out: Writer): void {
    writeText(out, this.#parts, this.#pieces)
  }
}

/** Errors: `invalid` for anything but a tagged template: text that was put together is where injections come from. */
export function rawParts(parts: unknown): readonly string[] {
  if (Array.isArray(parts) && 'raw' in parts) return parts
  throw new VantageError('sql is a tag, as in sql`count(*)`, and takes no text that was put together', {
    kind: 'invalid',
  })
}
