import { type Typed, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  type Columns,
  columnsOf,
  type NamesOf,
  operandOf,
  type Rows,
  rowsBehind,
  SqlExpression,
} from '@vantage-ts/sql/build'
import { columnOf, type Named, ReshapedRows, writeNamed } from './reshaped-rows.ts'
import type { Expression, Given } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/statements/pivot

/** A value that becomes a column. It is no bound one, since it names the column: DuckDB compares it with the text of what is there. */
export type Pivoted = string | number | bigint | boolean
/** Values that become columns: by the names of these, or as names themselves. */
export type PivotValues<Name extends string> = readonly Name[] | { readonly [Each in Name]: Pivoted }
/** One aggregate, or several by name. */
type Using = Expression | { readonly [name: string]: Expression }
type Key = Expression | Typed<unknown, unknown>

/** What PIVOT makes columns of. */
export interface PivotOptions<Value extends string, Used extends Using, Keys extends readonly Key[]> {
  /** Whose values become columns. */
  readonly on: Given
  readonly values: PivotValues<Value>
  /** What stands in the columns: one aggregate, or several by name. */
  readonly using: Used
  /** The columns that rows are told apart by, and that they keep. Default: all that nothing else here is about. */
  readonly groupBy?: Keys
}

/** The columns that PIVOT gives: `'bun'` for one aggregate, `'bun_total'` where they have names. */
export type PivotNames<
  Value extends string,
  Used extends Using,
  Keys extends readonly Key[],
> = readonly Key[] extends Keys
  ? string
  : NamesOf<Keys[number]> | (Used extends SqlExpression ? Value : `${Value}_${keyof Used & string}`)

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/**
 * Values of rows as columns: `pivot(s, 'p', { on: s.product, values: ['bun', 'cake'], using: sum(s.pieces), groupBy: [s.day] })`.
 *
 * Shape: columns go by the values; by value and aggregate where these have names: `bun_total`.
 */
export function pivot<
  const Value extends string,
  const Keys extends readonly Key[] = readonly Key[],
  const Used extends Using = Using,
>(
  rows: Rows<'duckdb'>,
  alias: string,
  { on, values, using, groupBy }: PivotOptions<Value, Used, Keys>,
): Columns<'duckdb', PivotNames<Value, Used, Keys>> {
  const source = rowsBehind(rows, 'pivot')
  const pivoted = pivotedOf(values)
  const aggregates = aggregatesOf(using)
  const keys = groupBy?.map(key => columnOf(source, key, 'pivot'))
  if (keys?.length === 0) throw invalid('pivot(): groupBy takes columns; leave it out for all the others')
  const of = operandOf(on, 'pivot')
  const made = pivoted.flatMap(({ name, value }) =>
    aggregates.map(each => (each.name === undefined ? (name ?? value) : `${name ?? value}_${each.name}`)),
  )
  return columnsOf(
    new ReshapedRows(source, {
      alias: checkedName(alias, 'rows', 'pivot'),
      columns: keys && [...keys.map(({ name }) => name), ...made],
      clause(out) {
        out.text('PIVOT (')
        out.each(aggregates, each => writeNamed(out, each))
        out.text(' FOR ')
        of.write(out)
        out.text(' IN (')
        out.each(pivoted, ({ name, value }) => {
          out.name(value)
          if (name === undefined) return
          out.text(' AS ')
          out.name(name)
        })
        out.text(')')
        if (keys !== undefined) {
          out.text(' GROUP BY ')
          out.each(keys, key => key.of.write(out))
        }
        out.text(')')
      },
    }),
  )
}

/** A value as the name that it is written as, since DuckDB takes names for texts there. */
function pivotedOf(
  values: PivotValues<string>,
): readonly { readonly name: string | undefined; readonly value: string }[] {
  const all = isList(values)
    ? values.map(value => ({ name: undefined, value: textOf(value) }))
    : Object.entries(values).map(([name, value]) => ({
        name: checkedName(name, 'a column', 'pivot'),
        value: textOf(value),
      }))
  if (all.length === 0) throw invalid("pivot() takes values that become columns: values: ['bun', 'cake']")
  return all
}
const isList = (values: PivotValues<string>): values is readonly string[] => Array.isArray(values)

function textOf(value: unknown): string {
  const isValue =
    typeof value === 'string'
      ? value !== ''
      : typeof value === 'bigint' || typeof value === 'boolean' || Number.isSafeInteger(value)
  if (!isValue) throw invalid('pivot(): a value that becomes a column is a text, a whole number or a truth value')
  return String(value)
}

function aggregatesOf(using: Using): readonly Named[] {
  if (using instanceof SqlExpression) return [{ name: undefined, of: using }]
  const all = Object.entries(using).map(([name, of]) => ({
    name: checkedName(name, 'a column', 'pivot'),
    of: operandOf(of, 'pivot'),
  }))
  if (all.length === 0) throw invalid('pivot() takes what stands in the columns: using: sum(s.pieces)')
  return all
}
