import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { col, Entity, int, VantageError } from '@vantage-ts/core'
import { surrealdb } from '@vantage-ts/surrealdb'
import { expect, onTestFinished, test } from 'vitest'

// The embedded engine loses changes whose commits run at the same moment, so that they are given their turns. Two in a hundred of
// these rounds lost one without.

class Counter extends Entity('counter', { id: col(int).id(), value: col(int) }) {}

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vantage-surreal-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10 }))
  return `surrealkv://${path}/data`
}

test('in memory a transaction forgets a row that others change twice, which a folder keeps', async () => {
  const seen = async (url: string): Promise<unknown> => {
    await using db = surrealdb({ url })
    const counters = Counter.table(db)
    await counters.insertMany([{ id: 1, value: 5 }, { id: 2, value: 5 }]) // biome-ignore format: one line
    await counters.patch(2, { value: 6 })
    await using tx = await db.begin()
    await counters.patch(1, { value: 6 })
    await counters.patch(1, { value: 7 })
    return await Counter.table(tx).get(1)
  }
  expect(await seen(newFolder())).toEqual({ id: 1, value: 5 })
  // A fault of the engine: once it is mended, the remark in README goes, and the kit runs its two actors in memory too.
  expect(await seen('mem://')).toBeUndefined()
})

test.each(['memory', 'a folder'])('no change is lost in %s', async place => {
  await using db = surrealdb({ url: place === 'memory' ? 'mem://' : newFolder() })
  const counter = Counter.table(db).where(c => c.id.eq(1))
  await counter.insert(1, { value: 0 })
  let added = 0
  const add = async (work: () => PromiseLike<unknown>): Promise<void> => {
    try {
      await work()
      added++
    } catch (thrown) {
      if (!VantageError.is(thrown) || thrown.kind !== 'conflict') throw thrown
    }
  }
  const plain = () => counter.updateQuery().set('value', c => c.value.plus(1)).run() // biome-ignore format: one line
  const text = () => db.expr`UPDATE counter:1 SET value += 1`.run()
  const inside = () =>
    db.transaction(async tx => {
      const record = await Counter.table(tx).load(1)
      record.value += 1
      await record.save()
    })
  for (let round = 0; round < 250; round++)
    await Promise.all([inside, plain, inside, text, inside].map(work => add(work)))
  expect((await counter.get(1))?.value).toBe(added)
})
