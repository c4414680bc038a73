import { Decimal, Entity, hook, type Isolation } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import { openAccount, transfer } from '../src/bank.ts'
import { LedgerEntry } from '../src/entities/ledger-entry.ts'
import { Account } from '../src/entities/account.ts'
import { bankOf, needCovered } from '../src/entities/ledger-rules.ts'
import type { TestEngine } from './rules.ts'

/** An entry that is checked, and writes no row that another one writes too: each of two sees an account that can pay. */
class LooseEntry extends Entity(LedgerEntry.entityName, LedgerEntry.fields) {
  static override hooks = [
    hook<'afterInsert', typeof LooseEntry>('afterInsert', ({ after, transaction }) =>
      needCovered(bankOf(transaction), after.accountId),
    ),
  ]
}

/** Why entries are numbered in the row of their account, and what does without that. */
export function writeSkew(engine: TestEngine): void {
  describe(`write skew on ${engine.name}`, () => {
    const balanceAfterTwo = async (isolation: Isolation) => {
      const bank = await engine.open()
      try {
        const db = bank.connections[0]
        const other = bank.connections.at(-1) ?? db
        await openAccount(db, 'bank', 'The bank', true)
        await openAccount(db, 'ann', 'Ann')
        await transfer(db, { from: 'bank', to: 'ann', amount: Decimal.from(100) })
        const [first, second] = [await db.begin({ isolation }), await other.begin({ isolation })]
        const take = { accountId: 'ann', amount: Decimal.from(-60) }
        await LooseEntry.table(first).insertMany([{ ...take, transfer: 'first' }])
        // Engines that lock what is read tell the second here, others when it commits.
        const taken = LooseEntry.table(second).insertMany([{ ...take, transfer: 'second' }])
        const [inserted] = await Promise.allSettled([taken])
        await first.commit()
        const ended = inserted.status === 'rejected' ? [inserted] : await Promise.allSettled([second.commit()])
        const { balance } = await Account.withBalance(db).load('ann')
        return {
          balance: String(balance),
          ended: ended.map(each => (each.status === 'rejected' ? each.reason : 'done')),
        }
      } finally {
        await bank.close()
      }
    }

    test('two transactions that each see enough money both take it, where none of them writes what the other reads', async () => {
      expect(await balanceAfterTwo('repeatable-read')).toEqual({ balance: '-20', ended: ['done'] })
    })

    test('serializable ones do not: the second is told, and may be repeated', async () => {
      expect(await balanceAfterTwo('serializable')).toEqual({
        balance: '40',
        ended: [expect.objectContaining({ kind: 'conflict', retry: 'safe' })],
      })
    })
  })
}
