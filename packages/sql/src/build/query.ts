import { type Language as CoreLanguage, type LanguageSource, VantageError } from '@vantage-ts/core/adapter'
import { CompoundStatement } from './compound.ts'
import { DeleteStatement } from './delete.ts'
import { InsertStatement } from './insert.ts'
import type { Language } from './language.ts'
import { MergeStatement } from './merge.ts'
import { checkedName } from './names.ts'
import { RawStatement, rawParts } from './raw-text.ts'
import type { WriteOptions } from './resolution.ts'
import { SelectStatement } from './select.ts'
import { setRows } from './set-rows.ts'
import type { Database } from './statement.ts'
import { UpdateStatement } from './update.ts'
import { ValuesStatement } from './values.ts'
import { noWith, type With } from './with.ts'

/** Where statements of a database begin; what programs find as `query` of the source. */
export class SqlQuery implements CoreLanguage {
  readonly #database: Database
  readonly #with: With
  constructor(source: LanguageSource, language: Language, named: With = noWith) {
    this.#database = { source, language, combine: CompoundStatement.of }
    this.#with = named
  }

  /**
   * Where statements that an adapter adds run. `verb` begins one.
   *
   * Errors: `invalid` after `with(…)`, which they have not.
   */
  databaseFor(verb: string): Database {
    if (this.#with.isEmpty) return this.#database
    throw new VantageError(`${verb}() reads no statement that has a name; begin it without with(…)`, {
      kind: 'invalid',
    })
  }

  /** Statements that the next one may read by their names. */
  with(...named: readonly unknown[]): SqlQuery {
    const { source, language } = this.#database
    return new SqlQuery(source, language, this.#with.and(named, language))
  }
  select(...columns: readonly unknown[]): SelectStatement {
    return this.#select().select(...columns)
  }
  #select(): SelectStatement {
    return new SelectStatement(this.#database).withNamed(this.#with)
  }
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): SelectStatement {
    return SelectStatement.ofSet(this.#database, set).withNamed(this.#with)
  }
  /** The rows of a set under a name: its columns are the typed ones of the set. */
  rowsOf(set: unknown, alias: string): object {
    return setRows(set, checkedName(alias, 'rows', 'rowsOf'), this.#database.source.database)
  }
  values(...rows: readonly (readonly unknown[])[]): ValuesStatement {
    return ValuesStatement.of(this.#database, rows)
  }
  insertInto(rows: unknown, options: WriteOptions = {}): InsertStatement {
    return InsertStatement.into(this.#database, rows, { with: this.#with, or: options.or })
  }
  update(rows: unknown, options: WriteOptions = {}): UpdateStatement {
    return UpdateStatement.of(this.#database, rows, { with: this.#with, or: options.or })
  }
  deleteFrom(rows: unknown): DeleteStatement {
    return DeleteStatement.of(this.#database, rows, this.#with)
  }
  /** Rows that come beside those that are there: what happens to each of them. */
  mergeInto(rows: unknown): MergeStatement {
    return MergeStatement.into(this.#database, rows, this.#with)
  }
  /** A statement of raw text, with values bound and names quoted. */
  sql(parts: TemplateStringsArray, ...given: readonly unknown[]): RawStatement {
    return new RawStatement(this.#database, rawParts(parts), given)
  }
}
