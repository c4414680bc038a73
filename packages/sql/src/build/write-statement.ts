import { unchecked } from '@vantage-ts/core/adapter'
import { namesReturned, type Returned, returnedOf } from './returning.ts'
import { type Database, SqlStatement } from './statement.ts'
import type { With } from './with.ts'

/** What every statement that writes has. */
export interface WriteClauses {
  readonly with: With
  /** What it gives back of the rows that it writes. */
  readonly returned: readonly Returned[]
}

/** A statement that changes rows, and gives back what it is told to. Its classes are made of a database and clauses. */
export abstract class WriteStatement<out Clauses extends WriteClauses> extends SqlStatement {
  protected readonly is: Clauses
  constructor(database: Database, clauses: Clauses) {
    super(database)
    this.is = clauses
  }
  /** The statement with other clauses. */
  protected but(more: Partial<Clauses> | Partial<WriteClauses>): this {
    const made: unknown = Reflect.construct(this.constructor, [this.database, { ...this.is, ...more }])
    return unchecked<this>(made, 'of the same class')
  }

  override get isWrite(): boolean {
    return true
  }
  get givesRows(): boolean {
    return this.is.returned.length > 0
  }
  override get outputs(): readonly string[] | undefined {
    return namesReturned(this.is.returned)
  }

  with(...named: readonly unknown[]): this {
    return this.but({ with: this.is.with.and(named, this.database.language) })
  }
  returning(...given: readonly unknown[]): this {
    return this.but({ returned: [...this.is.returned, ...given.flatMap(returnedOf)] })
  }
}
