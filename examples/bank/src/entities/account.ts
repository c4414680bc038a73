import {
  bool,
  coalesce,
  col,
  type Decimal,
  Entity,
  hasMany,
  int,
  type Table,
  text,
  VantageError,
} from '@vantage-ts/core'
import type { BankSource } from '../bank-source.ts'
import { LedgerEntry } from './ledger-entry.ts'

/** A record of an account, from any set of them: it leads to its entries, in the source and the transaction it is of. */
export interface OpenAccount<DS extends BankSource> extends Account {
  getRef(name: 'entries'): Table<DS, typeof LedgerEntry>
}

export interface MoveOptions {
  /** What the move is called; the same one is made once, however often it is asked for. Default: a new name. */
  readonly transfer?: string
  readonly note?: string
}

/** What somebody has in the bank. The balance is stored nowhere: it is what the entries come to. */
export class Account extends Entity('accounts', {
  id: col(text).id(),
  owner: col(text),
  /** The account of the bank itself owes what all others have. */
  mayOwe: col(bool).named('may_owe').default(false),
  /** The number of its last entry. Each entry writes it, so that two transactions that meet here are told. */
  lastNumber: col(int).named('last_number').default(0),
  /** The month that its fee is paid for: `1985-10`. */
  feePaid: col(text).named('fee_paid').optional(),
}) {
  static override refs = { entries: hasMany(() => LedgerEntry, 'accountId') }

  /** Set method: the accounts with what is in them: a column like any other, computed where the data is. */
  static withBalance<DS extends BankSource>(db: DS) {
    return Account.table(db).withExpression('balance', account =>
      account.getLink('entries').sumExpr(entry => entry.amount),
    )
  }

  /** Set method: the accounts that owe the fee of a month. */
  static owingFee<DS extends BankSource>(db: DS, month: string) {
    return Account.withBalance(db)
      .where(account => account.mayOwe.eq(false))
      .where(account => coalesce(account.feePaid, '').lt(month))
  }

  /**
   * Moves money into another account: two entries, of which both are made or none.
   *
   * Shape: inside the transaction of the record; of a record that is in none, in one of its own. A transfer that is made
   * already is not made again.
   * Errors: `validation` for a move that is none, and where the balance does not allow it.
   */
  async moveMoney<DS extends BankSource>(
    this: OpenAccount<DS>,
    to: Account,
    amount: Decimal,
    { transfer = crypto.randomUUID(), note = '' }: MoveOptions = {},
  ): Promise<void> {
    if (amount.sign <= 0 || to.id === this.id)
      throw new VantageError('money is moved between two accounts, and more than none of it', { kind: 'validation' })
    const own = this.getRef('entries')
    if ((await own.where(entry => entry.transfer.eq(transfer)).count()) > 0) return
    const sides = [
      { transfer, accountId: this.id, amount: amount.negated(), note },
      { transfer, accountId: to.id, amount, note },
    ]
    // In one order for all: two transfers that go opposite ways would else wait for each other.
    sides.sort((one, other) => (one.accountId < other.accountId ? -1 : 1))
    await LedgerEntry.table(own.source).insertMany(sides)
  }
}
