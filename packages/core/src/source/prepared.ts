import { parameterize } from '../expression/rewrite.ts'
import type { Statement } from '../expression/statement.ts'
import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { Backend, CompiledStatement } from './backend.ts'
import { type ResultColumn, type RowForm, recordsDecoder, rowsDecoder, type RowsDecoder } from './decoder.ts'
import { resultColumns } from './result-columns.ts'

/** Rows that an adapter may give as plain objects: their names, and what checks them where they are. */
export interface NamedRows {
  readonly names: readonly string[]
  readonly decode: RowsDecoder
}

/** Which form of its rows is wanted, and what is added to each. */
interface WantedForm {
  readonly form: RowForm
  readonly entity: string
  readonly finish?: (row: object) => void
}

/** A statement compiled once per structural key, with the decoders of the row forms asked for so far. */
export class Prepared {
  readonly compiled: CompiledStatement
  /** What it writes, such as `update of users`; of vendor text nobody knows. */
  readonly writes: string | undefined
  readonly isWrite: boolean
  /** Vendor text: nobody declared its columns, so rows stay as the driver gave them. */
  readonly isRaw: boolean
  readonly #columns: readonly ResultColumn[]
  readonly #decoders = new Map<RowForm, RowsDecoder>()
  /** Null where rows come as they come; made when plain records are first wanted. */
  #named: NamedRows | null | undefined

  constructor(statement: Statement, backend: Backend, storageOf: (type: Type<unknown>) => Storage) {
    this.compiled = backend.compile(parameterize(statement))
    this.#columns = resultColumns(statement, storageOf)
    this.writes = writtenBy(statement)
    this.isWrite = statement.kind !== 'select'
    this.isRaw = statement.kind === 'raw'
  }

  decoder({ form, entity, finish }: WantedForm): RowsDecoder {
    let decoder = this.#decoders.get(form)
    if (decoder === undefined) {
      const { rows, placeOf } = this.compiled
      decoder = rowsDecoder(this.#columns, rows, form, entity, placeOf?.bind(this.compiled))
      this.#decoders.set(form, decoder)
    }
    return finish === undefined ? decoder : finishing(decoder, finish)
  }

  /** How the driver's own objects serve as rows; null where they do not. */
  named({ form, entity, finish }: WantedForm): NamedRows | null {
    if (form !== 'plain' || finish !== undefined) return null
    if (this.#named === undefined) {
      const isFixed = this.isWrite || this.isRaw || this.compiled.rows === 'objects'
      const decode = isFixed ? undefined : recordsDecoder(this.#columns, entity)
      this.#named = decode === undefined ? null : { names: this.#columns.map(({ name }) => name), decode }
    }
    return this.#named
  }
}

function writtenBy(statement: Statement): string | undefined {
  if (statement.kind === 'select' || statement.kind === 'raw') return undefined
  const { table } = statement.kind === 'update' || statement.kind === 'delete' ? statement.table : statement.into
  return `${statement.kind === 'insert-select' ? 'insert' : statement.kind} of ${table.entity}`
}

const finishing =
  (decoder: RowsDecoder, finish: (row: object) => void): RowsDecoder =>
  (raws, onBadRow) => {
    const rows = decoder(raws, onBadRow)
    for (const row of rows) finish(Object(row))
    return rows
  }
