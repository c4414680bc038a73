import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, SqlStatement, Words } from '@vantage-ts/sql/build'
import { bracketed, integer, ofAnyType } from './any-value.ts'
import { postgresLanguage } from './language.ts'
import { call, type Expression, type Given, infix, prefixed, words } from './speech.ts'

// Source: https://www.postgresql.org/docs/current/functions-array.html

/** `ARRAY[a, b]`; of none it needs a type: `cast(array(), 'text[]')`. */
export function array(...items: readonly Given[]): Expression {
  const made = items.map(item => ofAnyType(item, 'array'))
  const texts = made.map((_, index) => (index === 0 ? 'ARRAY[' : ', '))
  return new Words<'postgres'>(texts.length === 0 ? ['ARRAY[]'] : [...texts, ']'], made, postgresLanguage)
}
/** The values of the only column of a statement. */
export function arrayFrom(statement: Expression): Expression {
  if (statement instanceof SqlStatement) return words`ARRAY${statement}`
  throw new VantageError('arrayFrom() takes a statement that gives one column', { kind: 'invalid' })
}

/** Any element of an array, or any row of a statement, on the right of an operator: `value(3).eq(any(c.levels))`. */
export const any = (of: Expression): Expression => (of instanceof SqlStatement ? prefixed('ANY', of) : call('ANY', of))
/** All of them: `p.price.gt(all(…))`. */
export const all = (of: Expression): Expression => (of instanceof SqlStatement ? prefixed('ALL', of) : call('ALL', of))

/** The element at a place, from 1; of arrays in arrays several. */
export function at(of: Given, ...places: readonly Given[]): Expression {
  if (places.length === 0) throw new VantageError('at() takes the number of an element, from 1', { kind: 'invalid' })
  const numbers = places.map(place => integer(place, 'at'))
  return new Words<'postgres'>(
    ['', ...numbers.map((_, index) => (index === 0 ? '[' : '][')), ']'],
    [bracketed(of, 'at'), ...numbers],
    postgresLanguage,
  )
}
/** The elements from one place to another, both with it; without an end, to the last. */
export const slice = (of: Given, from: Given, to?: Given): Expression =>
  to === undefined
    ? words`${bracketed(of, 'slice')}[${integer(from, 'slice')}:]`
    : words`${bracketed(of, 'slice')}[${integer(from, 'slice')}:${integer(to, 'slice')}]`

/** Whether the left has all of the right: arrays, jsonb, ranges and what is in them: `@>`. */
export const contains = (left: Given, right: Given): Expression =>
  infix(operandOf(left, 'contains'), '@>', operandOf(right, 'contains'))
export const containedBy = (left: Given, right: Given): Expression =>
  infix(operandOf(left, 'containedBy'), '<@', operandOf(right, 'containedBy'))
/** Whether arrays or ranges have something in common: `&&`. */
export const overlaps = (left: Given, right: Given): Expression =>
  infix(operandOf(left, 'overlaps'), '&&', operandOf(right, 'overlaps'))

/** How many elements there are in the given dimension; null for none. */
export const arrayLength = (of: Given, dimension = 1) => call('array_length', of, integer(dimension, 'arrayLength'))
/** How many elements there are in all. */
export const cardinality = (of: Given) => call('cardinality', of)
/** Where a value is for the first time, from 1. */
export const arrayPosition = (of: Given, value: Given) => call('array_position', of, value)
export const arrayPositions = (of: Given, value: Given) => call('array_positions', of, value)
export const arrayRemove = (of: Given, value: Given) => call('array_remove', of, value)
export const arrayReplace = (of: Given, value: Given, by: Given) => call('array_replace', of, value, by)
export const arrayAppend = (of: Given, value: Given) => call('array_append', of, value)
export const arrayPrepend = (value: Given, to: Given) => call('array_prepend', value, to)
export const arrayCat = (left: Given, right: Given) => call('array_cat', left, right)
/** Its elements as one text. `missing`: what stands for null, which is otherwise left out. */
export const arrayToString = (of: Given, separator: Given, missing?: Given) =>
  missing === undefined ? call('array_to_string', of, separator) : call('array_to_string', of, separator, missing)
export const stringToArray = (text: Given, separator: Given) =>
  call('string_to_array', ofAnyType(text, 'stringToArray'), separator)
