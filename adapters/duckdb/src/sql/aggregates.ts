import { call, type Given } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/functions/aggregates

/** Texts of the rows with a separator between them: `stringAgg(c.name, ', ').orderBy(c.name.asc())`. */
export const stringAgg = (text: Given, separator: Given) => call('string_agg', text, separator)
/** The values of the rows as a list. */
export const listAgg = (of: Given) => call('list', of)
/** The value of the row in which another is the least: `argMin(o.id, o.total)`. */
export const argMin = (of: Given, by: Given) => call('arg_min', of, by)
export const argMax = (of: Given, by: Given) => call('arg_max', of, by)
export const anyValue = (of: Given) => call('any_value', of)
/** The first value, null or not, in the order of the rows. */
export const first = (of: Given) => call('first', of)
export const last = (of: Given) => call('last', of)
/** Whether a condition holds in all rows. */
export const boolAnd = (condition: Given) => call('bool_and', condition)
/** Whether it holds in one. */
export const boolOr = (condition: Given) => call('bool_or', condition)
export const countIf = (condition: Given) => call('count_if', condition)
/** About how many different values there are, in a fixed amount of memory. */
export const approxCountDistinct = (of: Given) => call('approx_count_distinct', of)
/** About the value below which a part of the rows is. */
export const approxQuantile = (of: Given, part: Given) => call('approx_quantile', of, part)
export const median = (of: Given) => call('median', of)
/** The value below which a part of the rows is, between two of them if need be: `quantileCont(o.total, 0.9)`. */
export const quantileCont = (of: Given, part: Given) => call('quantile_cont', of, part)
/** The same, always one of the values. */
export const quantileDisc = (of: Given, part: Given) => call('quantile_disc', of, part)
/** The most frequent value. */
export const mode = (of: Given) => call('mode', of)
/** How often there is each value, as a map. */
export const histogram = (of: Given) => call('histogram', of)
export const product = (of: Given) => call('product', of)
/** The sum of doubles with less rounding. */
export const fsum = (of: Given) => call('fsum', of)
export const stddevPop = (of: Given) => call('stddev_pop', of)
export const stddevSamp = (of: Given) => call('stddev_samp', of)
export const varPop = (of: Given) => call('var_pop', of)
export const varSamp = (of: Given) => call('var_samp', of)
export const skewness = (of: Given) => call('skewness', of)
export const entropy = (of: Given) => call('entropy', of)
/** How much two numbers go together, from -1 to 1. */
export const corr = (y: Given, x: Given) => call('corr', y, x)
export const covarPop = (y: Given, x: Given) => call('covar_pop', y, x)
export const regrSlope = (y: Given, x: Given) => call('regr_slope', y, x)
export const regrIntercept = (y: Given, x: Given) => call('regr_intercept', y, x)
export const bitAnd = (of: Given) => call('bit_and', of)
export const bitOr = (of: Given) => call('bit_or', of)
