import { beforeEach, describe, expect, test } from 'vitest'
import { type Banks, Invoice, openBanks } from '../../test/banks.ts'
import { failed } from '../../test/failed.ts'
import { col, deferred, Entity, hasMany, int, Transaction } from '../index.ts'
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

describe('parts of other databases', () => {
  test('are read before it begins, each once and at the same time; own parts stay inside', async () => {
    const debt = owed()
    const named = accounts()
      .where(a => a.owner.eq('Ann'))
      .fieldExpr(a => a.id)
    let running = 0
    let most = 0
    const slow = () =>
      deferred(int, async () => {
        most = Math.max(most, ++running)
        await Promise.resolve()
        await Promise.resolve()
        running--
        return 1
      })
    const { values } = await Transaction.of(bank)
      .exec(
        accounts()
          .where(a => a.id.in(named))
          .updateQuery()
          .set('balance', debt),
      )
      .andThen(
        account(2)
          .updateQuery()
          .set('balance', a => a.balance.plus(debt).plus(slow())),
      )
      .andThen(debt)
      .andThen(
        account(2)
          .updateQuery()
          .set('balance', a => a.balance.plus(slow())),
      )
      .andThen(accounts().sumQuery(a => a.balance))
      .runAll()
    expect(values).toEqual([1, 1, 12, 1, 12 + 20 + 12 + 2])
    expect(most).toBe(2)
    expect(sent).toEqual([
      'billing: select', 'bank: begin', 'bank: update', 'bank: update', 'bank: update', 'bank: select', 'bank: commit',
    ]) // biome-ignore format: one line
  })

  test('that need something of this one are read inside, as it is by then', async () => {
    const theirs = Invoice.table(billing).where(i =>
      i.accountId.in(
        accounts()
          .where(a => a.balance.eq(0))
          .fieldExpr(a => a.id),
      ),
    )
    const chain = Transaction.of(bank)
      .exec(account(2).updateQuery().set('balance', 0))
      .andThen(
        account(1)
          .updateQuery()
          .set(
            'balance',
            theirs.sumQuery(i => i.total),
          ),
      )
      .andThen(theirs.countQuery())
    expect(await chain.run()).toBe(1)
    expect(await balances()).toEqual([7, 0])
    expect(sent.slice(0, 5)).toEqual(['bank: begin', 'bank: update', 'bank: select', 'billing: select', 'bank: update'])
  })

  test('that several steps share are read once for all of them', async () => {
    const rich = Invoice.table(billing).where(i => i.total.gt(5))
    const theirs = accounts().where(a => a.id.in(rich.fieldExpr(i => i.accountId)))
    const chain = Transaction.of(bank).exec(theirs.updateQuery().set('balance', 1)).andThen(theirs.deleteQuery())
    expect(await chain.runAll()).toMatchObject({ values: [1, 1] })
    expect(sent).toEqual(['billing: select', 'bank: begin', 'bank: update', 'bank: delete', 'bank: commit'])
  })

  test('that are keys of several columns, which references lead over, are read before', async () => {
    class Shelf extends Entity('shelves', { room: col(int).id(), row: col(int).id() }) {
      static override refs = { books: hasMany(() => Book.table(bank), ['room', 'row']) }
    }
    class Book extends Entity('books', { id: col(int).id(), room: col(int), row: col(int) }) {}
    await Shelf.table(billing).insertMany([
      { room: 1, row: 1 },
      { room: 2, row: 2 },
    ])
    await Book.table(bank).insertMany([
      { id: 1, room: 1, row: 1 },
      { id: 2, room: 1, row: 2 },
      { id: 3, room: 2, row: 2 },
    ])
    sent.length = 0
    const shelved = Shelf.table(billing).getRef('books')
    const chain = Transaction.of(bank)
      .exec(shelved.countQuery())
      .andThen(shelved.where(b => b.id.gt(0)).deleteQuery())
    expect((await chain.runAll()).values).toEqual([2, 2])
    expect(sent).toEqual(['billing: select', 'bank: begin', 'bank: select', 'bank: delete', 'bank: commit'])
  })

  test('that async code gives as an expression of this one are read inside', async () => {
    const total = deferred(int, async () => accounts().sumQuery(a => a.balance), 'the total')
    const chain = Transaction.of(bank)
      .exec(take(5))
      .andThen(account(2).updateQuery().set('balance', total))
      .andThen(total)
    expect(await chain.run()).toBe(30)
    expect(sent).toEqual([
      'bank: begin',
      'bank: update',
      'bank: select',
      'bank: update',
      'bank: select',
      'bank: commit',
    ])
    const hidden = Invoice.table(billing).where(i => i.total.lt(total))
    const nested = Transaction.of(bank)
      .exec(take(5))
      .andThen(account(2).updateQuery().set('balance', hidden.countQuery()))
    expect((await failed(() => nested.run())).message).toContain('give the step as a function')
    expect(
      await Transaction.of(bank)
        .exec(take(5))
        .andThen(() => give(5).set('balance', hidden.countQuery()))
        .run(),
    ).toBe(1)
    expect(await balances()).toEqual([0, 2])
  })

  test('that fail, fail before it begins', async () => {
    const failing = deferred(int, async (): Promise<number> => Promise.reject(new Error('no answer')), 'the rate')
    const error = await failed(() => Transaction.of(bank).exec(take(5)).andThen(give(1).set('balance', failing)).run())
    expect(error.message).toContain('resolving ⟨the rate⟩')
    expect(sent).toEqual([])
  })
})

describe('writes to other databases', () => {
  const pay = () =>
    Invoice.table(billing)
      .where(i => i.id.eq(1))
      .updateQuery()
      .set('total', 0)

  test.each([
    ['as a step', () => pay()],
    ['as a part', () => account(2).updateQuery().set('balance', pay().expr())],
    ['decided at run', () => () => pay()],
  ])('%s are refused, or listed in the receipt', async (_, step) => {
    const chain = Transaction.of(bank).exec(take(5)).andThen(step())
    expect(await failed(() => chain.run())).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(
        /no part of the transaction on bank; let it pass with run\(\{ unprotected: true \}\)$/,
      ),
    })
    expect([await balances(), await owed().run()]).toEqual([[10, 20], 12])
    const { receipt } = await chain.runAll({ unprotected: true })
    expect([receipt.unprotected, await owed().run()]).toEqual([['update of invoices on billing'], 7])
  })
})

describe('the plan', () => {
  test('lists what is read before, the steps, and what is decided at run', async () => {
    const theirs = Invoice.table(billing).where(i => i.accountId.in(accounts().fieldExpr(a => a.id)))
    const chain = Transaction.of(bank)
      .exec(account(1).updateQuery().set('balance', owed()))
      .andThen(
        account(2)
          .updateQuery()
          .set(
            'balance',
            theirs.sumQuery(i => i.total),
          ),
      )
      .andThen(Invoice.table(billing).countQuery())
      .andThen(() => take(1))
    expect(chain.explain().steps.map(({ source, text: line }) => `${source}: ${line.split(' ')[0]}`)).toEqual([
      'billing: select', 'billing: select', 'bank: begin', 'bank: update', 'bank: select', 'billing: select', 'bank: update',
      'client: step', 'bank: commit',
    ]) // biome-ignore format: one line
    expect(String(chain.explain())).toContain('8. client: step 4 (decided at run)')
    expect(sent).toEqual([])
  })
})
