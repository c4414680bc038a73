import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spellNumber } from './spell-number.ts'

/** `VANTAGE_SEED` runs the same cases again. */
const seed = Number(process.env.VANTAGE_SEED ?? Date.now() % 2 ** 31)
console.log(`numbers as bytes: seed ${seed}`)

function spelled(value: number): string | undefined {
  const bytes = new Uint8Array(40)
  const end = spellNumber(value, bytes, 3)
  return end < 0 ? undefined : Buffer.from(bytes.subarray(3, end)).toString()
}

describe('spellNumber', () => {
  it.each([0, -0, 7, -10, 99_999, 100_000, 2 ** 31 - 1, 1 - 2 ** 31, 0.5, -0.001, 0.999, 12.05, 1_999_999.999])(
    'spells %d as String does',
    value => {
      expect(spelled(value)).toBe(String(value))
    },
  )

  it.each([2 ** 31, 0.0001, 1 / 3, 2_000_000.5, 1e21, Number.NaN, Number.NEGATIVE_INFINITY])(
    'leaves %d alone',
    value => {
      expect(spelled(value)).toBeUndefined()
    },
  )

  it('never spells a number otherwise than String does', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.integer().map(thousandths => thousandths / 1000),
      fc.tuple(fc.integer(), fc.double({ min: -1e-9, max: 1e-9 })).map(([units, more]) => units / 100 + more),
    )
    fc.assert(
      fc.property(value, number => {
        expect([undefined, String(number)]).toContain(spelled(number))
      }),
      { seed, numRuns: 2000 },
    )
  })
})
