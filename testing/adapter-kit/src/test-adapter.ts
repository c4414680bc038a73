import { afterAll, describe, expect, test } from 'vitest'
import type { AdapterUnderTest } from './adapter.ts'
import { factsOf } from './facts.ts'
import { kitCases } from './kit-cases.ts'
import { judge, type Outcome } from './judge.ts'
import { lacksToTell } from './lacks.ts'
import { jsonOf, resultsOf, writeResults } from './results.ts'

/**
 * The conformance suite: one test per case. A case that needs what the source lacks shows that it is refused instead; a gap
 * shows that it still fails as it says.
 *
 * Shape: random cases print their seed when they fail; `VANTAGE_SEED` runs them with that one. `VANTAGE_KIT_RESULTS` names a
 * folder to write the counts and gaps to.
 */
export function testAdapter(adapter: AdapterUnderTest): void {
  const outcomes = new Map<string, Outcome | 'failed'>()
  describe(`${adapter.name}: adapter kit`, () => {
    test('every gap names a case', () => {
      const ids = new Set(kitCases.map(({ id }) => id))
      expect(Object.keys(adapter.gaps ?? {}).filter(id => !ids.has(id))).toEqual([])
    })
    for (const kitCase of kitCases)
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        outcomes.set(kitCase.id, 'failed')
        outcomes.set(kitCase.id, await judge(kitCase, adapter))
      })
    const { results: file } = adapter
    if (file !== undefined) {
      test('everything that the source is without has a reason', async () => {
        const facts = await factsOf(adapter)
        expect(Object.keys(adapter.lacks ?? {}).sort()).toEqual([...lacksToTell(facts)].sort())
      })
      test('the results are those on record', async ({ skip }) => {
        // Of a run of some cases, or of one that failed, there is nothing to compare.
        skip(!isWhole(outcomes), 'not every case ran and held')
        await expect(jsonOf(await resultsOf(adapter, outcomes))).toMatchFileSnapshot(file)
      })
    }
    afterAll(async () => {
      if (outcomes.size === kitCases.length) writeResults(await resultsOf(adapter, outcomes))
    })
  })
}

const isWhole = (outcomes: ReadonlyMap<string, Outcome | 'failed'>): boolean =>
  outcomes.size === kitCases.length && ![...outcomes.values()].includes('failed')
