import { Decimal } from '@vantage-ts/core'
import type { AnswerRow } from '@vantage-ts/example-asking'
import { chargeFees, openAccount, transfer } from '../bank.ts'
import type { BankSource } from '../bank-source.ts'
import { Account } from '../entities/account.ts'
import type { Step } from './step.ts'

const amount = (text: string): Decimal => Decimal.from(text)

/** Every account with what is in it. */
async function balances(db: BankSource): Promise<readonly AnswerRow[]> {
  const accounts = await Account.withBalance(db)
    .orderBy(account => account.id)
    .list()
  return accounts.map(({ id, owner, balance, lastNumber }) => ({ id, owner, balance, entries: lastNumber }))
}

const customers = [
  { id: 'biff', owner: 'Biff Tannen', deposit: '1.50' },
  { id: 'doc', owner: 'Doc Brown', deposit: '500.50' },
  { id: 'marty', owner: 'Marty McFly', deposit: '150' },
] as const

export const opening: Step = {
  name: 'opening',
  title: 'Accounts are opened, and money is put in: the bank owes it',
  async run(db) {
    await openAccount(db, 'bank', 'Hill Valley Bank', true)
    for (const { id, owner, deposit } of customers) {
      await openAccount(db, id, owner)
      await transfer(db, { from: 'bank', to: id, amount: amount(deposit), note: 'opening' })
    }
    return balances(db)
  },
}

export const moving: Step = {
  name: 'moving',
  title: 'Marty pays Doc 50.25; asked for twice under one name, it is done once',
  async run(db) {
    const order = { from: 'marty', to: 'doc', amount: amount('50.25'), transfer: 'plutonium', note: 'plutonium' }
    await transfer(db, order)
    await transfer(db, order)
    return balances(db)
  },
}

export const fees: Step = {
  name: 'fees',
  title: 'The fee of October is taken from who can pay it, once; Biff cannot',
  async run(db) {
    const charge = () => chargeFees(db, '1985-10', amount('2.50'), 'bank')
    const charged = await charge()
    return [{ charged, chargedAgain: await charge() }]
  },
}
