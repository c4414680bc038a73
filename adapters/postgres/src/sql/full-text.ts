import { operandOf, Words } from '@vantage-ts/sql/build'
import { ofAnyType } from './any-value.ts'
import { postgresLanguage } from './language.ts'
import { oneOf } from './one-of.ts'
import { call, type Expression, type Given, infix } from './speech.ts'
import { cast } from './words.ts'

// Source: https://www.postgresql.org/docs/current/functions-textsearch.html

/** `language`: the name of a configuration, such as english; default: that of the session. */
const inLanguage = (name: string, place: string) => (text: Given, language?: Given) =>
  language === undefined
    ? call(name, ofAnyType(text, place))
    : call(name, cast(language, 'regconfig'), ofAnyType(text, place))

/** The words of a text as a document to search in. */
export const toTsvector = inLanguage('to_tsvector', 'toTsvector')
/** A query of words with `&`, `|`, `!` and brackets. */
export const toTsquery = inLanguage('to_tsquery', 'toTsquery')
/** A query for all words of a text. */
export const plaintoTsquery = inLanguage('plainto_tsquery', 'plaintoTsquery')
/** A query for words that follow each other. */
export const phrasetoTsquery = inLanguage('phraseto_tsquery', 'phrasetoTsquery')
/** A query as people type it: `"exactly this" or that -other`. It takes any text. */
export const websearchToTsquery = inLanguage('websearch_to_tsquery', 'websearchToTsquery')

/** Whether a document meets a query: `@@`. */
export const search = (document: Given, query: Given): Expression =>
  infix(operandOf(document, 'search'), '@@', operandOf(query, 'search'))
/** How well a document meets a query. */
export const tsRank = (document: Given, query: Given) => call('ts_rank', document, query)
export const tsRankCd = (document: Given, query: Given) => call('ts_rank_cd', document, query)
/** Pieces of a text around what a query finds. `options`: as in `StartSel=<b>, StopSel=</b>`. */
export function tsHeadline(
  text: Given,
  query: Given,
  { language, options }: { readonly language?: Given; readonly options?: Given } = {},
) {
  const args = [
    ofAnyType(text, 'tsHeadline'),
    operandOf(query, 'tsHeadline'),
    ...(options === undefined ? [] : [ofAnyType(options, 'tsHeadline')]),
  ]
  return language === undefined
    ? call('ts_headline', ...args)
    : call('ts_headline', cast(language, 'regconfig'), ...args)
}
const weights = ['A', 'B', 'C', 'D'] as const
/** Gives the words of a document a weight for ranks. */
export const setweight = (document: Given, weight: (typeof weights)[number]) =>
  call('setweight', document, new Words<'postgres'>([`'${oneOf(weights, weight, 'setweight')}'`], [], postgresLanguage))
