import type { NameRules, Quote } from '@vantage-ts/adapter-kit/builders'
import { quoteName } from '../src/quote.ts'

export const quote: Quote = quoteName

/**
 * What can be a name: of three bytes of UTF-8 for each character, without a blank at its end; and of a result, none that
 * begins with a blank or a control character.
 *
 * Names are told apart by letters alone, without regard to case, accents and forms, so that less than all of that is looked at here.
 */
export const rules: NameRules = {
  // Each sign takes five bytes in the name of the table's file.
  maxBytes: 48,
  sameAs: name =>
    name
      .normalize('NFKD')
      .replace(/[^ -~]/gu, '')
      .toLowerCase(),
  kept: text => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, 'ﬁ').replace(/^[\p{Cc} ]|[\s\u00a0]+$/gu, '.'),
}
