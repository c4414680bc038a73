import { type StoredColumn, VantageError } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import type { ByteBuilder } from '../file/byte-builder.ts'
import type { CellForm } from './record-reader.ts'
import { formOf } from './wanted.ts'

/** The forms of cells that are JSON texts. */
const trees: ReadonlySet<CellForm> = new Set<CellForm>(['tree', 'list', 'object'])

/** Spells a cell of a column as JSON. */
export type CellWriter = (cell: unknown) => string

/** Where cells are going, for errors. */
export interface WriterTarget {
  readonly file: string
}

/**
 * Makes the function that spells the cells of a column, as a scan gives them.
 *
 * Errors: `type-mismatch` naming the column for what JSON cannot hold, such as NaN.
 */
export function cellWriter({ property, type }: StoredColumn, form: CellForm, { file }: WriterTarget): CellWriter {
  const refuse = (): never => {
    throw new VantageError(`${file}: field "${property}": the value has no form in JSON; use null, or convert it`, {
      kind: 'type-mismatch',
      details: { file, field: property, type: type.name },
    })
  }
  if (form === 'whole' || form === 'finite')
    return cell => (Number.isFinite(cell) ? String(cell) : cell === null || cell === undefined ? 'null' : refuse())
  if (trees.has(form))
    return cell => (typeof cell === 'string' ? cell : cell === null || cell === undefined ? 'null' : refuse())
  return cell => {
    if (typeof cell === 'number' && !Number.isFinite(cell)) return refuse()
    return JSON.stringify(cell ?? null) ?? refuse()
  }
}

/** Makes the function that spells a row of cells as an object: `[1, 'Ada']` -> `{"id":1,"name":"Ada"}`. */
export function recordWriter(columns: readonly StoredColumn[], target: WriterTarget): (row: Cells) => string {
  const members = columns.map(memberOf(target))
  if (columns.length === 0) return () => '{}'
  return row => `${members.map(({ head, write }, index) => head + write(row[index])).join('')}}`
}

/**
 * Adds rows to bytes, spelled the same; most cells go without a text being made of them.
 *
 * A class that reads nothing but what it holds itself: engines drop what they have compiled of functions and shapes that are made
 * anew for each call.
 */
export class RecordAdder {
  /** Holds the one that was used last, so that V8 keeps the code compiled for its shape: see `ByteBuilder.last`. */
  static last: RecordAdder | undefined
  readonly #bytes: ByteBuilder
  readonly #heads: readonly Buffer[]
  readonly #writers: readonly CellWriter[]
  readonly #areTrees: readonly boolean[]

  constructor(columns: readonly StoredColumn[], target: WriterTarget, bytes: ByteBuilder) {
    const members = columns.map(memberOf(target))
    this.#bytes = bytes
    this.#heads = members.map(({ head }) => Buffer.from(head))
    this.#writers = members.map(({ write }) => write)
    this.#areTrees = members.map(({ isTree }) => isTree)
  }

  /** Adds rows, with `end` behind each. Errors: those of `cellWriter`. */
  addAll(rows: readonly Cells[], end: Uint8Array): void {
    RecordAdder.last = this
    for (let index = 0; index < rows.length; index++) {
      this.add(rows[index] ?? [])
      this.#bytes.addBytes(end)
    }
  }

  add(row: Cells): void {
    const bytes = this.#bytes
    const heads = this.#heads
    if (heads.length === 0) bytes.addUnit(opening)
    for (let index = 0; index < heads.length; index++) {
      const cell = row[index]
      bytes.addBytes(heads[index] ?? nothing)
      if (typeof cell === 'string' && this.#areTrees[index] === false) {
        if (!bytes.addPlain(cell, escapedUnits, quote)) this.#addText(index, cell)
      } else if (typeof cell === 'number' && cell - cell === 0) bytes.addNumber(cell)
      else if (typeof cell === 'boolean') bytes.addBytes(cell ? trueBytes : falseBytes)
      else this.#addText(index, cell)
    }
    bytes.addUnit(closing)
  }

  #addText(index: number, cell: unknown): void {
    const text = this.#writers[index]?.(cell) ?? 'null'
    if (!this.#bytes.addPlain(text, nothing)) this.#bytes.add(text)
  }
}

const quote = 34
const opening = 123
const closing = 125
const nothing = new Uint8Array(128)
const trueBytes = Buffer.from('true')
const falseBytes = Buffer.from('false')
/** The ASCII characters that are escaped in a text. */
const escapedUnits = Uint8Array.from({ length: 128 }, (_, unit) => (unit < 32 || unit === quote || unit === 92 ? 1 : 0))

interface Member {
  /** What stands before the cell: `,"name":`. */
  readonly head: string
  readonly write: CellWriter
  /** Whether its cells are JSON texts. */
  readonly isTree: boolean
}

const memberOf =
  (target: WriterTarget) =>
  (column: StoredColumn, index: number): Member => ({
    head: `${index === 0 ? '{' : ','}${JSON.stringify(column.name)}:`,
    write: cellWriter(column, formOf(column), target),
    isTree: trees.has(formOf(column)),
  })
