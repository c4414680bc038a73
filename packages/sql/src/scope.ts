import { type From, nodesOf, type Occurrence, type Select, type Statement, walk } from '@vantage-ts/core/adapter'

/** A table at one place of the statement, as text calls it. */
export interface Place {
  readonly occurrence: Occurrence
  /** Quoted alias or table name, which stands before its columns. */
  readonly qualifier: string
  /** What the columns of a derived table go by, by property; others go by their name in the database. */
  readonly names?: ReadonlyMap<string, string>
}

/** The tables that an expression can see: those of its own select, then those around it. */
export class Scope {
  readonly places: readonly Place[]
  readonly #outer: Scope | undefined
  readonly #refuse: (() => Error) | undefined
  constructor(place: Place | readonly Place[] | undefined, outer: Scope | undefined, refuse?: () => Error) {
    this.places = place === undefined ? [] : [place].flat()
    this.#outer = outer
    this.#refuse = refuse
  }

  /** The innermost place of an occurrence. */
  find(key: string): Place | undefined {
    const own = this.places.find(place => place.occurrence.key === key)
    if (own !== undefined) return own
    const found = this.#outer?.find(key)
    if (found !== undefined && this.#refuse !== undefined) throw this.#refuse()
    return found
  }

  /** Other tables, seen from the same place. */
  with(places: readonly Place[]): Scope {
    return new Scope(places, this.#outer, this.#refuse)
  }

  /** The tables of two scopes that stand in one place. */
  beside(other: Scope): Scope {
    return this.with([...this.places, ...other.places])
  }
}

/** What the columns of a derived table go by: their property, or their place where two differ in case only, which engines take for one. */
export function namesOf(properties: readonly string[]): ReadonlyMap<string, string> {
  const areApart = new Set(properties.map(name => name.toLowerCase())).size === properties.length
  return new Map(properties.map((name, index) => [name, areApart ? name : `c${index}`]))
}

/** What engines want of aliases. */
export interface AliasRules {
  /** The table that an insert reads goes by an alias, so that it is told from the one that is written. */
  readonly aliasesInserted?: boolean | undefined
  /** The table of a delete goes by its own name. */
  readonly namesDeleted?: boolean | undefined
}

/** Aliases of one statement: `t0`, `t1`, … where it holds more than one table; its only table goes by its own name. */
export class Aliases {
  readonly #isShared: boolean
  readonly #namesTarget: boolean
  /** Names that vendor text calls its own tables by. */
  readonly #taken: ReadonlySet<string>
  #next = 0
  constructor(statement: Statement, { aliasesInserted = false, namesDeleted = false }: AliasRules = {}) {
    const { count, taken } = tablesIn(statement)
    this.#isShared = count > 1 || (aliasesInserted && statement.kind === 'insert-select')
    this.#namesTarget = namesDeleted && statement.kind === 'delete'
    this.#taken =
      this.#namesTarget && statement.kind === 'delete'
        ? new Set([...taken, statement.table.table.name.toLowerCase()])
        : taken
  }
  /** Of the table that is written. */
  forTarget(): string | undefined {
    return this.#namesTarget ? undefined : this.forTable()
  }
  /** Undefined where the table's own name does. */
  forTable(): string | undefined {
    return this.#isShared ? this.forDerived() : undefined
  }
  /** A derived table needs one in any case. */
  forDerived(): string {
    let alias = `t${this.#next++}`
    while (this.#taken.has(alias)) alias = `t${this.#next++}`
    return alias
  }
}

interface Tables {
  readonly count: number
  readonly taken: ReadonlySet<string>
}

function tablesIn(statement: Statement): Tables {
  const read = statement.kind === 'insert-select' ? statement.select : statement
  let count = read.kind === 'select' ? tablesOf(read) : read.kind === 'raw' ? 0 : 1
  let taken = noNames
  walk(nodesOf(statement), node => {
    if (node.kind === 'subquery') count += tablesOf(node.select)
    if (node.kind !== 'template' || node.places.length === 0) return undefined
    count += node.places.length
    taken = new Set([...taken, ...node.places.map(({ name }) => name.toLowerCase())])
    return undefined
  })
  return { count, taken }
}
const noNames: ReadonlySet<string> = new Set()

const tablesOf = ({ from }: Select): number => (from === undefined ? 0 : tablesAt(from))

function tablesAt(from: From): number {
  if (from.kind === 'table' || from.kind === 'text') return 1
  return from.kind === 'derived' ? 1 + tablesOf(from.select) : tablesAt(from.left) + tablesAt(from.right)
}

/** The names of the tables that a select reads, without those inside its expressions. */
export function tableNames(from: From): readonly string[] {
  if (from.kind === 'table') return [from.occurrence.table.name]
  if (from.kind === 'text') return []
  if (from.kind === 'derived') return from.select.from === undefined ? [] : tableNames(from.select.from)
  return [...tableNames(from.left), ...tableNames(from.right)]
}
