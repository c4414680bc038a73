import { suggest, VantageError } from '@vantage-ts/core/adapter'

/** A word that becomes a part of the text, when it is one of those that are known. Errors: `invalid`, with the nearest. */
export function oneOf<Word extends string>(known: readonly Word[], given: Word, place: string): Word {
  const found = known.find(word => word === given)
  if (found !== undefined) return found
  throw new VantageError(
    `${place}() takes one of ${known.join(', ')}; "${String(given)}" is none.${suggest(String(given), [...known])}`,
    { kind: 'invalid', details: { field: String(given) } },
  )
}
