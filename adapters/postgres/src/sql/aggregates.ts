import { ofAnyType } from './any-value.ts'
import { array } from './arrays.ts'
import { call, type Expression, type Given } from './speech.ts'
import { cast } from './words.ts'

// Source: https://www.postgresql.org/docs/current/functions-aggregate.html

/** Texts of the rows with a separator between them: `stringAgg(c.name, ', ').orderBy(c.name.asc())`. */
export const stringAgg = (text: Given, separator: Given) => call('string_agg', text, separator)
export const arrayAgg = (of: Given) => call('array_agg', ofAnyType(of, 'arrayAgg'))
export const jsonAgg = (of: Given) => call('json_agg', ofAnyType(of, 'jsonAgg'))
export const jsonbAgg = (of: Given) => call('jsonb_agg', ofAnyType(of, 'jsonbAgg'))
export const jsonObjectAgg = (key: Given, of: Given) =>
  call('json_object_agg', ofAnyType(key, 'jsonObjectAgg'), ofAnyType(of, 'jsonObjectAgg'))
export const jsonbObjectAgg = (key: Given, of: Given) =>
  call('jsonb_object_agg', ofAnyType(key, 'jsonbObjectAgg'), ofAnyType(of, 'jsonbObjectAgg'))
/** Whether a condition holds in all rows. */
export const boolAnd = (condition: Given) => call('bool_and', condition)
/** Whether it holds in one. */
export const boolOr = (condition: Given) => call('bool_or', condition)
/** One of the values, whichever. Since PostgreSQL 16. */
export const anyValue = (of: Given) => call('any_value', of)
export const bitAnd = (of: Given) => call('bit_and', of)
export const bitOr = (of: Given) => call('bit_or', of)

export const stddevPop = (of: Given) => call('stddev_pop', of)
export const stddevSamp = (of: Given) => call('stddev_samp', of)
export const varPop = (of: Given) => call('var_pop', of)
export const varSamp = (of: Given) => call('var_samp', of)
/** How much two numbers go together, from -1 to 1. */
export const corr = (y: Given, x: Given) => call('corr', y, x)
export const covarPop = (y: Given, x: Given) => call('covar_pop', y, x)
export const regrSlope = (y: Given, x: Given) => call('regr_slope', y, x)
export const regrIntercept = (y: Given, x: Given) => call('regr_intercept', y, x)

/** The value below which a part of the rows is, between two of them if need be: `percentileCont(0.5).withinGroup(o.total)`. */
export const percentileCont = (part: Given | readonly number[]) => call('percentile_cont', parts(part))
/** The same, always one of the values. */
export const percentileDisc = (part: Given | readonly number[]) => call('percentile_disc', parts(part))
/** The most frequent value: `mode().withinGroup(c.city)`. */
export const mode = () => call('mode')

const parts = (part: Given | readonly number[]): Expression =>
  isList(part) ? cast(array(...part), 'double precision[]') : cast(part, 'double precision')
const isList = (part: Given | readonly number[]): part is readonly number[] => Array.isArray(part)
