import { nodesOf, type Occurrence, type Select, type Statement, walk } from '@vantage-ts/core/adapter'

/** A table at one place of the statement, as text calls it. */
export interface Place {
  readonly occurrence: Occurrence
  /** Quoted alias or table name, which stands before its columns. */
  readonly qualifier: string
  /** Columns of a derived table go by property, others by their name in the database. */
  readonly isDerived: boolean
}

/** The tables that an expression can see: those of its own select, then those around it. */
export class Scope {
  readonly #place: Place | undefined
  readonly #outer: Scope | undefined
  constructor(place: Place | undefined, outer: Scope | undefined) {
    this.#place = place
    this.#outer = outer
  }

  /** The innermost place of an occurrence. */
  find(key: string): Place | undefined {
    return this.#place?.occurrence.key === key ? this.#place : this.#outer?.find(key)
  }
}

/** Aliases of one statement: `t0`, `t1`, … where it holds more than one table; its only table goes by its own name. */
export class Aliases {
  readonly #isShared: boolean
  #next = 0
  constructor(statement: Statement) {
    this.#isShared = tablesIn(statement) > 1
  }
  /** Undefined where the table's own name does. */
  forTable(): string | undefined {
    return this.#isShared ? this.forDerived() : undefined
  }
  /** A derived table needs one in any case. */
  forDerived(): string {
    return `t${this.#next++}`
  }
}

function tablesIn(statement: Statement): number {
  let count = statement.kind === 'select' ? tablesOf(statement) : statement.kind === 'raw' ? 0 : 1
  walk(nodesOf(statement), node => {
    if (node.kind === 'subquery') count += tablesOf(node.select)
    return undefined
  })
  return count
}

const tablesOf = (select: Select): number =>
  select.from === undefined ? 0 : select.from.kind === 'derived' ? 1 + tablesOf(select.from.select) : 1
