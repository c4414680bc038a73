import type { CsvDialect } from './dialect.ts'
import type { Newline } from '../file/newline.ts'
import type { Units } from '../file/encoding.ts'
import { ValueReader } from './value-reader.ts'

/** The wanted fields of one row, in the order asked for: null where the file has nothing, `''` where it has `""`. */
export type CsvRow = readonly (string | null)[]

/** The same with fields read as values. */
export type ScannedRow = readonly (string | number | boolean | null)[]

/** How a text is wanted: null where the file has nothing, or `filled`, which is `''` there. */
export type TextForm = 'text' | 'filled'

/** How a field is wanted: as text, or as a value where it is spelled in the plainest way, else as text. */
export type FieldForm = TextForm | 'whole' | 'finite' | 'truth'

/** Results of `read` that are no position. */
export const incomplete = -1
export const malformed = -2

const nul = 0
const lineFeed = 10
const carriageReturn = 13
const nothing = -1

const formNumbers: { readonly [Form in FieldForm]: number } = { text: 0, filled: 1, whole: 2, finite: 3, truth: 4 }
/** Where one of these is the delimiter or the quote, what looks like a value may be more than one field, or a fault. */
const inValues = /[-.0-9a-z]/

/** More columns than any engine allows; a first row of more is not the table it seems to be. */
export const maxFields = 65_536

/**
 * Values are cut from copies of about this many characters, not from the whole stretch that was read: a cut string may keep
 * alive the one it is cut from. So a value that the caller keeps holds at most this much (or its own length), not 64 KiB.
 * Copying every value by itself would halve the speed.
 */
const blockLength = 4096

/**
 * Reads one row at a time out of a stretch of units, and makes strings of the wanted fields only.
 *
 * Shape: after a row was read, `row` holds its wanted fields and `count` the number of all of them.
 */
export class RowReader {
  row: ScannedRow = []
  count = 0
  /** The line on which the next row begins, where rows tell theirs. */
  line = 1
  /** Position of the row's own line end, or of the problem. */
  end = 0
  /** Line ends inside quoted fields: of the row, or up to the problem. */
  lineBreaks = 0
  newline: Newline | undefined
  /** A row of one empty field without quotes. */
  isBlank = false
  problem = ''
  /** How many of `lineBreaks` come before the quote that is still open or was closed wrongly; undefined when there is none. */
  openQuote: number | undefined
  readonly #delimiter: number
  readonly #quote: string
  readonly #twoQuotes: string
  /** 1 for the characters that need a look; every other one is only passed over. */
  readonly #special = new Uint8Array(128)
  readonly #highest: number
  /** Index of a field -> its place in the row, -1 when it is not wanted; undefined when all are, in the file's order. */
  #slots: Int32Array | undefined
  /** Fields from here on are counted, not kept. */
  #limit = maxFields
  #wanted = 0
  /** Cells of a row: one more where it tells its line. */
  #width = 0
  /** Place in the row -> its form, as one of `formNumbers`. */
  #forms = new Uint8Array(0)
  readonly #values = new ValueReader()
  readonly #readsValues: boolean
  readonly #tellsLine: boolean
  #units: Units = { codes: new Uint8Array(0), length: 0, text: () => '', bytes: () => 0 }
  #text = ''
  #textStart = 0
  #textEnd = 0
  #hasDoubledQuote = false

  /** With `tellsLine`, each row has its line behind its fields. */
  constructor(dialect: CsvDialect, tellsLine = false) {
    this.#tellsLine = tellsLine
    this.#delimiter = dialect.delimiter.charCodeAt(0)
    this.#quote = dialect.quote
    this.#twoQuotes = dialect.quote + dialect.quote
    this.#readsValues = !inValues.test(dialect.delimiter + dialect.quote)
    const special = [nul, lineFeed, carriageReturn, this.#delimiter, dialect.quote.charCodeAt(0)]
    for (const code of special) this.#special[code] = 1
    this.#highest = Math.max(...special)
  }

  /** Says which fields of how many are wanted, and in which form if not as texts; until then all are. */
  want(width: number, fields: readonly number[], forms: readonly FieldForm[] = []): void {
    this.#limit = width
    this.#wanted = fields.length
    this.#width = this.#tellsLine ? fields.length + 1 : fields.length
    this.#forms = Uint8Array.from(fields, (_, slot) => this.#formNumber(forms[slot] ?? 'text'))
    if (fields.length === width && fields.every((field, slot) => field === slot)) return
    this.#slots = new Int32Array(width).fill(nothing)
    for (const [slot, field] of fields.entries()) this.#slots[field] = slot
  }

  #formNumber(form: FieldForm): number {
    const number = formNumbers[form]
    return number >= formNumbers.whole && !this.#readsValues ? formNumbers.text : number
  }

  begin(units: Units): void {
    this.#units = units
    this.#text = ''
    this.#textStart = 0
    this.#textEnd = 0
  }

  /**
   * Reads the row that starts at `from`; `isLast` says that the file ends where the units do.
   *
   * Shape: the position of the next row; `incomplete` when the row goes on behind the units; `malformed` with `problem` set
   * and `count` fields before the wrong one.
   */
  read(from: number, isLast: boolean): number {
    // One loop finds and cuts the fields: noting their bounds first and cutting later takes half as long again.
    const { codes, length } = this.#units
    const delimiter = this.#delimiter
    const quote = this.#quote.charCodeAt(0)
    const special = this.#special
    const highest = this.#highest
    const slots = this.#slots
    const limit = this.#limit
    const forms = this.#forms
    const row = new Array<string | number | boolean | null>(this.#width)
    this.lineBreaks = 0
    this.openQuote = undefined
    this.isBlank = false
    let at = from
    let field = 0
    for (;;) {
      const slot = field >= limit ? nothing : slots === undefined ? field : (slots[field] ?? nothing)
      let code = nothing
      if (at < length && codes[at] === quote) {
        const start = at + 1
        this.count = field
        at = this.#closingQuote(codes, start, length, isLast)
        if (at < 0) return at
        if (slot >= 0) row[slot] = this.#quotedValue(start, at)
        at++
        if (at < length) {
          code = codes[at] ?? nul
          if (code !== delimiter && code !== lineFeed && code !== carriageReturn) {
            return this.#refuse(at, code === nul ? nulProblem : textAfterQuote)
          }
        } else if (!isLast) return incomplete
        this.openQuote = undefined
      } else {
        const start = at
        const form = slot < 0 ? formNumbers.text : (forms[slot] ?? formNumbers.text)
        const value = form < formNumbers.whole ? undefined : this.#value(form, codes, start, length)
        if (value === undefined) {
          for (; at < length; at++) {
            code = codes[at] ?? nul
            if (code <= highest && special[code] === 1) break
          }
        } else {
          at = this.#values.end
          code = codes[at] ?? nul
        }
        if (at >= length) {
          if (!isLast) return incomplete
          code = nothing
        } else if (code === quote || code === nul) {
          this.count = field
          return this.#refuse(at, code === nul ? nulProblem : quoteInside)
        }
        if (value !== undefined) row[slot] = value
        else if (slot >= 0) {
          if (at > this.#textEnd) this.#copyBlock(start, at)
          if (start === at) row[slot] = form === formNumbers.filled ? '' : null
          else row[slot] = this.#text.slice(start - this.#textStart, at - this.#textStart)
        }
      }
      field++
      if (code !== delimiter) {
        if (this.#width > this.#wanted) row[this.#wanted] = this.line
        this.row = row
        this.count = field
        this.end = at
        this.isBlank = at === from
        return this.#lineEnd(codes, at, length, isLast)
      }
      at++
    }
  }

  /** The value of a field that starts at `from`, if it is spelled plainly and ends where the value does. */
  #value(form: number, codes: Uint8Array | Uint16Array, from: number, length: number): number | boolean | undefined {
    const values = this.#values
    const value =
      form === formNumbers.whole
        ? values.whole(codes, from, length)
        : form === formNumbers.finite
          ? values.finite(codes, from, length)
          : values.truth(codes, from, length)
    const code = values.end < length ? codes[values.end] : nul
    const isEnd = code === this.#delimiter || code === lineFeed || code === carriageReturn
    return isEnd && !Number.isNaN(value) ? value : undefined
  }

  /** Position of the closing quote of the field whose text starts at `from`. */
  #closingQuote(codes: Uint8Array | Uint16Array, from: number, length: number, isLast: boolean): number {
    const special = this.#special
    const highest = this.#highest
    const quote = this.#quote.charCodeAt(0)
    this.openQuote = this.lineBreaks
    this.#hasDoubledQuote = false
    for (let at = from; at < length; at++) {
      const code = codes[at] ?? nul
      if (code > highest || special[code] === 0) continue
      if (code === quote) {
        if (at + 1 < length && codes[at + 1] === quote) {
          this.#hasDoubledQuote = true
          at++
          continue
        }
        // Another quote may follow in what is still to come; then the row is read again.
        return at + 1 < length || isLast ? at : incomplete
      }
      if (code === nul) return this.#refuse(at, nulProblem)
      // Of CRLF only the LF counts.
      if (code === lineFeed || (code === carriageReturn && codes[at + 1] !== lineFeed)) this.lineBreaks++
    }
    return isLast ? this.#refuse(length, neverClosed) : incomplete
  }

  #quotedValue(start: number, end: number): string {
    if (end > this.#textEnd) this.#copyBlock(start, end)
    const value = this.#text.slice(start - this.#textStart, end - this.#textStart)
    return this.#hasDoubledQuote ? value.replaceAll(this.#twoQuotes, this.#quote) : value
  }

  #copyBlock(start: number, end: number): void {
    this.#textStart = start
    this.#textEnd = Math.min(this.#units.length, Math.max(end, start + blockLength))
    this.#text = this.#units.text(start, this.#textEnd)
  }

  #lineEnd(codes: Uint8Array | Uint16Array, at: number, length: number, isLast: boolean): number {
    if (at >= length) {
      this.newline = undefined
      return length
    }
    if (codes[at] === lineFeed) {
      this.newline = '\n'
      return at + 1
    }
    if (at + 1 >= length && !isLast) return incomplete
    this.newline = at + 1 < length && codes[at + 1] === lineFeed ? '\r\n' : '\r'
    return at + this.newline.length
  }

  #refuse(at: number, problem: string): number {
    this.end = at
    this.problem = problem
    return malformed
  }
}

export const neverClosed = 'the quote that opens the field is never closed'
const quoteInside =
  'a quote stands inside a field that does not begin with one; put the whole field in quotes and double the quote'
const textAfterQuote =
  'text follows a closing quote; double a quote that belongs to the value, and leave nothing between quote and delimiter'
const nulProblem =
  "the file holds a NUL character; if it is UTF-16, set the option `encoding` to 'utf-16le', else remove the character"
