import { type Answer, objectOf, TypeProblem, VantageError } from '@vantage-ts/core/adapter'
import type { AnswerColumn } from './answer.ts'
import type { Candidate } from './complaint.ts'
import type { MockStatement } from './mock-statement.ts'
import { rawFromJson } from './raw-json.ts'
import { badCells, type RecordedError, type RecordedStatement } from './recording.ts'
import type { KnownAnswers, UnusedAnswers } from './script.ts'
import type { Sent } from './sent-statement.ts'
import { fitsText, openText } from './words.ts'

interface Numbered extends RecordedStatement {
  /** Counted from 1, in the file. */
  readonly number: number
}

/** The answers to one statement, in the order in which they are given. */
interface Answers {
  readonly text: string
  readonly all: Numbered[]
  given: number
}

/** Gives each recorded answer once. */
export class RecordedAnswers implements KnownAnswers {
  readonly #place: string
  readonly #byText = new Map<string, Answers>()
  /** Those with values that may be any. */
  readonly #open: Answers[] = []

  constructor(statements: readonly RecordedStatement[], place: string) {
    this.#place = place
    statements.forEach((each, index) => {
      const known = this.#byText.get(each.statement)
      const numbered = { ...each, number: index + 1 }
      if (known !== undefined) {
        known.all.push(numbered)
        return
      }
      const answers = { text: each.statement, all: [numbered], given: 0 }
      this.#byText.set(each.statement, answers)
      if (each.statement.includes(openText)) this.#open.push(answers)
    })
  }

  answer({ columns, statement }: MockStatement, sent: Sent): Answer | undefined {
    const entry = this.#next(sent)
    if (entry === undefined) return undefined
    const { rows = [], count } = entry
    const place = (index: number): string => `${this.#place}: statement ${entry.number}, row ${index + 1}`
    const stored = rows.map((row, index) => (columns === undefined ? rawRow(row, place(index)) : storedRow(row, columns, place(index)))) // biome-ignore format: one line
    if (
      statement.kind !== 'select' &&
      statement.kind !== 'raw' &&
      columns !== undefined &&
      columns.length > 0 &&
      count !== stored.length
    )
      // biome-ignore format: one line
      throw damaged(`${this.#place}: statement ${entry.number} wrote ${count} rows and gives ${stored.length} back`)
    return { rows: stored, count: count ?? stored.length }
  }

  step(sent: Sent): void {
    if (this.#byText.has(sent.text)) this.#next(sent, true)
  }

  /** Errors: the recorded one; `unexpected-query` once all were given. */
  #next(sent: Sent, isStep = false): Numbered | undefined {
    const { text } = sent
    const answers = this.#byText.get(text) ?? this.#fitting(sent)
    if (answers === undefined) return undefined
    const entry = answers.all[answers.given]
    if (entry === undefined) {
      if (isStep) return undefined
      sent.outcome = 'unexpected'
      const often = answers.all.length === 1 ? 'one answer' : `${answers.all.length} answers`
      throw new VantageError(
        `${this.#place} has ${often} to this statement, and it was sent once more; record it again, or expect() it:\n\n  ${text}`,
        { kind: 'unexpected-query', details: { file: this.#place, statement: sent.shape } },
      )
    }
    answers.given++
    if (entry.error !== undefined) throw errorOf(entry.error)
    return entry
  }

  /** Those with open values that are about a statement; first such as have answers left. */
  #fitting({ words }: Sent): Answers | undefined {
    const fitting = this.#open.filter(each => fitsText(each.text, words))
    return fitting.find(({ all, given }) => given < all.length) ?? fitting[0]
  }

  candidates(): readonly Candidate[] {
    return [...this.#byText.values()].map(({ text, all }) => ({
      text,
      from: `${this.#place}, statement ${all[0]?.number}`,
      refusal: undefined,
    }))
  }

  restart(): void {
    for (const answers of this.#byText.values()) answers.given = 0
  }

  unused(): readonly UnusedAnswers[] {
    return [...this.#byText.values()].flatMap(({ text, all, given }) => {
      const count = all.length - given
      return count === 0 ? [] : [{ text, count }]
    })
  }
}

const errorOf = ({ kind, message, retry, details }: RecordedError): VantageError =>
  new VantageError(message, { kind, retry, details })

const damaged = (reason: string, cause?: unknown): VantageError =>
  new VantageError(`${reason}; record it again`, { kind: 'invalid', cause })

function rawRow(row: unknown, place: string): unknown {
  try {
    return rawFromJson(row)
  } catch (thrown) {
    throw damaged(`${place} ${thrown instanceof Error ? thrown.message : 'is damaged'}`, thrown)
  }
}

/** A cell that was no value of its column: it is none of any column. */
class BadCell {}

/** Errors: `invalid` for a column that the recording lacks, and for a cell that is no value of its column. */
function storedRow(row: unknown, columns: readonly AnswerColumn[], place: string): unknown[] {
  const cells = objectOf(row)
  if (cells === undefined) throw damaged(`${place} is no object of columns`)
  const bad = objectOf(cells[badCells])
  return columns.map(({ name, type, storage }) => {
    const json = cells[name]
    if (bad !== undefined && name in bad) return new BadCell()
    if (json === undefined) throw damaged(`${place} has no "${name}", which is read now`)
    if (json === null) return null
    try {
      const value: unknown = type.fromJson(json)
      return storage.encode === undefined ? value : storage.encode(value)
    } catch (thrown) {
      if (!(thrown instanceof TypeProblem)) throw thrown
      throw damaged(`${place}: "${name}" ${thrown.message}`, thrown)
    }
  })
}
