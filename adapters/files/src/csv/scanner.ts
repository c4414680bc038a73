import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { countOption } from '../file/count-option.ts'
import { type DialectOptions, dialectOf } from './dialect.ts'
import type { Newline } from '../file/newline.ts'
import type { Units } from '../file/encoding.ts'
import { fileFault } from '../file/fault.ts'
import { PieceScanner } from '../file/piece-scanner.ts'
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

export type { RowBatch } from '../file/piece-scanner.ts'

/** A row with its text, without its line end. */
export interface RowText {
  readonly cells: ScannedRow
  readonly text: string
}

export interface ScannerOptions<Row extends ScannedRow | RowText = CsvRow> extends DialectOptions {
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
  /** Whether each row has its line behind its fields, of files with a header; false unless told. */
  readonly tellsLine?: boolean | undefined
  /** Whether rows come with their texts (`RowText`); false unless told. */
  readonly keepsText?: boolean | undefined
  /** The longest row accepted, without its line end; 16 MiB unless told. */
  readonly maxRowBytes?: number | undefined
}

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
export class RowScanner<Row extends ScannedRow | RowText = CsvRow> extends PieceScanner<Row> {
  /** Known after the header line was read. */
  header: Header | undefined
  /** How the file ends its first row; undefined until then, or when the file has one row and no line end. */
  newline: Newline | undefined
  /** What stands before the first row, where texts are kept. */
  head = ''
  /** Fields of a row; undefined until the first one was read. */
  width: number | undefined
  readonly #options: ScannerOptions<Row>
  readonly #reader: RowReader

  constructor(options: ScannerOptions<Row>) {
    const dialect = dialectOf(options)
    super({ file: options.file, encoding: dialect.encoding, maxRowBytes: options.maxRowBytes })
    this.#options = options
    this.#reader = new RowReader(dialect, options.tellsLine)
    if (options.header === false && typeof options.fields === 'function') {
      const problem = 'fields are wanted by a function of the header, but the file is said to have none'
      throw new VantageError(problem, { kind: 'invalid', details: { option: 'fields' } })
    }
    if (options.header === false && options.width !== undefined) this.#setWidth(countOption('width', options.width))
  }

  protected override readonly tooLongAdvice = 'look for a quote that is not closed'

  protected override ended(): void {
    if (this.width === undefined && this.#options.header !== false)
      throw this.fault('the file is empty; its first line should name the columns')
  }

  /** Takes every complete row; returns the position of the first that is not. */
  protected override readRows(units: Units, isLast: boolean): number {
    const reader = this.#reader
    reader.begin(units)
    let at = 0
    while (at < units.length) {
      reader.line = this.line
      const next = reader.read(at, isLast)
      if (next === incomplete) break
      // Before any other fault, which may lie where nobody looks when the row comes in smaller pieces.
      if (this.isTooLong(units, at, reader.end)) throw this.tooLong()
      if (next === malformed) throw this.#malformed()
      this.#take(units, at)
      this.line += reader.lineBreaks + 1
      at = next
    }
    return at
  }

  #take(units: Units, from: number): void {
    const reader = this.#reader
    if (this.width === undefined) {
      if (!reader.isBlank) this.#takeFirst()
      if (this.#options.keepsText === true) this.head += units.text(from, reader.end) + (reader.newline ?? '')
    } else if (reader.count === this.width) {
      const made =
        this.#options.keepsText === true ? { cells: reader.row, text: units.text(from, reader.end) } : reader.row
      this.take(unchecked<Row>(made, 'read in the forms of its type, with the text if that is wanted'))
    } else if (!reader.isBlank) {
      throw this.#ragged(this.width)
    }
  }

  #takeFirst(): void {
    const { count, newline, row } = this.#reader
    if (count > maxFields) {
      const problem = `the row has ${count} fields; ${maxFields} is the most. Check the delimiter and the quotes`
      throw fileFault(problem, { file: this.#options.file, line: this.line }, 'too-large')
    }
    this.newline = newline
    if (this.#options.header === false) {
      const fields = this.#setWidth(count)
      const { forms = [] } = this.#options
      const first = fields.map((field, slot) => row[field] ?? (forms[slot] === 'filled' ? '' : null))
      this.take(unchecked<Row>(first, 'texts are of every form'))
      return
    }
    this.header = headerOf(unchecked<CsvRow>(row, 'all fields are texts until it is said which are wanted'), {
      file: this.#options.file,
      line: this.line,
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

  #malformed(): VantageError {
    const { problem, count, lineBreaks, openQuote = lineBreaks } = this.#reader
    const place = { file: this.#options.file, field: count + 1, column: this.header?.names[count] }
    if (problem === neverClosed) return fileFault(problem, { ...place, line: this.line + openQuote })
    const opened = openQuote === lineBreaks ? '' : `; the quote was opened on line ${this.line + openQuote}`
    return fileFault(problem + opened, { ...place, line: this.line + lineBreaks })
  }

  #ragged(width: number): VantageError {
    const { count, newline } = this.#reader
    const cut =
      newline === undefined && count < width ? '; the file ends here without a line end, it may be cut off' : ''
    return this.fault(`expected ${width} fields, got ${count}${cut}`)
  }
}
