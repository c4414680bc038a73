import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { mysqlLanguage } from './language.ts'
import type { Expression, Given } from './speech.ts'

// Source: https://mariadb.com/kb/en/full-text-index-overview/

const modes = {
  natural: '',
  boolean: ' IN BOOLEAN MODE',
  expansion: ' WITH QUERY EXPANSION',
} as const

/** How a query is read: as words, with operators such as `+` and `-`, or as words and those found beside them. */
export type SearchMode = keyof typeof modes

/** Columns of a full-text index that are asked: `match(n.title, n.body).against('moon')`. */
export class Match {
  readonly #columns: readonly Given[]
  constructor(columns: readonly Given[]) {
    this.#columns = columns
  }
  /** How well a row fits the query; 0 where it does not, so that it is a condition too. */
  against(query: Given, mode: SearchMode = 'natural'): Expression {
    if (!Object.hasOwn(modes, mode))
      throw new VantageError(`against(): the mode is one of ${Object.keys(modes).join(', ')}`, { kind: 'invalid' })
    const between = this.#columns.slice(1).map(() => ', ')
    return new Words<'mysql'>(
      ['MATCH (', ...between, ') AGAINST (', `${modes[mode]})`],
      [...this.#columns.map(column => operandOf(column, 'match')), operandOf(query, 'against')],
      mysqlLanguage,
    )
  }
}

/** Errors: `invalid` for no columns. */
export function match(...columns: readonly Given[]): Match {
  if (columns.length === 0)
    throw new VantageError('match() takes the columns of a full-text index', { kind: 'invalid' })
  return new Match(columns)
}
