import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'
import type { BankSource } from './bank-source.ts'

/** The bank in SQLite, in a database that lives as long as this process. */
export function openSqlite(): Promise<OpenEngine<BankSource>> {
  const db = sqlite({ file: ':memory:' })
  return filled({ place: db, sources: [db], close: () => db.close() }, () => createSqliteTables(db))
}

export async function createSqliteTables(db: Sqlite): Promise<void> {
  await db.expr`create table accounts (
    id text primary key, owner text not null, may_owe integer not null, last_number integer not null, fee_paid text
  ) strict`.run()
  await db.expr`create table ledger_entries (
    transfer text not null, account_id text not null references accounts, number integer not null, amount text not null,
    note text not null, primary key (account_id, transfer)
  ) strict`.run()
}
