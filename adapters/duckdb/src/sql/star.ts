import { suggest, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  EveryColumn,
  operandOf,
  rowsBehind,
  type RowsOf,
  type RowSource,
  type SqlExpression,
  type Writer,
} from '@vantage-ts/sql/build'
import { type Expression, type Given, words } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/expressions/star

/** What becomes of the columns of rows. */
export interface StarChanges<Name extends string, Out extends Name, From extends Name, To extends string> {
  /** Columns that are left out. */
  readonly exclude?: readonly Out[]
  /** Columns with others in their place, under the same names. */
  readonly replace?: { readonly [Each in Name]?: Given }
  /** Columns that go by other names. */
  readonly rename?: { readonly [Each in From]: To }
}

/**
 * All columns of rows but some, or with changes: `everyBut(c, { exclude: ['tags'], replace: { name: upper(c.name) } })`.
 *
 * Errors: `invalid` for a column that is known not to be there.
 */
export const everyBut = <
  Name extends string,
  const Out extends Name = never,
  const From extends Name = never,
  const To extends string = never,
>(
  rows: RowsOf<'duckdb', Name>,
  changes: StarChanges<Name, Out, From, To>,
): EveryColumn<Exclude<Name, Out | From> | To> => new ChangedColumns(rowsBehind(rows, 'everyBut'), changes)

class ChangedColumns<out Name extends string> extends EveryColumn<Name> {
  readonly #exclude: readonly string[]
  readonly #replace: readonly (readonly [string, SqlExpression])[]
  readonly #rename: readonly (readonly [string, string])[]
  constructor(
    source: RowSource,
    { exclude = [], replace = {}, rename = {} }: StarChanges<string, string, string, string>,
  ) {
    super(source)
    for (const name of [...exclude, ...Object.keys(replace), ...Object.keys(rename)]) needColumn(source, name)
    this.#exclude = exclude
    this.#replace = Object.entries(replace).map(([name, value]) => [name, operandOf(value, 'everyBut')])
    this.#rename = Object.entries(rename).map(([name, to]) => [name, checkedName(to, 'a column', 'everyBut')])
  }
  override get outputNames(): readonly string[] | undefined {
    const renamed = new Map(this.#rename)
    return super.outputNames?.filter(name => !this.#exclude.includes(name)).map(name => renamed.get(name) ?? name)
  }
  override write(out: Writer): void {
    super.write(out)
    const { source } = this
    const list = <One>(word: string, all: readonly One[], write: (one: One) => void): void => {
      if (all.length === 0) return
      out.text(` ${word} (`)
      out.each(all, write)
      out.text(')')
    }
    list('EXCLUDE', this.#exclude, name => out.name(source.storedName(name)))
    list('REPLACE', this.#replace, ([name, value]) => {
      value.write(out)
      out.text(' AS ')
      out.name(source.storedName(name))
    })
    list('RENAME', this.#rename, ([name, to]) => {
      out.name(source.storedName(name))
      out.text(' AS ')
      out.name(to)
    })
  }
}

function needColumn({ alias, columns }: RowSource, given: string): void {
  const name = checkedName(given, 'a column', 'everyBut')
  if (columns === undefined || columns.includes(name)) return
  throw new VantageError(`everyBut(): ${alias} has no column "${name}".${suggest(name, columns)}`, {
    kind: 'invalid',
    details: { field: name },
  })
}

/** An expression once for each of several columns: `select(max(eachColumn(every(o))))`; by name with a lambda. */
export const eachColumn = (columns: EveryColumn | Expression): Expression => words`COLUMNS(${columns})`
/** Several columns as the arguments of one call: `greatest(columnsAsArguments(every(m)))`. */
export const columnsAsArguments = (columns: EveryColumn | Expression): Expression => words`*COLUMNS(${columns})`
