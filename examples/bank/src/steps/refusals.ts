import { Decimal } from '@vantage-ts/core'
import { type Order, transfer } from '../bank.ts'
import type { BankSource } from '../bank-source.ts'
import { Account } from '../entities/account.ts'
import { isOverdraft } from '../entities/ledger-rules.ts'
import { LedgerEntry } from '../entities/ledger-entry.ts'
import type { Step } from './step.ts'

/** How an order ended. Errors: any other than that the balance does not allow it. */
async function outcomeOf(db: BankSource, order: Order): Promise<'moved' | 'refused'> {
  try {
    await transfer(db, order)
    return 'moved'
  } catch (thrown) {
    if (isOverdraft(thrown)) return 'refused'
    throw thrown
  }
}

export const overdraft: Step = {
  name: 'overdraft',
  title: 'Biff wants to pay 20 and has 1.50: refused once both entries are made, and neither of them stays',
  async run(db) {
    const entries = LedgerEntry.table(db)
    const before = await entries.count()
    const outcome = await outcomeOf(db, { from: 'biff', to: 'doc', amount: Decimal.from(20) })
    return [{ outcome, before, after: await entries.count() }]
  },
}

export const atOnce: Step = {
  name: 'at-once',
  title: 'Marty pays Doc 60 twice at once, and has 99.75: one of the two waits or begins again, and is refused',
  async run(db) {
    const pay = () => outcomeOf(db, { from: 'marty', to: 'doc', amount: Decimal.from(60), note: 'at once' })
    const outcomes = await Promise.all([pay(), pay()])
    const marty = await Account.withBalance(db).load('marty')
    const among = (outcome: string) => outcomes.filter(each => each === outcome).length
    return [{ moved: among('moved'), refused: among('refused'), left: marty.balance }]
  },
}
