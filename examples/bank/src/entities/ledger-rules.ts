import { type OpenTransaction, type Source, VantageError } from '@vantage-ts/core'
import { type BankSource, isBankSource } from '../bank-source.ts'
import { Account } from './account.ts'

/**
 * The source of the transaction that an entry is made in.
 *
 * Errors: `invalid` outside of one: an entry that turns out to be refused could not be taken back.
 */
export function bankOf(transaction: OpenTransaction<Source> | undefined): BankSource {
  if (transaction !== undefined && isBankSource(transaction.source)) return transaction.source
  throw new VantageError('entries are made in a transaction: LedgerEntry.table(tx)', { kind: 'invalid' })
}

/** Counts one more entry of an account, whose row is written by it: of two transactions that do so, one waits or is told. */
export async function nextNumber(db: BankSource, accountId: string): Promise<number> {
  const counted = Account.table(db)
    .where(account => account.id.eq(accountId))
    .updateQuery()
    .set('lastNumber', account => account.lastNumber.plus(1))
  const [account] = await counted.returning('lastNumber').run()
  if (account === undefined) throw refused(accountId, 'there is no such account', 'no-account')
  return account.lastNumber
}

/** Errors: `validation` for an account that has less than nothing. What was written in the transaction is in its balance. */
export async function needCovered(db: BankSource, accountId: string): Promise<void> {
  const account = await Account.withBalance(db).load(accountId)
  if (account.mayOwe || account.balance.sign >= 0) return
  throw refused(accountId, 'the balance does not allow it', 'overdraft')
}

export function neverChanged(): never {
  throw new VantageError('an entry is never changed; make one that undoes it', { kind: 'validation' })
}

const refused = (accountId: string, why: string, reason: string): VantageError =>
  new VantageError(`account ${accountId}: ${why}`, {
    kind: 'validation',
    details: { entity: 'accounts', id: accountId, reason },
  })

/** Whether the balance of an account did not allow something. */
export const isOverdraft = (thrown: unknown): thrown is VantageError =>
  VantageError.is(thrown) && thrown.kind === 'validation' && thrown.details.reason === 'overdraft'
