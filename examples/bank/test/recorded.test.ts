import { record, replay } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { day } from '../src/day.ts'
import { openMemory } from '../src/open-memory.ts'
import { openSqlite } from '../src/open-sqlite.ts'
import { needSame } from '../src/report.ts'

test.each([
  ['memory', openMemory],
  ['sqlite', openSqlite],
] as const)(
  'a day recorded on %s is the same again without it, with its transactions, hooks and refusals',
  async (engine, open) => {
    const opened = await open()
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
