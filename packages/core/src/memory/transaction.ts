import { VantageError } from '../errors/vantage-error.ts'
import type { BeginOptions } from '../source/backend.ts'
import type { Database, Table, View } from './database.ts'
import type { KeyColumns } from './key-index.ts'
import type { Change, TableVersion } from './table-version.ts'

/** What a transaction did to one table. */
interface Work {
  /** Its own version. */
  readonly version: TableVersion
  /** What became of each row since the transaction began, by number. */
  readonly changes: ReadonlyMap<number, Change>
  /** Where its new rows must not agree with rows of others. */
  readonly keys: ReadonlyMap<string, KeyColumns>
}

/** A table as it was when the transaction began. */
interface Start {
  readonly version: TableVersion
  readonly commits: number
}

/**
 * A transaction sees the tables as they were when it began, and its own changes.
 *
 * Shape: the first to commit wins. A row that another transaction changed meanwhile makes the commit fail; with
 * `serializable`, so does any change to a table that it has read, since what it wrote may depend on it.
 * Errors: `conflict` with reason `serialization`, safe to repeat as a whole.
 */
export class MemoryTransaction implements View {
  readonly #starts = new Map<Table, Start>()
  readonly #options: BeginOptions
  readonly #hasRead = new Set<Table>()
  readonly #savepoints: { readonly name: string; readonly work: ReadonlyMap<Table, Work> }[] = []
  #work = new Map<Table, Work>()
  #isOver = false

  constructor(database: Database, options: BeginOptions) {
    this.#options = options
    for (const table of database.tables)
      this.#starts.set(table, { version: table.committed.share(), commits: table.commits })
  }

  read(table: Table): TableVersion {
    this.#hasRead.add(table)
    return this.look(table)
  }

  look(table: Table): TableVersion {
    this.#needOpen()
    return this.#work.get(table)?.version ?? this.#start(table).version
  }

  write(table: Table, changes: readonly Change[], keys: readonly KeyColumns[]): void {
    this.#needOpen()
    if (this.#options.readOnly === true)
      throw new VantageError('this transaction was begun as readOnly and cannot write', { kind: 'invalid' })
    if (changes.length === 0) return
    const known = this.#work.get(table)
    const version = (known?.version ?? this.#start(table).version).toWrite()
    version.apply(changes)
    const all = new Map(known?.changes)
    for (const change of changes) addChange(all, change)
    const allKeys = new Map(known?.keys)
    for (const columns of keys) allKeys.set(columns.name, columns)
    this.#work.set(table, { version, changes: all, keys: allKeys })
  }

  /** Publishes everything at once, or nothing. */
  commit(): void {
    this.#needOpen()
    this.#isOver = true
    for (const [table, work] of this.#work) this.#check(table, work)
    if (this.#options.isolation === 'serializable' && this.#work.size > 0) this.#checkReads()
    for (const [table, { version, changes }] of this.#work) {
      if (table.committed === this.#start(table).version) table.committed = version
      else {
        table.committed = table.committed.toWrite()
        table.committed.apply([...changes.values()])
      }
      table.commits++
    }
  }

  rollback(): void {
    this.#isOver = true
    this.#work.clear()
  }

  savepoint(name: string): void {
    this.#needOpen()
    for (const { version } of this.#work.values()) version.share()
    this.#savepoints.push({ name, work: new Map(this.#work) })
  }

  /** Takes back what was written since; the savepoint stays, later ones go. */
  rollbackTo(name: string): void {
    this.#needOpen()
    const index = this.#indexOf(name)
    this.#savepoints.length = index + 1
    this.#work = new Map(this.#savepoints[index]?.work)
  }

  release(name: string): void {
    this.#needOpen()
    this.#savepoints.length = this.#indexOf(name)
  }

  #indexOf(name: string): number {
    const index = this.#savepoints.findIndex(savepoint => savepoint.name === name)
    if (index >= 0) return index
    throw new VantageError('this savepoint was released, or an earlier one was rolled back', { kind: 'invalid' })
  }

  /** A table that was created after the transaction began was empty then. */
  #start(table: Table): Start {
    let start = this.#starts.get(table)
    if (start === undefined) {
      start = { version: table.empty, commits: 0 }
      this.#starts.set(table, start)
    }
    return start
  }

  #needOpen(): void {
    if (this.#isOver) throw new VantageError('the transaction is over; begin another', { kind: 'invalid' })
  }

  #check(table: Table, { changes, keys }: Work): void {
    if (table.committed === this.#start(table).version) return
    const going = new Set<unknown>()
    for (const { before } of changes.values()) {
      if (before === undefined) continue
      if (table.committed.numbered(before[0]) !== before) throw lostRace(table)
      going.add(before)
    }
    for (const columns of keys.values())
      for (const { after } of changes.values()) {
        const key = after === undefined ? undefined : columns.keyOfRow(after)
        const rows = key === undefined ? [] : table.committed.byKey(columns, key)
        if (rows.some(row => !going.has(row))) throw lostRace(table)
      }
  }

  #checkReads(): void {
    for (const table of this.#hasRead) if (table.commits !== this.#start(table).commits) throw lostRace(table)
  }
}

const lostRace = (table: Table): VantageError =>
  new VantageError('another transaction changed the same rows first; repeat the whole transaction', {
    kind: 'conflict',
    retry: 'safe',
    details: { reason: 'serialization', entity: table.name },
  })

/** Joins a change with what already became of the same row. */
function addChange(all: Map<number, Change>, { before, after }: Change): void {
  const number = (after ?? before)?.[0]
  if (number === undefined) return
  const first = all.get(number)
  const origin = first === undefined ? before : first.before
  if (origin === undefined && after === undefined) all.delete(number)
  else all.set(number, { before: origin, after })
}
