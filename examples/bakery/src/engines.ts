import { type AnyQuestion, closing, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { acrossQuestions, questions } from './questions/questions.ts'

/** The engines that the shop runs on, by the names of the command line. */
export const engineNames = [
  'memory',
  'sqlite',
  'postgres',
  'mysql',
  'surrealdb',
  'duckdb',
  'csv',
  'ndjson',
  'json',
  'across',
] as const
export type EngineName = (typeof engineNames)[number]

/** Something to do with an open engine and the questions that are asked of it, whatever its place is. */
export type EngineWork<Result> = <Place>(
  engine: OpenEngine<Place>,
  asked: readonly AnyQuestion<Place>[],
) => Promise<Result>

/**
 * Opens an engine with the shop in it, works with it, and closes it.
 *
 * Shape: each driver is loaded when its engine is wanted. Errors: those of opening and of the work; the engine is closed by then.
 */
export async function withEngine<Result>(name: EngineName, tell: Tell, work: EngineWork<Result>): Promise<Result> {
  tell(`opening ${name}`)
  if (name === 'across') {
    const { openAcross } = await import('./open-across.ts')
    return closing(await openAcross(tell), engine => work(engine, acrossQuestions))
  }
  return closing(await openShop(name, tell), engine => work(engine, questions))
}

async function openShop(name: Exclude<EngineName, 'across'>, tell: Tell) {
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
    case 'csv':
    case 'ndjson':
    case 'json':
      return (await import('./open-files.ts')).openFiles(name)
  }
}
