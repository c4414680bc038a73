import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'
import { call, type Expression, type Given, suffix, words } from './speech.ts'

/** One of two values, by a condition. */
export const iff = (condition: Given, then: Given, otherwise: Given) => call('if', condition, then, otherwise)
/** The value, or another where it is null. */
export const ifNull = (value: Given, otherwise: Given) => call('ifnull', value, otherwise)
/** The name of the type of a value. */
export const typeOf = (value: Given) => call('typeof', value)
/** A value as another type, null where that cannot be. `type`: a name of the language, such as `DECIMAL(10, 2)`. */
export function tryCast(value: Given, type: string): Expression {
  if (!/^[A-Za-z_][A-Za-z0-9_ ]*(?:\(\d+(?:, ?\d+)?\))?(?:\[\])*$/.test(type))
    throw new VantageError('tryCast() takes the name of a type, such as DECIMAL(10, 2)', { kind: 'invalid' })
  return new Words<'duckdb'>(['TRY_CAST(', ` AS ${type})`], [operandOf(value, 'tryCast')], duckdbLanguage)
}
/**
 * What an expression gives, null where it fails: `tryValue(ln(s.pieces))`. A part that fails makes the whole of it null.
 *
 * Errors: `invalid` by DuckDB for an aggregate in it, a statement, `unnest` or a function that gives another value each time, such as
 * `random`; `unsupported` for a window. They may take it: `sum(tryValue(…))`.
 * Source: https://duckdb.org/docs/stable/sql/expressions/try
 */
export const tryValue = (value: Given): Expression => words`TRY(${operandOf(value, 'tryValue')})`

const state =
  (words: string, place: string) =>
  (condition: Given): Expression =>
    suffix(operandOf(condition, place), words)

/** Conditions that are never null themselves. */
export const isTrue = state('IS TRUE', 'isTrue')
export const isNotTrue = state('IS NOT TRUE', 'isNotTrue')
export const isFalse = state('IS FALSE', 'isFalse')
export const isNotFalse = state('IS NOT FALSE', 'isNotFalse')
