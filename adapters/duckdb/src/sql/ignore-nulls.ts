import { VantageError } from '@vantage-ts/core/adapter'
import { Call } from '@vantage-ts/sql/build'

/** A window function that passes over nulls: `ignoreNulls(lag(o.total)).over(window().orderBy(o.placed))`. */
export function ignoreNulls(of: Call<'duckdb'>): Call<'duckdb'> {
  if (of instanceof Call) return Call.ignoringNulls(of)
  throw new VantageError('ignoreNulls() takes a window function, such as lag(o.total)', { kind: 'invalid' })
}
