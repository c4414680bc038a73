import type { Delete, Update } from '../expression/statement.ts'
import type { Answer, Request } from '../source/backend.ts'
import { unchecked } from '../types/cast.ts'
import { planRows } from './compile-select.ts'
import type { Database, Table, View } from './database.ts'
import { idColumns, type KeyColumns } from './key-index.ts'
import { type Candidates, candidatesOf } from './id-probe.ts'
import { runState } from './read.ts'
import { alreadyThere } from './refusal.ts'
import { resultRows } from './result-rows.ts'
import type { SelectPlan } from './select-plan.ts'
import { SelectRun } from './select-run.ts'
import { storedForm } from './stored-form.ts'
import type { StoredRow } from './table-shape.ts'
import type { Change, TableVersion } from './table-version.ts'
import { Variants } from './variants.ts'

/** A row that a write is about, with the values computed for it. */
interface Found {
  readonly row: StoredRow
  readonly values: readonly unknown[]
}

/** Finds the rows that a write is about before anything is changed. */
class Finder {
  readonly table: Table
  readonly #database: Database
  readonly #plans: Variants<SelectPlan>
  readonly #candidates: Candidates

  constructor(statement: Update | Delete, database: Database) {
    const { table: occurrence, where } = statement
    const values = statement.kind === 'update' ? statement.set.map(({ node }) => node) : []
    this.#database = database
    this.table = database.table(occurrence.table)
    this.#candidates = candidatesOf(where, occurrence, database)
    this.#plans = new Variants(statement, database, facts => planRows({ occurrence, where, values }, facts))
  }

  find(view: View, parameters: readonly unknown[]): readonly Found[] {
    const run = new SelectRun(this.#plans.current(), runState(this.#database, view, parameters))
    run.push(this.#candidates(view.read(this.table), parameters))
    return run.end().map(([row, ...values]) => ({ row: unchecked<StoredRow>(row, 'planRows gives it first'), values }))
  }
}

/** Removes the rows that meet a condition. */
export class DeleteRows {
  readonly #finder: Finder
  readonly #result: (rows: readonly StoredRow[]) => readonly (readonly unknown[])[]
  constructor(statement: Delete, database: Database) {
    this.#finder = new Finder(statement, database)
    this.#result = resultRows(statement.returning, this.#finder.table.shape)
  }

  run(view: View, { parameters }: Request): Answer {
    const found = this.#finder.find(view, parameters)
    view.write(
      this.#finder.table,
      found.map(({ row }) => ({ before: row, after: undefined })),
      [],
    )
    return { rows: this.#result(found.map(({ row }) => row)), count: found.length }
  }
}

/** Changes the rows that meet a condition; every value is computed from the rows as they were. */
export class UpdateRows {
  readonly #update: Update
  readonly #finder: Finder
  readonly #positions: readonly number[]
  /** The keys that it changes, which may meet those of other rows. */
  readonly #keys: readonly KeyColumns[]
  readonly #result: (rows: readonly StoredRow[]) => readonly (readonly unknown[])[]

  constructor(update: Update, database: Database) {
    this.#update = update
    this.#finder = new Finder(update, database)
    const { shape } = this.#finder.table
    this.#positions = update.set.map(({ column }) => shape.positionOf(column.name))
    const { ids } = update.table.table
    const keys = ids.length === 0 ? this.#finder.table.uniques : [idColumns(ids, shape), ...this.#finder.table.uniques]
    this.#keys = keys.filter(({ positions }) => positions.some(position => this.#positions.includes(position)))
    this.#result = resultRows(update.returning, shape)
  }

  run(view: View, { parameters }: Request): Answer {
    const { table } = this.#finder
    const changes = this.#finder
      .find(view, parameters)
      .map(({ row, values }): Replacement => ({ before: row, after: this.#changed(row, values) }))
    for (const columns of this.#keys) this.#checkKey(changes, columns, view.look(table))
    this.#update.set.forEach(({ column }, index) => {
      if (changes.length > 0) table.shape.noteWrite(this.#positions[index] ?? 0, column)
    })
    view.write(table, changes, this.#keys)
    return { rows: this.#result(changes.map(({ after }) => after)), count: changes.length }
  }

  #changed(row: StoredRow, values: readonly unknown[]): StoredRow {
    const [number, ...cells] = row
    const changed: [number, ...unknown[]] = [number, ...cells]
    this.#update.set.forEach(({ column }, index) => {
      const position = this.#positions[index] ?? 0
      while (changed.length < position) changed.push(null)
      changed[position] = storedForm(values[index] ?? null, column, this.#update.table.table.entity)
    })
    return changed
  }

  #checkKey(changes: readonly Replacement[], columns: KeyColumns, version: TableVersion): void {
    const leaving = new Set(changes.map(({ before }) => before))
    const taken = new Set<unknown>()
    for (const { after } of changes) {
      const key = columns.keyOfRow(after)
      if (key === undefined) continue
      const others = version.byKey(columns, key).filter(row => !leaving.has(row))
      if (taken.has(key) || others.length > 0) throw alreadyThere(this.#update.table.table.entity, columns.label)
      taken.add(key)
    }
  }
}
type Replacement = Change & { readonly before: StoredRow; readonly after: StoredRow }
