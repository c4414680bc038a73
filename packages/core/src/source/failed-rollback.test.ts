import { beforeEach, describe, expect, test } from 'vitest'
import { failed } from '../../test/failed.ts'
import { col, Entity, int } from '../index.ts'
import { type Memory, memoryBackend } from '../memory/index.ts'
import { openSource } from './open.ts'

class Account extends Entity('accounts', { id: col(int).id(), balance: col(int) }) {}

let db: Memory
beforeEach(async () => {
  const backend = memoryBackend()
  const begin = backend.begin?.bind(backend)
  if (begin === undefined) throw new Error('memory has transactions')
  // The connection goes as it rolls back.
  backend.begin = async options => {
    const inside = await begin(options)
    const rollback = async (): Promise<void> => {
      await inside.rollback()
      throw new Error('the connection is gone')
    }
    return { ...inside, rollback }
  }
  db = openSource<Memory>(backend)
  await Account.table(db).insert(1, { balance: 10 })
})

describe('where the rollback fails too, both failures are told', () => {
  const both = { kind: 'internal', message: 'mine; and the rollback failed', cause: { message: 'mine' }, details: { rollback: { message: 'the connection is gone' } } } // biome-ignore format: one line

  test('of the work of a transaction', async () => {
    const work = db.transaction(async tx => {
      await Account.table(tx).patch(1, { balance: 0 })
      throw new Error('mine')
    })
    expect(await failed(() => work)).toMatchObject(both)
  })

  test('of a scope that a transaction is left with', async () => {
    const scope = async (): Promise<void> => {
      await using tx = await db.begin()
      await Account.table(tx).patch(1, { balance: 0 })
      throw new Error('mine')
    }
    await expect(scope()).rejects.toMatchObject({ name: 'SuppressedError', suppressed: { message: 'mine' }, error: { message: 'the connection is gone' } }) // biome-ignore format: one line
  })

  test('of a hook after a write', async () => {
    const table = Account.table(db).withHook('afterSave', () => {
      throw new Error('mine')
    })
    const tx = await db.begin()
    expect(await failed(() => table.withTransaction(tx).patch(1, { balance: 0 }))).toMatchObject({
      kind: 'validation',
      message: 'afterSave of accounts: mine; and the rollback failed',
      details: { rollback: { message: 'the connection is gone' } },
      cause: { message: 'afterSave of accounts: mine' },
    })
  })

  test('of a hook that its call gave up: then nobody says that it is safe', async () => {
    const controller = new AbortController()
    const table = Account.table(db).withHook('afterSave', () => {
      controller.abort()
      return new Promise(() => {})
    })
    const tx = await db.begin()
    const patching = table.withTransaction(tx).patch(1, { balance: 0 }, { signal: controller.signal })
    expect(await failed(() => patching)).toMatchObject({
      kind: 'cancelled',
      retry: 'after-reread',
      details: { rollback: { message: 'the connection is gone' } },
    })
  })
})
