import { unchecked, type VantageError } from '@vantage-ts/core/adapter'
import type { Units } from '../file/encoding.ts'
import { fileFault } from '../file/fault.ts'
import type { Newline } from '../file/newline.ts'
import { PieceScanner } from '../file/piece-scanner.ts'
import { type RecordCells, RecordReader, type WantedMember } from './record-reader.ts'
import { code, cutOff, incomplete, malformed } from './token-reader.ts'

/** What to do about a last line that is not whole: fail, or leave it out. */
export type PartialLine = 'fail' | 'skip'

export interface RecordScannerOptions {
  readonly file: string
  readonly wanted: readonly WantedMember[]
  readonly maxRowBytes?: number | undefined
  /** Of NDJSON only; `fail` unless told. */
  readonly partialLastLine?: PartialLine | undefined
  /** Whether each row has its line behind its cells; false unless told. */
  readonly tellsLine?: boolean | undefined
  /** Whether rows come with their texts (`RecordText`); false unless told. */
  readonly keepsText?: boolean | undefined
}

/** A record with its text and the white space before it. */
export interface RecordText {
  readonly cells: RecordCells
  readonly text: string
  readonly gap: string
}

/** A record as it is scanned: its cells, or these and its text. */
export type ScannedRecord = RecordCells | RecordText

/** JSON has one encoding. Source: RFC 8259 §8.1, https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
const encodingAdvice = 'JSON files are UTF-8; convert the file'

/** Splits JSON into records while its bytes arrive. */
abstract class RecordScanner<Row extends ScannedRecord> extends PieceScanner<Row> {
  protected readonly reader: RecordReader
  protected readonly keepsText: boolean

  constructor({ file, wanted, maxRowBytes, tellsLine, keepsText = false }: RecordScannerOptions, isLines: boolean) {
    super({ file, encoding: 'utf-8', maxRowBytes, encodingAdvice })
    this.reader = new RecordReader(wanted, { isLines, tellsLine })
    this.keepsText = keepsText
  }

  protected override readonly tooLongAdvice = 'look for a quote or a brace that is not closed'

  /** Reads the record at a position; gives the one behind it, or `incomplete`. */
  protected record(units: Units, at: number): number {
    const { reader } = this
    reader.line = this.line
    const next = reader.read(at)
    if (next === incomplete) return next
    if (this.isTooLong(units, at, next === malformed ? reader.tokens.problemAt : next)) throw this.tooLong()
    if (next === malformed) throw this.malformed()
    return next
  }

  protected malformed(): VantageError {
    const { tokens, field } = this.reader
    const line = this.line + tokens.lineBreaks
    return fileFault(tokens.problem, { file: this.file, line, name: field })
  }

  protected rowOf(units: Units, from: number, to: number, gap: string): Row {
    const { row } = this.reader
    const made: ScannedRecord = this.keepsText ? { cells: row, text: units.text(from, to), gap } : row
    return unchecked<Row>(made, 'who wants texts says so in both places')
  }
}

/**
 * Splits NDJSON into records: one object per line, empty lines between them.
 *
 * Errors: as of `PieceScanner`. Source: https://github.com/ndjson/ndjson-spec
 */
export class LineScanner<Row extends ScannedRecord = RecordCells> extends RecordScanner<Row> {
  /** How the file ends its first row; undefined until then. */
  newline: Newline | undefined
  /** Whether a last line was left out. */
  isCut = false
  readonly #partialLastLine: PartialLine

  constructor(options: RecordScannerOptions) {
    super(options, true)
    this.#partialLastLine = options.partialLastLine ?? 'fail'
  }

  protected override readRows(units: Units, isLast: boolean): number {
    const { codes, length } = units
    this.reader.begin(units, isLast)
    let at = 0
    while (at < length) {
      const unit = codes[at] ?? 0
      if (unit === code.lineFeed) {
        this.line++
        at++
        continue
      }
      if (isBlank(unit)) {
        at++
        continue
      }
      if (unit !== code.openObject) throw this.fault(unit === code.openArray ? isArray : noObject)
      const next = this.#recordOrCut(units, at)
      if (next === incomplete) break
      const end = behindBlanks(codes, next, length)
      if (end < length) {
        if (codes[end] !== code.lineFeed) throw this.fault(textBehind)
        this.newline ??= codes[end - 1] === code.carriageReturn ? '\r\n' : '\n'
      } else if (!isLast) break
      if (!this.isCut) this.take(this.rowOf(units, at, next, ''))
      this.line++
      at = end + 1
    }
    return Math.min(at, length)
  }

  #recordOrCut(units: Units, at: number): number {
    try {
      return this.record(units, at)
    } catch (thrown) {
      const { isCut } = this.reader.tokens
      if (!isCut || this.#partialLastLine === 'fail') throw thrown
      this.isCut = true
      return units.length
    }
  }

  protected override isCutOff({ codes, length }: Units, from: number): boolean {
    for (let at = from; at < length; at++) if (codes[at] === code.lineFeed) return false
    if (this.#partialLastLine === 'fail') throw this.fault(cutOff)
    this.isCut = true
    return true
  }

  protected override ended(): void {}
}

const isBlank = (unit: number): boolean => unit === code.space || unit === code.tab || unit === code.carriageReturn
function behindBlanks(codes: Units['codes'], from: number, length: number): number {
  let at = from
  while (at < length && isBlank(codes[at] ?? 0)) at++
  return at
}
const noObject = 'an object in braces was expected; NDJSON has one per line'
const isArray = 'the line begins with a bracket; NDJSON has one object per line, an array of objects is read by json()'
const textBehind = 'something follows the object; NDJSON has one object per line'

/** What is expected next in the file of one array. */
type Expected = 'array' | 'first' | 'comma' | 'element' | 'nothing'

/**
 * Splits a file that is one JSON array of objects into its elements, as they come.
 *
 * Errors: as of `PieceScanner`.
 */
export class ArrayScanner<Row extends ScannedRecord = RecordCells> extends RecordScanner<Row> {
  /** White space before the array, between its last element and its end, and behind it. */
  before = ''
  tail = ''
  behind = ''
  #expected: Expected = 'array'
  #gap = ''

  constructor(options: RecordScannerOptions) {
    super(options, false)
  }

  protected override readRows(units: Units, isLast: boolean): number {
    const { codes, length } = units
    this.reader.begin(units, isLast)
    let at = 0
    while (at < length) {
      const start = at
      for (; at < length && (isBlank(codes[at] ?? 0) || codes[at] === code.lineFeed); at++)
        if (codes[at] === code.lineFeed) this.line++
      if (this.keepsText) this.#gap += units.text(start, at)
      if (at >= length) break
      const next = this.#step(units, at, codes[at] ?? 0)
      if (next === incomplete) break
      at = next
    }
    return at
  }

  #step(units: Units, at: number, unit: number): number {
    switch (this.#expected) {
      case 'array':
        if (unit !== code.openArray) throw this.fault(unit === code.openObject ? noArrayButObject : noArray)
        this.before = this.#takenGap()
        this.#expected = 'first'
        return at + 1
      case 'comma':
        if (unit === code.closeArray) return this.#end(at)
        if (unit !== code.comma) throw this.fault(noCommaBehind)
        this.#takenGap()
        this.#expected = 'element'
        return at + 1
      case 'nothing':
        throw this.fault('something follows the array')
      default: {
        if (unit === code.closeArray && this.#expected === 'first') return this.#end(at)
        if (unit !== code.openObject) throw this.fault(noElement)
        const next = this.record(units, at)
        if (next === incomplete) return next
        this.take(this.rowOf(units, at, next, this.#takenGap()))
        this.line += this.reader.tokens.lineBreaks
        this.#expected = 'comma'
        return next
      }
    }
  }

  #takenGap(): string {
    const gap = this.#gap
    this.#gap = ''
    return gap
  }

  #end(at: number): number {
    this.tail = this.#takenGap()
    this.#expected = 'nothing'
    return at + 1
  }

  protected override ended(): void {
    if (this.#expected === 'array') throw this.fault('the file is empty; an array of objects was expected, such as []')
    if (this.#expected !== 'nothing') throw this.fault('the file ends before its array does; it may be cut off')
    this.behind += this.#takenGap()
  }
}

const noArray = 'the file does not begin with an array of objects'
const noArrayButObject =
  'the file begins with an object, not with an array of them; one object per line is read by ndjson()'
const noCommaBehind = 'a comma or the end of the array was expected behind the object'
const noElement = 'an object in braces was expected; the array holds objects only'
