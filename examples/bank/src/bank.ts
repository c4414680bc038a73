import type { Decimal, Transaction, WorkOptions } from '@vantage-ts/core'
import type { BankSource } from './bank-source.ts'
import { Account, type MoveOptions } from './entities/account.ts'
import { LedgerEntry } from './entities/ledger-entry.ts'

/** Somebody's order to move money. */
export interface Order extends MoveOptions {
  readonly from: string
  readonly to: string
  readonly amount: Decimal
}

/** Opens an account with nothing in it. */
export const openAccount = (db: BankSource, id: string, owner: string, mayOwe = false): PromiseLike<Account> =>
  Account.table(db).insert(id, { owner, mayOwe })

/** Moves money in a transaction, and again from the start where it met another one. Errors: those of `moveMoney`. */
export const transfer = <DS extends BankSource>(db: DS, order: Order, options: WorkOptions = {}): Promise<void> =>
  db.transaction(tx => carryOut(tx, order), { retries: 100, ...options })

/** Its type says that it has to be called inside a transaction. */
async function carryOut<DS extends BankSource>(
  tx: Transaction<DS>,
  { from, to, amount, ...how }: Order,
): Promise<void> {
  const accounts = Account.table(tx)
  const payer = await accounts.load(from)
  await payer.moveMoney(await accounts.load(to), amount, how)
}

/** Takes the fee of a month from every account that can pay it and has not, or from none; gives their number. */
export const chargeFees = (db: BankSource, month: string, fee: Decimal, bank: string): Promise<number> =>
  db.transaction(
    async tx => {
      const ofBank = await Account.table(tx).load(bank)
      const { saved } = await Account.owingFee(tx, month).updateEach(async account => {
        // Not a condition of the set: a record is saved in the set it is of, which the fee might take it out of.
        if (account.balance.compare(fee) < 0) return
        account.feePaid = month
        await account.moveMoney(ofBank, fee, { transfer: `fee ${month} ${account.id}`, note: `fee of ${month}` })
      })
      return saved
    },
    { retries: 100 },
  )

/** What all accounts have together: nothing, as every transfer takes what it gives. */
export const total = (db: BankSource): PromiseLike<Decimal> => LedgerEntry.table(db).sum(entry => entry.amount)
