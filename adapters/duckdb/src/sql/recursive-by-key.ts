import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { type Columns, recursive, SqlStatement } from '@vantage-ts/sql/build'
import type { Expression } from './speech.ts'

/**
 * A statement that reads its own rows, of which each takes the place of the one with the same key:
 * `recursiveByKey('nearest', ['id', 'steps'], ['id'], (last, all) => start.union(step that reads last and all))`.
 *
 * `last`: the rows of the last step; `all`: those of all steps so far, called "recurring".
 * Source: https://duckdb.org/docs/stable/sql/query_syntax/with#recursive-ctes-with-using-key
 */
export function recursiveByKey<const Name extends string>(
  name: string,
  columns: readonly Name[],
  key: readonly NoInfer<Name>[],
  build: (last: Columns<'duckdb', Name>, all: Columns<'duckdb', Name>) => Expression,
): Columns<'duckdb', Name> {
  if (key.length === 0) throw new VantageError('recursiveByKey() takes the columns of the key', { kind: 'invalid' })
  const made = (last: object, all: object): SqlStatement => {
    const statement = build(columnsIn(last), columnsIn(all))
    if (statement instanceof SqlStatement) return statement
    throw new VantageError('recursiveByKey() takes a function that gives a statement', { kind: 'invalid' })
  }
  const columnsIn = (rows: object): Columns<'duckdb', Name> => unchecked(rows, 'made with these columns')
  return columnsIn(recursive(name, columns, made, { key }))
}
