import { rowsBehind } from './columns.ts'
import { operandOf, type SqlExpression } from './expression.ts'
import { writeReturning } from './returning.ts'
import { type RowSource, writeRows } from './row-source.ts'
import { writeCondition } from './select.ts'
import type { Database } from './statement.ts'
import { narrowing } from './update.ts'
import { noWith, type With } from './with.ts'
import { type WriteClauses, WriteStatement } from './write-statement.ts'
import type { Writer } from './writer.ts'

interface Clauses extends WriteClauses {
  readonly target: RowSource
  readonly using: readonly RowSource[]
  readonly where: readonly SqlExpression[]
  readonly isEverything: boolean
}

/** A DELETE that is being built. */
export class DeleteStatement extends WriteStatement<Clauses> {
  static of(database: Database, target: unknown, named: With = noWith): DeleteStatement {
    const clauses = { with: named, using: [], where: [], isEverything: false, returned: [] }
    return new DeleteStatement(database, { ...clauses, target: rowsBehind(target, 'deleteFrom', database) })
  }
  /** Other rows that the condition looks at. */
  using(...rows: readonly unknown[]): DeleteStatement {
    return this.but({ using: [...this.is.using, ...rows.map(one => this.rows(one, 'using'))] })
  }
  where(...conditions: readonly unknown[]): DeleteStatement {
    return this.but({ where: [...this.is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  /** Says that all rows are meant. */
  everything(): DeleteStatement {
    return this.but({ isEverything: true })
  }

  override writeStatement(out: Writer): void {
    const { with: named, target, using, where, isEverything, returned } = this.is
    if (where.length === 0 && !isEverything) throw narrowing('deleteFrom()')
    const write = (): void => {
      out.text('DELETE FROM ')
      out.place(target.targetPlace(out.language), target.original)
      target.writeTarget(out)
      if (using.length > 0) {
        out.need(out.language.has.deleteUsing, 'USING', 'look at other rows with exists(…) in where(…)')
        out.text(' USING ')
        if (out.language.writes?.targets === 'bare') {
          target.writeTarget(out)
          out.text(', ')
        }
        out.each(using, rows => writeRows(out, rows))
        if (returned.length > 0)
          out.need(
            out.language.has.returningOfChanges !== false,
            'RETURNING of a delete with USING',
            'look at other rows with exists(…) in where(…)',
          )
      }
      writeCondition(out, ' WHERE ', where)
      writeReturning(out, target, returned)
    }
    named.around(out, () => out.reading([target, ...using], write), true)
  }
}
