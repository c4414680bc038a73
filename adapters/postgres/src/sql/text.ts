import { operandOf } from '@vantage-ts/sql/build'
import { integer, ofAnyType } from './any-value.ts'
import { call, type Expression, type Given, words } from './speech.ts'

// Source: https://www.postgresql.org/docs/current/functions-string.html

/** A part of a text: `length` characters from the given one, of which the first is 1; without it, all that follow. */
export function substring(text: Given, from: Given, length?: Given): Expression {
  const of = operandOf(text, 'substring')
  const start = integer(from, 'substring')
  if (length === undefined) return words`substring(${of} FROM ${start})`
  return words`substring(${of} FROM ${start} FOR ${integer(length, 'substring')})`
}
/** The same by its short name. */
export const substr = (text: Given, from: Given, length?: Given) =>
  length === undefined
    ? call('substr', text, integer(from, 'substr'))
    : call('substr', text, integer(from, 'substr'), integer(length, 'substr'))
/** Where the part begins in the text, from 1; 0 where it is not in it. */
export const position = (part: Given, text: Given): Expression =>
  words`position(${closed(ofAnyType(part, 'position'))} IN ${closed(ofAnyType(text, 'position'))})`
/** IN takes no operators such as COLLATE beside it. */
const closed = (operand: Expression): Expression => (operand.isClosed ? operand : words`(${operand})`)
/** Replaces so many characters of a text by another text. */
export function overlay(text: Given, by: Given, from: Given, length?: Given): Expression {
  const [of, placed, start] = [operandOf(text, 'overlay'), operandOf(by, 'overlay'), integer(from, 'overlay')]
  if (length === undefined) return words`overlay(${of} PLACING ${placed} FROM ${start})`
  return words`overlay(${of} PLACING ${placed} FROM ${start} FOR ${integer(length, 'overlay')})`
}
/** The nth part of a text between separators, from 1; a negative number counts from the end. */
export const splitPart = (text: Given, separator: Given, part: Given) =>
  call('split_part', text, separator, integer(part, 'splitPart'))
/** So many characters from the left; a negative number leaves out so many on the right. */
export const left = (text: Given, characters: Given) => call('left', text, integer(characters, 'left'))
export const right = (text: Given, characters: Given) => call('right', text, integer(characters, 'right'))
/** Fills up to a length, with spaces or another text. */
export const lpad = (text: Given, length: Given, fill?: Given) => padded('lpad', text, length, fill)
export const rpad = (text: Given, length: Given, fill?: Given) => padded('rpad', text, length, fill)
const padded = (side: 'lpad' | 'rpad', text: Given, length: Given, fill: Given | undefined) =>
  fill === undefined ? call(side, text, integer(length, side)) : call(side, text, integer(length, side), fill)

export const initcap = (text: Given) => call('initcap', text)
export const repeat = (text: Given, times: Given) => call('repeat', text, integer(times, 'repeat'))
export const reverse = (text: Given) => call('reverse', text)
/** Each character of `from` becomes the one at the same place of `to`. */
export const translate = (text: Given, from: Given, to: Given) => call('translate', text, from, to)
export const startsWith = (text: Given, start: Given) => call('starts_with', text, start)
/** The number of the first character. */
export const ascii = (text: Given) => call('ascii', text)
export const chr = (number: Given) => call('chr', integer(number, 'chr'))
export const md5 = (text: Given) => call('md5', ofAnyType(text, 'md5'))
export const octetLength = (text: Given) => call('octet_length', text)

/** The texts of values one after the other; null counts as none. The operator `||` is the method `concat`. */
export const concat = (...values: readonly Given[]) =>
  call('concat', ...values.map(value => ofAnyType(value, 'concat')))
/** The same with a separator; null is left out. */
export const concatWs = (separator: Given, ...values: readonly Given[]) =>
  call('concat_ws', ...[separator, ...values].map(value => ofAnyType(value, 'concatWs')))
/** `format('%s of %s', o.id, c.name)`: a text with values in the places of `%s`. */
export const format = (template: Given, ...values: readonly Given[]) =>
  call('format', template, ...values.map(value => ofAnyType(value, 'format')))
