import { beforeEach, describe, expect, test } from 'vitest'
import { Account, type Banks, Invoice, openBanks } from '../../test/banks.ts'
import { failed } from '../../test/failed.ts'
import { recording } from '../../test/recording.ts'
import { deferred, int, text, Transaction, value } from '../index.ts'
import type { Memory } from '../memory/index.ts'

let banks: Banks
let bank: Memory
let billing: Memory
let sent: string[]
beforeEach(async () => {
  banks = await openBanks()
  ;({ bank, billing, sent } = banks)
})
const accounts = () => banks.accounts()
const account = (id: number) => banks.account(id)
const balances = () => banks.balances()
const owed = () => banks.owed()
const take = (amount: number) => banks.take(amount)
const give = (amount: number) => banks.give(amount)

describe('a transaction of expressions', () => {
  test('does nothing until it runs, and gives the value of the last step', async () => {
    const moved = Transaction.of(bank)
      .exec(take(5))
      .andThen(give(5))
      .andThen(accounts().sumQuery(a => a.balance))
    expect([Reflect.has(moved, 'then'), sent]).toEqual([false, []])
    expect(await moved.run()).toBe(30)
    expect(sent).toEqual(['bank: begin', 'bank: update', 'bank: update', 'bank: select', 'bank: commit'])
    expect(await balances()).toEqual([5, 25])
    expect(await moved.runAll()).toEqual({ values: [1, 1, 30], receipt: { unprotected: [], afterCommit: [] } })
    expect(await balances()).toEqual([0, 30])
  })

  test('is immutable: a step more is another transaction', async () => {
    const one = Transaction.of(bank).exec(take(1))
    const two = one.andThen(take(2))
    expect([await one.run(), await balances()]).toEqual([1, [9, 20]])
    expect([await two.run(), await balances()]).toEqual([1, [6, 20]])
  })

  test('runs one expression as often as it is a step of it', async () => {
    const increase = take(-1)
    const total = accounts().sumQuery(a => a.balance)
    const { values } = await Transaction.of(bank)
      .exec(total)
      .andThen(increase)
      .andThen(total)
      .andThen(increase.expr())
      .andThen(increase.expr())
      .andThen(total)
      .runAll()
    expect(values).toEqual([30, 1, 31, 1, 1, 33])
  })

  test('is undone as a whole when a step fails, which the error names', async () => {
    const error = await failed(() =>
      Transaction.of(bank)
        .exec(take(5))
        .andThen(accounts().insertQuery({ id: 3, owner: 'Cy', balance: 1 }))
        .andThen(
          account(2)
            .updateQuery()
            .set(
              'balance',
              accounts()
                .sumQuery(a => a.balance)
                .map(int, () => Number.NaN),
            ),
        )
        .run(),
    )
    expect(error).toMatchObject({
      kind: 'type-mismatch',
      message: expect.stringContaining('step 3 of the transaction on bank'),
    })
    expect(sent.at(-1)).toBe('bank: rollback')
    expect(await balances()).toEqual([10, 20])
  })

  test('hands values on, and what a function throws is thrown as it is', async () => {
    const chain = Transaction.of(bank)
      .exec(account(1).fieldQuery(a => a.balance))
      .andThen(([balance = 0]) => give(balance))
      .andThen((count, [before]) => {
        if (before[0] === 10 && count === 1) return accounts().countQuery()
        throw new RangeError('not this')
      })
    expect([await chain.run(), await balances()]).toEqual([2, [10, 30]])
    const own = new RangeError('too much')
    const throwing = Transaction.of(bank)
      .exec(take(5))
      .andThen(() => {
        throw own
      })
    await expect(throwing.run()).rejects.toBe(own)
    expect(await balances()).toEqual([10, 30])
  })

  test('takes everything that runs: changes with rows, inserts from sets, groups, deferred values', async () => {
    const { values } = await Transaction.of(bank)
      .exec(account(1).updateQuery().set('balance', 0).returning('id', 'balance'))
      .andThen(Invoice.table(bank).insertFrom(accounts(), a => ({ id: a.id, accountId: a.id, total: a.balance })))
      .andThen(
        Invoice.table(bank)
          .sumQuery(i => i.total)
          .groupBy(i => i.accountId),
      )
      .andThen(account(2).deleteQuery())
      .andThen(deferred(text, async () => 'said'))
      .andThen(accounts().countExpr().plus(owed()))
      .runAll()
    expect(values).toEqual([
      [{ id: 1, balance: 0 }], 2,
      [{ accountId: 1, total: 0 }, { accountId: 2, total: 20 }],
      1, 'said', 13,
    ]) // biome-ignore format: one line each
  })

  test('does it again when it met another transaction, as often as was said; what other databases gave stays', async () => {
    let times = 0
    const chain = Transaction.of(bank)
      .exec(
        account(1)
          .updateQuery()
          .set('balance', a => a.balance.plus(owed())),
      )
      .andThen(() =>
        account(2)
          .updateQuery()
          .set(
            'balance',
            deferred(int, async () => {
              if (++times < 3)
                await account(1)
                  .updateQuery()
                  .set('balance', 100 * times)
                  .run()
              return times
            }),
          ),
      )
    expect(await failed(() => chain.run())).toMatchObject({ kind: 'conflict', retry: 'safe' })
    expect([times, await balances()]).toEqual([1, [100, 20]])
    sent.length = 0
    expect(await chain.run({ retries: 2 })).toBe(1)
    expect([times, await balances()]).toEqual([3, [212, 3]])
    expect(sent.filter(line => line.startsWith('billing'))).toHaveLength(1)
    expect(await failed(() => chain.run({ retries: -1 }))).toMatchObject({ kind: 'invalid' })
  })

  test('ends with its signal or its deadline, and then nothing is written', async () => {
    const controller = new AbortController()
    const waiting = Transaction.of(bank)
      .exec(take(5))
      .andThen(() =>
        account(2)
          .updateQuery()
          .set(
            'balance',
            deferred(int, () => {
              controller.abort()
              return new Promise<number>(() => {})
            }),
          ),
      )
    expect(await failed(() => waiting.run({ signal: controller.signal }))).toMatchObject({
      kind: 'cancelled',
      retry: 'safe',
    })
    const late = Transaction.of(bank)
      .exec(take(5))
      .andThen(() =>
        give(5)
          .expr()
          .map(int, () => new Promise<number>(() => {})),
      )
    expect(await failed(() => late.run({ timeoutMs: 20 }))).toMatchObject({ kind: 'timeout', retry: 'safe' })
    const hanging = take(5).set(
      'balance',
      deferred(int, () => new Promise<number>(() => {})),
    )
    expect(await failed(() => Transaction.of(bank).exec(hanging).run({ timeoutMs: 20 }))).toMatchObject({
      kind: 'timeout',
      retry: 'safe',
    })
    expect(await balances()).toEqual([10, 20])
    expect(await failed(() => waiting.run({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'cancelled' })
  })

  test('that is past its deadline once it is committed says so, and lists what was not sent', async () => {
    const told = accounts().withHook('afterUpdate', ({ transaction }) =>
      transaction?.afterCommit('a note', () => new Promise(() => {})),
    )
    const noted = Transaction.of(bank).exec(
      told
        .where(a => a.id.eq(1))
        .updateQuery()
        .set('balance', 0),
    )
    expect(await failed(() => noted.run({ timeoutMs: 20 }))).toMatchObject({
      kind: 'partial',
      details: { written: true, receipt: { afterCommit: [{ what: 'a note', outcome: 'failed' }] } },
    })
    expect(await balances()).toEqual([0, 20])
  })

  test('inside a transaction is a savepoint of it', async () => {
    await using tx = await bank.begin()
    const inside = Account.table(tx)
    const chain = Transaction.of(tx).exec(
      inside
        .where(a => a.id.eq(1))
        .updateQuery()
        .set('balance', 0),
    )
    await chain.andThen(take(1)).run()
    await failed(() => chain.andThen(take(7)).andThen(take(Number.NaN)).run())
    await failed(() =>
      chain
        .andThen(take(7))
        .andThen(() => Invoice.table(billing).deleteQuery({ everything: true }))
        .run(),
    )
    expect(
      chain
        .explain()
        .steps.map(step => step.text)
        .slice(0, 1),
    ).toEqual(['savepoint'])
    expect(await inside.fieldValues(a => a.balance)).toEqual([-1, 20])
    expect(await failed(() => Transaction.of(bank).exec(inside.countQuery()))).toMatchObject({ kind: 'invalid' })
    await tx.rollback()
  })
})

describe('rows with hooks and rows inside rows', () => {
  test('hooks run inside, for each row', async () => {
    const hooked = accounts().withHook('beforeUpdate', call => {
      if ((call.after.balance ?? 0) > 90) throw new RangeError('too rich')
    })
    const raise = (by: number) =>
      hooked
        .where(a => a.id.gt(0))
        .updateQuery()
        .set('balance', a => a.balance.plus(by))
    const chain = Transaction.of(bank).exec(take(5)).andThen(raise(10))
    expect([await chain.run(), await balances()]).toEqual([2, [15, 30]])
    expect(sent.filter(line => line === 'bank: begin')).toHaveLength(1)
    expect((await failed(() => chain.andThen(raise(65)).run())).message).toContain('too rich')
    expect(await balances()).toEqual([15, 30])
  })

  test('objects in a column are read and written inside', async () => {
    const lines = account(1).getRef('lines')
    const chain = Transaction.of(bank)
      .exec(
        lines.insertQuery([
          { id: 1, text: 'one' },
          { id: 2, text: 'two' },
        ]),
      )
      .andThen(lines.countQuery())
      .andThen(lines.where(l => l.id.eq(1)).deleteQuery())
      .andThen(lines.fieldQuery(l => l.text))
    expect(await chain.runAll()).toEqual({ values: [2, 2, 1, ['two']], receipt: { unprotected: [], afterCommit: [] } })
    const failing = Transaction.of(bank)
      .exec(lines.deleteQuery({ everything: true }))
      .andThen(lines.countQuery())
      .andThen(count => {
        throw new RangeError(`${count} left`)
      })
    await expect(failing.run()).rejects.toThrow('0 left')
    expect(await lines.fieldValues(l => l.text)).toEqual(['two'])
  })
})

describe('what is no step', () => {
  test.each<[string, () => unknown]>([
    ['a promise', () => accounts().count()],
    ['a set', () => accounts()],
    ['a value', () => 5],
    ['an expression of no source', () => value(int, 5)],
  ])('%s is refused when it is given', async (_, given) => {
    const exec = Transaction.of(bank).exec as (step: unknown) => unknown
    expect(await failed(() => exec.call(Transaction.of(bank), given()))).toMatchObject({ kind: 'invalid' })
    expect(
      await failed(() =>
        Transaction.of(bank)
          .exec(take(1))
          .andThen(given as never)
          .run(),
      ),
    ).toMatchObject({ kind: 'invalid' })
    expect(await balances()).toEqual([10, 20])
  })

  test('a source without transactions is refused, and so is what no adapter made', async () => {
    const { source } = recording('queue')
    const of = Transaction.of as (source: unknown) => unknown
    expect(await failed(() => of(source))).toMatchObject({ kind: 'unsupported' })
    expect(() => of({})).toThrow(TypeError)
  })
})
