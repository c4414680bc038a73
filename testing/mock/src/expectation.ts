import { type Answer, type ErrorKind, suggest, type Storage, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { type AnswerColumn, type Given, givenNow, type Said, storedCell, storedRow } from './answer.ts'
import { declaredAt } from './declared-at.ts'
import { droppedConnection, type Fault, faultOf, type FaultOptions } from './fault.ts'
import type { MockStatement } from './mock-statement.ts'
import { normalText } from './normal-text.ts'
import type { Sent } from './sent-statement.ts'
import { milliseconds } from './virtual-clock.ts'
import { fitsText, openText, textOf, type Words } from './words.ts'

/** What an expectation is about: a text, or the statements of a set, an expression or a change. */
export type Wanted =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'shape'
      readonly words: Words
      /** The same set, of which only the first row is read. */
      readonly first: Words | undefined
      /** What it gives back, where answers can be looked at before anything is sent. */
      readonly columns: readonly AnswerColumn[] | undefined
      /** Whether it is an expression that gives the values of a column. */
      readonly isList: boolean
    }

export const textWanted = (text: string): Wanted => ({ kind: 'text', text: normalText(text).trim() })

/** Where an expectation is: the mock it belongs to. */
interface Place {
  readonly name: string
}

/** Why an expectation does not answer a statement that it is about. */
export type Refusal = 'used up' | 'outside of a transaction'

/** One thing that a mock expects, with its answer: the run-time form of every `Expected…`. */
export class Expectation {
  readonly wanted: Wanted
  readonly place: Place
  readonly at: string | undefined
  calls = 0
  #said: Said | undefined
  #fault: Fault | undefined
  #isDropped = false
  #delayMs = 0
  #limit: number | undefined
  #isInside = false
  #open: 'all' | ReadonlySet<string> | undefined

  constructor(wanted: Wanted, place: Place) {
    this.wanted = wanted
    this.place = place
    this.at = declaredAt()
  }

  /** How it is shown: with its values, `?` for those that may be any. */
  get text(): string {
    const { wanted } = this
    if (wanted.kind === 'text') return wanted.text
    const { words } = wanted
    if (this.#open === 'all') return words.wording.shape
    return textOf({ ...words, texts: words.texts.map((text, index) => (this.#isOpen(words, index) ? openText : text)) })
  }

  get delayMs(): number {
    return this.#delayMs
  }
  get isDropped(): boolean {
    return this.#isDropped
  }
  /** How many more calls are wanted before everything it says has come. */
  get missing(): number {
    return Math.max(0, (this.#limit ?? 1) - this.calls)
  }
  /** How many calls it answers; undefined for any number. */
  get limit(): number | undefined {
    return this.#limit
  }
  /** Whether what it stands for is worded with the values that it is given, rather than with any. */
  get isExact(): boolean {
    return this.#open === undefined
  }

  /** Whether it is about a statement. */
  fits({ words }: Sent): boolean {
    const { wanted } = this
    if (wanted.kind === 'text') return fitsText(wanted.text, words)
    return this.#hasWords(wanted.words, words) || (wanted.first !== undefined && this.#hasWords(wanted.first, words))
  }

  #hasWords(own: Words, sent: Words): boolean {
    if (own.wording.shape !== sent.wording.shape || own.wording.whole !== sent.wording.whole) return false
    if (this.#open === 'all') return true
    if (own.texts.length !== sent.texts.length) return false
    for (let index = 0; index < own.texts.length; index++)
      if (own.texts[index] !== sent.texts[index] && !this.#isOpen(own, index) && sent.texts[index] !== openText)
        return false
    return true
  }

  #isOpen({ texts, places }: Words, index: number): boolean {
    if (this.#open === 'all' || texts[index] === openText) return true
    const column = places[index]?.column
    return column !== undefined && this.#open?.has(column) === true
  }

  /** Why it does not answer a statement that it is about; undefined where it does. */
  refusal(sent: Sent): Refusal | undefined {
    if (this.#isInside && sent.transaction === undefined) return 'outside of a transaction'
    return this.#limit !== undefined && this.calls >= this.#limit ? 'used up' : undefined
  }

  /** Errors: the failure that it says, and those of an answer that does not fit. */
  answer(compiled: MockStatement, sent: Sent): Answer {
    this.fail()
    return this.#given(compiled, sent)
  }

  /** The failure that it says, where it says one. */
  fail(): void {
    if (this.#isDropped) throw droppedConnection(this.place.name)
    if (this.#fault !== undefined) throw this.#fault()
  }

  #given(compiled: MockStatement, sent: Sent): Answer {
    const said = this.#said
    const { columns } = compiled
    if (said === undefined) {
      if (compiled.statement.kind === 'insert') return asSent(compiled, sent, this.#where())
      throw this.#invalid(
        `has no answer; give it ${compiled.statement.kind === 'select' ? 'rows([…]) or value(…)' : 'count(1)'}`,
      )
    }
    if (said.kind === 'count') return this.#counted(givenNow(said.count), compiled)
    if (said.kind === 'rows') {
      const all = givenNow(said.rows)
      if (!Array.isArray(all)) throw this.#invalid('is answered with rows(), which takes an array of objects')
      // Vendor text gives its rows as they are: copies, so that who gets them cannot change the answer.
      const rows = columns === undefined ? all.map(copied) : this.#cut(this.#stored(all, columns), sent)
      return { rows, count: rows.length }
    }
    const [column, second] = columns ?? []
    if (column === undefined || second !== undefined)
      throw this.#invalid(
        columns === undefined
          ? 'is vendor text, which gives rows; answer it with rows([…])'
          : `gives ${columns.length} columns; answer it with rows([…])`,
      )
    if (said.kind === 'values') {
      const values = givenNow(said.values)
      if (!Array.isArray(values)) throw this.#invalid('is answered with values(), which takes an array')
      return this.#cells(values, column)
    }
    const value = givenNow(said.value)
    // An expression of no row is null, whatever its column says.
    if ((value === null || value === undefined) && !column.isNullable) return nothing
    return this.#cells([value], column)
  }

  #cells(values: readonly unknown[], column: AnswerColumn): Answer {
    const place = (): string => `the answer to ${this.#quotedText()}${this.#where()}`
    const rows = values.map(value => [storedCell(value, column, place)])
    return { rows, count: rows.length }
  }

  #stored(rows: readonly object[], columns: readonly AnswerColumn[]): unknown[][] {
    const stored: unknown[][] = []
    for (let index = 0; index < rows.length; index++)
      stored.push(
        storedRow(
          rows[index],
          columns,
          () => `row ${index + 1} of the answer to ${this.#quotedText()}${this.#where()}`,
        ),
      )
    return stored
  }

  /** Where only the first row of the set is read, the others are not there. */
  #cut(rows: unknown[][], { words }: Sent): unknown[][] {
    const { wanted } = this
    if (rows.length < 2 || wanted.kind === 'text' || wanted.first === undefined) return rows
    const isFirst = wanted.first.wording.shape === words.wording.shape && !this.#hasWords(wanted.words, words)
    return isFirst ? rows.slice(0, 1) : rows
  }

  #counted(count: number, { columns, statement }: MockStatement): Answer {
    if (statement.kind === 'select' || statement.kind === 'raw')
      throw this.#invalid('reads; count() answers writes, so give it rows([…]) or value(…)')
    if (!Number.isSafeInteger(count) || count < 0) throw this.#invalid('is answered with count(), a whole number')
    if (count > 0 && columns !== undefined && columns.length > 0)
      throw this.#invalid(
        `gives written rows back (${columns.map(({ name }) => name).join(', ')}); answer it with rows([…])`,
      )
    return { rows: [], count }
  }

  #quotedText(): string {
    return `"${this.text}"`
  }
  #where(): string {
    return this.at === undefined ? '' : ` (${this.at})`
  }
  #invalid(reason: string): VantageError {
    return new VantageError(`what is expected as ${this.#quotedText()}${this.#where()} ${reason}`, {
      kind: 'invalid',
      details: { source: this.place.name },
    })
  }

  #say(said: Said): this {
    this.#said = said
    this.#fault = undefined
    this.#isDropped = false
    return this
  }

  rows(rows: Given<readonly object[]>): this {
    const { wanted } = this
    if (wanted.kind === 'shape' && wanted.columns !== undefined && Array.isArray(rows))
      this.#stored(rows, wanted.columns)
    return this.#say({ kind: 'rows', rows })
  }
  value(value: Given<unknown>): this {
    const { wanted } = this
    if (wanted.kind === 'shape' && wanted.isList) return this.values(listIn(value))
    const column = wanted.kind === 'shape' ? wanted.columns?.[0] : undefined
    if (column !== undefined && typeof value !== 'function' && value !== null && value !== undefined)
      this.#cells([value], column)
    return this.#say({ kind: 'value', value })
  }
  values(values: Given<readonly unknown[]>): this {
    return this.#say({ kind: 'values', values })
  }
  count(count: Given<number>): this {
    return this.#say({ kind: 'count', count })
  }

  fails(kind: ErrorKind | Error, options?: FaultOptions): this {
    this.#fault = faultOf(this.place.name, kind, options)
    this.#isDropped = false
    return this
  }
  drops(): this {
    this.#isDropped = true
    return this
  }
  after(ms: number): this {
    this.#delayMs = milliseconds(ms, 'after')
    return this
  }
  times(calls: number): this {
    if (!Number.isSafeInteger(calls) || calls < 1)
      throw new VantageError('times() takes a whole number from 1 up', { kind: 'invalid' })
    this.#limit = calls
    return this
  }
  once(): this {
    return this.times(1)
  }
  inTransaction(): this {
    this.#isInside = true
    return this
  }
  withAny(...columns: readonly string[]): this {
    const { wanted } = this
    if (wanted.kind === 'text')
      throw new VantageError('in a text, write ? in the place of each value that may be any', { kind: 'invalid' })
    const known = [...new Set(wanted.words.places.flatMap(({ column }) => (column === undefined ? [] : [column])))]
    for (const column of columns)
      if (!known.includes(column))
        throw new VantageError(`"${this.text}" has no value of "${column}".${suggest(column, known)}`, {
          kind: 'invalid',
          details: { field: column },
        })
    this.#open = columns.length === 0 ? 'all' : new Set(columns)
    return this
  }
}

const copied = (row: object): object => (Array.isArray(row) ? [...row] : { ...row })

const nothing: Answer = Object.freeze({ rows: Object.freeze([]), count: 0 })

/** Errors: `invalid` for a value where the values of a column are wanted. */
function listIn(value: Given<unknown>): Given<readonly unknown[]> {
  if (typeof value === 'function' || Array.isArray(value))
    return unchecked<Given<readonly unknown[]>>(value, 'what a function gives is looked at when it is called')
  throw new VantageError('this expression gives the values of a column; answer it with value([…])', { kind: 'invalid' })
}

/** An insert that nobody answers made what it was sent. */
function asSent({ columns = [], statement }: MockStatement, { words }: Sent, where: string): Answer {
  if (statement.kind !== 'insert') return nothing
  const width = statement.columns.length
  const count = width === 0 ? 1 : words.values.length / width
  const at = columns.map(({ name, isNullable }) => {
    const index = statement.columns.findIndex(({ property }) => property === name)
    if (index < 0 && !isNullable)
      throw new VantageError(
        `"${words.wording.shape}"${where} gives "${name}" back, which the database makes; answer it with rows([…])`,
        { kind: 'invalid', details: { field: name } },
      )
    return index
  })
  const rows = columns.length === 0 ? [] : Array.from({ length: count }, (_, row) => cellsOf(row * width))
  return { rows, count }

  function cellsOf(start: number): unknown[] {
    return columns.map(({ storage }, index) => {
      const from = at[index] ?? -1
      return from < 0 ? null : stored(words.values[start + from] ?? null, storage)
    })
  }
}
const stored = (value: unknown, { encode }: Storage): unknown =>
  value === null || encode === undefined ? value : encode(value)
