import { type CrashWork, crashWorks, type Stored, storedIn } from '@vantage-ts/adapter-kit/crash'
import { unchecked } from '@vantage-ts/core/adapter'
import { type Moment, StatementProxy, webSocketWire } from '@vantage-ts/test-servers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SurrealDb, surrealdb } from '../src/index.ts'
import { failure } from './failure.ts'
import { TestServer } from './server.ts'

// The socket is cut at every message of a save, of updateEach and of a transaction: before the server has it, and when it has
// answered and the client does not know.

let server: TestServer
let proxy: StatementProxy
let source: SurrealDb
beforeAll(async () => {
  server = await TestServer.start()
  proxy = await StatementProxy.listen(webSocketWire)
  source = surrealdb({ url: proxy.to(server.url) })
})
afterAll(async () => {
  await source.close()
  await proxy[Symbol.asyncDispose]()
  await server.kill()
})

const db = () => unchecked<Parameters<CrashWork['run']>[0]>(source, 'it has what the work needs')
const reset = async (): Promise<void> => {
  await source.expr`
    DEFINE TABLE OVERWRITE crash_account SCHEMALESS; DEFINE TABLE OVERWRITE crash_payment SCHEMALESS;
    DELETE crash_account; DELETE crash_payment;
    INSERT INTO crash_account [{ id: 1, balance: 10 }, { id: 2, balance: 20 }, { id: 3, balance: 30 }, { id: 4, balance: 40 }];
  `.run()
}

/** Cuts at the nth message; gives what is stored then, and how often the work said before that something is permanent. */
async function cutAt(work: CrashWork, statement: number, moment: Moment): Promise<boolean> {
  await reset()
  let saved = 0
  const struck = proxy.arm({ statement, moment, strike: () => {} })
  const [error] = await Promise.all([failure(() => work.run(db(), () => saved++)), struck])
  const stored = await storedIn(db())
  const { outcome } = error.details
  expect(error.kind).toBe(saved > 0 ? 'partial' : 'connection')
  const isMore = saved + 1 < work.states.length && isSame(stored, work.states[saved + 1])
  if (!isMore) expect(stored).toEqual(work.states[saved])
  // More is stored than was told: the error says that this may be.
  if (isMore) expect(outcome).toBe('unknown')
  expect(error.retry).toBe(outcome === 'unknown' ? 'after-reread' : 'safe')
  if (outcome === 'unknown') expect(error.message).toMatch(/read .*before repeating/)
  await work.run(db(), () => {})
  expect(await storedIn(db())).toEqual(work.states.at(-1))
  return isMore
}
const isSame = (one: Stored, other: Stored | undefined): boolean => JSON.stringify(one) === JSON.stringify(other)

describe.each(Object.entries(crashWorks))('%s', (_, work) => {
  let steps = 0
  beforeEach(async () => {
    await reset()
    proxy.count()
    await work.run(db(), () => {})
    steps = proxy.count()
  })

  test.each(['unsent', 'unanswered'] as const)(
    'whose messages are %s one after the other keeps its word',
    async moment => {
      let more = 0
      for (let statement = 1; statement <= steps; statement++) if (await cutAt(work, statement, moment)) more++
      // Each time that something became permanent one answer was lost.
      expect(more).toBe(moment === 'unsent' ? 0 : work.states.length - 1)
    },
  )
})
