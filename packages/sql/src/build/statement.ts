import {
  type CallOptions,
  expressionKey,
  type LanguageSource,
  Pending,
  type Template,
  type Type,
  unchecked,
  VantageError,
} from '@vantage-ts/core/adapter'
import { Table } from '@vantage-ts/core'
import { columnsOf, rowsBehind } from './columns.ts'
import { DerivedRows } from './derived-rows.ts'
import { SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import { checkedName } from './names.ts'
import type { RowSource } from './row-source.ts'
import type { Width } from './width.ts'
import { Writer } from './writer.ts'

/** Where statements run, and how they are written. */
export interface Database {
  readonly source: LanguageSource
  readonly language: Language
  /** Rows of two statements as one. */
  combine(left: SqlStatement, operator: SetOperator, right: unknown): SqlStatement
}

export type SetOperator =
  | 'UNION BY NAME'
  | 'UNION ALL BY NAME'
  | 'UNION'
  | 'UNION ALL'
  | 'INTERSECT'
  | 'INTERSECT ALL'
  | 'EXCEPT'
  | 'EXCEPT ALL'

/** A statement as its driver is given it. */
export interface Rendered {
  readonly text: string
  /** Encoded for the driver, in the order of the placeholders. */
  readonly values: readonly unknown[]
}

/** A write is a statement by itself, or has a name in WITH. */
const writeInside = ({ has }: Language): VantageError =>
  new VantageError(
    `a write is no part of another statement; ${
      has.writesInWith
        ? "give it a name and read what it returns: with(gone) and from(gone), where gone is cte('gone', write)"
        : 'run it first, and use the rows that its run() gives'
    }`,
    { kind: 'invalid' },
  )

/** Its clauses go through as many calls as several expressions do. */
const levelsOfStatement = 3

/**
 * A statement of a SQL database that is still being built: immutable, synchronous; nothing runs before `run()`.
 *
 * Shape: in an expression it stands in brackets: one value, or the list that `in` looks into.
 */
export abstract class SqlStatement<out Tag extends string = string> extends SqlExpression<Tag> {
  readonly database: Database
  #template: Template | undefined
  constructor(database: Database) {
    super()
    this.database = database
  }

  /** The text without brackets. */
  abstract writeStatement(out: Writer): void
  /** The names of the columns of its rows, where they are known. */
  abstract get outputs(): readonly string[] | undefined

  /** The source that it runs on. */
  get source(): LanguageSource {
    return this.database.source
  }

  override write(out: Writer): void {
    this.checkInside(out)
    this.#writeInside(out)
  }

  /** As the statement of a CTE, which alone may be a write where the language has that. */
  writeNamed(out: Writer): void {
    this.checkInside(out, true)
    this.#writeInside(out)
  }
  #writeInside(out: Writer): void {
    out.enter(levelsOfStatement)
    out.text('(')
    this.writeStatement(out)
    out.text(')')
    out.leave(levelsOfStatement)
  }

  /** Errors: `invalid` for a statement of another database inside one, and for a write. */
  checkInside(out: Writer, mayWrite = false): void {
    const { language, source } = this.database
    out.needLanguage(language, 'a statement inside')
    if (this.isWrite && !mayWrite && !out.isRaw) throw writeInside(language)
    if (out.database === undefined || out.database === source.database) return
    throw new VantageError('a statement inside is of another database than the statement; go through a set of it', {
      kind: 'invalid',
    })
  }

  /** Rows that it reads or changes. Errors: `invalid` for what are none, and for those of another language. */
  protected rows(given: unknown, place: string): RowSource {
    return rowsBehind(given, place, this.database)
  }

  /** The statement as an expression of its source. Errors: `invalid`, `unsupported`, for what no database would take. */
  [expressionKey](use?: 'rows'): Template {
    if (use === 'rows') this.#needRead('fromQuery')
    if (this.#template === undefined) {
      const out = this.#writer()
      this.writeStatement(out)
      this.#template = this.database.source.text(out.finish())
    }
    return this.#template
  }

  #writer(): Writer {
    const { language, source } = this.database
    return new Writer(language, source.database, text => source.text(text))
  }

  /**
   * With a name: rows to read from, whose columns are those of the statement. With a type: the value of its only row and column.
   */
  as(given: unknown): unknown {
    this.#needRead('as')
    if (typeof given === 'string') {
      this.#needApart()
      return columnsOf(new DerivedRows(this, checkedName(given, 'rows', 'as'), this.outputs))
    }
    // A type that takes options, such as decimal, is a function.
    if ((typeof given !== 'object' && typeof given !== 'function') || given === null || !('name' in given))
      throw new VantageError("as() takes a name, as in as('t'), or the type of a value, as in as(int)", {
        kind: 'invalid',
      })
    if (this.outputs !== undefined && this.outputs.length > 1)
      throw new VantageError('as() of a type is for a statement of one column; columns() takes several', {
        kind: 'invalid',
      })
    const { onlyValue } = this.database.language
    const text = this.#asValue(this.givesOneRow ? undefined : onlyValue)
    return text.as(unchecked<Type<unknown>>(given, 'types have names'))
  }

  /** Whether it is known to give one row at most. */
  get givesOneRow(): boolean {
    return false
  }

  /** In brackets: sets put what is a whole column or condition as it is. */
  #asValue(onlyValue: string | undefined): Template {
    const out = this.#writer()
    if (onlyValue !== undefined) out.text('(WITH "vantage_value" ("value") AS ')
    this.write(out)
    if (onlyValue !== undefined) out.text(` ${onlyValue})`)
    return this.database.source.text(out.finish())
  }

  /** A read-only table of its rows, of the given columns: a set again. */
  columns(fields: never): unknown {
    this.#needRead('columns')
    this.#needApart()
    const source = unchecked<Parameters<typeof Table.fromQuery>[0]>(this.database.source, 'a source of a language')
    return Table.fromQuery(source, unchecked(this[expressionKey](), 'vendor text'), fields)
  }

  /** Runs it: its rows as the driver gives them, or how many rows it wrote. */
  run(options?: CallOptions): Pending<unknown> {
    return Pending.run(async () => {
      this.#needApart()
      const { rows, count } = await this.database.source.runText(this[expressionKey](), options)
      return this.givesRows ? rows : count
    })
  }

  /** Whether its text ends with what it reads, so that what follows could be taken for a part of it. */
  get endsInFrom(): boolean {
    return false
  }
  override get isList(): boolean {
    return true
  }
  override get width(): Width {
    return this.outputs?.length ?? 'unknown'
  }
  /** Errors: `invalid` for two columns of one name, of which rows by name would hold one. */
  #needApart(): void {
    const { outputs = [] } = this
    const twice = outputs.find((name, index) => outputs.indexOf(name) !== index)
    if (twice === undefined) return
    throw new VantageError(`two columns of the result are called "${twice}"; give one another name: { other: … }`, {
      kind: 'invalid',
      details: { field: twice },
    })
  }

  /** Errors: `invalid` for a write: its rows come when it runs, once. */
  #needRead(verb: string): void {
    if (!this.isWrite) return
    throw new VantageError(`${verb}() is for statements that only read; what a write returns is what its run() gives`, {
      kind: 'invalid',
    })
  }
  /** Whether it changes rows, itself or in its WITH. Of raw text nobody knows. */
  get isWrite(): boolean {
    return false
  }
  /** Whether it begins with WITH. */
  get hasWith(): boolean {
    return false
  }
  /** Whether it answers with rows. */
  abstract get givesRows(): boolean

  /** Rows of this and of another statement, each once. */
  union(other: unknown): SqlStatement {
    return this.database.combine(this, 'UNION', other)
  }
  unionAll(other: unknown): SqlStatement {
    return this.database.combine(this, 'UNION ALL', other)
  }
  /** Rows of both, whose columns go together by their names; one that a side has not is null there. */
  unionByName(other: unknown): SqlStatement {
    return this.database.combine(this, 'UNION BY NAME', other)
  }
  unionAllByName(other: unknown): SqlStatement {
    return this.database.combine(this, 'UNION ALL BY NAME', other)
  }
  /** Rows that both give. */
  intersect(other: unknown): SqlStatement {
    return this.database.combine(this, 'INTERSECT', other)
  }
  intersectAll(other: unknown): SqlStatement {
    return this.database.combine(this, 'INTERSECT ALL', other)
  }
  /** Rows of this that the other does not give. */
  except(other: unknown): SqlStatement {
    return this.database.combine(this, 'EXCEPT', other)
  }
  exceptAll(other: unknown): SqlStatement {
    return this.database.combine(this, 'EXCEPT ALL', other)
  }

  /** The steps that `run()` would take, without taking them. */
  explain(): unknown {
    return this[expressionKey]().explain()
  }
  /** Readable text without values. */
  preview(): string {
    return this[expressionKey]().preview()
  }
  /** The text and the values that a driver takes. Errors: `invalid` for parts that are known when it runs. */
  render(): Rendered {
    return this.database.source.renderedText(this[expressionKey]())
  }
}
