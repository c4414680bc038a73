import { VantageError } from '@vantage-ts/core/adapter'
import { type Assignment, assignmentsOf, storedName, writeAssignments } from './assignments.ts'
import { rowsBehind } from './columns.ts'
import { allOf, operandOf, SqlExpression } from './expression.ts'
import { writeUsing } from './join.ts'
import { writeReturning } from './returning.ts'
import { type RowSource, writeRows } from './row-source.ts'
import type { Database } from './statement.ts'
import { noWith, type With } from './with.ts'
import { type WriteClauses, WriteStatement } from './write-statement.ts'
import type { Writer } from './writer.ts'

/** Which rows a clause is about. */
type Side = 'MATCHED' | 'NOT MATCHED' | 'NOT MATCHED BY SOURCE'

type Act =
  | { readonly kind: 'update' | 'insert'; readonly values: readonly Assignment[] }
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'error'; readonly message: SqlExpression }

interface When {
  readonly side: Side
  readonly conditions: readonly SqlExpression[]
  readonly act: Act
}

interface Clauses extends WriteClauses {
  readonly target: RowSource
  readonly source: { readonly rows: RowSource; readonly by: SqlExpression | readonly string[] } | undefined
  readonly whens: readonly When[]
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/** A MERGE that is being built. Source: ISO/IEC 9075-2, https://duckdb.org/docs/stable/sql/statements/merge_into */
export class MergeStatement extends WriteStatement<Clauses> {
  /** Errors: `invalid` for what is no table. */
  static into(database: Database, target: unknown, named: With = noWith): MergeStatement {
    const clauses = { with: named, source: undefined, whens: [], returned: [] }
    return new MergeStatement(database, { ...clauses, target: rowsBehind(target, 'mergeInto', database) })
  }
  /** The rows that come, and which row of the table each belongs to. */
  using(rows: unknown, on: unknown): MergeStatement {
    return this.but({ source: { rows: this.rows(rows, 'using'), by: operandOf(on, 'using') } })
  }
  /**
   * The rows that come, which belong to those that are equal in columns that both sides call the same.
   *
   * Errors: `invalid` without any, and for one that a side is known not to have.
   */
  usingColumns(given: unknown, ...columns: readonly string[]): MergeStatement {
    const rows = this.rows(given, 'usingColumns')
    if (columns.length === 0)
      throw invalid('usingColumns() takes the names of the columns that both sides share; using() takes a condition')
    return this.but({ source: { rows, by: columns.map(name => sharedName(this.is.target, rows, name)) } })
  }
  /** Rows that are there and come. The first clause whose conditions hold is taken. */
  whenMatched(...conditions: readonly unknown[]): MergeClause {
    return this.#when('MATCHED', conditions)
  }
  /** Rows that come and are not there. */
  whenNotMatched(...conditions: readonly unknown[]): MergeClause {
    return this.#when('NOT MATCHED', conditions)
  }
  /** Rows that are there and do not come. */
  whenNotMatchedBySource(...conditions: readonly unknown[]): MergeClause {
    return this.#when('NOT MATCHED BY SOURCE', conditions)
  }
  #when(side: Side, given: readonly unknown[]): MergeClause {
    const conditions = given.map(one => operandOf(one, 'when'))
    const { target } = this.is
    return new MergeClause(side, target, act => this.but({ whens: [...this.is.whens, { side, conditions, act }] }))
  }

  override writeStatement(out: Writer): void {
    const { with: named, target, source, whens, returned } = this.is
    out.need(out.language.has.merge === true, 'MERGE', 'insert with onConflict(…), then delete what is left')
    if (source === undefined) throw invalid('mergeInto() without rows that come; give it using(rows, condition)')
    if (whens.length === 0)
      throw invalid('mergeInto() that does nothing; say what happens with whenMatched() and others')
    const write = (): void => {
      out.text('MERGE INTO ')
      out.place(target.targetPlace(out.language), target.original)
      target.writeTarget(out)
      out.text(' USING ')
      writeRows(out, source.rows)
      if (source.by instanceof SqlExpression) {
        out.text(' ON ')
        source.by.write(out)
      } else writeUsing(out, source.by)
      for (const when of whens) writeWhen(out, when)
      writeReturning(out, target, returned)
    }
    named.around(out, () => out.reading([target, source.rows], write), true)
  }
}

/** What a merge does with some of the rows. */
export class MergeClause {
  readonly #side: Side
  readonly #target: RowSource
  readonly #then: (act: Act) => MergeStatement
  constructor(side: Side, target: RowSource, then: (act: Act) => MergeStatement) {
    this.#side = side
    this.#target = target
    this.#then = then
  }
  /** What columns of the row that is there become. */
  update(values: object): MergeStatement {
    if (this.#side === 'NOT MATCHED') throw invalid('update() is for rows that are there; insert() those that are not')
    return this.#then({ kind: 'update', values: assignmentsOf(this.#target, values, 'update') })
  }
  delete(): MergeStatement {
    if (this.#side === 'NOT MATCHED') throw invalid('delete() is for rows that are there')
    return this.#then({ kind: 'words', words: 'DELETE' })
  }
  /** A new row, by column. */
  insert(values: object): MergeStatement {
    if (this.#side !== 'NOT MATCHED') throw invalid('insert() is for rows that are not there: whenNotMatched()')
    return this.#then({ kind: 'insert', values: assignmentsOf(this.#target, values, 'insert') })
  }
  doNothing(): MergeStatement {
    return this.#then({ kind: 'words', words: 'DO NOTHING' })
  }
  /** Ends the statement, which then changes nothing. */
  fail(message: unknown): MergeStatement {
    return this.#then({ kind: 'error', message: operandOf(message, 'fail') })
  }
}

/** The name that a column has on both sides in the database, where programs may call it otherwise. */
function sharedName(target: RowSource, rows: RowSource, name: string): string {
  const [there, coming] = [target, rows].map(side => storedName(side, name, 'usingColumns'))
  if (there !== undefined && there === coming) return there
  throw new VantageError(
    `usingColumns(): "${name}" is "${there}" in ${target.alias} and "${coming}" in ${rows.alias}; give using() a condition`,
    { kind: 'invalid', details: { field: name } },
  )
}

function writeWhen(out: Writer, { side, conditions, act }: When): void {
  out.text(` WHEN ${side}`)
  const condition = allOf(conditions)
  if (condition !== undefined) {
    out.text(' AND ')
    condition.write(out)
  }
  out.text(' THEN ')
  switch (act.kind) {
    case 'update':
      out.text('UPDATE SET ')
      writeAssignments(out, act.values)
      return
    case 'insert':
      out.text('INSERT (')
      out.each(act.values, ({ column }) => out.name(column))
      out.text(') VALUES (')
      out.each(act.values, ({ value }) => value.write(out))
      out.text(')')
      return
    case 'error':
      out.text('ERROR ')
      act.message.write(out)
      return
    case 'words':
      out.text(act.words)
  }
}
