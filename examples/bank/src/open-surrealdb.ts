import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import type { BankSource } from './bank-source.ts'

/** The bank in SurrealDB, embedded in this process. */
export function openSurrealDb(): Promise<OpenEngine<BankSource>> {
  const db = surrealdb({ url: 'mem://', namespace: 'bank', database: 'bank' })
  return filled({ place: db, sources: [db], close: () => db.close() }, () => createSurrealTables(db))
}

export async function createSurrealTables(db: SurrealDb): Promise<void> {
  await db.expr`define table accounts schemaless`.run()
  await db.expr`define table ledger_entries schemaless`.run()
}
