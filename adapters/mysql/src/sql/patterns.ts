import { operandOf } from '@vantage-ts/sql/build'
import { call, type Expression, type Given, infix } from './speech.ts'

const between =
  (words: string, place: string) =>
  (text: Given, pattern: Given): Expression =>
    infix(operandOf(text, place), words, operandOf(pattern, place))

/** A regular expression, found anywhere in the text; case is as in the collation of the text. */
export const regexp = between('REGEXP', 'regexp')
export const notRegexp = between('NOT REGEXP', 'notRegexp')
/** Everything that fits the pattern, replaced. MariaDB writes a group as `\1`, MySQL as `$1`. */
export const regexpReplace = (text: Given, pattern: Given, by: Given) => call('regexp_replace', text, pattern, by)
/** The first part of the text that fits the pattern. */
export const regexpSubstr = (text: Given, pattern: Given) => call('regexp_substr', text, pattern)
/** Where it begins, from 1; 0 for nowhere. */
export const regexpInstr = (text: Given, pattern: Given) => call('regexp_instr', text, pattern)
