import type { Input, SqlExpression } from '@vantage-ts/sql/build'
import { operandOf, speechOf } from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'

/** What stands where a value is wanted. */
export type Given = Input<'duckdb'>
export type Expression = SqlExpression<'duckdb'>

/** Calls and words of DuckDB. The names of functions and the words are those of the files here, never given. */
export const { call, infix, suffix, words } = speechOf(duckdbLanguage)

/** A number where the function takes 32 bits only: bound numbers have 64. */
export const integer = (given: Given, place: string): Expression => words`CAST(${operandOf(given, place)} AS INTEGER)`
