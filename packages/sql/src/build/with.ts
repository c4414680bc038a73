import { VantageError } from '@vantage-ts/core/adapter'
import { columnsOf } from './columns.ts'
import { type Language, needFeature, needSame } from './language.ts'
import { checkedName, checkedNames } from './names.ts'
import { Part } from './part.ts'
import { rowSourceOf } from './row-names.ts'
import { RowSource } from './row-source.ts'
import type { SqlStatement } from './statement.ts'
import type { Writer } from './writer.ts'

export interface CteOptions {
  /** Whether it is computed once, by itself, or as a part of what reads it. Default: the database decides. */
  readonly materialized?: boolean
}

/** The columns by which the rows of a recursive statement take each other's place. */
interface Keyed {
  readonly key?: readonly string[]
}

/** A statement that WITH gives a name, as the rows of that name. */
export class NamedStatement extends RowSource {
  readonly name: string
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly isRecursive: boolean
  readonly options: CteOptions & Keyed
  /** Absent while the statement itself is made, which may read it. */
  statement: SqlStatement | undefined
  constructor(facts: {
    readonly name: string
    readonly columns: readonly string[] | undefined
    readonly isRecursive: boolean
    readonly options: CteOptions & Keyed
    readonly statement?: SqlStatement
    readonly alias?: string
  }) {
    super()
    const { name, columns, isRecursive, options, statement, alias = name } = facts
    this.name = name
    this.alias = alias
    this.columns = columns
    this.isRecursive = isRecursive
    this.options = options
    this.statement = statement
  }
  override get language(): Language | undefined {
    return this.statement?.database.language
  }
  /** The same rows, which a statement calls otherwise. */
  under(alias: string): NamedStatement {
    const { name, columns, isRecursive, options, statement } = this
    return new NamedStatement({
      name,
      columns,
      isRecursive,
      options,
      alias,
      ...(statement === undefined ? {} : { statement }),
    })
  }
  override write(out: Writer): void {
    out.needTable(this.name)
    out.name(this.name)
    if (this.alias === this.name) return
    out.text(' AS ')
    out.name(this.alias)
  }
}

/**
 * A statement under a name: `with(big)` defines it, `from(big)` reads it, `big.total` is a column of it.
 *
 * Errors: `unsupported` for a write where the language has none in WITH.
 */
export function cte(given: string, statement: SqlStatement, options: CteOptions = {}): object {
  const name = checkedName(given, 'a statement', 'cte')
  const { language } = statement.database
  needFeature(language, !statement.isWrite || language.has.writesInWith, 'writes in WITH', 'run the write first')
  return columnsOf(new NamedStatement({ name, columns: statement.outputs, isRecursive: false, options, statement }))
}

/**
 * A statement that reads its own rows: `recursive('tree', ['id', 'depth'], tree => start.unionAll(step that reads tree))`.
 *
 * Errors: `invalid` for another number of columns than the statement gives.
 */
export function recursive(
  given: string,
  names: readonly string[],
  build: (rows: object, all: object) => SqlStatement,
  { key = [] }: Keyed = {},
): object {
  const name = checkedName(given, 'a statement', 'recursive')
  const columns = checkedNames(names, 'a column', 'recursive')
  const strange = key.find(column => !columns.includes(column))
  if (strange !== undefined)
    throw new VantageError(`recursive(): ${name} has no column "${strange}"`, { kind: 'invalid' })
  const source = new NamedStatement({ name, columns, isRecursive: true, options: key.length === 0 ? {} : { key } })
  const rows = columnsOf(source)
  const statement = build(rows, columnsOf(new RecurringRows(name, columns)))
  if (statement.isWrite) throw new VantageError('recursive() takes a statement that only reads', { kind: 'invalid' })
  const { outputs } = statement
  if (outputs !== undefined && outputs.length !== columns.length)
    throw new VantageError(
      `recursive(): ${name} has ${columns.length} columns, and its statement gives ${outputs.length}`,
      {
        kind: 'invalid',
        details: { field: name },
      },
    )
  source.statement = statement
  return rows
}

/** All rows of a recursive statement with a key so far, where its own name gives those of the last step. */
class RecurringRows extends RowSource {
  readonly #name: string
  override readonly alias = 'recurring'
  override readonly columns: readonly string[]
  constructor(name: string, columns: readonly string[]) {
    super()
    this.#name = name
    this.columns = columns
  }
  override write(out: Writer): void {
    out.needTable(this.#name)
    out.need(out.language.has.recursionByKey === true, 'USING KEY', 'read the rows of the last step')
    out.text('"recurring".')
    out.name(this.#name)
    out.text(' AS "recurring"')
  }
}

/** The rows of a statement under another name, to read them twice: `renamed(tree, 'parent')`; `with` takes the first. */
export function renamed(rows: unknown, alias: string): object {
  const source = rowSourceOf(rows)
  if (!(source instanceof NamedStatement))
    throw new VantageError(
      "renamed() takes a statement that has a name: cte(name, statement); a table gets its name from table(name, 'other')",
      { kind: 'invalid' },
    )
  return columnsOf(source.under(checkedName(alias, 'rows', 'renamed')))
}

/** The WITH of a statement. */
export class With extends Part {
  readonly #named: readonly NamedStatement[]
  constructor(named: readonly NamedStatement[]) {
    super()
    this.#named = named
  }

  get isEmpty(): boolean {
    return this.#named.length === 0
  }

  /** Whether one of them changes rows. */
  get isWrite(): boolean {
    return this.#named.some(({ statement }) => statement?.isWrite === true)
  }

  /** Errors: `invalid` for what `cte()` did not make, for a statement of another language, and for a name used twice. */
  and(given: readonly unknown[], language: Language): With {
    const all = [...this.#named]
    for (const rows of given) {
      const source = rowSourceOf(rows)
      if (!(source instanceof NamedStatement))
        throw new VantageError('with() takes statements that have names: cte(name, statement)', { kind: 'invalid' })
      needSame(language, source.language, `with(): "${source.name}"`)
      if (all.some(({ name }) => name === source.name))
        throw new VantageError(`with(): the name "${source.name}" is used twice; give one of them another`, {
          kind: 'invalid',
          details: { field: source.name },
        })
      all.push(source)
    }
    return new With(all)
  }

  /** Writes the WITH and what it stands before. */
  around(out: Writer, write: () => void, isWrite = false): void {
    if (this.isEmpty) {
      write()
      return
    }
    if (isWrite)
      out.need(out.language.has.withBeforeWrites !== false, 'WITH before a write', 'give it to the select inside')
    out.text(this.#named.some(({ isRecursive }) => isRecursive) ? 'WITH RECURSIVE ' : 'WITH ')
    const seen: string[] = []
    out.each(this.#named, one => {
      if (one.isRecursive) seen.push(one.name)
      out.naming(seen, () => writeOne(out, one))
      seen.push(one.name)
    })
    out.text(' ')
    out.naming(seen, write)
  }

  override write(out: Writer): void {
    this.around(out, () => {})
  }
}

export const noWith = new With([])

function writeOne(out: Writer, { name, columns, isRecursive, options, statement }: NamedStatement): void {
  out.name(name)
  if (isRecursive && columns !== undefined) {
    out.text(' (')
    out.each(columns, column => out.name(column))
    out.text(')')
  }
  if (options.key !== undefined) {
    out.need(out.language.has.recursionByKey === true, 'USING KEY', 'keep the latest row of each key in the select')
    out.text(' USING KEY (')
    out.each(options.key, column => out.name(column))
    out.text(')')
  }
  out.text(' AS ')
  if (options.materialized !== undefined) {
    out.need(out.language.has.materialized, 'MATERIALIZED', 'leave the option out')
    out.text(options.materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ')
  }
  if (statement === undefined) throw new VantageError(`${name}: its statement is not made yet`, { kind: 'internal' })
  if (statement.isWrite && out.isInside)
    throw new VantageError(
      `with(): "${name}" is a write, which only the outermost statement may name; name it there, or run it first`,
      { kind: 'invalid', details: { field: name } },
    )
  statement.writeNamed(out)
}
