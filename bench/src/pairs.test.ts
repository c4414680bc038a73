import { expect, test } from 'vitest'
import type { Contender } from './contender.ts'
import { measurePairs } from './pairs.ts'

function recorded(): { readonly log: string[]; contender(name: string, ms: number): Contender } {
  const log: string[] = []
  const contender = (name: string, ms: number): Contender => ({
    name,
    run: turn => {
      log.push(`${name}${turn}`)
      return ms
    },
  })
  return { log, contender }
}

test('who goes first alternates, and memory is collected before each side', async () => {
  const { log, contender } = recorded()
  const collect = (): void => void log.push('gc')
  const measured = await measurePairs(contender('raw', 2), [contender('ours', 3), contender('peer', 8)], {
    pairs: 2,
    sampleMs: 1,
    warmUpMs: 0,
    timing: 'self-timed',
    collect,
  })
  expect(log.filter(entry => entry !== 'gc')).toEqual(
    ['raw0', 'ours0', 'raw1', 'peer0', 'ours1', 'raw2', 'peer1', 'raw3'], // the second round is turned round
  )
  expect(log.filter((_, index) => index % 2 === 0)).toEqual(Array(8).fill('gc'))
  expect(measured).toEqual([Array(2).fill({ baseline: 2, contender: 3 }), Array(2).fill({ baseline: 2, contender: 8 })])
})

test('a call that changes something is reset before each turn', async () => {
  const { log, contender } = recorded()
  const writes: Contender = { ...contender('write', 0), reset: turn => log.push(`reset${turn}`) }
  const settings = { pairs: 3, sampleMs: 0.001, warmUpMs: 0, timing: 'awaited', collect: () => {} } as const
  await measurePairs(writes, [recorded().contender('reads', 0)], settings)
  // Once to warm up, and at least once in each pair.
  expect(log.length).toBeGreaterThanOrEqual(2 * (1 + settings.pairs))
  for (const [index, entry] of log.entries())
    expect(entry).toBe(`${index % 2 === 0 ? 'reset' : 'write'}${Math.floor(index / 2)}`)
})
