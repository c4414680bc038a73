import { record, replay } from '@vantage-ts/mock'
import { expect, test, vi } from 'vitest'
import { day } from '../src/day.ts'
import { engineNames, openBank } from '../src/engines.ts'
import { needSame } from '../src/report.ts'

// Starting a server takes seconds on a machine that does much else.
vi.setConfig({ testTimeout: 120_000 })

test.each(engineNames)(
  'a day recorded on %s is the same again without it, with its transactions, hooks and refusals',
  async engine => {
    const opened = await openBank(engine, () => {})
    const { signal } = new AbortController()
    try {
      // The bank names a transfer at random where nobody else does.
      const recorded = record(opened.place, { withAny: ['transfer'] })
      const done = await day(recorded.source, signal)
      expect(done.length).toBeGreaterThan(5)
      const db = replay(recorded.text())
      needSame([{ engine, done }, { engine, done: await day(db, signal) }]) // biome-ignore format: one line
      db.verify()
    } finally {
      await opened.close()
    }
  },
)
