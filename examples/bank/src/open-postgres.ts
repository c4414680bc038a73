import { filled, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { startServer } from '@vantage-ts/example-asking/postgres-server'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import type { BankSource } from './bank-source.ts'

/** The bank in a PostgreSQL of its own, which ends with it. */
export async function openPostgres(tell: Tell): Promise<OpenEngine<BankSource>> {
  const server = await startServer(tell)
  const db = postgres({ url: server.url })
  const close = async () => {
    await db.close()
    await server.stop()
  }
  return filled({ place: db, sources: [db], close }, () => createPostgresTables(db))
}

export async function createPostgresTables(db: Postgres): Promise<void> {
  await db.expr`create table accounts (
    id text primary key, owner text not null, may_owe boolean not null, last_number integer not null, fee_paid text
  )`.run()
  await db.expr`create table ledger_entries (
    transfer text not null, account_id text not null references accounts, number integer not null, amount numeric not null,
    note text not null, primary key (account_id, transfer)
  )`.run()
}
