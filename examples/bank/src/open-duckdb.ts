import { type Duckdb, duckdb } from '@vantage-ts/duckdb'
import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import type { BankSource } from './bank-source.ts'

/** The bank in DuckDB, in a database that lives as long as this process. */
export function openDuckdb(): Promise<OpenEngine<BankSource>> {
  const db = duckdb()
  return filled({ place: db, sources: [db], close: () => db.close() }, () => createDuckdbTables(db))
}

async function createDuckdbTables(db: Duckdb): Promise<void> {
  await db.expr`create table accounts (
    id varchar primary key, owner varchar not null, may_owe boolean not null, last_number integer not null,
    fee_paid varchar
  )`.run()
  // Without a foreign key: DuckDB refuses to change a row in the transaction that wrote one referring to it.
  await db.expr`create table ledger_entries (
    transfer varchar not null, account_id varchar not null, number integer not null, amount decimal(38, 18) not null,
    note varchar not null, primary key (account_id, transfer)
  )`.run()
}
