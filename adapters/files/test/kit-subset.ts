import { type AdapterUnderTest, judge, kitCases } from '@vantage-ts/adapter-kit'
import { describe, expect, test } from 'vitest'

/** Runs the cases of some topics of the adapter kit, where all of them run for a source that differs in little. */
export function testTopics(adapter: AdapterUnderTest, topics: readonly string[]): void {
  const chosen = kitCases.filter(({ id }) => topics.includes(id.split('/')[0] ?? ''))
  describe(`${adapter.name}: topics of the adapter kit`, () => {
    test('every topic has cases', () => {
      const known = new Set(chosen.map(({ id }) => id.split('/')[0]))
      expect(topics.filter(topic => !known.has(topic))).toEqual([])
    })
    for (const kitCase of chosen)
      test(`${kitCase.id}: ${kitCase.title}`, async () => {
        expect(['passed', 'refused', 'gap']).toContain(await judge(kitCase, adapter))
      })
  })
}
