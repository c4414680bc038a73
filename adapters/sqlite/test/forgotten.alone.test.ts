import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { col, Entity, text } from '@vantage-ts/core'
import { sqlite } from '@vantage-ts/sqlite'
import { expect, it, vi } from 'vitest'

class Word extends Entity('words', { word: col(text).id() }) {}

it.each([{}, { signal: new AbortController().signal }])(
  'a transaction that the program forgot is rolled back, and told as a warning (%s)',
  async options => {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    if (typeof collect !== 'function') throw new Error('there is no garbage collector to call')
    const warnings: string[] = []
    const hear = (warning: Error): void => void (warning.name === 'VantageWarning' && warnings.push(warning.message))
    process.on('warning', hear)
    const db = sqlite({ file: ':memory:', driver: 'node:sqlite' })
    await db.expr`create table words (word text primary key)`.run()
    const forget = async (): Promise<void> => {
      const transaction = await db.begin(options)
      await Word.table(transaction).insert('lost', {})
    }
    await forget()
    await vi.waitFor(() => {
      collect()
      expect(warnings).toHaveLength(1)
    })
    expect(warnings[0]).toMatch(/a transaction on sqlite was forgotten and is rolled back/)
    expect(await Word.table(db).count()).toBe(0)
    process.off('warning', hear)
    await db.close()
  },
)
