import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { type Call, operandOf, rowsBehind, type RowSource, SqlExpression, type Writer } from '@vantage-ts/sql/build'
import { sqliteLanguage } from './language.ts'
import { call, type Expression, type Given, infix } from './speech.ts'

// Source: https://sqlite.org/fts5.html

/** What the functions of FTS5 are about: a hidden column that has the name of the table. */
class SearchedTable extends SqlExpression<'sqlite'> {
  readonly #rows: RowSource
  readonly #name: string
  constructor(rows: RowSource, place: string) {
    super()
    const name = rows.tableName
    if (name === undefined)
      throw new VantageError(`${place}() takes a table of FTS5, such as table('notes', 'n')`, { kind: 'invalid' })
    this.#rows = rows
    this.#name = name
  }
  override write(out: Writer): void {
    out.name(this.#rows.alias)
    out.text('.')
    out.name(this.#name)
  }
}

const searched = (rows: object, place: string): SearchedTable => new SearchedTable(rowsBehind(rows, place), place)

/** Whether a row of a table of FTS5, or one of its columns, holds what a query of FTS5 asks for: `match(n, 'moon AND "full night"')`. */
export const match = (of: object, query: Given): Expression =>
  infix(of instanceof SqlExpression ? of : searched(of, 'match'), 'MATCH', operandOf(query, 'match'))
/** Text that is looked for as it stands, without operators of FTS5. */
export const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** How well a row fits the query: the smaller the better. One weight for each column, from the left; 1 for those without. */
export const bm25 = (rows: object, ...weights: readonly Given[]): Call<'sqlite'> =>
  call('bm25', searched(rows, 'bm25'), ...weights)
/** The same as a column of the table, which is the fast way to order by it. */
export const searchRank = (rows: object): Expression => new Rank(rowsBehind(rows, 'searchRank'))

class Rank extends SqlExpression<'sqlite'> {
  readonly #rows: RowSource
  constructor(rows: RowSource) {
    super()
    this.#rows = rows
  }
  override write(out: Writer): void {
    out.needLanguage(sqliteLanguage, 'searchRank()')
    out.name(this.#rows.alias)
    out.text('.')
    out.name('rank')
  }
}

/** The text of a column, with something before and after what was found. */
export const highlight = (rows: object, column: string | number, before: Given, after: Given): Call<'sqlite'> =>
  call('highlight', searched(rows, 'highlight'), indexOf(rows, column, 'highlight'), before, after)
/** A part of the text around what was found. */
export function snippet(
  rows: object,
  /** Its name, or its place from 0; by default the one that fits best. */
  column: string | number = -1,
  {
    before = '',
    after = '',
    cut = '…',
    words = 10,
  }: { readonly before?: Given; readonly after?: Given; readonly cut?: Given; readonly words?: number } = {},
): Call<'sqlite'> {
  if (!Number.isSafeInteger(words) || words < 1 || words > 64)
    throw new VantageError('snippet() takes from 1 to 64 words', { kind: 'invalid' })
  return call('snippet', searched(rows, 'snippet'), indexOf(rows, column, 'snippet'), before, after, cut, words)
}

/** Errors: `invalid` for the name of a column where the columns are not known, or have no such one. */
function indexOf(rows: object, column: string | number, place: string): number {
  if (typeof column === 'number') return column
  const { columns, alias } = rowsBehind(rows, place)
  const index = columns?.indexOf(column) ?? -1
  if (index >= 0) return index
  const why =
    columns === undefined
      ? `its columns are not known; say table('${alias}', { columns: […] }), or give the place of the column from 0`
      : `there is no such column.${suggest(column, columns)}`
  throw new VantageError(`${place}(): "${column}" of ${alias}: ${why}`, { kind: 'invalid', details: { field: column } })
}
