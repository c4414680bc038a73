import { type Typed, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  type Columns,
  columnsOf,
  type NamesOf,
  operandOf,
  type Rows,
  rowsBehind,
  type RowsOf,
} from '@vantage-ts/sql/build'
import { columnOf, type Named, nameOf, ReshapedRows, writeNamed } from './reshaped-rows.ts'
import type { Expression, Given } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/statements/unpivot

/** What becomes rows: columns, or expressions by the names that the rows get. */
type Turned = readonly (Expression | Typed<unknown, unknown>)[] | { readonly [name: string]: Given }

/** What UNPIVOT makes rows of. */
export interface UnpivotOptions<On extends Turned, Name extends string, Value extends string> {
  /** `[m.jan, m.feb]`, or `{ January: m.jan }`. */
  readonly on: On
  /** The column that tells where a value was. */
  readonly name: Name
  /** The column of the values. */
  readonly value: Value
  /** Whether nulls are rows too. Default: they are not. */
  readonly includeNulls?: boolean
}

type Gone<On extends Turned> = On extends readonly (infer Column)[] ? NamesOf<Column> : NamesOf<On[keyof On]>

/**
 * Columns as rows, one for each of them: `unpivot(m, 'u', { on: [m.jan, m.feb], name: 'month', value: 'pieces' })`.
 *
 * Shape: the other columns, then the name of the column that it was, and its value.
 */
export function unpivot<
  Own extends string,
  const On extends Turned,
  const Name extends string,
  const Value extends string,
>(
  rows: RowsOf<'duckdb', Own>,
  alias: string,
  options: UnpivotOptions<On, Name, Value>,
): Columns<'duckdb', string extends Own ? string : Exclude<Own, Gone<On>> | Name | Value>
export function unpivot(
  rows: Rows<'duckdb'>,
  alias: string,
  options: UnpivotOptions<Turned, string, string>,
): Columns<'duckdb'>
export function unpivot(
  rows: Rows<'duckdb'>,
  alias: string,
  { on, name, value, includeNulls = false }: UnpivotOptions<Turned, string, string>,
): Columns<'duckdb'> {
  const source = rowsBehind(rows, 'unpivot')
  const turned: readonly Named[] = isList(on)
    ? on.map(each => ({ name: undefined, of: columnOf(source, each, 'unpivot').of }))
    : Object.entries(on).map(([as, of]) => ({
        name: checkedName(as, 'a column', 'unpivot'),
        of: operandOf(of, 'unpivot'),
      }))
  if (turned.length === 0)
    throw new VantageError('unpivot() takes the columns that become rows: on: [m.jan, m.feb]', { kind: 'invalid' })
  const gone = new Set(Object.values(on).map(each => nameOf(source, each)))
  const [names, values] = [checkedName(name, 'a column', 'unpivot'), checkedName(value, 'a column', 'unpivot')]
  return columnsOf(
    new ReshapedRows(source, {
      alias: checkedName(alias, 'rows', 'unpivot'),
      columns: source.columns && [...source.columns.filter(column => !gone.has(column)), names, values],
      clause(out) {
        out.text(includeNulls ? 'UNPIVOT INCLUDE NULLS (' : 'UNPIVOT (')
        out.name(values)
        out.text(' FOR ')
        out.name(names)
        out.text(' IN (')
        out.each(turned, each => writeNamed(out, each))
        out.text('))')
      },
    }),
  )
}
const isList = (on: Turned): on is readonly (Expression | Typed<unknown, unknown>)[] => Array.isArray(on)
