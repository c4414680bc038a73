import type { Input, SqlExpression } from '@vantage-ts/sql/build'
import { speechOf } from '@vantage-ts/sql/build'
import { postgresLanguage } from './language.ts'

/** What stands where a value is wanted. */
export type Given = Input<'postgres'>
export type Expression = SqlExpression<'postgres'>

/** Calls and words of PostgreSQL. The names of functions and the words are those of the files here, never given. */
export const { call, infix, prefixed, suffix, words } = speechOf(postgresLanguage)
