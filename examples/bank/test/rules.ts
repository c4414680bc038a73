import { Decimal, type Isolation, type Table, type WriteSource } from '@vantage-ts/core'
import { failureOf } from './failure-of.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chargeFees, openAccount, total, transfer } from '../src/bank.ts'
import type { BankSource } from '../src/bank-source.ts'
import { Account } from '../src/entities/account.ts'
import { LedgerEntry } from '../src/entities/ledger-entry.ts'
import { concurrentMoves } from './concurrent-moves.ts'

/** The bank asks for no deletes, which its tests try. */
export interface TestSource extends BankSource {
  readonly can: BankSource['can'] & WriteSource['can']
}

/** An empty bank, with several ways to its database. */
export interface TestBank {
  /** At least one; those after the first are connections of their own, where the engine has more than one. */
  readonly connections: readonly [TestSource, ...TestSource[]]
  close(): Promise<void>
}

export interface TestEngine {
  readonly name: string
  readonly isolations: readonly Isolation[]
  open(): Promise<TestBank>
}

const euros = (text: string): Decimal => Decimal.from(text)
const entryOf = (amount: string, transferName = 'direct') => ({
  transfer: transferName,
  accountId: 'ann',
  amount: euros(amount),
})
type Entries = Table<BankSource, typeof LedgerEntry>
type NewEntry = ReturnType<typeof entryOf>

/** Every way into the ledger. */
const ways: Readonly<Record<string, (entries: Entries, entry: NewEntry) => PromiseLike<unknown>>> = {
  insert: (entries, { transfer: name, accountId, amount }) => entries.insert({ transfer: name, accountId }, { amount }),
  insertMany: (entries, entry) => entries.insertMany([entry]),
  insertReturningId: (entries, entry) => entries.insertReturningId(entry),
  insertNested: (entries, { transfer: name, accountId, amount }) =>
    entries.insertNested({ transfer: name, accountId }, { amount }),
  insertQuery: (entries, entry) => entries.insertQuery(entry).run(),
  import: (entries, entry) =>
    entries.import(
      (async function* () {
        yield entry
      })(),
    ),
  create: (entries, entry) => entries.create(entry),
  newEntity: (entries, entry) => entries.newEntity(entry).create(),
  'records().insertMany': (entries, entry) => entries.records().insertMany([entry]),
}

/** What holds in the bank, on whatever engine. */
export function bankRules(engine: TestEngine): void {
  describe(`the bank on ${engine.name}`, () => {
    let bank: TestBank
    let db: TestSource
    beforeEach(async () => {
      bank = await engine.open()
      db = bank.connections[0]
      await openAccount(db, 'bank', 'The bank', true)
      for (const id of ['ann', 'bob', 'cid']) await openAccount(db, id, id)
      await transfer(db, { from: 'bank', to: 'ann', amount: euros('100'), transfer: 'opening' })
    })
    afterEach(() => bank.close())

    const balances = async () => {
      const accounts = await Account.withBalance(db)
        .orderBy(account => account.id)
        .list()
      return accounts.map(({ id, balance }) => `${id} ${balance}`).join(', ')
    }
    const opened = 'ann 100, bank -100, bob 0, cid 0'

    test('a move is two entries, and is made once under its name', async () => {
      const order = { from: 'ann', to: 'bob', amount: euros('30.25'), transfer: 'rent', note: 'rent' }
      await transfer(db, order)
      await transfer(db, order)
      expect(await balances()).toBe('ann 69.75, bank -100, bob 30.25, cid 0')
      const lines = LedgerEntry.table(db).where(entry => entry.transfer.eq('rent'))
      expect((await lines.orderBy(entry => entry.accountId).list()).map(line => ({ ...line, amount: String(line.amount) }))).toEqual([
        { transfer: 'rent', accountId: 'ann', number: 2, amount: '-30.25', note: 'rent' },
        { transfer: 'rent', accountId: 'bob', number: 1, amount: '30.25', note: 'rent' },
      ]) // biome-ignore format: one line
      expect((await total(db)).isZero).toBe(true)
    })

    test('no move of nothing, of less, or to the same account', async () => {
      for (const [to, amount] of [['bob', '0'], ['bob', '-1'], ['ann', '1']] as const) // biome-ignore format: one line
        expect(await failureOf(() => transfer(db, { from: 'ann', to, amount: euros(amount) }))).toMatchObject({ kind: 'validation' }) // biome-ignore format: one line
      expect(await balances()).toBe(opened)
    })

    test('an overdraft leaves no entry, and no number is lost', async () => {
      const refusal = await failureOf(() => transfer(db, { from: 'ann', to: 'bob', amount: euros('100.01') }))
      expect(refusal).toMatchObject({ kind: 'validation', details: { id: 'ann', reason: 'overdraft' } })
      expect([await balances(), await LedgerEntry.table(db).count()]).toEqual([opened, 2])
      await transfer(db, { from: 'ann', to: 'bob', amount: euros('100') })
      expect(await balances()).toBe('ann 0, bank -100, bob 100, cid 0')
      const numbers = LedgerEntry.table(db).where(entry => entry.accountId.eq('ann')).orderBy(entry => entry.number) // biome-ignore format: one line
      expect(await numbers.fieldValues(entry => entry.number)).toEqual([1, 2])
    })

    test.each(Object.keys(ways))('an overdraft is refused by way of %s, and what is covered is not', async name => {
      const way = ways[name]
      const through = (amount: string): Promise<void> =>
        db.transaction(async tx => {
          const table: Entries = LedgerEntry.table<typeof LedgerEntry, BankSource>(tx)
          await way?.(table, entryOf(amount))
        })
      expect(await failureOf(() => through('-100.01'))).toMatchObject({ kind: 'validation', details: { reason: 'overdraft' } }) // biome-ignore format: one line
      expect([await balances(), await LedgerEntry.table(db).count()]).toEqual([opened, 2])
      await through('-100')
      expect(await balances()).toBe('ann 0, bank -100, bob 0, cid 0')
    })

    test('outside of a transaction an entry is refused before it is made; several are made in one of their own', async () => {
      const entries = LedgerEntry.table(db)
      expect(await failureOf(() => entries.create(entryOf('1')))).toMatchObject({ kind: 'invalid' })
      expect(await failureOf(() => entries.insert({ transfer: 'x', accountId: 'ann' }, { amount: euros('1') }))).toMatchObject({ kind: 'invalid' }) // biome-ignore format: one line
      const overdrawing = [entryOf('-60', 'first'), entryOf('-60', 'second')]
      const refusals = [() => entries.insertMany(overdrawing), () => entries.insertQuery(overdrawing).run()]
      for (const refused of refusals) expect(await failureOf(refused)).toMatchObject({ details: { reason: 'overdraft' } }) // biome-ignore format: one line
      expect([await balances(), await entries.count()]).toEqual([opened, 2])
      expect(await entries.insertMany([entryOf('-40', 'first'), entryOf('-60', 'second')])).toBe(2)
    })

    test('entries are neither changed nor removed, whichever way', async () => {
      const entries = LedgerEntry.table(db)
      const own = entries.where(entry => entry.accountId.eq('ann'))
      const id = { transfer: 'opening', accountId: 'ann' }
      for (const change of [
        () => entries.patch(id, { amount: euros('1000') }),
        () => own.updateQuery().set('amount', euros('1000')).run(),
        () => own.updateEach(entry => void (entry.amount = euros('1000'))),
        () => entries.delete(id),
        () => own.deleteAll(),
        () => own.deleteQuery().run(),
      ])
        expect(await failureOf(change)).toMatchObject({ kind: 'validation' })
      expect([await balances(), await entries.count()]).toEqual([opened, 2])
    })

    test.each(['in a transaction', 'of a record that is in none'])('a move that fails half-way leaves neither entry (%s)', async how => {
      const move = async (source: TestSource): Promise<void> => {
        const accounts = Account.table(source)
        const gone = await accounts.load('cid')
        await accounts.delete('cid')
        await (await accounts.load('ann')).moveMoney(gone, euros('10'), { transfer: 'half' })
      }
      // The side of Ann is made first, as her name is.
      const failing = how === 'in a transaction' ? () => db.transaction(tx => move(tx)) : () => move(db)
      expect(await failureOf(failing)).toMatchObject({ kind: 'validation', details: { reason: 'no-account' } })
      expect(await LedgerEntry.table(db).count()).toBe(2)
      const ann = await Account.withBalance(db).load('ann')
      expect([String(ann.balance), ann.lastNumber]).toEqual(['100', 1])
    }) // biome-ignore format: one line

    test('a fee is taken once from who can pay it', async () => {
      await transfer(db, { from: 'ann', to: 'bob', amount: euros('5') })
      const charge = (month: string) => chargeFees(db, month, euros('4'), 'bank')
      expect([await charge('2026-01'), await charge('2026-01'), await charge('2026-02')]).toEqual([2, 0, 1])
      expect(await balances()).toBe('ann 87, bank -88, bob 1, cid 0')
      expect((await total(db)).isZero).toBe(true)
    })

    describe.each(engine.isolations)('moves at once, %s', isolation => {
      test('of two only what the balance allows', async () => {
        const pay = (source: BankSource, name: string) =>
          transfer(source, { from: 'ann', to: 'bob', amount: euros('60'), transfer: name }, { isolation })
        const { connections } = bank
        const ended = await Promise.allSettled([pay(db, 'one'), pay(connections.at(-1) ?? db, 'two')])
        expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(await balances()).toBe('ann 40, bank -100, bob 60, cid 0')
      })

      test('of several connections keep the sum, and no balance is negative', () =>
        concurrentMoves(bank.connections, isolation))
    })
  })
}
