import { VantageError } from '@vantage-ts/core/adapter'
import type { CsvDialect, CsvEncoding } from './dialect.ts'
import type { ByteBuilder } from '../file/byte-builder.ts'
import type { Newline } from '../file/newline.ts'
import { shortName } from '../file/fault.ts'
import { spellNumber } from '../file/spell-number.ts'
import { shortLength, spellPlain, spellQuoted } from '../file/spell-text.ts'
import type { ScannedRow } from './row-reader.ts'

/** Where a row is going: for its spelling, and for errors. */
export interface RowTarget {
  readonly file: string
  readonly dialect: CsvDialect
  readonly newline: Newline
  /** Names of a row's values, in their order. */
  readonly columns: readonly string[]
  /** What errors call them, where the program has other names; and of what entity they are. */
  readonly fields?: readonly string[] | undefined
  readonly entity?: string | undefined
  /** For each field of the file the index of its value in the row; undefined where the row has none. Same order unless told. */
  readonly order?: readonly (number | undefined)[] | undefined
}

/**
 * Makes the function that spells rows: `['a', null, '']` -> `a,,""` and the line end.
 *
 * Shape: null is left empty. A value stands in quotes when it is empty, begins or ends with white space, or holds the
 * delimiter, the quote, CR or LF: so that a scan gives back exactly what was written.
 * Errors: `invalid` for a row of another length than `columns` and for a value that is no text, number, truth value or null;
 * `type-mismatch` for a text no scan could give back: one that holds NUL, half a surrogate pair, or a character that `latin1` does not
 * have. They name the row's position (counted from 1) and the column, never the value.
 */
export function rowWriter(target: RowTarget): (row: ScannedRow, position: number) => string {
  const { dialect, newline, columns, order = inOrder(columns) } = target
  const { delimiter } = dialect
  const spell = fieldSpeller(target)
  return (row, position) => {
    if (row.length !== columns.length) throw wrongWidth(target, row, position)
    let text = ''
    for (let at = 0; at < order.length; at++) {
      const index = order[at]
      if (at > 0) text += delimiter
      if (index !== undefined) text += spell(row[index], index, position)
    }
    return text + newline
  }
}

/**
 * Adds rows to bytes, spelled the same; most values go without a text being made of them.
 *
 * A class that reads nothing but what it holds itself: engines drop what they have compiled of functions and shapes that are made
 * anew for each call.
 */
export class RowAdder {
  /** Holds the one that was used last, so that V8 keeps the code compiled for its shape: see `ByteBuilder.last`. */
  static last: RowAdder | undefined
  readonly #target: RowTarget
  readonly #bytes: ByteBuilder
  readonly #width: number
  readonly #order: readonly (number | undefined)[]
  readonly #spell: SpellField
  readonly #special = new Uint8Array(128)
  readonly #delimiter: number
  readonly #quote: number
  readonly #lineEnd: Buffer
  readonly #isPlainNumber: boolean
  /** Where characters take two bytes, whole rows are made. */
  readonly #write: ((row: ScannedRow, position: number) => string) | undefined

  constructor(target: RowTarget, bytes: ByteBuilder) {
    const { dialect, newline, columns, order = inOrder(columns) } = target
    this.#target = target
    this.#bytes = bytes
    this.#width = columns.length
    this.#order = order
    this.#spell = fieldSpeller(target)
    for (const character of `${dialect.delimiter}${dialect.quote}\r\n\0`) this.#special[character.charCodeAt(0)] = 1
    this.#delimiter = dialect.delimiter.charCodeAt(0)
    this.#quote = dialect.quote.charCodeAt(0)
    this.#lineEnd = Buffer.from(newline)
    this.#isPlainNumber = arePlainNumbers(dialect)
    this.#write = dialect.encoding === 'utf-16le' ? rowWriter(target) : undefined
  }

  /** Adds rows, whose positions count from 1. Errors: those of `rowWriter`. */
  addAll(rows: readonly ScannedRow[]): void {
    RowAdder.last = this
    for (let index = 0; index < rows.length; index++) this.add(rows[index] ?? [], index + 1)
  }

  add(row: ScannedRow, position: number): void {
    const builder = this.#bytes
    if (this.#write !== undefined) {
      builder.add(this.#write(row, position))
      return
    }
    if (row.length !== this.#width) throw wrongWidth(this.#target, row, position)
    const order = this.#order
    let bytes = builder.room(fieldBytes)
    let at = builder.end
    for (let place = 0; place < order.length; place++) {
      if (bytes.length - at < fieldBytes) {
        builder.end = at
        bytes = builder.room(fieldBytes)
      }
      if (place > 0) bytes[at++] = this.#delimiter
      const index = order[place]
      if (index === undefined) continue
      const value = row[index]
      if (value === null) continue
      const end = this.#spellUsual(value, bytes, at)
      if (end >= 0) at = end
      else {
        builder.end = at
        this.#addSpelled(value, index, position)
        bytes = builder.room(fieldBytes)
        at = builder.end
      }
    }
    builder.end = at
    builder.addBytes(this.#lineEnd)
  }

  /** Spells what needs no further look; gives the position behind it, or -1. */
  #spellUsual(value: ScannedRow[number] | undefined, bytes: Uint8Array, at: number): number {
    if (typeof value === 'string') {
      if (!beginsAndEnds(value)) return -1
      const end = spellPlain(value, bytes, at, this.#special)
      return end >= 0 ? end : spellQuoted(value, bytes, at, this.#quote)
    }
    if (!this.#isPlainNumber) return -1
    if (typeof value === 'number') return spellNumber(value, bytes, at)
    if (typeof value !== 'boolean') return -1
    const word = value ? trueBytes : falseBytes
    for (let index = 0; index < word.length; index++) bytes[at + index] = word[index] ?? 0
    return at + word.length
  }

  #addSpelled(value: ScannedRow[number] | undefined, index: number, position: number): void {
    const text = this.#spell(value, index, position)
    if (!this.#bytes.addPlain(text, nothing)) this.#bytes.add(text)
  }
}

/** Room for a delimiter and a short text in quotes that consists of quotes. */
const fieldBytes = 2 * shortLength + 3
const nothing = new Uint8Array(128)
const trueBytes = Buffer.from('true')
const falseBytes = Buffer.from('false')

/** Whether a text begins and ends with what is no white space; false for some that do. */
const beginsAndEnds = (text: string): boolean => text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32

const inOrder = (columns: readonly string[]): readonly number[] => [...columns.keys()]

/** A delimiter may be a character of numbers. */
const arePlainNumbers = ({ delimiter, quote }: CsvDialect): boolean => !/[-+.0-9a-z]/i.test(delimiter + quote)

type SpellField = (given: ScannedRow[number] | undefined, index: number, position: number) => string

function fieldSpeller(target: RowTarget): SpellField {
  const { dialect } = target
  const { delimiter, quote } = dialect
  const needsQuotes = new RegExp(`[${escaped(delimiter)}${escaped(quote)}\\r\\n]|^\\s|\\s$|^$`)
  // One look finds what most values are free of: what needs quotes, and what may be unfit.
  const isSpecial = new RegExp(
    `[${escaped(delimiter)}${escaped(quote)}\\r\\n\\0${suspect(dialect.encoding)}]|^\\s|\\s$|^$`,
  )
  const unfit = unfitFor(dialect.encoding)
  const isPlainNumber = arePlainNumbers(dialect)
  return (given, index, position) => {
    if (given === null) return ''
    const isShort = typeof given === 'number' || typeof given === 'boolean'
    if (isShort && isPlainNumber) return String(given)
    const value = isShort ? String(given) : given
    if (typeof value !== 'string') throw refusal(target, position, { index, problem: unfitType })
    if (!isSpecial.test(value)) return value
    const problem = unfit(value)
    if (problem !== undefined) throw refusal(target, position, { kind: 'type-mismatch', index, problem })
    if (!needsQuotes.test(value)) return value
    return quote + value.replaceAll(quote, quote + quote) + quote
  }
}

const wrongWidth = (target: RowTarget, row: ScannedRow, position: number): VantageError =>
  refusal(target, position, { problem: `it has ${row.length} values for ${target.columns.length} columns` })

const unfitType = 'the value is no text, number, truth value or null'

/** The characters that an encoding may lack, or that are no text by themselves. */
const suspect = (encoding: CsvEncoding): string => (encoding === 'latin1' ? '\\u0100-\\uffff' : '\\ud800-\\udfff')

function unfitFor(encoding: CsvEncoding): (value: string) => string | undefined {
  return value => {
    if (value.includes('\0')) return 'the value holds a NUL character, which CSV cannot carry; remove it'
    if (encoding === 'latin1') {
      if (/[\u0100-\uffff]/.test(value))
        return 'the value holds a character that latin1 does not have; use a UTF-8 file'
    } else if (!value.isWellFormed()) return 'the value holds half a surrogate pair, which is no text; correct it'
    return undefined
  }
}

interface Refusal {
  readonly kind?: 'invalid' | 'type-mismatch'
  /** Which of the row's values it is about. */
  readonly index?: number
  readonly problem: string
}

function refusal(target: RowTarget, position: number, { kind = 'invalid', index, problem }: Refusal): VantageError {
  const { file, columns, fields = columns, entity } = target
  const column = index === undefined ? undefined : columns[index]
  const place = column === undefined ? '' : `, column ${shortName(column)}`
  const field = index === undefined ? undefined : fields[index]
  return new VantageError(`${file}: row ${position} to write${place}: ${problem}`, {
    kind,
    details: { file, row: position, ...(entity !== undefined && { entity }), ...(field !== undefined && { field }) },
  })
}

/** An ASCII character as it may stand in the brackets of a regular expression. */
const escaped = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
