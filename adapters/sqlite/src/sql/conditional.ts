import { VantageError } from '@vantage-ts/core/adapter'
import { type Call, operandOf } from '@vantage-ts/sql/build'
import { call, type Expression, type Given, infix, suffix } from './speech.ts'

/** One of two values, by a condition. */
export const iif = (condition: Given, then: Given, otherwise: Given) => call('iif', condition, then, otherwise)
/** The value, or another where it is null. */
export const ifNull = (value: Given, otherwise: Given) => call('ifnull', value, otherwise)
/** What kind of value it is: `null`, `integer`, `real`, `text`, `blob`. */
export const typeOf = (value: Given) => call('typeof', value)

/** The largest of several values: `max(a, b)`; null where one is. Errors: `invalid` for fewer than two. */
export const greatest = (...values: readonly Given[]) => ofSeveral('max', 'greatest', values)
export const least = (...values: readonly Given[]) => ofSeveral('min', 'least', values)

function ofSeveral(name: 'max' | 'min', place: string, values: readonly Given[]): Call<'sqlite'> {
  // Of one value it would be the aggregate.
  if (values.length < 2)
    throw new VantageError(`${place}() takes at least two values; ${name}() is that of all rows`, { kind: 'invalid' })
  return call(name, ...values)
}

/** Whether both are the same, null included; as `isNotDistinctFrom`. */
export const is = (value: Given, other: Given): Expression =>
  infix(operandOf(value, 'is'), 'IS', operandOf(other, 'is'))
export const isNot = (value: Given, other: Given): Expression =>
  infix(operandOf(value, 'isNot'), 'IS NOT', operandOf(other, 'isNot'))

const state =
  (words: string, place: string) =>
  (condition: Given): Expression =>
    suffix(operandOf(condition, place), words)

/** Conditions that are never null themselves. */
export const isTrue = state('IS TRUE', 'isTrue')
export const isNotTrue = state('IS NOT TRUE', 'isNotTrue')
export const isFalse = state('IS FALSE', 'isFalse')
export const isNotFalse = state('IS NOT FALSE', 'isNotFalse')
