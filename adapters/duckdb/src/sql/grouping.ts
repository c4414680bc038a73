import { GroupingKey, operandOf, Words } from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'
import { call, type Expression, type Given } from './speech.ts'

/** One key, or several that belong together. */
export type Grouped = Given | readonly Given[]

const setOf =
  (place: string) =>
  (given: Grouped): readonly Expression[] =>
    (isList(given) ? given : [given]).map(key => operandOf(key, place))
const isList = (given: Grouped): given is readonly Given[] => Array.isArray(given)

/** Groups by all keys, by all but the last, and so on to one group of everything. */
export const rollup = (...keys: readonly Grouped[]): GroupingKey => new GroupingKey('ROLLUP', keys.map(setOf('rollup')))
/** Groups by each choice of the keys. */
export const cube = (...keys: readonly Grouped[]): GroupingKey => new GroupingKey('CUBE', keys.map(setOf('cube')))
/** Groups by each of these; `[]` is one group of everything. */
export const groupingSets = (...sets: readonly (Grouped | GroupingKey)[]): GroupingKey =>
  new GroupingKey(
    'GROUPING SETS',
    sets.map(set => (set instanceof GroupingKey ? set : setOf('groupingSets')(set))),
  )
/** Of which keys a row is no group: one bit for each, the last one lowest. */
export const grouping = (...keys: readonly Given[]) => call('grouping', ...keys)

/** In `groupBy`: all columns of the result that hold no aggregate; in `orderBy`: all columns, from left to right. */
export const allColumns = (): Expression => new Words<'duckdb'>(['ALL'], [], duckdbLanguage)
