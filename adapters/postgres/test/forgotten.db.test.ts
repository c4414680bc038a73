import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { col, Entity, int } from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import { expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'

const database = testDatabase()
class Note extends Entity('forgotten_note', { id: col(int).id() }) {}

test('a transaction that the program forgot is rolled back, told as a warning, and gives its connection back', async () => {
  await database.sql('drop table if exists forgotten_note; create table forgotten_note (id int4 primary key)')
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('there is no garbage collector to call')
  const warnings: string[] = []
  const hear = (warning: Error): void => void (warning.name === 'VantageWarning' && warnings.push(warning.message))
  process.on('warning', hear)
  const source = postgres({ url: database.url, max: 1 })
  const forget = async (): Promise<void> => {
    const transaction = await source.begin()
    await Note.table(transaction).insert(1, {})
  }
  await forget()
  await vi.waitFor(() => {
    collect()
    expect(warnings).toHaveLength(1)
  })
  expect(warnings[0]).toMatch(/a transaction on postgres was forgotten and is rolled back/)
  // The only connection there is.
  expect(await Note.table(source).count()).toBe(0)
  process.off('warning', hear)
  await source.close()
})
