import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test, vi } from 'vitest'
import { col, Entity, text } from '../index.ts'
import { memory } from '../memory/index.ts'

class Word extends Entity('words', { word: col(text).id() }) {}

test('a transaction that the program forgot is rolled back, and told as a warning', async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('there is no garbage collector to call')
  const warnings: string[] = []
  const hear = (warning: Error): void => void (warning.name === 'VantageWarning' && warnings.push(warning.message))
  process.on('warning', hear)
  const db = memory({ name: 'shop' })
  // What is compiled here is kept for later, with the source that it came from: which is not to be the forgotten one.
  await Word.table(db).insert('kept', {})
  const forget = async (): Promise<void> => {
    const transaction = await db.begin()
    await Word.table(transaction).insert('lost', {})
  }
  await forget()
  await vi.waitFor(() => {
    collect()
    expect(warnings).toHaveLength(1)
  })
  expect(warnings[0]).toMatch(/a transaction on shop was forgotten and is rolled back/)
  expect(await Word.table(db).fieldValues(w => w.word)).toEqual(['kept'])
  process.off('warning', hear)
})
