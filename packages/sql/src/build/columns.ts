import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import { checkedName } from './names.ts'
import { nameRows, rowSourceOf } from './row-names.ts'
import type { RowSource } from './row-source.ts'
import type { Writer } from './writer.ts'

/**
 * Rows that a statement reads, as their columns: `o.total` where the columns are known, `o('total')` in any case.
 *
 * Shape: where the columns are known, another name is refused.
 */
export type Columns<Tag extends string, Name extends string = string> = string extends Name
  ? RowsOf<Tag, Name>
  : RowsOf<Tag, Name> & { readonly [Each in Name]: ColumnName<Tag, Each> }

/** Rows of a language, of whose columns some names are known. */
export interface RowsOf<out Tag extends string, out Name extends string> {
  /** A column by its name. */
  <const Each extends string>(name: Each): ColumnName<Tag, Each>
  /** Phantom: the language that they belong to. */
  readonly '~language'?: Tag
  /** Phantom: the names of their columns. */
  readonly '~columns'?: Name
}

/** A column of rows, by its name in the database. */
export class ColumnName<out Tag extends string = string, out Name extends string = string> extends SqlExpression<Tag> {
  /** Phantom: the names that it gives a result. */
  declare readonly '~names': Name
  readonly source: RowSource
  readonly column: string
  constructor(source: RowSource, column: string) {
    super()
    this.source = source
    this.column = column
  }
  override write(out: Writer): void {
    const { isInserted } = this.source
    const qualifier = isInserted ? undefined : out.qualifierOf(this.source)
    if (isInserted) out.text('VALUES(')
    if (qualifier !== undefined) {
      out.name(qualifier)
      out.text('.')
    }
    out.name(this.source.storedName(this.column))
    if (isInserted) out.text(')')
  }
}

/** All columns of rows: `o.*`. */
export class EveryColumn<out Name extends string = string> extends SqlExpression<never> {
  declare readonly '~names': Name
  readonly source: RowSource
  constructor(source: RowSource) {
    super()
    this.source = source
  }
  /** What they are called in a result, where that is known. */
  get outputNames(): readonly string[] | undefined {
    return this.source.columns
  }
  override write(out: Writer): void {
    const qualifier = out.qualifierOf(this.source)
    if (qualifier !== undefined) {
      out.name(qualifier)
      out.text('.')
    }
    out.text('*')
  }
}

/** The columns of rows as an object. Errors of its properties: `invalid` for a column that is known not to be there. */
export function columnsOf<Tag extends string, Name extends string = string>(source: RowSource): Columns<Tag, Name> {
  const made = new Map<string, ColumnName>()
  const columnNamed = (name: string): ColumnName => {
    let column = made.get(name)
    if (column === undefined) {
      column = new ColumnName(source, knownName(source, checkedName(name, 'a column', source.alias)))
      made.set(name, column)
    }
    return column
  }
  const byName = (name: unknown): ColumnName => columnNamed(textOf(name, source))
  // Nothing of a function is to be found in it.
  Object.setPrototypeOf(byName, null)
  const columns = new Proxy(byName, {
    get: (_target, name) => (typeof name === 'symbol' ? undefined : columnNamed(name)),
    has: (_target, name) => typeof name === 'string' && (source.columns?.includes(name) ?? true),
    ownKeys: () => [...(source.columns ?? [])],
    getOwnPropertyDescriptor: (_target, name) =>
      typeof name === 'string' && source.columns?.includes(name) === true
        ? { value: columnNamed(name), enumerable: true, configurable: true }
        : undefined,
    set: () => {
      throw new VantageError(`${source.alias}: its columns cannot be assigned to`, { kind: 'invalid' })
    },
  })
  nameRows(columns, source)
  return columns as Columns<Tag, Name>
}

function textOf(name: unknown, { alias }: RowSource): string {
  if (typeof name === 'string') return name
  throw new VantageError(`${alias}(…) takes the name of a column`, { kind: 'invalid' })
}

function knownName({ alias, columns }: RowSource, name: string): string {
  if (columns === undefined || columns.includes(name)) return name
  throw new VantageError(`${alias} has no column "${name}".${suggest(name, columns)}`, {
    kind: 'invalid',
    details: { field: name },
  })
}

/** Where rows are to be used: in a statement of a language, which runs on a source. */
interface Place {
  readonly language: Language
  readonly source: { readonly database: object }
}

/** The rows behind an object of columns. Errors: `invalid` for anything else, and for rows that are not of the place. */
export function rowsBehind(columns: unknown, place: string, of?: Place): RowSource {
  const rows = rowSourceOf(columns)
  if (rows !== undefined) {
    if (of !== undefined) rows.needPlace(of.language, of.source.database, `${place}(): `)
    return rows
  }
  throw new VantageError(`${place}() takes rows, such as table('orders', 'o') or a statement with as('t')`, {
    kind: 'invalid',
  })
}
