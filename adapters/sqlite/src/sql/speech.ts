import type { Input, SqlExpression } from '@vantage-ts/sql/build'
import { speechOf } from '@vantage-ts/sql/build'
import { sqliteLanguage } from './language.ts'

/** What stands where a value is wanted. */
export type Given = Input<'sqlite'>
export type Expression = SqlExpression<'sqlite'>

/** Calls and words of SQLite. The names of functions and the words are those of the files here, never given. */
export const { call, infix, prefixed, suffix, words } = speechOf(sqliteLanguage)
