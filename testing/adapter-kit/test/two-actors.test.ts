import { beforeAll, expect, test, vi } from 'vitest'
import { judge } from '../src/judge.ts'
import type { KitContext } from '../src/kit-case.ts'
import { kitCases } from '../src/kit-cases.ts'
import { twoActors } from '../src/random/two-actors.ts'
import { faulty } from './faulty.ts'

beforeAll(() => {
  vi.stubEnv('VANTAGE_SHRINK', 'no')
  vi.stubEnv('VANTAGE_SEED', '2')
})

const judged = (run: (context: KitContext) => Promise<void>, fault = {}) => {
  const found = kitCases.find(({ id }) => id === 'random/two-actors')
  if (found === undefined) throw new Error('the case has another name')
  return judge({ ...found, run }, faulty('memory', fault))
}

test('what two actors rely on holds in memory', async () => {
  expect(await judged(context => twoActors(context, { runs: 5 }))).toBe('passed')
})

test('hooks that write beside their transaction are found out', async () => {
  await expect(judged(context => twoActors(context, { runs: 15, isBypassed: true }))).rejects.toThrow('VANTAGE_SEED=2')
})

test('a source whose transactions are none is found out', async () => {
  const fault = {
    transaction: ({ backend, commit }: Parameters<NonNullable<Parameters<typeof faulty>[1]['transaction']>>[0]) => ({
      backend,
      commit,
      rollback: commit,
    }),
  }
  await expect(judged(context => twoActors(context, { runs: 15 }), fault)).rejects.toThrow('VANTAGE_SEED=2')
})
