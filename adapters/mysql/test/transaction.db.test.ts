import { col, Entity, int } from '@vantage-ts/core'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer, isMysql } from './server.ts'

class Account extends Entity('account', { id: col(int).id(), balance: col(int) }) {}

describeOnServer('a transaction', () => {
  const database = testDatabase()
  beforeAll(() => database.sql('create table account (id int primary key, balance int not null check (balance >= 0))'))
  beforeEach(() => database.sql('delete from account; insert into account values (1, 10), (2, 20)'))
  const settings = { innodb_lock_wait_timeout: 1 }

  test('has the isolation that was asked for, and may be for reading alone', async () => {
    const source = database.open()
    const isOf = async (isolation: 'read-committed' | 'repeatable-read' | 'serializable', level: string) => {
      await using tx = await source.begin({ isolation })
      await Account.table(tx).count()
      // The list of transactions is made anew when nobody has read it for a tenth of a second.
      await vi.waitFor(
        async () => {
          const found = await database.sql('select trx_isolation_level as level from information_schema.innodb_trx')
          expect(found).toEqual([{ level }])
        },
        { interval: 150, timeout: 10_000 },
      )
    }
    await isOf('read-committed', 'READ COMMITTED')
    // MySQL does not tell that a row was changed meanwhile.
    await isOf('repeatable-read', isMysql ? 'SERIALIZABLE' : 'REPEATABLE READ')
    await isOf('serializable', 'SERIALIZABLE')
    await using reader = await source.begin({ readOnly: true })
    expect(await failure(() => Account.table(reader).patch(1, { balance: 0 }))).toMatchObject({
      kind: 'permission',
      details: { reason: 'read-only' },
    })
  })

  test('a statement that fails undoes itself, and the transaction goes on', async () => {
    const source = database.open()
    await using tx = await source.begin()
    await Account.table(tx).patch(1, { balance: 11 })
    expect(await failure(() => Account.table(tx).patch(1, { balance: -1 }))).toMatchObject({
      kind: 'constraint',
      details: { reason: 'check' },
    })
    await Account.table(tx).patch(2, { balance: 21 })
    await tx.commit()
    expect(
      await Account.table(source)
        .orderBy(a => a.id)
        .fieldValues(a => a.balance),
    ).toEqual([11, 21])
  })

  test('a deadlock may be repeated, and the transaction that lost does nothing more', async () => {
    const source = database.open()
    await using first = await source.begin()
    await using second = await source.begin()
    await Account.table(first).patch(1, { balance: 1 })
    await Account.table(second).patch(2, { balance: 2 })
    const outcomes = await Promise.allSettled([
      Account.table(first).patch(2, { balance: 3 }),
      Account.table(second).patch(1, { balance: 4 }),
    ])
    const lost = outcomes.findIndex(({ status }) => status === 'rejected')
    const [loser, winner] = lost === 0 ? [first, second] : [second, first]
    const [outcome] = outcomes.filter(({ status }) => status === 'rejected')
    expect(outcome).toMatchObject({ reason: { kind: 'conflict', retry: 'safe', details: { reason: 'deadlock' } } })
    // Outside a transaction it would be written at once.
    expect(await failure(() => Account.table(loser).insert(9, { balance: 9 }))).toMatchObject({
      kind: 'invalid',
      details: { reason: 'failed-transaction' },
    })
    expect(await failure(() => loser.commit())).toMatchObject({ kind: 'conflict', retry: 'safe' })
    await winner.commit()
    expect(await Account.table(source).get(9)).toBeUndefined()
  })

  test('a row that another one holds for too long is a conflict', async () => {
    const source = database.open({ settings })
    await using holder = await source.begin()
    await Account.table(holder).patch(1, { balance: 1 })
    expect(await failure(() => Account.table(source).patch(1, { balance: 2 }))).toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'locked' },
    })
  })

  test('vendor text that ends the transaction behind its back is found out', async () => {
    const source = database.open()
    await using tx = await source.begin()
    await Account.table(tx).patch(1, { balance: 1 })
    expect(await failure(() => tx.expr`create table left_over (id int)`.run())).toMatchObject({ kind: 'invalid' })
    expect(await failure(() => Account.table(tx).patch(2, { balance: 1 }))).toMatchObject({ kind: 'invalid' })
    expect(await failure(() => tx.expr`commit`.run())).toMatchObject({ kind: 'invalid' })
  })

  test('rows of a change come back as they are stored now, and with them nothing that others wrote is lost', async () => {
    const source = database.open()
    await using tx = await source.begin({ isolation: 'read-committed' })
    expect(await Account.table(tx).get(1)).toEqual({ id: 1, balance: 10 })
    await Account.table(source).patch(1, { balance: 15 })
    const rows = await Account.table(tx)
      .where(a => a.balance.gte(15))
      .updateQuery()
      .set('balance', a => a.balance.plus(1))
      .returning()
      .run()
    expect(rows.map(({ id, balance }) => [id, balance]).toSorted()).toEqual([
      [1, 16],
      [2, 21],
    ])
  })
})
