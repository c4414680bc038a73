import { call, type Given } from './speech.ts'

// Source: https://sqlite.org/lang_aggfunc.html

/** Texts of the rows with commas between them, or another separator: `groupConcat(c.name, ', ').orderBy(c.name.asc())`. */
export const groupConcat = (text: Given, separator?: Given) =>
  separator === undefined ? call('group_concat', text) : call('group_concat', text, separator)
/** The same by its standard name, with a separator. */
export const stringAgg = (text: Given, separator: Given) => call('string_agg', text, separator)
/** The sum as a fraction; 0 of no rows. */
export const total = (of: Given) => call('total', of)
/** The value in the middle, or between the two that are. Builds of SQLite with percentiles have it, as both drivers bring. */
export const median = (of: Given) => call('median', of)
/** The value below which a part of the rows is, of a hundred. */
export const percentile = (of: Given, part: Given) => call('percentile', of, part)
/** The same with a part of one: `percentileCont(o.total, 0.5)`. */
export const percentileCont = (of: Given, part: Given) => call('percentile_cont', of, part)
/** The same, always one of the values. */
export const percentileDisc = (of: Given, part: Given) => call('percentile_disc', of, part)
