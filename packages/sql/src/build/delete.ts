import { rowsBehind } from './columns.ts'
import { operandOf, type SqlExpression } from './expression.ts'
import { namesReturned, type Returned, returnedOf, writeReturning } from './returning.ts'
import { type RowSource, writeRows } from './row-source.ts'
import { writeCondition } from './select.ts'
import { type Database, SqlStatement } from './statement.ts'
import { narrowing } from './update.ts'
import { noWith, type With } from './with.ts'
import type { Writer } from './writer.ts'

interface Clauses {
  readonly with: With
  readonly target: RowSource
  readonly using: readonly RowSource[]
  readonly where: readonly SqlExpression[]
  readonly isEverything: boolean
  readonly returned: readonly Returned[]
}

/** A DELETE that is being built. */
export class DeleteStatement extends SqlStatement {
  readonly #is: Clauses
  constructor(database: Database, clauses: Clauses) {
    super(database)
    this.#is = clauses
  }
  static of(database: Database, target: unknown, named: With = noWith): DeleteStatement {
    const clauses = { with: named, using: [], where: [], isEverything: false, returned: [] }
    return new DeleteStatement(database, { ...clauses, target: rowsBehind(target, 'deleteFrom', database) })
  }
  #with(more: Partial<Clauses>): DeleteStatement {
    return new DeleteStatement(this.database, { ...this.#is, ...more })
  }

  override get isWrite(): boolean {
    return true
  }
  get givesRows(): boolean {
    return this.#is.returned.length > 0
  }
  override get outputs(): readonly string[] | undefined {
    return namesReturned(this.#is.returned)
  }

  with(...named: readonly unknown[]): DeleteStatement {
    return this.#with({ with: this.#is.with.and(named, this.database.language) })
  }
  /** Other rows that the condition looks at. */
  using(...rows: readonly unknown[]): DeleteStatement {
    return this.#with({ using: [...this.#is.using, ...rows.map(one => this.rows(one, 'using'))] })
  }
  where(...conditions: readonly unknown[]): DeleteStatement {
    return this.#with({ where: [...this.#is.where, ...conditions.map(one => operandOf(one, 'where'))] })
  }
  /** Says that all rows are meant. */
  everything(): DeleteStatement {
    return this.#with({ isEverything: true })
  }
  returning(...given: readonly unknown[]): DeleteStatement {
    return this.#with({ returned: [...this.#is.returned, ...given.flatMap(returnedOf)] })
  }

  override writeStatement(out: Writer): void {
    const { with: named, target, using, where, isEverything, returned } = this.#is
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
