import { call, type Given } from './speech.ts'

// Source: https://dev.mysql.com/doc/refman/8.4/en/string-functions.html

/** The texts of values one after the other; null where one is. The same as the method `concat`. */
export const concat = (...values: readonly Given[]) => call('concat', ...values)
/** The same with a separator; null is left out. */
export const concatWs = (separator: Given, ...values: readonly Given[]) => call('concat_ws', separator, ...values)
/** Characters of a text; `length` counts its bytes. */
export const charLength = (text: Given) => call('char_length', text)
/** Where a part begins in the text, from 1, or from a place on; 0 where it is not in it. */
export const locate = (part: Given, text: Given, from?: Given) =>
  from === undefined ? call('locate', part, text) : call('locate', part, text, from)
export const instr = (text: Given, part: Given) => call('instr', text, part)
export const left = (text: Given, count: Given) => call('left', text, count)
export const right = (text: Given, count: Given) => call('right', text, count)
/** Filled on the left, or cut, to so many characters. */
export const lpad = (text: Given, length: Given, fill: Given) => call('lpad', text, length, fill)
export const rpad = (text: Given, length: Given, fill: Given) => call('rpad', text, length, fill)
export const repeat = (text: Given, times: Given) => call('repeat', text, times)
export const reverse = (text: Given) => call('reverse', text)
/** What is before the nth separator; counted from the end, what is after it. */
export const substringIndex = (text: Given, separator: Given, count: Given) =>
  call('substring_index', text, separator, count)
/** With commas between thousands, and so many digits after the point. */
export const format = (number: Given, digits: Given) => call('format', number, digits)
/** The number of the first text that is this one, from 1; 0 for none. */
export const field = (text: Given, ...texts: readonly Given[]) => call('field', text, ...texts)
/** The nth text, from 1. */
export const elt = (number: Given, ...texts: readonly Given[]) => call('elt', number, ...texts)
/** The place of a text in a list with commas, from 1; 0 for none. */
export const findInSet = (text: Given, list: Given) => call('find_in_set', text, list)
export const ascii = (text: Given) => call('ascii', text)
export const hex = (of: Given) => call('hex', of)
export const unhex = (digits: Given) => call('unhex', digits)
export const md5 = (text: Given) => call('md5', text)
/** The SHA-2 of so many bits, as hexadecimal digits. */
export const sha2 = (text: Given, bits: Given) => call('sha2', text, bits)
/** The text as it would stand in a statement, in quotes. */
export const quote = (text: Given) => call('quote', text)
