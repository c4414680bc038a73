import { suggest, VantageError } from '@vantage-ts/core/adapter'
import type { Writer } from './writer.ts'

/** What a write does where a row breaks a constraint: `INSERT OR IGNORE`. */
export type Resolution = 'abort' | 'fail' | 'ignore' | 'replace' | 'rollback'

export interface WriteOptions {
  readonly or?: Resolution | undefined
}

const words: Readonly<Record<Resolution, string>> = {
  abort: 'OR ABORT ',
  fail: 'OR FAIL ',
  ignore: 'OR IGNORE ',
  replace: 'OR REPLACE ',
  rollback: 'OR ROLLBACK ',
}

/** Errors: `invalid` for another word, with the nearest. */
export function resolutionOf(given: Resolution | undefined, place: string): Resolution | undefined {
  if (given === undefined || Object.hasOwn(words, given)) return given
  const known = Object.keys(words)
  throw new VantageError(
    `${place}(): or is one of ${known.join(', ')}; "${String(given)}" is none.${suggest(String(given), known)}`,
    { kind: 'invalid' },
  )
}

export function writeResolution(out: Writer, resolution: Resolution | undefined): void {
  if (resolution === undefined) return
  out.need(out.language.has.resolvingWords, words[resolution].trim(), 'say it with onConflict(…)')
  out.text(words[resolution])
}
