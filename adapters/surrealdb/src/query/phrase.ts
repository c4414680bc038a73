import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** How a text stands among others. */
export interface Form {
  /** Whether its text holds together beside any operator, and before a path. Default true. */
  readonly isClosed?: boolean
  /** Whether a part of it looks at rows or items of its own, or at none, as closures do. */
  readonly isApart?: boolean
  /** Whether it begins with a brace or with a parameter and `=`, which mean something else where a statement may stand. */
  readonly isBraced?: boolean
  /** Whether it may be a block of several statements, which gives NONE where it is the last of such a block itself. */
  readonly isBlock?: boolean
  /** The name that it has in a result by itself. */
  readonly name?: string
}

/** Statements and closures go through as many calls as several operators do. */
const levelsApart = 4

/** A text that knows how it stands among others: in brackets or without, with rows of its own or without. */
export class Phrase extends Part {
  readonly #write: (out: Writer) => void
  readonly form: Form
  constructor(write: (out: Writer) => void, form: Form = {}) {
    super()
    this.#write = write
    this.form = form
  }

  override write(out: Writer): void {
    if (this.form.isApart === true) out.deeper(() => out.apart(inner => this.writeHere(inner)), levelsApart)
    else out.deeper(() => this.writeHere(out))
  }
  /** The text, where what is around it is a part of the same expression. */
  writeHere(out: Writer): void {
    out.deeper(() => this.#write(out))
  }
  /** The same before a path. */
  writeStart(out: Writer): void {
    if (this.form.isClosed === false) bracketed(out, this)
    else this.writeHere(out)
  }
}

/** In brackets where it must be, for use beside an operator. */
export function writeBeside(out: Writer, expression: Phrase): void {
  if (expression.form.isClosed === false) bracketed(out, expression)
  else expression.write(out)
}

/** As the result of a block or branch. */
export function writeResult(out: Writer, expression: Phrase): void {
  if (expression.form.isBraced === true) bracketed(out, expression)
  else expression.write(out)
}

/** As the last part of a block of several statements, without its braces. */
export function writeLast(out: Writer, expression: Phrase): void {
  // What begins with a brace would be an object, what begins with a parameter a declaration. A block there gives NONE in
  // this engine (3.0.2), and gives its value by a name.
  out.text(expression.form.isBlock === true ? 'LET $x0 = ' : '(')
  expression.write(out)
  out.text(expression.form.isBlock === true ? '; ($x0)' : ')')
}

function bracketed(out: Writer, expression: Phrase): void {
  out.text('(')
  expression.write(out)
  out.text(')')
}

export const open = { isClosed: false } as const
export const braced = { isClosed: false, isBraced: true } as const
