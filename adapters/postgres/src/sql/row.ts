import { type CountOf, rowOf, type RowValue } from '@vantage-ts/sql/build'
import { ofAnyType } from './any-value.ts'
import { postgresLanguage } from './language.ts'
import type { Given } from './speech.ts'

/** Values to compare from left to right: `row(e.age, e.id).gt(row(30, 7))`. */
export const row = <const Values extends readonly Given[]>(...values: Values): RowValue<'postgres', CountOf<Values>> =>
  rowOf(
    postgresLanguage,
    'ROW',
    values.map(value => ofAnyType(value, 'row')),
  )
