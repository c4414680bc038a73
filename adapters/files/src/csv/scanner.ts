import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { byteOrderMark, longestMark } from './byte-order-mark.ts'
import { countOption } from './count-option.ts'
import { type DialectOptions, dialectOf, type Newline } from './dialect.ts'
import { type Decode, decoderOf, type Units } from './encoding.ts'
import { csvFault } from './fault.ts'
import { type Header, headerOf } from './header.ts'
import {
  type CsvRow,
  type FieldForm,
  incomplete,
  malformed,
  maxFields,
  neverClosed,
  RowReader,
  type ScannedRow,
  type TextForm,
} from './row-reader.ts'

export interface RowBatch<out Row extends ScannedRow = CsvRow> {
  readonly rows: readonly Row[]
  /** The physical line on which each row begins, counted from 1. */
  readonly lines: readonly number[]
}

export interface ScannerOptions<Row extends ScannedRow = CsvRow> extends DialectOptions {
  /** How errors call the file. */
  readonly file: string
  /** Whether the first row names the columns; true unless told. */
  readonly header?: boolean | undefined
  /** Fields of a row when there is no header; those of the first row unless told. */
  readonly width?: number | undefined
  /** Indexes of the wanted fields, all unless told; a function gets the header, so that names can be looked up in one pass. */
  readonly fields?: readonly number[] | ((header: Header) => readonly number[]) | undefined
  /** How each of the wanted fields is wanted; as text unless told. */
  readonly forms?: readonly (Row extends CsvRow ? TextForm : FieldForm)[] | undefined
  /** The longest row accepted, without its line end; 16 MiB unless told. */
  readonly maxRowBytes?: number | undefined
}

const defaultMaxRowBytes = 16 * 1024 * 1024

/** Bytes looked at in one go: larger ones leave the processor's cache. */
const segmentBytes = 64 * 1024

/** More bytes than a line end and a cut off character take: so many may follow a row that is not known to be complete. */
const unread = 8

/**
 * Splits a CSV file into rows while its bytes arrive, in memory that does not grow with the file.
 *
 * Shape: `push` and `finish` return the rows that became complete. An empty line is no row, except in a file of one column,
 * where it is the only spelling of a row that holds null.
 * Units: lines count from 1 and CRLF, LF and CR each end one; a row is `maxRowBytes` long at most, its line end not counted.
 * Errors: `invalid` and `too-large` name file, line and field, never a value. Rows before the fault are returned first; the
 * fault is thrown by that call if there are none, else by the next one. Where the bytes were cut makes no difference.
 * Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
 */
export class RowScanner<Row extends ScannedRow = CsvRow> {
  /** Known after the header line was read. */
  header: Header | undefined
  /** How the file ends its first row; undefined until then, or when the file has one row and no line end. */
  newline: Newline | undefined
  /** Fields of a row; undefined until the first one was read. */
  width: number | undefined
  readonly #options: ScannerOptions<Row>
  readonly #maxRowBytes: number
  readonly #reader: RowReader
  readonly #decode: Decode
  /** Bytes that do not form a complete row yet, at the start of a buffer that grows with the longest row. */
  #pending: Buffer = Buffer.allocUnsafeSlow(2 * segmentBytes)
  #filled = 0
  #scanAt = longestMark
  #isStarted = false
  #line = 1
  #rows: Row[] = []
  #lines: number[] = []
  #failure: VantageError | undefined

  constructor(options: ScannerOptions<Row>) {
    const dialect = dialectOf(options)
    this.#options = options
    this.#maxRowBytes = countOption('maxRowBytes', options.maxRowBytes ?? defaultMaxRowBytes)
    this.#reader = new RowReader(dialect)
    this.#decode = decoderOf(dialect.encoding)
    if (options.header === false && typeof options.fields === 'function') {
      const problem = 'fields are wanted by a function of the header, but the file is said to have none'
      throw new VantageError(problem, { kind: 'invalid', details: { option: 'fields' } })
    }
    if (options.header === false && options.width !== undefined) this.#setWidth(countOption('width', options.width))
  }

  /** Takes the next bytes of the file; they are copied, so the caller may reuse them. */
  push(bytes: Uint8Array): RowBatch<Row> {
    return this.#advance(() => {
      for (let from = 0; from < bytes.length; from += segmentBytes) {
        this.#append(bytes.subarray(from, from + segmentBytes))
        if (this.#filled >= this.#scanAt) this.#scan(false)
      }
    })
  }

  /** Says that the file ends here. */
  finish(): RowBatch<Row> {
    return this.#advance(() => {
      this.#scan(true)
      if (this.width === undefined && this.#options.header !== false) {
        throw this.#fault('the file is empty; its first line should name the columns')
      }
    })
  }

  #advance(work: () => void): RowBatch<Row> {
    if (this.#failure !== undefined) throw this.#failure
    this.#rows = []
    this.#lines = []
    try {
      work()
    } catch (thrown) {
      this.#failure = VantageError.from(thrown)
      if (this.#rows.length === 0) throw this.#failure
    }
    return { rows: this.#rows, lines: this.#lines }
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length
    if (needed > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * this.#pending.length, this.#maxRowBytes)))
      this.#pending.copy(larger, 0, 0, this.#filled)
      this.#pending = larger
    }
    this.#pending.set(bytes, this.#filled)
    this.#filled = needed
  }

  #scan(isLast: boolean): void {
    if (!this.#isStarted) this.#skipMark()
    const units = this.#decode(this.#pending.subarray(0, this.#filled), isLast)
    const isWhole = isLast && units.problem === undefined
    const done = this.#readRows(units, isWhole)
    if (units.problem !== undefined) {
      if (this.#isTooLong(units, done, units.length)) throw this.#tooLong()
      throw this.#fault(units.problem, lineBreaksIn(units.codes, done, units.length))
    }
    this.#drop(units.bytes(0, done))
    if (this.#filled > this.#maxRowBytes + unread) throw this.#tooLong()
    // A row that spans many pieces would be scanned again with each: waiting until there is twice as much keeps the work
    // proportional to the file.
    this.#scanAt = Math.min(2 * this.#filled, this.#maxRowBytes + unread + 1)
  }

  #skipMark(): void {
    this.#isStarted = true
    const start = this.#pending.subarray(0, Math.min(longestMark, this.#filled))
    const { length, problem } = byteOrderMark(start, this.#options.encoding ?? 'utf-8')
    if (problem !== undefined) throw this.#fault(problem)
    this.#drop(length)
  }

  #drop(bytes: number): void {
    this.#pending.copyWithin(0, bytes, this.#filled)
    this.#filled -= bytes
  }

  /** Takes every complete row; returns the position of the first that is not. */
  #readRows(units: Units, isLast: boolean): number {
    const reader = this.#reader
    reader.begin(units)
    let at = 0
    while (at < units.length) {
      const next = reader.read(at, isLast)
      if (next === incomplete) break
      // Before any other fault, which may lie where nobody looks when the row comes in smaller pieces.
      if (this.#isTooLong(units, at, reader.end)) throw this.#tooLong()
      if (next === malformed) throw this.#malformed()
      this.#take()
      this.#line += reader.lineBreaks + 1
      at = next
    }
    return at
  }

  #isTooLong(units: Units, from: number, to: number): boolean {
    // A unit takes three bytes at most, so most rows need not be measured.
    return (to - from) * 3 > this.#maxRowBytes && units.bytes(from, to) > this.#maxRowBytes
  }

  #take(): void {
    const reader = this.#reader
    if (this.width === undefined) {
      if (!reader.isBlank) this.#takeFirst()
    } else if (reader.count === this.width) {
      this.#rows.push(unchecked<Row>(reader.row, 'read in the forms of its type'))
      this.#lines.push(this.#line)
    } else if (!reader.isBlank) {
      throw this.#ragged(this.width)
    }
  }

  #takeFirst(): void {
    const { count, newline, row } = this.#reader
    if (count > maxFields) {
      const problem = `the row has ${count} fields; ${maxFields} is the most. Check the delimiter and the quotes`
      throw csvFault(problem, { file: this.#options.file, line: this.#line }, 'too-large')
    }
    this.newline = newline
    if (this.#options.header === false) {
      const fields = this.#setWidth(count)
      const { forms = [] } = this.#options
      const first = fields.map((field, slot) => row[field] ?? (forms[slot] === 'filled' ? '' : null))
      this.#rows.push(unchecked<Row>(first, 'texts are of every form'))
      this.#lines.push(this.#line)
      return
    }
    this.header = headerOf(unchecked<CsvRow>(row, 'all fields are texts until it is said which are wanted'), {
      file: this.#options.file,
      line: this.#line,
    })
    this.#setWidth(count)
  }

  #setWidth(width: number): readonly number[] {
    const { fields = Array.from({ length: width }, (_, index) => index) } = this.#options
    const wanted = typeof fields === 'function' ? (this.header ? fields(this.header) : []) : fields
    const seen = new Set<number>()
    const wrong = wanted.find(field => {
      const isRight = Number.isInteger(field) && field >= 0 && field < width && !seen.has(field)
      seen.add(field)
      return !isRight
    })
    if (wrong !== undefined) {
      const problem = `field index ${wrong} is not one of 0 to ${width - 1}, or wanted twice`
      throw new VantageError(problem, { kind: 'invalid', details: { file: this.#options.file, option: 'fields' } })
    }
    this.#reader.want(width, wanted, this.#options.forms)
    this.width = width
    return wanted
  }

  #fault(problem: string, lineBreaks = 0): VantageError {
    return csvFault(problem, { file: this.#options.file, line: this.#line + lineBreaks })
  }

  #malformed(): VantageError {
    const { problem, count, lineBreaks, openQuote = lineBreaks } = this.#reader
    const place = { file: this.#options.file, field: count + 1, column: this.header?.names[count] }
    if (problem === neverClosed) return csvFault(problem, { ...place, line: this.#line + openQuote })
    const opened = openQuote === lineBreaks ? '' : `; the quote was opened on line ${this.#line + openQuote}`
    return csvFault(problem + opened, { ...place, line: this.#line + lineBreaks })
  }

  #ragged(width: number): VantageError {
    const { count, newline } = this.#reader
    const cut =
      newline === undefined && count < width ? '; the file ends here without a line end, it may be cut off' : ''
    return this.#fault(`expected ${width} fields, got ${count}${cut}`)
  }

  #tooLong(): VantageError {
    const { file } = this.#options
    const problem = `the row is longer than maxRowBytes (${this.#maxRowBytes}); raise it, or look for a quote that is not closed`
    return csvFault(problem, { file, line: this.#line }, 'too-large')
  }
}

/** Line ends between two positions; of CRLF only the LF counts. */
function lineBreaksIn(codes: Uint8Array | Uint16Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) {
    const code = codes[at]
    if (code === 10 || (code === 13 && codes[at + 1] !== 10)) count++
  }
  return count
}
