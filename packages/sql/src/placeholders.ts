import { VantageError } from '@vantage-ts/core/adapter'

/** Refuses placeholders that a template brings along: the driver would bind values to them. `quoted` finds what may hold a question mark that is none. */
export function checkPlaceholders(text: string, expected: number, quoted: RegExp): void {
  const count = text.replace(quoted, '').split('?').length - 1
  if (count !== expected)
    throw new VantageError('a template holds a ? of its own; values stand as expressions between its parts', {
      kind: 'invalid',
    })
}
