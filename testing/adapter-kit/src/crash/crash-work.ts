import { writeSync } from 'node:fs'
import { col, Entity, int, type Source } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import type { KitSource } from '../kit-source.ts'
import { type KitTable, tableOf } from '../kit-table.ts'

export class Account extends Entity('crash_account', { id: col(int).id(), balance: col(int) }) {}
/** What was paid to an account; an account with an entry holds it. */
export class Payment extends Entity('crash_payment', { id: col(int).id(), accountId: col(int), amount: col(int) }) {}

const accounts = [1, 2, 3, 4].map(id => ({ id, balance: id * 10 }))
/** The tables that a process makes which is to be killed. */
export const crashTables: readonly KitTable[] = [tableOf(Account, accounts), tableOf(Payment)]

/** Balances by id, and the amounts of payments. */
export type Stored = readonly [balances: readonly number[], amounts: readonly number[]]
export const storedIn = async (source: KitSource): Promise<Stored> => [
  await Account.table(source)
    .orderBy(a => a.id)
    .fieldValues(a => a.balance),
  await Payment.table(source).fieldValues(p => p.amount),
]

/** Work that is killed at each step, and may be repeated. */
export interface CrashWork {
  /** Does it, and tells of each time that something of it became permanent. */
  run(source: KitSource, saved: () => void): Promise<void>
  /** What is stored after as many times as it told of; the last is what it comes to. */
  readonly states: readonly Stored[]
}

export const crashWorks: { readonly [name: string]: CrashWork } = {
  'save()': {
    async run(source, saved) {
      const account = await Account.table(source).load(1)
      account.balance = 11
      await account.save()
      saved()
    },
    states: [
      [[10, 20, 30, 40], []],
      [[11, 20, 30, 40], []],
    ],
  },
  'a transaction': {
    async run(source, saved) {
      await source.transaction(tx => pay(tx.source, 1, 5))
      saved()
    },
    states: [
      [[10, 20, 30, 40], []],
      [[15, 20, 30, 40], [5]],
    ],
  },
  'updateEach()': {
    async run(source, saved) {
      const raise = (account: Account): void => void (account.balance < 100 && (account.balance += 100))
      await Account.table(source).updateEach(raise, { everything: true, batchRows: 2, onProgress: saved })
    },
    states: [
      [[10, 20, 30, 40], []],
      [[110, 120, 30, 40], []],
      [[110, 120, 130, 140], []],
    ],
  },
}

/** Pays once, however often it is repeated: the payment tells what was done. */
async function pay(source: KitSource, id: number, amount: number): Promise<void> {
  if ((await Payment.table(source).get(id)) !== undefined) return
  const account = await Account.table(source).load(1)
  account.balance += amount
  await account.save()
  await Payment.table(source).create({ id, accountId: 1, amount })
}

/**
 * Runs in the process that is to be killed. Prints `statement` after every statement and `saved` after every time that something
 * became permanent, and stops for good at the nth of these steps. For the work `commits` it pays for ever, and prints what is paid.
 */
export async function runCrashWork(opened: Source, work = '', step = ''): Promise<void> {
  const source = unchecked<KitSource>(opened, 'it has what the work needs')
  if (work === 'commits') {
    for (let id = 1; ; id++) {
      await source.transaction(tx => pay(tx.source, id, 1))
      tell('saved')
    }
  }
  let steps = 0
  const reached = (what: string): void => {
    tell(what)
    // The thread itself stops, so that nothing goes on behind it.
    if (++steps === Number(step)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  source.on('statement', () => reached('statement'))
  await crashWorks[work]?.run(source, () => reached('saved'))
}

/** At once: what the process is killed after must be told before. */
const tell = (what: string): void => void writeSync(1, `${what}\n`)
