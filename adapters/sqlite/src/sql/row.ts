import { VantageError } from '@vantage-ts/core/adapter'
import { type CountOf, rowOf, type RowValue } from '@vantage-ts/sql/build'
import { sqliteLanguage } from './language.ts'
import type { Given } from './speech.ts'

/** Values to compare from left to right: `row(o.total, o.id).gt(row(70, 3))`. Errors: `invalid` for fewer than two. */
export function row<const Values extends readonly Given[]>(...values: Values): RowValue<'sqlite', CountOf<Values>> {
  if (values.length < 2) throw new VantageError('row() takes at least two values', { kind: 'invalid' })
  return rowOf(sqliteLanguage, '', values)
}
