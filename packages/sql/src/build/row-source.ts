import { type TemplatePlace, VantageError } from '@vantage-ts/core/adapter'
import { type Language, needSame } from './language.ts'
import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** Rows at a place of a statement, as its text calls them: a table, a statement in brackets, a function. */
export abstract class RowSource extends Part {
  /** What stands before its columns. */
  abstract readonly alias: string
  /** The names of its columns, where they are known. */
  abstract readonly columns: readonly string[] | undefined
  /** The language that they were made in; undefined where the parts that they are made of know it, or nobody does. */
  get language(): Language | undefined {
    return undefined
  }
  /** The database that they are of, where they are those of a set. */
  get database(): object | undefined {
    return undefined
  }
  /** Errors: `invalid` for rows of another language, or of another database, than a statement. */
  needPlace(language: Language, database: object | undefined, place: string): void {
    needSame(language, this.language, `${place}"${this.alias}"`)
    if (this.database === undefined || database === undefined || this.database === database) return
    throw new VantageError(
      `${place}"${this.alias}" is of another database than the statement; pass its values: set.fieldExpr(r => r.id)`,
      { kind: 'invalid', details: { field: this.alias } },
    )
  }
  /** What the database calls them where it does not know the alias. */
  get nameInDatabase(): string {
    return this.tableName ?? this.alias
  }
  /** The name of a column in the database, where programs call it otherwise. */
  storedName(column: string): string {
    return column
  }
  /** Whether the database knows them by itself where their columns are used. */
  get isAlwaysSeen(): boolean {
    return false
  }
  /** Whether they are what an insert would have written, as `VALUES(column)` says it. */
  get isInserted(): boolean {
    return false
  }
  /** What operands that are columns of sets are found by. */
  place(): TemplatePlace {
    return { name: this.alias }
  }
  /** The name of the table itself, where they are those of one. */
  get tableName(): string | undefined {
    return undefined
  }
  /** The same in a statement that changes them. */
  targetPlace(_language: Language): TemplatePlace {
    return this.place()
  }
  /** The table as the set that these rows are of knows it. */
  get original(): TemplatePlace['occurrence'] {
    return undefined
  }
  /** The text in a list of what is read. */
  abstract override write(out: Writer): void
  /** What it is, without a name of its own, for statements that change it. */
  writeTarget(out: Writer): void {
    this.write(out)
  }
  /** The table alone, for statements that give it no other name. Errors: `invalid` for rows that are none. */
  writeTable(_out: Writer): void {
    throw new VantageError(`"${this.alias}" is no table, whose name the statement wants`, {
      kind: 'invalid',
      details: { field: this.alias },
    })
  }
  /** Whether rows of places before it may be used in it. */
  get isLateral(): boolean {
    return false
  }
}

/** Rows at a place of a list of what is read. */
export function writeRows(out: Writer, rows: RowSource): void {
  rows.needPlace(out.language, out.database, '')
  out.place(rows.place(), rows.original)
  rows.write(out)
}
