import { VantageError } from '@vantage-ts/core/adapter'
import { type Assignment, assignmentsOf, writeAssignments } from './assignments.ts'
import { rowsBehind } from './columns.ts'
import { operandOf, type SqlExpression } from './expression.ts'
import { type Resolution, resolutionOf, writeResolution } from './resolution.ts'
import { writeReturning } from './returning.ts'
import { type RowSource, writeRows } from './row-source.ts'
import { writeCondition } from './select.ts'
import type { Database } from './statement.ts'
import { noWith, type With } from './with.ts'
import { type WriteClauses, WriteStatement } from './write-statement.ts'
import type { Writer } from './writer.ts'

interface Clauses extends WriteClauses {
  readonly target: RowSource
  readonly or: Resolution | undefined
  readonly set: readonly Assignment[]
  readonly from: readonly RowSource[]
  readonly where: readonly SqlExpression[]
  readonly isEverything: boolean
}

export const narrowing = (verb: string): VantageError =>
  new VantageError(`${verb} of every row; narrow it with where(…), or say everything()`, { kind: 'invalid' })

/** An UPDATE that is being built. */
export class UpdateStatement extends WriteStatement<Clauses> {
  /** Errors: `invalid` for what is no table, and for another word than those of `Resolution`. */
  static of(
    database: Database,
    target: unknown,
    { with: named = noWith, or }: { readonly with?: With; readonly or?: Resolution | undefined } = {},
  ): UpdateStatement {
    const clauses = {
      with: named,
      or: resolutionOf(or, 'update'),
      set: [],
      from: [],
      where: [],
      isEverything: false,
      returned: [],
    }
    return new UpdateStatement(database, { ...clauses, target: rowsBehind(target, 'update', database) })
  }
  /** What columns become: values, and expressions of the row as it was. */
  set(values: object): UpdateStatement {
    return this.but({ set: [...this.is.set, ...assignmentsOf(this.is.target, values, 'set')] })
  }
  /** Other rows that the new values and the condition look at. */
  from(...rows: readonly unknown[]): UpdateStatement {
    return this.but({ from: [...this.is.from, ...rows.map(one => this.rows(one, 'from'))] })
  }
  where(...conditions: readonly unknown[]): UpdateStatement {
    return this.but({ where: [...this.is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  /** Says that all rows are meant. */
  everything(): UpdateStatement {
    return this.but({ isEverything: true })
  }

  override writeStatement(out: Writer): void {
    const { with: named, target, or, set, from, where, isEverything, returned } = this.is
    if (set.length === 0) throw new VantageError('update() that sets nothing; give it set({ … })', { kind: 'invalid' })
    if (where.length === 0 && !isEverything) throw narrowing('update()')
    const write = (): void => {
      out.text('UPDATE ')
      writeResolution(out, or)
      out.place(target.targetPlace(out.language), target.original)
      target.writeTarget(out)
      const isListed = from.length > 0 && out.language.writes?.targets === 'bare'
      if (isListed) {
        out.text(', ')
        out.each(from, rows => writeRows(out, rows))
      }
      out.text(' SET ')
      writeAssignments(out, set, isListed ? target.nameInDatabase : undefined)
      if (from.length > 0 && !isListed) {
        out.text(' FROM ')
        out.each(from, rows => writeRows(out, rows))
      }
      writeCondition(out, ' WHERE ', where)
      if (returned.length > 0)
        out.need(out.language.has.returningOfChanges !== false, 'RETURNING of an update', 'read the rows after it')
      writeReturning(out, target, returned)
    }
    named.around(out, () => out.reading([target, ...from], write), true)
  }
}
