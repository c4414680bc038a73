import { operandOf } from '@vantage-ts/sql/build'
import type { Expression, Given } from './speech.ts'
import { infix } from './speech.ts'

const between =
  (words: string, place: string) =>
  (text: Given, pattern: Given): Expression =>
    infix(operandOf(text, place), words, operandOf(pattern, place))

/** A pattern as of files, with regard to case: `*` is any text, `?` a character, `[a-c]` one of some. */
export const glob = between('GLOB', 'glob')
export const notGlob = between('NOT GLOB', 'notGlob')
