import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.ts'
import { mariadbMissing } from './mariadb-programs.ts'
import { type ServerDesk, ServerOnDemand } from './on-demand.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Server of this test run; `createDatabase(inject('postgresUrl'))` makes a database of its own for a file. */
    postgresUrl: string
    /** `createMysqlDatabase(inject('mariadb'))` starts the server of this run with the first, and makes a database of its own for a file. */
    mariadb: ServerDesk
  }
}

let server: PostgresServer | undefined
const mariadb = new ServerOnDemand(() => startMariadb())

export async function setup(project: TestProject): Promise<void> {
  const missing = mariadbMissing()
  if (missing !== undefined) process.stderr.write(`SKIPPED: all tests that need MariaDB. ${missing}\n`)
  project.provide('mariadb', await mariadb.open())
  server = await startPostgres()
  project.provide('postgresUrl', server.url)
}

export async function teardown(): Promise<void> {
  await Promise.all([server?.stop(), mariadb.close()])
}
