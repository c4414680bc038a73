import { operandOf } from '@vantage-ts/sql/build'
import { type Expression, type Given, suffix } from './speech.ts'

const is =
  (words: string, place: string) =>
  (condition: Given): Expression =>
    suffix(operandOf(condition, place), words)

/** Conditions that are never null themselves. */
export const isTrue = is('IS TRUE', 'isTrue')
export const isNotTrue = is('IS NOT TRUE', 'isNotTrue')
export const isFalse = is('IS FALSE', 'isFalse')
export const isNotFalse = is('IS NOT FALSE', 'isNotFalse')
/** Whether a condition is null. */
export const isUnknown = is('IS UNKNOWN', 'isUnknown')
export const isNotUnknown = is('IS NOT UNKNOWN', 'isNotUnknown')
