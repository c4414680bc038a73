import { VantageError } from '@vantage-ts/core/adapter'
import type { Database, Statement } from './driver.ts'

/**
 * The rows of one select, batch by batch.
 *
 * As long as nobody writes on the connection it is a statement that stays open and costs nothing more. Before a write it is
 * parked: the rows it has not given yet are copied into a temporary table, in the same snapshot and order, and it goes on
 * from there. So a slow consumer never stops a writer, and sees the set as it was when its reading began.
 */
export class Reader {
  readonly #database: Database
  readonly #text: string
  readonly #parameters: readonly unknown[]
  readonly #ended: (copy: string | undefined) => void
  readonly #width: number
  #rows: Iterator<unknown> | undefined
  #given = 0
  #copy: Copy | undefined
  #state: 'open' | 'ended' | VantageError = 'open'

  constructor(
    database: Database,
    statement: Statement,
    { text, parameters }: { readonly text: string; readonly parameters: readonly unknown[] },
    ended: (copy: string | undefined) => void,
  ) {
    this.#database = database
    this.#text = text
    this.#parameters = parameters
    this.#ended = ended
    this.#width = statement.width
    this.#rows = statement.iterate(parameters)
  }

  get holdsStatement(): boolean {
    return this.#rows !== undefined
  }

  /** The next rows, `[]` at the end. */
  next(batchRows: number): readonly unknown[] {
    if (this.#state instanceof VantageError) throw this.#state
    if (this.#state === 'ended') return []
    const batch = this.#copy === undefined ? this.#fromStatement(batchRows) : this.#copy.next(batchRows)
    this.#given += batch.length
    if (batch.length < batchRows) this.close()
    return batch
  }

  #fromStatement(batchRows: number): unknown[] {
    const batch: unknown[] = []
    while (batch.length < batchRows) {
      const next = this.#rows?.next()
      if (next === undefined || next.done === true) {
        this.#rows = undefined
        break
      }
      batch.push(next.value)
    }
    return batch
  }

  /** Copies what is left and lets go of the statement. */
  park(): void {
    const rows = this.#rows
    if (rows === undefined) return
    // The statement stays open meanwhile, so the copy is made in the snapshot it reads.
    const source = { text: this.#text, parameters: this.#parameters, width: this.#width, skip: this.#given }
    this.#copy = this.#database.besideReaders(() => new Copy(this.#database, source))
    this.#rows = undefined
    rows.return?.()
  }

  /** Ends the reading; who still asks for rows gets the error, or is told that there are no more. */
  close(error?: VantageError): void {
    if (this.#state !== 'open') return
    this.#state = error ?? 'ended'
    this.#rows?.return?.()
    this.#rows = undefined
    this.#ended(this.#copy?.name)
  }
}

interface CopySource {
  readonly text: string
  readonly parameters: readonly unknown[]
  readonly width: number
  readonly skip: number
}

let copies = 0

/** The rest of a select in a temporary table, which SQLite keeps in memory or in a file of its own as it sees fit. */
class Copy {
  readonly name = `temp.vantage_rows_${++copies}`
  readonly #page: Statement
  #last = 0

  constructor(database: Database, { text, parameters, width, skip }: CopySource) {
    // Columns without a type hold every value as it is.
    const columns = Array.from({ length: width }, (_, index) => `c${index}`).join(', ')
    database.execute(`CREATE TABLE ${this.name} (${columns})`)
    database
      .prepare(`INSERT INTO ${this.name} SELECT * FROM (${text}) LIMIT -1 OFFSET ${skip}`, true)
      .change(parameters)
    const page = `SELECT ${columns} FROM ${this.name} WHERE rowid > ? ORDER BY rowid LIMIT CAST(? AS INTEGER)`
    this.#page = database.prepare(page, false)
  }

  next(batchRows: number): readonly unknown[] {
    const batch = this.#page.rows([this.#last, batchRows])
    this.#last += batch.length
    return batch
  }
}
