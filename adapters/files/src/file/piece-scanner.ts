import { VantageError } from '@vantage-ts/core/adapter'
import { byteOrderMark, longestMark } from './byte-order-mark.ts'
import { countOption } from './count-option.ts'
import { type Decode, decoderOf, type FileEncoding, type Units } from './encoding.ts'
import { fileFault } from './fault.ts'

export interface RowBatch<out Row> {
  readonly rows: readonly Row[]
  /** The physical line on which each row begins, counted from 1. */
  readonly lines: readonly number[]
}

export interface PieceSettings {
  /** How errors call the file. */
  readonly file: string
  readonly encoding: FileEncoding
  /** The longest row accepted, without its line end; 16 MiB unless told. */
  readonly maxRowBytes?: number | undefined
  /** What to do about bytes of another encoding; unless told, to set an option. */
  readonly encodingAdvice?: string | undefined
}

const defaultMaxRowBytes = 16 * 1024 * 1024

/** Bytes looked at in one go: larger ones leave the processor's cache. */
const segmentBytes = 64 * 1024

/** Room for the whole of a small file. */
const smallBytes = 4096

/** Bytes of a character of UTF-8. */
const longestCharacter = 4

/** More bytes than a line end and a cut off character take: so many may follow a row that is not known to be complete. */
const unread = 8

/**
 * Splits a file into rows while its bytes arrive, in memory that does not grow with the file; how a row is spelled is its heirs' to know.
 *
 * Shape: `push` and `finish` return the rows that became complete.
 * Units: lines count from 1; a row is `maxRowBytes` long at most, its line end not counted.
 * Errors: `invalid` and `too-large` name file, line and field, never a value. Rows before the fault are returned first; the
 * fault is thrown by that call if there are none, else by the next one. Where the bytes were cut makes no difference.
 */
export abstract class PieceScanner<Row> {
  /** The line on which the next row begins. */
  line = 1
  /** Whether the file begins with a byte order mark. */
  hasMark = false
  protected readonly file: string
  protected readonly maxRowBytes: number
  readonly #settings: PieceSettings
  readonly #decode: Decode
  /** Bytes that do not form a complete row yet, at the start of a buffer that grows with the longest row. */
  #pending: Buffer = Buffer.allocUnsafeSlow(0)
  #filled = 0
  #scanAt = longestMark
  #isStarted = false
  #rows: Row[] = []
  #lines: number[] = []
  #failure: VantageError | undefined

  constructor(settings: PieceSettings) {
    this.#settings = settings
    this.file = settings.file
    this.maxRowBytes = countOption('maxRowBytes', settings.maxRowBytes ?? defaultMaxRowBytes)
    this.#decode = decoderOf(settings.encoding, settings.encodingAdvice)
  }

  /** Takes every complete row of the units; gives the position of the first that is not. */
  protected abstract readRows(units: Units, isLast: boolean): number

  /** Called when the file has ended and all its rows were taken. */
  protected abstract ended(): void

  /** Asked when the file ends in what may be a part of a character: whether the row that begins at `from` is to be left out. */
  protected isCutOff(_units: Units, _from: number): boolean {
    return false
  }

  /** What to do about a row that is too long. */
  protected abstract readonly tooLongAdvice: string

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
      this.ended()
    })
  }

  protected take(row: Row): void {
    this.#rows.push(row)
    this.#lines.push(this.line)
  }

  protected isTooLong(units: Units, from: number, to: number): boolean {
    // A unit takes three bytes at most, so most rows need not be measured.
    return (to - from) * 3 > this.maxRowBytes && units.bytes(from, to) > this.maxRowBytes
  }

  protected fault(problem: string, lineBreaks = 0): VantageError {
    return fileFault(problem, { file: this.file, line: this.line + lineBreaks })
  }

  protected tooLong(): VantageError {
    const problem = `the row is longer than maxRowBytes (${this.maxRowBytes}); raise it, or ${this.tooLongAdvice}`
    return fileFault(problem, { file: this.file, line: this.line }, 'too-large')
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
      const roomy = needed <= smallBytes ? smallBytes : Math.max(2 * segmentBytes, 2 * this.#pending.length)
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(roomy, this.maxRowBytes)))
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
    const done = this.readRows(units, isWhole)
    if (units.problem !== undefined) {
      const isCut = isLast && this.#filled - units.bytes(0, units.length) < longestCharacter
      if (isCut && this.isCutOff(units, done)) return
      if (this.isTooLong(units, done, units.length)) throw this.tooLong()
      throw this.fault(units.problem, lineBreaksIn(units.codes, done, units.length))
    }
    this.#drop(units.bytes(0, done))
    if (this.#filled > this.maxRowBytes + unread) throw this.tooLong()
    // A row that spans many pieces would be scanned again with each: waiting until there is twice as much keeps the work
    // proportional to the file.
    this.#scanAt = Math.min(2 * this.#filled, this.maxRowBytes + unread + 1)
  }

  #skipMark(): void {
    this.#isStarted = true
    const start = this.#pending.subarray(0, Math.min(longestMark, this.#filled))
    const { length, problem } = byteOrderMark(start, this.#settings.encoding, this.#settings.encodingAdvice)
    if (problem !== undefined) throw this.fault(problem)
    this.hasMark = length > 0
    this.#drop(length)
  }

  #drop(bytes: number): void {
    this.#pending.copyWithin(0, bytes, this.#filled)
    this.#filled -= bytes
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
