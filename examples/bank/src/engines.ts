import type { OpenEngine, Tell } from '@vantage-ts/example-asking'
import type { BankSource } from './bank-source.ts'

/** The engines that the bank runs on, by the names of the command line. */
export const engineNames = ['memory', 'sqlite', 'postgres', 'mysql', 'surrealdb', 'duckdb'] as const
export type EngineName = (typeof engineNames)[number]

/** Opens an engine with the tables of the bank in it. Shape: each driver is loaded when its engine is wanted. */
export async function openBank(name: EngineName, tell: Tell): Promise<OpenEngine<BankSource>> {
  tell(`opening ${name}`)
  switch (name) {
    case 'memory':
      return (await import('./open-memory.ts')).openMemory()
    case 'sqlite':
      return (await import('./open-sqlite.ts')).openSqlite()
    case 'postgres':
      return (await import('./open-postgres.ts')).openPostgres(tell)
    case 'mysql':
      return (await import('./open-mysql.ts')).openMysql(tell)
    case 'surrealdb':
      return (await import('./open-surrealdb.ts')).openSurrealDb()
    case 'duckdb':
      return (await import('./open-duckdb.ts')).openDuckdb()
  }
}
