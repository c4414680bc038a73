import { call, type Given } from './speech.ts'

// Source: https://sqlite.org/lang_corefunc.html

/** Where the part begins in the text, from 1; 0 where it is not in it. */
export const instr = (text: Given, part: Given) => call('instr', text, part)
/** `format('%s of %s', o.id, c.name)`: a text with values in the places of `%s`, `%d`, `%.2f`. */
export const format = (template: Given, ...values: readonly Given[]) => call('format', template, ...values)
/** The text of characters with these numbers. */
export const char = (...numbers: readonly Given[]) => call('char', ...numbers)
/** The number of the first character. */
export const unicode = (text: Given) => call('unicode', text)
/** The text as it would stand in a statement, in quotes. */
export const quote = (value: Given) => call('quote', value)
/** The texts of values one after the other; null counts as none. The operator `||` is the method `concat`. */
export const concat = (...values: readonly Given[]) => call('concat', ...values)
/** The same with a separator; null is left out. */
export const concatWs = (separator: Given, ...values: readonly Given[]) => call('concat_ws', separator, ...values)
/** The bytes of a text in UTF-8. */
export const octetLength = (text: Given) => call('octet_length', text)
