import { filled, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { startMysqlServer } from '@vantage-ts/example-asking/mysql-server'
import { type Mysql, mysql } from '@vantage-ts/mysql'
import type { BankSource } from './bank-source.ts'

/** The bank in a MariaDB of its own, which ends with it. */
export async function openMysql(tell: Tell): Promise<OpenEngine<BankSource>> {
  const server = await startMysqlServer(tell)
  const db = mysql({ url: server.url.replace(/mysql$/, 'bank') })
  const close = async () => {
    await db.close()
    await server.stop()
  }
  return filled({ place: db, sources: [db], close }, async () => {
    await createBank(server.url)
    await createMysqlTables(db)
  })
}

async function createBank(url: string): Promise<void> {
  await using server = mysql({ url })
  await server.expr`create database bank`.run()
}

/** Texts compare by code point, as in the other engines: then their indexes serve. */
export async function createMysqlTables(db: Mysql): Promise<void> {
  await db.expr`create table accounts (
    id varchar(40) primary key, owner text not null, may_owe boolean not null, last_number int not null, fee_paid text
  ) collate utf8mb4_nopad_bin`.run()
  await db.expr`create table ledger_entries (
    transfer varchar(80) not null, account_id varchar(40) not null references accounts (id), number int not null,
    amount decimal(20, 6) not null, note text not null, primary key (account_id, transfer)
  ) collate utf8mb4_nopad_bin`.run()
}
