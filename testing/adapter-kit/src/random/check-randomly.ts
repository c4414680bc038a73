import * as fc from 'fast-check'

/**
 * Checks a property of random programs.
 *
 * Shape: a program that fails is shrunk, unless `VANTAGE_SHRINK` says no; the error tells the seed, which `VANTAGE_SEED` runs
 * again. `VANTAGE_TIMES` runs so many times as many programs.
 */
export async function checkRandomly<Program>(
  programs: fc.Arbitrary<Program>,
  runs: number,
  check: (program: Program) => Promise<void>,
): Promise<void> {
  const seed = numberIn('VANTAGE_SEED') ?? Math.trunc(Math.random() * 2 ** 31)
  const times = numberIn('VANTAGE_TIMES') ?? 1
  // Unbiased: small numbers mean nothing here, and a program of few steps finds little.
  const outcome = await fc.check(fc.asyncProperty(fc.noBias(programs), check), {
    seed,
    numRuns: runs * times,
    interruptAfterTimeLimit: 12_000 * times,
    endOnFailure: process.env.VANTAGE_SHRINK === 'no',
  })
  if (!outcome.failed) return
  const { errorInstance } = outcome
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  throw new Error(`differs from what is right; run it again with VANTAGE_SEED=${seed}\n${reason}`, {
    cause: errorInstance,
  })
}

function numberIn(name: 'VANTAGE_SEED' | 'VANTAGE_TIMES'): number | undefined {
  const given = process.env[name]
  if (given === undefined || given === '') return undefined
  const number = Number(given)
  if (!Number.isSafeInteger(number)) throw new Error(`${name} takes a whole number`)
  return number
}
