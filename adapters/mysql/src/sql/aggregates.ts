import { call, type Given } from './speech.ts'

/** Texts of the rows with commas between them, in an order: `groupConcat(c.name).orderBy(c.name.asc())`. */
export const groupConcat = (text: Given) => call('group_concat', text)
/** An array of the values of rows. */
export const jsonArrayAgg = (of: Given) => call('json_arrayagg', of)
/** An object of the keys and values of rows. */
export const jsonObjectAgg = (key: Given, of: Given) => call('json_objectagg', key, of)
export const stddevPop = (of: Given) => call('stddev_pop', of)
export const stddevSamp = (of: Given) => call('stddev_samp', of)
export const varPop = (of: Given) => call('var_pop', of)
export const varSamp = (of: Given) => call('var_samp', of)
export const bitAndAgg = (of: Given) => call('bit_and', of)
export const bitOrAgg = (of: Given) => call('bit_or', of)
export const bitXorAgg = (of: Given) => call('bit_xor', of)
