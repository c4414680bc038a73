import { ColumnNode, VantageError } from '@vantage-ts/core/adapter'
import { type Assignment, assignmentsOf, storedName, writeAssignments } from './assignments.ts'
import { columnsOf, rowsBehind } from './columns.ts'
import { CaseExpression } from './case-expression.ts'
import { Bound, Chain, Infix, operandOf, type SqlExpression, writeBeside } from './expression.ts'
import { checkedName, checkedNames } from './names.ts'
import { NamedTable } from './named-table.ts'
import { type Resolution, resolutionOf, writeResolution } from './resolution.ts'
import { writeReturning } from './returning.ts'
import type { RowSource } from './row-source.ts'
import { SelectStatement, writeCondition } from './select.ts'
import { type Database, SqlStatement } from './statement.ts'
import { rowsOf, writeRowsOfValues } from './values.ts'
import { noWith, type With } from './with.ts'
import { type WriteClauses, WriteStatement } from './write-statement.ts'
import type { Writer } from './writer.ts'

/** What to do with a row whose key is taken. */
interface OnConflict {
  readonly target: readonly SqlExpression[] | { readonly constraint: string }
  readonly targetWhere: readonly SqlExpression[]
  readonly set: readonly Assignment[] | undefined
  readonly where: readonly SqlExpression[]
}

type Rows = readonly (readonly SqlExpression[])[] | SqlStatement | 'defaults'

interface Clauses extends WriteClauses {
  readonly into: RowSource
  readonly columns: readonly string[]
  readonly rows: Rows | undefined
  /** Whether columns of the statement go to those of the same names. */
  readonly isByName?: boolean
  readonly or: Resolution | undefined
  readonly conflicts: readonly OnConflict[]
  /** What the row that has the key becomes. */
  readonly duplicate: readonly Assignment[] | undefined
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/** An INSERT that is being built. */
export class InsertStatement extends WriteStatement<Clauses> {
  /** Errors: `invalid` for what is no table, and for another word than those of `Resolution`. */
  static into(
    database: Database,
    into: unknown,
    { with: named = noWith, or }: { readonly with?: With; readonly or?: Resolution | undefined } = {},
  ): InsertStatement {
    const clauses = {
      with: named,
      columns: [],
      rows: undefined,
      or: resolutionOf(or, 'insertInto'),
      conflicts: [],
      duplicate: undefined,
      returned: [],
    }
    return new InsertStatement(database, { ...clauses, into: rowsBehind(into, 'insertInto', database) })
  }

  /** Rows by column: those of the first are written, and the others have the same. Errors: `invalid` for a row with others. */
  values(...records: readonly object[]): InsertStatement {
    const [first] = records
    if (first === undefined) throw invalid('values() takes records: { id: 1, name: "Doc" }')
    const names = checkedNames(Object.keys(first), 'a column', 'values')
    const rows = records.map((record, index) => {
      const entries = new Map(Object.entries(Object(record)))
      const strange = checkedNames([...entries.keys()], 'a column', 'values').find(name => !names.includes(name))
      const missing = names.find(name => !entries.has(name))
      if (strange !== undefined || missing !== undefined)
        throw invalid(
          strange === undefined
            ? `values(): row ${index + 1} has no "${missing}", and the first row has; all rows have the same columns`
            : `values(): row ${index + 1} has "${strange}", and the first row does not; all rows have the same columns`,
        )
      return names.map(name => entries.get(name))
    })
    if (names.length === 0) return this.defaultValues()
    return this.but({ columns: this.#stored(names), rows: rowsOf(rows, 'values'), isByName: false })
  }
  /** The rows of a statement, whose columns are these, in this order. Errors: `invalid` for another number of columns. */
  from(statement: SqlStatement, ...columns: readonly string[]): InsertStatement {
    if (!(statement instanceof SqlStatement)) throw invalid('from() takes a statement that gives the rows')
    const names = columns.length > 0 ? columns : statement.outputs
    if (names === undefined) throw invalid('from() takes the columns that the rows of the statement go to')
    const given = statement.outputs
    if (given !== undefined && given.length !== names.length)
      throw invalid(`from(): the statement gives ${given.length} columns for ${names.length}`)
    return this.but({ columns: this.#stored(names), rows: statement, isByName: false })
  }
  /** The rows of a statement, whose columns go to those of the same names. Errors: `invalid` for one that is known not to be there. */
  fromByName(statement: SqlStatement): InsertStatement {
    if (!(statement instanceof SqlStatement)) throw invalid('fromByName() takes a statement that gives the rows')
    this.#stored(statement.outputs ?? [])
    return this.but({ columns: [], rows: statement, isByName: true })
  }
  /** One row of what its columns have by themselves. */
  defaultValues(): InsertStatement {
    return this.but({ columns: [], rows: 'defaults', isByName: false })
  }
  #stored(names: readonly string[]): readonly string[] {
    return names.map(name => storedName(this.is.into, name, 'values'))
  }

  /**
   * What happens where a row is there already: `onConflict(c.id)`, several columns, `{ constraint: 'name' }`, or nothing for any
   * conflict; then `doNothing()` or `doUpdate()`.
   */
  onConflict(...target: readonly unknown[]): ConflictClause {
    const [first] = target
    const constraint =
      typeof first === 'object' && first !== null && 'constraint' in first ? first.constraint : undefined
    if (constraint !== undefined)
      return new ConflictClause(this, { constraint: checkedName(constraint, 'a constraint', 'onConflict') }, [])
    return new ConflictClause(
      this,
      target.map(key => operandOf(key, 'onConflict')),
      [],
    )
  }
  /** `change` is called with the row that was to be inserted. */
  resolved(conflict: Omit<OnConflict, 'set'> & { readonly change?: (excluded: object) => unknown }): InsertStatement {
    const { change, ...rest } = conflict
    const set =
      change === undefined ? undefined : assignmentsOf(this.is.into, change(excludedOf(this.is.into)), 'doUpdate')
    return this.but({ conflicts: [...this.is.conflicts, { ...rest, set }] })
  }
  /**
   * What becomes of a row that has one of the keys already: `onDuplicateKeyUpdate(inserted => ({ count: t.count.plus(inserted.count) }))`.
   * `change` is called with the row that was to be inserted.
   */
  onDuplicateKeyUpdate(change: (inserted: object) => unknown): InsertStatement {
    const { into } = this.is
    const inserted = columnsOf(new InsertedRow(into))
    return this.but({ duplicate: assignmentsOf(into, change(inserted), 'onDuplicateKeyUpdate') })
  }

  override writeStatement(out: Writer): void {
    const { with: named, into, columns, rows, isByName = false, or, conflicts, duplicate, returned } = this.is
    const { has, writes } = out.language
    if (rows === undefined) throw invalid('insertInto() without rows; give it values(…) or from(statement)')
    named.around(
      out,
      () => {
        out.text('INSERT ')
        writeResolution(out, or)
        out.text('INTO ')
        out.place(into.targetPlace(out.language), into.original)
        into.writeTarget(out)
        if (columns.length > 0) {
          out.text(' (')
          out.each(columns, column => out.name(column))
          out.text(')')
        }
        if (rows === 'defaults') out.text(` ${writes?.emptyRow ?? 'DEFAULT VALUES'}`)
        else if (rows instanceof SqlStatement) {
          rows.checkInside(out)
          if (isByName) {
            out.need(has.analyticClauses === true, 'BY NAME', 'name the columns: from(statement, …)')
            out.text(' BY NAME')
          }
          // Without a condition SQLite takes ON CONFLICT for that of a join.
          const needsWhere = conflicts.length > 0 && out.language.has.conflictAfterWhere && rows.endsInFrom
          if (needsWhere && !(rows instanceof SelectStatement)) {
            out.text(' SELECT * FROM ')
            rows.write(out)
          } else {
            out.text(' ')
            rows.writeStatement(out)
          }
          if (needsWhere) out.text(' WHERE TRUE')
        } else {
          out.text(' VALUES ')
          writeRowsOfValues(out, rows)
        }
        if (conflicts.length > 1)
          out.need(out.language.has.severalConflicts, 'second ON CONFLICT', 'leave the columns out for any conflict')
        if (conflicts.length > 0)
          out.need(has.onConflict !== false, 'ON CONFLICT', 'say what a row becomes with onDuplicateKeyUpdate(…)')
        out.reading([into], () => {
          for (const conflict of conflicts) writeConflict(out, into, conflict)
          if (duplicate !== undefined) {
            out.need(has.duplicateKey === true, 'ON DUPLICATE KEY UPDATE', 'use onConflict(…)')
            out.text(' ON DUPLICATE KEY UPDATE ')
            writeAssignments(out, duplicate)
          }
          writeReturning(out, into, returned)
        })
      },
      true,
    )
  }
}

/** What an insert does with a row that is there already. */
export class ConflictClause {
  readonly #insert: InsertStatement
  readonly #target: OnConflict['target']
  readonly #targetWhere: readonly SqlExpression[]
  readonly #where: readonly SqlExpression[]
  constructor(
    insert: InsertStatement,
    target: OnConflict['target'],
    targetWhere: readonly SqlExpression[],
    where: readonly SqlExpression[] = [],
  ) {
    this.#insert = insert
    this.#target = target
    this.#targetWhere = targetWhere
    this.#where = where
  }
  /** Of a partial unique index: the condition that it was made with. */
  targetWhere(...conditions: readonly unknown[]): ConflictClause {
    const made = conditions.map(one => operandOf(one, 'targetWhere'))
    return new ConflictClause(this.#insert, this.#target, [...this.#targetWhere, ...made], this.#where)
  }
  /** Only rows that meet a condition are updated; others are left as they are. */
  where(...conditions: readonly unknown[]): ConflictClause {
    const made = conditions.map(one => operandOf(one, 'where'))
    return new ConflictClause(this.#insert, this.#target, this.#targetWhere, [...this.#where, ...made])
  }
  doNothing(): InsertStatement {
    return this.#insert.resolved({ target: this.#target, targetWhere: this.#targetWhere, where: [] })
  }
  /** Changes the row that is there: `doUpdate(excluded => ({ name: excluded.name }))`. */
  doUpdate(change: (excluded: object) => unknown): InsertStatement {
    if (Array.isArray(this.#target) && this.#target.length === 0)
      throw invalid('doUpdate() needs to know which conflict is meant: onConflict(c.id)')
    return this.#insert.resolved({ target: this.#target, targetWhere: this.#targetWhere, where: this.#where, change })
  }
}

/** The row that was to be inserted. */
function excludedOf(into: RowSource): object {
  if (into.alias.toLowerCase() === 'excluded')
    throw invalid(
      'doUpdate(): the table is called "excluded", as is the row that was to be inserted; give it another name',
    )
  return columnsOf(new ExcludedRow(into))
}

class ExcludedRow extends NamedTable {
  readonly #into: RowSource
  constructor(into: RowSource) {
    super(['excluded'], { columns: into.columns, language: into.language })
    this.#into = into
  }
  override get isAlwaysSeen(): boolean {
    return true
  }
  override storedName(column: string): string {
    return this.#into.storedName(column)
  }
}

/** The row that was to be inserted, whose columns are `VALUES(column)`. */
class InsertedRow extends NamedTable {
  readonly #into: RowSource
  constructor(into: RowSource) {
    super(['inserted'], { columns: into.columns, language: into.language })
    this.#into = into
  }
  override get isAlwaysSeen(): boolean {
    return true
  }
  override get isInserted(): boolean {
    return true
  }
  override storedName(column: string): string {
    return this.#into.storedName(column)
  }
}

/** Expressions but those of one call stand in brackets; a collation belongs to its column. */
function writeTargetKey(out: Writer, key: SqlExpression): void {
  const column = key instanceof Bound && key.node instanceof ColumnNode ? key.node.column : undefined
  if (column !== undefined) out.name(column.name)
  else if (key instanceof CaseExpression) {
    out.text('(')
    key.write(out)
    out.text(')')
  } else if (key instanceof Infix || key instanceof Chain) writeBeside(out, key)
  else key.write(out)
}

function writeConflict(out: Writer, into: RowSource, { target, targetWhere, set, where }: OnConflict): void {
  out.text(' ON CONFLICT')
  if ('constraint' in target) {
    out.need(out.language.has.namedConstraints, 'ON CONSTRAINT', 'name the columns')
    out.text(' ON CONSTRAINT ')
    out.name(target.constraint)
  } else if (target.length > 0) {
    out.text(' (')
    out.unqualified(into, () => out.each(target, key => writeTargetKey(out, key)))
    out.text(')')
  }
  out.unqualified(into, () => writeCondition(out, ' WHERE ', targetWhere))
  out.text(set === undefined ? ' DO NOTHING' : ' DO UPDATE SET ')
  if (set !== undefined) writeAssignments(out, set)
  writeCondition(out, ' WHERE ', where)
}
