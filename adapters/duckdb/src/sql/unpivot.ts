import { type Typed, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  type Columns,
  columnsOf,
  nameKey,
  type NamesOf,
  operandOf,
  type Rows,
  rowsBehind,
  type RowsOf,
  type RowSource,
  type Writer,
} from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'
import { columnOf, type Named, nameOf, ReshapedRows, writeNamed } from './reshaped-rows.ts'
import type { Expression, Given } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/statements/unpivot

type Column = Expression | Typed<unknown, unknown>
/** What becomes rows: columns, or expressions by the names that the rows get. */
type Turned = readonly Column[] | { readonly [name: string]: Given }
/** What becomes rows of several values: groups of columns by the names that the rows get. */
type TurnedGroups = { readonly [name: string]: readonly Column[] }

interface Unpivoting<Name extends string> {
  /** The column that tells where a value was. */
  readonly name: Name
  /** Whether nulls are rows too. Default: they are not. */
  readonly includeNulls?: boolean
}
/** What UNPIVOT makes rows of. */
export interface UnpivotOptions<On extends Turned, Name extends string, Value extends string> extends Unpivoting<Name> {
  /** `[m.jan, m.feb]`, or `{ January: m.jan }`. */
  readonly on: On
  /** The column of the values. */
  readonly value: Value
  readonly values?: never
}
/** What UNPIVOT makes rows of where several columns belong together; a null in one of them leaves the row out, unless `includeNulls`. */
export interface UnpivotGroupsOptions<On extends TurnedGroups, Name extends string, Value extends string>
  extends Unpivoting<Name> {
  /** `{ first: [q.a1, q.b1], second: [q.a2, q.b2] }`: as many columns each as there are values, of the same types. */
  readonly on: On
  /** The columns of the values: `['a', 'b']`. */
  readonly values: readonly Value[]
  readonly value?: never
}

type Gone<On extends Turned> = On extends readonly (infer Each)[] ? NamesOf<Each> : NamesOf<On[keyof On]>
type GoneGroups<On extends TurnedGroups> = NamesOf<On[keyof On][number]>
type Left<Own extends string, Gone, Made extends string> = Columns<
  'duckdb',
  string extends Own ? string : Exclude<Own, Gone> | Made
>

/**
 * Columns as rows, one for each of them: `unpivot(m, 'u', { on: [m.jan, m.feb], name: 'month', value: 'pieces' })`; one for each
 * group of columns: `unpivot(r, 'u', { on: { q1: [r.a1, r.b1], q2: [r.a2, r.b2] }, name: 'quarter', values: ['a', 'b'] })`.
 *
 * Shape: the other columns, then the name of the column or group that it was, and its value or values.
 * Errors: `invalid` for groups of another number of columns than there are values, and for two columns of one name.
 */
export function unpivot<
  Own extends string,
  const On extends TurnedGroups,
  const Name extends string,
  const Value extends string,
>(
  rows: RowsOf<'duckdb', Own>,
  alias: string,
  options: UnpivotGroupsOptions<On, Name, Value>,
): Left<Own, GoneGroups<On>, Name | Value>
export function unpivot<
  Own extends string,
  const On extends Turned,
  const Name extends string,
  const Value extends string,
>(
  rows: RowsOf<'duckdb', Own>,
  alias: string,
  options: UnpivotOptions<On, Name, Value>,
): Left<Own, Gone<On>, Name | Value>
export function unpivot(
  rows: Rows<'duckdb'>,
  alias: string,
  options: UnpivotOptions<Turned, string, string> | UnpivotGroupsOptions<TurnedGroups, string, string>,
): Columns<'duckdb'>
export function unpivot(
  rows: Rows<'duckdb'>,
  alias: string,
  options: UnpivotOptions<Turned, string, string> | UnpivotGroupsOptions<TurnedGroups, string, string>,
): Columns<'duckdb'> {
  const source = rowsBehind(rows, 'unpivot')
  const name = checkedName(options.name, 'a column', 'unpivot')
  const { gone, values, write } = options.values === undefined ? singlesOf(source, options) : groupsOf(source, options)
  const { includeNulls = false } = options
  return columnsOf(
    new ReshapedRows(source, {
      alias: checkedName(alias, 'rows', 'unpivot'),
      columns: source.columns && [...source.columns.filter(column => !gone.has(column)), name, ...values],
      clause(out) {
        out.text(includeNulls ? 'UNPIVOT INCLUDE NULLS (' : 'UNPIVOT (')
        write(out, () => {
          out.text(' FOR ')
          out.name(name)
          out.text(' IN (')
        })
        out.text('))')
      },
    }),
  )
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

interface Unpivoted {
  /** The names of the columns that become rows. */
  readonly gone: ReadonlySet<string | undefined>
  /** The columns of what they held. */
  readonly values: readonly string[]
  /** Writes the values and what becomes rows; `between` what stands between the two. */
  readonly write: (out: Writer, between: () => void) => void
}

function singlesOf(source: RowSource, { on, value }: UnpivotOptions<Turned, string, string>): Unpivoted {
  const turned: readonly Named[] = isList(on)
    ? on.map(each => ({ name: undefined, of: columnOf(source, each, 'unpivot').of }))
    : Object.entries(on).map(([as, of]) => ({
        name: checkedName(as, 'a column', 'unpivot'),
        of: operandOf(of, 'unpivot'),
      }))
  if (turned.length === 0) throw invalid('unpivot() takes the columns that become rows: on: [m.jan, m.feb]')
  const single = checkedName(value, 'a column', 'unpivot')
  return {
    gone: new Set(Object.values(on).map(each => nameOf(source, each))),
    values: [single],
    write(out, between) {
      out.name(single)
      between()
      out.each(turned, each => writeNamed(out, each))
    },
  }
}
const isList = (on: Turned): on is readonly Column[] => Array.isArray(on)

function groupsOf(
  source: RowSource,
  { on, values, value }: UnpivotGroupsOptions<TurnedGroups, string, string>,
): Unpivoted {
  if (value !== undefined) throw invalid('unpivot() takes the column of one value, or values: those of several')
  if (!Array.isArray(values) || values.length === 0)
    throw invalid("unpivot(): values takes the names of the columns of the values: values: ['a', 'b']")
  const names = values.map(each => checkedName(each, 'a column', 'unpivot'))
  const keys = names.map(each => nameKey(duckdbLanguage, each))
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw invalid(`unpivot(): two of the values are called "${twice}"; give one another name`)
  const groups = Object.entries(Object(on)).map(([as, columns]) => {
    if (!Array.isArray(columns) || columns.length !== names.length)
      throw invalid(`unpivot(): "${as}" takes ${names.length} columns, one for each of the values, in their order`)
    const of = columns.map(each => columnOf(source, each, 'unpivot'))
    return { name: checkedName(as, 'a group', 'unpivot'), of }
  })
  if (groups.length === 0)
    throw invalid('unpivot() takes the groups of columns that become rows: on: { q1: [r.a1, r.b1] }')
  return {
    gone: new Set(groups.flatMap(({ of }) => of.map(({ name }) => name))),
    values: names,
    write(out, between) {
      out.text('(')
      out.each(names, each => out.name(each))
      out.text(')')
      between()
      out.each(groups, ({ name, of }) => {
        out.text('(')
        out.each(of, each => each.of.write(out))
        out.text(') AS ')
        out.name(name)
      })
    },
  }
}
