import { operandOf } from '@vantage-ts/sql/build'
import { call, type Expression, type Given, infix, integer } from './speech.ts'

// Sources: https://duckdb.org/docs/stable/sql/functions/text, https://duckdb.org/docs/stable/sql/functions/regular_expressions

/** Texts one after the other; null counts as none. */
export const concat = (...texts: readonly Given[]) => call('concat', ...texts)
export const concatWs = (separator: Given, ...texts: readonly Given[]) => call('concat_ws', separator, ...texts)
/** `format('{} of {}', a, b)`. */
export const format = (pattern: Given, ...values: readonly Given[]) => call('format', pattern, ...values)
export const printf = (pattern: Given, ...values: readonly Given[]) => call('printf', pattern, ...values)
export const left = (text: Given, count: Given) => call('left', text, count)
export const right = (text: Given, count: Given) => call('right', text, count)
export const lpad = (text: Given, count: Given, fill: Given) => call('lpad', text, integer(count, 'lpad'), fill)
export const rpad = (text: Given, count: Given, fill: Given) => call('rpad', text, integer(count, 'rpad'), fill)
export const repeat = (text: Given, times: Given) => call('repeat', text, times)
export const reverse = (text: Given) => call('reverse', text)
export const strpos = (text: Given, part: Given) => call('strpos', text, part)
export const contains = (text: Given, part: Given) => call('contains', text, part)
export const startsWith = (text: Given, part: Given) => call('starts_with', text, part)
export const endsWith = (text: Given, part: Given) => call('ends_with', text, part)
export const splitPart = (text: Given, separator: Given, nth: Given) => call('split_part', text, separator, nth)
export const stringSplit = (text: Given, separator: Given) => call('string_split', text, separator)
/** Without accents. */
export const stripAccents = (text: Given) => call('strip_accents', text)
export const md5 = (text: Given) => call('md5', text)
export const sha256 = (text: Given) => call('sha256', text)
/** How alike two texts are: single changes between them. */
export const levenshtein = (a: Given, b: Given) => call('levenshtein', a, b)
export const jaroWinkler = (a: Given, b: Given) => call('jaro_winkler_similarity', a, b)

/** Patterns with capitals and small letters alike. */
export const ilike = (text: Given, pattern: Given): Expression =>
  infix(operandOf(text, 'ilike'), 'ILIKE', operandOf(pattern, 'ilike'))
/** Patterns of file names: `*`, `?`, `[ab]`. */
export const glob = (text: Given, pattern: Given): Expression =>
  infix(operandOf(text, 'glob'), 'GLOB', operandOf(pattern, 'glob'))
export const similarTo = (text: Given, pattern: Given): Expression =>
  infix(operandOf(text, 'similarTo'), 'SIMILAR TO', operandOf(pattern, 'similarTo'))
/** Whether a regular expression matches somewhere. */
export const regexpMatches = (text: Given, pattern: Given) => call('regexp_matches', text, pattern)
/** What it matches, or one of its groups. */
export const regexpExtract = (text: Given, pattern: Given, group: Given = 0) =>
  call('regexp_extract', text, pattern, integer(group, 'regexpExtract'))
export const regexpExtractAll = (text: Given, pattern: Given) => call('regexp_extract_all', text, pattern)
/** Puts text in the place of the first match; of all with the option `g`. */
export const regexpReplace = (text: Given, pattern: Given, by: Given, options: Given = '') =>
  call('regexp_replace', text, pattern, by, options)
