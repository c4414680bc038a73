import {
  type Answer,
  type Backend,
  type ErrorDetails,
  type Statement,
  TypeProblem,
  VantageError,
} from '@vantage-ts/core/adapter'
import { type AnswerColumn, valueFrom } from './answer.ts'
import type { JsonValue } from './raw-json.ts'
import { rawToJson } from './raw-json.ts'
import { badCells, type RecordedError, type RecordedStatement, type Recording } from './recording.ts'

import { openText, textOf, type Words } from './words.ts'

/** What one statement is answered, while that is not known yet. */
export interface OpenEntry {
  readonly statement: string
  rows?: JsonValue[]
  count?: number
  error?: RecordedError
}

/** Gathers answers in the order of their statements. */
export class Recorder {
  readonly #backend: Backend
  /** Columns whose values are others each time. */
  readonly #open: ReadonlySet<string>
  readonly #entries: OpenEntry[] = []

  constructor(backend: Backend, open: ReadonlySet<string>) {
    this.#backend = backend
    this.#open = open
  }

  get recording(): Recording {
    const { name, can, limits } = this.#backend
    const held = Object.entries(limits).filter(([, limit]) => limit !== Number.POSITIVE_INFINITY)
    return {
      source: name,
      can: Object.entries(can).flatMap(([ability, has]) => (has === true ? [ability] : [])),
      limits: Object.fromEntries(held),
      statements: this.#entries.map(
        ({ statement, rows, count, error }): RecordedStatement => ({
          statement,
          ...(count === undefined ? {} : { count }),
          ...(rows === undefined ? {} : { rows }),
          ...(error === undefined ? {} : { error }),
        }),
      ),
    }
  }

  send(words: Words): OpenEntry {
    const texts = words.texts.map((text, index) => {
      const column = words.places[index]?.column
      return column !== undefined && this.#open.has(column) ? openText : text
    })
    return this.open(textOf({ pieces: words.pieces, texts }))
  }

  open(statement: string): OpenEntry {
    const entry: OpenEntry = { statement }
    this.#entries.push(entry)
    return entry
  }

  failed(entry: OpenEntry, thrown: unknown): VantageError {
    const error = VantageError.from(thrown)
    entry.error = recordedError(error)
    return error
  }
}

/** What a backend gave for a statement. */
export interface Answered {
  readonly statement: Statement
  readonly columns: readonly AnswerColumn[] | undefined
  readonly form: 'arrays' | 'objects'
}

/** Puts an answer into its entry. Rows are read now: whoever gets them may change them. */
export function keepAnswer(entry: OpenEntry, answered: Answered, { rows, count }: Answer): void {
  if (answered.statement.kind !== 'select') entry.count = count
  if (rows.length > 0 || answered.columns === undefined || answered.columns.length > 0) keepRows(entry, answered, rows)
}

export function keepRows(entry: OpenEntry, answered: Answered, rows: readonly unknown[]): void {
  entry.rows ??= []
  for (const row of rows)
    entry.rows.push(rowToJson(row, answered, `row ${entry.rows.length + 1} of "${entry.statement}"`))
}

function rowToJson(row: unknown, { columns, form }: Answered, place: string): JsonValue {
  if (columns === undefined) return rawToJson(row, place)
  const raws = Object(row)
  const cells: [name: string, cell: JsonValue][] = []
  const bad: [name: string, raw: JsonValue][] = []
  columns.forEach((column, index) => {
    const raw: unknown = raws[form === 'arrays' ? index : column.name]
    const cell = cellToJson(raw, column)
    if (cell === undefined) bad.push([column.name, shownRaw(raw)])
    else cells.push([column.name, cell])
  })
  if (bad.length > 0) cells.push([badCells, Object.fromEntries(bad)])
  return Object.fromEntries(cells)
}

/** Undefined for what is no value of the column, which is for the reader of the row to say. */
function cellToJson(raw: unknown, { type, storage }: AnswerColumn): JsonValue | undefined {
  try {
    const value = valueFrom(raw, storage)
    if (value === null) return null
    return type.problem(value) === undefined ? type.toJson(value) : undefined
  } catch (thrown) {
    if (thrown instanceof TypeProblem) return undefined
    throw thrown
  }
}

/** For people: nothing reads it. */
function shownRaw(raw: unknown): JsonValue {
  try {
    return rawToJson(raw, '')
  } catch {
    return String(raw)
  }
}

function recordedError({ kind, message, retry, details }: VantageError): RecordedError {
  return { kind, message, retry, details: plainDetails(details) }
}

/** Details that a file can hold. */
const plainDetails = (details: ErrorDetails): { readonly [name: string]: JsonValue } =>
  Object.fromEntries(
    Object.entries(details).flatMap(([name, detail]) =>
      typeof detail === 'string' || typeof detail === 'number' || typeof detail === 'boolean' ? [[name, detail]] : [],
    ),
  )
