import type { Input, SqlExpression } from '@vantage-ts/sql/build'
import { speechOf } from '@vantage-ts/sql/build'
import { mysqlLanguage } from './language.ts'

/** What stands where a value is wanted. */
export type Given = Input<'mysql'>
export type Expression = SqlExpression<'mysql'>

/** Calls and words of MySQL. The names of functions and the words are those of the files here, never given. */
export const { call, infix, words } = speechOf(mysqlLanguage)
