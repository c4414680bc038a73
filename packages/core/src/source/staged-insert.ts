import type { Insert } from '../expression/statement.ts'
import { unchecked } from '../types/cast.ts'
import type { Staging } from './backend.ts'
import { rowsDecoder } from './decoder.ts'
import { encodeRows } from './encode.ts'

type Rows = readonly (readonly unknown[])[]

/**
 * An insert whose rows come piece by piece and are kept by the database until they are inserted together: as many as one transaction is
 * worth, and none of them in this process.
 *
 * Shape: whoever opens it closes it. Not for several callers at once.
 */
export class StagedInsert implements AsyncDisposable {
  readonly #insert: Insert
  readonly #staging: Staging
  readonly #send: () => Promise<number>
  #count = 0

  constructor(insert: Insert, staging: Staging, send: () => Promise<number>) {
    this.#insert = insert
    this.#staging = staging
    this.#send = send
  }

  /** Rows that are put by. */
  get count(): number {
    return this.#count
  }

  /** Puts rows by: values in the order of the insert's columns. Errors: `type-mismatch` for one that the source cannot hold. */
  async add(rows: Rows): Promise<void> {
    await this.#staging.add(encodeRows({ ...this.#insert, rows }, 0, rows.length))
    this.#count += rows.length
  }

  /** Inserts the rows that are put by, all or none; gives the number created. After an error they are still put by. */
  async insert(): Promise<number> {
    if (this.#count === 0) return 0
    const created = await this.#send()
    this.#count = 0
    return created
  }

  /** The rows that are put by, piece by piece. */
  async *rows(batchRows: number): AsyncGenerator<Rows> {
    const { columns, into } = this.#insert
    const results = columns.map(({ property, type, storage, isNullable, isId }) => {
      return { name: property, type, storage, isNullable, isId }
    })
    const decode = rowsDecoder(results, 'arrays', 'tuple', into.table.entity)
    for await (const rows of this.#staging.rows(batchRows)) yield unchecked<Rows>(decode(rows), 'decoded as tuples')
  }

  /** Forgets the rows that are put by. */
  async clear(): Promise<void> {
    await this.#staging.clear()
    this.#count = 0
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#staging.close()
  }
}
