import { VantageError } from '@vantage-ts/core/adapter'

/** Quotes a name as MySQL does: a`b becomes `a``b` in backticks. Errors: `invalid` for NUL, which no SQL text may hold. */
export function quoteName(name: string): string {
  if (name.includes('\0'))
    throw new VantageError('a name holds a NUL character, which SQL text cannot carry', { kind: 'invalid' })
  if (name.endsWith(' '))
    throw new VantageError('a name ends in a blank, which MySQL and MariaDB cannot keep', { kind: 'invalid' })
  // They are kept in three bytes of UTF-8 for each character.
  if (/[\u{10000}-\u{10ffff}]/u.test(name))
    throw new VantageError('a name holds a character beyond U+FFFF, which MySQL and MariaDB cannot keep', {
      kind: 'invalid',
    })
  return `\`${name.replaceAll('`', '``')}\``
}

/** Errors: `invalid` for the name of a result that the database would shorten. */
export function checkResultName(name: string): void {
  // Blanks and control characters.
  if (/^[\p{Cc} ]/u.test(name))
    throw new VantageError(
      'the name of a result begins with a blank or a control character, which MySQL and MariaDB drop; give it another name',
      { kind: 'invalid' },
    )
}
