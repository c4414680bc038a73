import { VantageError } from '@vantage-ts/core/adapter'
import type { FileEncoding } from '../file/encoding.ts'

export type CsvEncoding = FileEncoding

/** How rows are spelled in one file. */
export interface CsvDialect {
  readonly delimiter: string
  readonly quote: string
  readonly encoding: CsvEncoding
}

export interface DialectOptions {
  /** One ASCII character; a comma unless told. */
  readonly delimiter?: string | undefined
  /** One ASCII character; a double quote unless told. Inside a quoted field it is doubled. */
  readonly quote?: string | undefined
  readonly encoding?: CsvEncoding | undefined
}

const encodings: readonly string[] = ['utf-8', 'latin1', 'utf-16le']

/**
 * Completes and checks the options of a dialect.
 *
 * Errors: `invalid` for a delimiter or quote that is not one ASCII character or is a line end or NUL, for equal ones, and
 * for an encoding that is not known.
 * Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
 */
export function dialectOf(options: DialectOptions): CsvDialect {
  const { delimiter = ',', quote = '"', encoding = 'utf-8' } = options
  requireCharacter('delimiter', delimiter)
  requireCharacter('quote', quote)
  if (delimiter === quote) refuse('quote', 'the delimiter and the quote are the same character; choose two')
  if (!encodings.includes(encoding)) refuse('encoding', `the encoding is one of ${encodings.join(', ')}`)
  return { delimiter, quote, encoding }
}

function requireCharacter(option: string, character: string): void {
  // The byte of an ASCII character is never part of another character, so the scanner may look for it in raw bytes.
  const code = character.length === 1 ? character.charCodeAt(0) : 0
  if (code < 1 || code > 127 || character === '\n' || character === '\r') {
    refuse(option, `the ${option} is one ASCII character other than a line end and NUL`)
  }
}

function refuse(option: string, problem: string): never {
  throw new VantageError(problem, { kind: 'invalid', details: { option } })
}
