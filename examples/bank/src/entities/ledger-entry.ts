import { col, decimal, Entity, hasOne, hook, int, text } from '@vantage-ts/core'
import { bankOf, needCovered, nextNumber, neverChanged } from './ledger-rules.ts'
import { Account } from './account.ts'

/** One side of a transfer: so much came into an account, or went out of it. Entries are made, and never changed. */
export class LedgerEntry extends Entity('ledger_entries', {
  transfer: col(text).id(),
  accountId: col(text).id().named('account_id'),
  /** Its place in the statement of the account; a hook gives it. */
  number: col(int).default(0),
  amount: col(decimal),
  note: col(text).default(''),
}) {
  static override refs = { account: hasOne(() => Account, 'accountId') }

  /** They stand before and after every way in: `insert`, `insertMany`, `import`, `replace`, records, queries. */
  static override hooks = [
    hook<'beforeInsert', typeof LedgerEntry>(
      'beforeInsert',
      async ({ after, transaction }) => {
        if (after.accountId !== undefined) after.number = await nextNumber(bankOf(transaction), after.accountId)
      },
      { phase: 'populate' },
    ),
    hook<'afterInsert', typeof LedgerEntry>('afterInsert', ({ after, transaction }) =>
      needCovered(bankOf(transaction), after.accountId),
    ),
    hook<'beforeUpdate', typeof LedgerEntry>('beforeUpdate', neverChanged, { phase: 'normalize' }),
    hook<'beforeDelete', typeof LedgerEntry>('beforeDelete', neverChanged, { phase: 'normalize' }),
  ]
}
