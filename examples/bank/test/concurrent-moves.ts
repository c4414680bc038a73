import { Decimal, type Isolation } from '@vantage-ts/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { openAccount, transfer } from '../src/bank.ts'
import type { BankSource } from '../src/bank-source.ts'
import { Account } from '../src/entities/account.ts'
import { isOverdraft } from '../src/entities/ledger-rules.ts'

const accounts = 3
const opening = 50
const orders = fc.array(
  fc
    .record({ from: fc.nat(accounts - 1), step: fc.integer({ min: 1, max: accounts - 1 }), amount: fc.integer({ min: 1, max: 60 }) })
    .map(({ from, step, amount }) => ({ from, to: (from + step) % accounts, amount })),
  { minLength: 6, maxLength: 14 },
) // biome-ignore format: one line

let banks = 0

/** Random moves between few accounts, all at once, by turns over the connections: what was said to be done is what was done. */
export async function concurrentMoves(
  connections: readonly [BankSource, ...BankSource[]],
  isolation: Isolation,
): Promise<void> {
  // biome-ignore format: one line
  const [db] = connections
  const property = fc.asyncProperty(orders, async moves => {
    const group = `g${++banks}`
    const ids = Array.from({ length: accounts }, (_, index) => `${group}-${index}`)
    const wanted = ids.map(() => opening)
    for (const id of ids) {
      await openAccount(db, id, id)
      await transfer(db, { from: 'bank', to: id, amount: Decimal.from(opening) })
    }
    await Promise.all(
      moves.map(async ({ from, to, amount }, index) => {
        const order = { from: ids[from] ?? '', to: ids[to] ?? '', amount: Decimal.from(amount) }
        try {
          await transfer(connections[index % connections.length] ?? db, order, { isolation })
        } catch (thrown) {
          if (!isOverdraft(thrown)) throw thrown
          return
        }
        wanted[from] = (wanted[from] ?? 0) - amount
        wanted[to] = (wanted[to] ?? 0) + amount
      }),
    )
    const found = await Account.withBalance(db)
      .where(account => account.id.in(ids))
      .orderBy(account => account.id)
      .fieldValues(account => account.balance)
    const balances = found.map(each => each.toNumber())
    expect(balances).toEqual(wanted)
    expect(balances.reduce((sum, each) => sum + each, 0)).toBe(accounts * opening)
    expect(Math.min(...balances)).toBeGreaterThanOrEqual(0)
  })
  await fc.assert(property, { numRuns: 4 })
}
