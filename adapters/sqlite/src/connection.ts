import { type Answer, type Request, unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { RenderedInsert } from '@vantage-ts/sql'
import type { Compiled } from './compile.ts'
import type { Database, Statement } from './driver.ts'
import { codeOf } from './errors.ts'
import { Reader } from './reader.ts'
import { StatementCache } from './statement-cache.ts'

/** Rows that one statement of a bulk insert takes, largest first; what is left goes one by one. */
const insertSizes: readonly number[] = [100, 10]
/** Placeholders of one statement, by SQLite's default. */
const maxParameters = 32_766
/** Statements kept prepared, by text. */
const keptStatements = 300

/**
 * One connection: statements prepared once, readers that stay open, work that is all or nothing.
 *
 * Errors: those of the driver, unmapped.
 */
export class Connection {
  readonly #database: Database
  readonly #owns: boolean
  readonly #statements = new StatementCache(keptStatements)
  readonly #readers = new Set<Reader>()
  readonly #leftCopies = new Set<string>()
  #isOpen = true

  constructor(database: Database, owns: boolean) {
    this.#database = database
    this.#owns = owns
  }

  get isOpen(): boolean {
    return this.#isOpen
  }
  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  /** Whether readers and a writer may go on side by side. */
  get isLogged(): boolean {
    const [row] = this.#database.prepare('PRAGMA journal_mode', false).rows([])
    return Array.isArray(row) && row[0] === 'wal'
  }

  /** Starts a transaction; one that only reads does not wait for a writer to end. */
  begin(isReader: boolean): void {
    this.execute(`PRAGMA query_only = ${isReader ? 'ON' : 'OFF'}`)
    this.execute(isReader ? 'BEGIN' : 'BEGIN IMMEDIATE')
  }

  allowWrites(): void {
    if (this.#isOpen) this.execute('PRAGMA query_only = OFF')
  }

  run(compiled: Compiled, request: Request): Answer {
    const { kind, givesRows } = compiled
    if (kind === 'select') {
      const statement = this.#prepared(compiled, false)
      if (compiled.isSingle) {
        const row = statement.first(request.parameters)
        return row === undefined ? nothing : { rows: [row], count: 1 }
      }
      const records = request.names === undefined ? undefined : statement.records?.(request.parameters, request.names)
      if (records !== undefined) return { rows: records, count: records.length, isNamed: true }
      const rows = statement.rows(request.parameters)
      return { rows, count: rows.length }
    }
    if (!compiled.isRead) this.park()
    if (compiled.insert !== undefined) return this.#insert(compiled, compiled.insert, request.rows)
    if (kind === 'raw') return this.#prepared(compiled, true).raw(request.parameters)
    return answerOf(this.#prepared(compiled, true), givesRows, request.parameters)
  }

  /** Runs text of the adapter's own. */
  execute(text: string): void {
    this.park()
    this.#database.execute(text)
  }

  /** Opens a reader; it lets go of the connection at its end, or when it is closed. */
  read(compiled: Compiled, parameters: readonly unknown[]): Reader {
    // A statement of its own: one that is kept may be asked for while this one still has rows.
    const statement = this.#database.prepare(compiled.text, false)
    const reader: Reader = new Reader(this.#database, statement, { text: compiled.text, parameters }, copy => {
      this.#readers.delete(reader)
      if (copy !== undefined) this.#leftCopies.add(copy)
      this.#dropCopies()
    })
    this.#readers.add(reader)
    return reader
  }

  /** SQLite drops no table while a statement is open; what cannot be dropped now is dropped with the next, or at the end. */
  #dropCopies(): void {
    if (this.#leftCopies.size === 0 || !this.#isOpen) return
    for (const reader of this.#readers) if (reader.holdsStatement) return
    try {
      for (const copy of this.#leftCopies) {
        this.#database.execute(`DROP TABLE IF EXISTS ${copy}`)
        this.#leftCopies.delete(copy)
      }
    } catch (thrown) {
      // A transaction that only reads keeps even temporary tables.
      if (codeOf(thrown) !== 'SQLITE_READONLY') throw thrown
    }
  }

  /** Lets open readers go on from a copy of what is left, so that a write neither waits for them nor changes what they see. */
  park(): void {
    for (const reader of this.#readers) reader.park()
  }

  /** All of the work or none of it; inside an open transaction it is part of that. */
  atomic<Result>(work: () => Result): Result {
    if (this.#database.inTransaction) return this.#within(work)
    this.execute('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.execute('COMMIT')
      return result
    } catch (thrown) {
      if (this.#database.inTransaction) this.#database.execute('ROLLBACK')
      throw thrown
    }
  }

  #within<Result>(work: () => Result): Result {
    this.#database.execute('SAVEPOINT vantage_rows')
    try {
      const result = work()
      this.#database.execute('RELEASE vantage_rows')
      return result
    } catch (thrown) {
      // A full disk ends the transaction by itself, and the savepoint with it.
      if (this.#database.inTransaction) this.#database.execute('ROLLBACK TO vantage_rows; RELEASE vantage_rows')
      throw thrown
    }
  }

  #insert(compiled: Compiled, insert: RenderedInsert, rows: Request['rows']): Answer {
    const [only] = rows
    if (rows.length === 1 && only !== undefined)
      return answerOf(this.#prepared(compiled, true), compiled.givesRows, only)
    return this.atomic(() => this.#insertMany(compiled, insert, rows))
  }

  #insertMany(compiled: Compiled, insert: RenderedInsert, rows: Request['rows']): Answer {
    const returned: unknown[] = []
    let count = 0
    let start = 0
    const send = (size: number): void => {
      const statement = this.#byText(insert.textFor(size), true)
      for (; start + size <= rows.length; start += size) {
        const answer = answerOf(statement, compiled.givesRows, valuesOf(rows, start, size, insert.width))
        count += answer.count
        for (const row of answer.rows) returned.push(row)
      }
    }
    for (const size of insertSizes)
      if (insert.width > 0 && size * insert.width <= maxParameters && rows.length >= size) send(size)
    if (start < rows.length) send(1)
    return { rows: returned, count }
  }

  /** The statement of a compiled one; the last connection that used it finds it without a look-up. */
  #prepared(compiled: Compiled, isWrite: boolean): Statement {
    const { prepared } = compiled
    if (prepared?.connection === this) return unchecked<Statement>(prepared.statement, 'set below')
    const statement = this.#byText(compiled.text, isWrite)
    compiled.prepared = { connection: this, statement }
    return statement
  }

  #byText(text: string, isWrite: boolean): Statement {
    const known = this.#statements.get(text)
    if (known !== undefined) return known
    const statement = this.#database.prepare(text, isWrite)
    this.#statements.set(text, statement)
    return statement
  }

  /** Ends open readers and drops the statements; a database of the caller's stays open. */
  close(): void {
    if (!this.#isOpen) return
    const error = new VantageError('the source was closed while rows were still to be read', { kind: 'connection' })
    for (const reader of [...this.#readers]) reader.close(error)
    this.#isOpen = false
    this.#statements.clear()
    if (this.#owns) this.#database.close()
    else if (this.#database.inTransaction) this.#database.execute('ROLLBACK')
  }
}

/** The values of some rows one after the other. */
function valuesOf(rows: Request['rows'], start: number, size: number, width: number): readonly unknown[] {
  const values: unknown[] = new Array(size * width)
  for (let row = 0, at = 0; row < size; row++) {
    const cells = rows[start + row]
    for (let column = 0; column < width; column++) values[at++] = cells?.[column]
  }
  return values
}

function answerOf(statement: Statement, givesRows: boolean, parameters: readonly unknown[]): Answer {
  if (!givesRows) return { rows: noRows, count: statement.change(parameters) }
  const rows = statement.rows(parameters)
  return { rows, count: rows.length }
}
const noRows: readonly unknown[] = Object.freeze([])
const nothing: Answer = Object.freeze({ rows: noRows, count: 0 })
