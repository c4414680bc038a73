import { memory } from '@vantage-ts/core/memory'
import type { OpenEngine } from '@vantage-ts/example-asking'
import type { BankSource } from './bank-source.ts'

/** The bank in memory: its tables are there as soon as rows are. */
export function openMemory(): OpenEngine<BankSource> {
  const db = memory()
  return { place: db, sources: [db], close: () => db.close() }
}
