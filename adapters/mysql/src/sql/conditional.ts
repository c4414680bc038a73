import { operandOf, Suffix } from '@vantage-ts/sql/build'
import { call, type Expression, type Given } from './speech.ts'

/** One of two values, by a condition: `if(condition, then, otherwise)`. */
export const iif = (condition: Given, then: Given, otherwise: Given) => call('if', condition, then, otherwise)
/** The value, or another where it is null. */
export const ifNull = (value: Given, otherwise: Given) => call('ifnull', value, otherwise)
/** The largest of several values; null where one is. */
export const greatest = (...values: readonly Given[]) => call('greatest', ...values)
export const least = (...values: readonly Given[]) => call('least', ...values)

const state =
  (words: string, place: string) =>
  (condition: Given): Expression =>
    new Suffix(operandOf(condition, place), words)

/** Conditions that are never null themselves. */
export const isTrue = state('IS TRUE', 'isTrue')
export const isNotTrue = state('IS NOT TRUE', 'isNotTrue')
export const isFalse = state('IS FALSE', 'isFalse')
export const isNotFalse = state('IS NOT FALSE', 'isNotFalse')
