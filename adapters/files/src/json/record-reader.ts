import type { Units } from '../file/encoding.ts'
import { code, malformed, noComma, noName, sameName, TokenReader } from './token-reader.ts'
import { WrongCell } from './wrong-cell.ts'

/**
 * How a member is wanted: `digits` as the text of a number or of digits in quotes; `tree`, `list` and `object` as the JSON text
 * of any value, an array, an object; `value` as what `JSON.parse` gives, but numbers that JavaScript would round as their digits.
 */
export type CellForm = 'text' | 'whole' | 'finite' | 'truth' | 'digits' | 'tree' | 'list' | 'object' | 'value'

/** A member of each record that is wanted. */
export interface WantedMember {
  readonly name: string
  readonly form: CellForm
  /** Whether null and its absence are wrong cells rather than null: an id has no null. */
  readonly isRequired: boolean
  /** The type of its column, for errors. */
  readonly typeName: string
}

export interface ReaderSettings {
  readonly isLines: boolean
  /** Whether each row has its line behind its cells; false unless told. */
  readonly tellsLine?: boolean | undefined
}

/** The cells of one record, in the order in which they are wanted. */
export type RecordCells = readonly unknown[]

/** What is known of a name as it is spelled in the file. */
interface Spelling {
  readonly codes: Uint16Array
  readonly member: Member
  /** What mostly follows it, and what did before that: so that names are compared, not looked up. */
  next: Spelling | undefined
  other: Spelling | undefined
}

interface Member {
  readonly slot: number
  /** The reading in which it was met last. */
  seen: number
}

/** More names are not remembered: they are keys of a map rather than members of a record. */
const maxNames = 4096
/** As in CSV: a value that is kept keeps alive no more text than this, or than its own. */
const blockLength = 4096

/**
 * Reads one object at a time out of a stretch of units, and makes cells of the wanted members only.
 *
 * Shape: after a record was read, `row` holds its cells; a cell of a wrong type is a `WrongCell`, whose decoding fails.
 */
export class RecordReader {
  row: RecordCells = []
  /** The name of the member that a problem is about. */
  field: string | undefined
  /** The line on which the next record begins, where rows tell theirs. */
  line = 1
  readonly tokens: TokenReader
  readonly #wanted: readonly WantedMember[]
  /** Cells of a row: one more where it tells its line. */
  readonly #width: number
  readonly #slots: ReadonlyMap<string, number>
  readonly #spellings = new Map<string, Spelling>()
  readonly #members = new Map<string, Member>()
  readonly #start: Spelling = {
    codes: new Uint16Array(0),
    member: { slot: -1, seen: 0 },
    next: undefined,
    other: undefined,
  }
  #turn = 0
  #text = ''
  #textStart = 0
  #textEnd = 0

  constructor(wanted: readonly WantedMember[], { isLines, tellsLine = false }: ReaderSettings) {
    this.tokens = new TokenReader(isLines)
    this.#wanted = wanted
    this.#width = tellsLine ? wanted.length + 1 : wanted.length
    this.#slots = new Map(wanted.map(({ name }, slot) => [name, slot]))
  }

  begin(units: Units, isLast: boolean): void {
    this.tokens.begin(units, isLast)
    this.#text = ''
    this.#textStart = 0
    this.#textEnd = 0
  }

  /** Reads the object whose brace stands at `from`. */
  read(from: number): number {
    const { tokens } = this
    const wanted = this.#wanted
    const row = new Array<unknown>(this.#width)
    if (this.#width > wanted.length) row[wanted.length] = this.line
    const turn = ++this.#turn
    let found = 0
    let spelling: Spelling = this.#start
    let extra: Set<string> | undefined
    tokens.lineBreaks = 0
    this.field = undefined
    let at = tokens.space(from + 1)
    if (at >= 0 && tokens.codes[at] === code.closeObject) {
      this.row = found < wanted.length ? this.#completed(row) : row
      return at + 1
    }
    for (;;) {
      if (at < 0) return at
      if (tokens.codes[at] !== code.quote) return tokens.refuse(at, noName)
      const known = this.#follows(spelling.next, at + 1) ?? this.#follows(spelling.other, at + 1)
      let slot = -1
      if (known === undefined) {
        const end = tokens.string(at + 1)
        if (end < 0) return end
        const learnt = this.#learn(at + 1, end)
        if (typeof learnt === 'string') {
          extra ??= new Set()
          if (extra.has(learnt)) return this.#twice(at, learnt)
          extra.add(learnt)
          slot = this.#slots.get(learnt) ?? -1
        } else {
          spelling.other = spelling.next
          spelling.next = learnt
          spelling = learnt
          if (learnt.member.seen === turn) return this.#twice(at, tokens.quoted(at + 1, end))
          learnt.member.seen = turn
          slot = learnt.member.slot
        }
        at = tokens.colon(end + 1)
      } else {
        const end = at + 1 + known.codes.length
        spelling = known
        if (known.member.seen === turn) return this.#twice(at, tokens.quoted(at + 1, end, true))
        known.member.seen = turn
        slot = known.member.slot
        at =
          tokens.codes[end + 1] === code.colon && (tokens.codes[end + 2] ?? 0) > code.space
            ? end + 2
            : tokens.colon(end + 1)
      }
      if (at < 0) return at
      if (slot < 0) at = tokens.skip(at, false)
      else {
        found++
        at = this.#cell(row, slot, at)
      }
      if (at < 0) {
        if (at === malformed && slot >= 0) this.field = wanted[slot]?.name
        return at
      }
      at = tokens.space(at)
      if (at < 0) return at
      const next = tokens.codes[at]
      if (next === code.closeObject) break
      if (next !== code.comma) return tokens.refuse(at, noComma)
      at = (tokens.codes[at + 1] ?? 0) > code.space ? at + 1 : tokens.space(at + 1)
    }
    this.row = found < wanted.length ? this.#completed(row) : row
    return at + 1
  }

  #twice(at: number, name: string): number {
    this.field = name
    return this.tokens.refuse(at, sameName)
  }

  /** The spelling, if it is what stands at a position. */
  #follows(spelling: Spelling | undefined, at: number): Spelling | undefined {
    if (spelling === undefined) return undefined
    const { codes } = spelling
    const { codes: units, length } = this.tokens
    const size = codes.length
    if (at + size >= length || units[at + size] !== code.quote) return undefined
    for (let index = 0; index < size; index++) if (units[at + index] !== codes[index]) return undefined
    return spelling
  }

  /** What is known of a name from now on; the name itself where there are too many. */
  #learn(start: number, end: number): Spelling | string {
    const { tokens } = this
    const { hasEscape } = tokens
    const raw = tokens.text(start, end)
    const before = this.#spellings.get(raw)
    if (before !== undefined) return before
    const name = tokens.quoted(start, end, hasEscape)
    if (this.#spellings.size >= maxNames && !this.#members.has(name)) return name
    let member = this.#members.get(name)
    if (member === undefined) {
      member = { slot: this.#slots.get(name) ?? -1, seen: 0 }
      this.#members.set(name, member)
    }
    const codes = Uint16Array.from({ length: raw.length }, (_, index) => raw.charCodeAt(index))
    const spelling: Spelling = { codes, member, next: undefined, other: undefined }
    if (this.#spellings.size < maxNames) this.#spellings.set(raw, spelling)
    return spelling
  }

  /** Reads a wanted value into its cell. */
  #cell(row: unknown[], slot: number, at: number): number {
    const { tokens } = this
    const { codes } = tokens
    const unit = codes[at] ?? 0
    const form = this.#wanted[slot]?.form
    if (unit === code.quote) {
      const end = tokens.string(at + 1)
      if (end < 0) return end
      row[slot] =
        form === 'tree'
          ? tokens.text(at, end + 1)
          : isTextual(form)
            ? this.#string(slot, at + 1, end)
            : this.#wrong(slot, 'a text')
      return end + 1
    }
    if (unit === code.minus || (unit >= code.zero && unit <= code.nine)) {
      const end = tokens.numeral(at)
      if (end >= 0) row[slot] = this.#number(slot, form, at, end)
      return end
    }
    if (unit === code.openObject || unit === code.openArray) {
      const isArray = unit === code.openArray
      const isFit = form === 'tree' || form === 'value' || form === (isArray ? 'list' : 'object')
      const end = tokens.skip(at, isFit)
      if (end < 0) return end
      const text = isFit ? tokens.text(at, end) : ''
      row[slot] = !isFit
        ? this.#wrong(slot, isArray ? 'an array' : 'an object')
        : form === 'value'
          ? JSON.parse(text)
          : text
      return end
    }
    const end = tokens.word(at)
    if (end < 0) return end
    if (unit === code.n) row[slot] = this.#wanted[slot]?.isRequired === true ? this.#wrong(slot, 'null') : null
    else if (form === 'truth' || form === 'value') row[slot] = unit === code.t
    else row[slot] = form === 'tree' ? tokens.text(at, end) : this.#wrong(slot, 'a truth value')
    return end
  }

  #string(slot: number, start: number, end: number): unknown {
    if (!this.tokens.hasEscape) return this.#cut(start, end)
    const text = this.tokens.quoted(start, end)
    return text.isWellFormed() ? text : this.#wrong(slot, 'half a surrogate pair')
  }

  #number(slot: number, form: CellForm | undefined, at: number, end: number): unknown {
    const { tokens } = this
    const { number } = tokens
    const isShort = !Number.isNaN(number)
    if (form === 'whole') {
      const value = isShort ? number : wholeOf(tokens.text(at, end))
      return Number.isSafeInteger(value)
        ? value
        : this.#wrong(slot, 'a number that is not whole, or beyond ±(2^53 − 1)')
    }
    if (form === 'finite') {
      const value = isShort ? number : Number(tokens.text(at, end)) + 0
      return Number.isFinite(value) ? value : this.#wrong(slot, 'a number beyond those of double precision')
    }
    if (form === 'digits' || form === 'tree') return tokens.text(at, end)
    if (form === 'value') return isShort ? number : tokens.text(at, end)
    return this.#wrong(slot, 'a number')
  }

  /** The text between two positions, out of a block of its own. */
  #cut(start: number, end: number): string {
    if (end > this.#textEnd || start < this.#textStart) {
      this.#textStart = start
      this.#textEnd = Math.min(this.tokens.length, Math.max(end, start + blockLength))
      this.#text = this.tokens.text(start, this.#textEnd)
    }
    return this.#text.slice(start - this.#textStart, end - this.#textStart)
  }

  #completed(row: unknown[]): RecordCells {
    for (let slot = 0; slot < this.#wanted.length; slot++)
      if (row[slot] === undefined)
        row[slot] = this.#wanted[slot]?.isRequired === true ? this.#wrong(slot, 'nothing') : null
    return row
  }

  #wrong(slot: number, what: string): WrongCell {
    return new WrongCell(`expected ${this.#wanted[slot]?.typeName}, got ${what}`)
  }
}

const isTextual = (form: CellForm | undefined): boolean => form === 'text' || form === 'digits' || form === 'value'

/** A whole number that is spelled with an exponent, zeros behind the point or many digits; NaN where it may be another one. */
function wholeOf(text: string): number {
  const [mantissa = '', exponent] = text.toLowerCase().split('e')
  const digits = mantissa.replace(/\.0+$/, '')
  // So many digits tell apart all numbers that a double tells apart.
  if (exponent === undefined ? digits.includes('.') : mantissa.replace(/\D/g, '').length > 15) return Number.NaN
  return exponent === undefined ? Number(digits) + 0 : Number(text) + 0
}
