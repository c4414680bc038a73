import { operandOf } from '@vantage-ts/sql/build'
import { ofAnyType } from './any-value.ts'
import { call, type Expression, type Given, infix } from './speech.ts'

// Source: https://www.postgresql.org/docs/current/functions-matching.html

const between =
  (sign: string, place: string) =>
  (text: Given, pattern: Given): Expression =>
    infix(operandOf(text, place), sign, operandOf(pattern, place))

/** `LIKE` without regard to case. */
export const ilike = between('ILIKE', 'ilike')
export const notIlike = between('NOT ILIKE', 'notIlike')
/** The pattern of the SQL standard: `%`, `_`, `|`, `*`, `+`, brackets; it covers the whole text. */
export const similarTo = between('SIMILAR TO', 'similarTo')
export const notSimilarTo = between('NOT SIMILAR TO', 'notSimilarTo')
/** Whether a regular expression finds something in the text: `~`. */
export const matches = between('~', 'matches')
/** The same without regard to case: `~*`. */
export const imatches = between('~*', 'imatches')
export const notMatches = between('!~', 'notMatches')
export const notImatches = between('!~*', 'notImatches')

const regexp = (name: string, place: string) => (text: Given, pattern: Given, flags?: Given) =>
  flags === undefined ? call(name, text, pattern) : call(name, text, pattern, ofAnyType(flags, place))

/** Puts a text in the place of what the pattern finds, once, or everywhere with the flag `g`; `\1` is its first group. */
export const regexpReplace = (text: Given, pattern: Given, by: Given, flags?: Given) =>
  flags === undefined
    ? call('regexp_replace', text, pattern, by)
    : call('regexp_replace', text, pattern, by, ofAnyType(flags, 'regexpReplace'))
/** What the pattern finds first, or the groups in it, as an array; null where it finds nothing. */
export const regexpMatch = regexp('regexp_match', 'regexpMatch')
// The next three since PostgreSQL 15.
/** The text that the pattern finds first. */
export const regexpSubstr = (text: Given, pattern: Given) => call('regexp_substr', text, pattern)
export const regexpCount = (text: Given, pattern: Given) => call('regexp_count', text, pattern)
export const regexpLike = regexp('regexp_like', 'regexpLike')
/** The parts between what the pattern finds, as an array. */
export const regexpSplitToArray = regexp('regexp_split_to_array', 'regexpSplitToArray')
