import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.ts'
import { mariadbMissing } from './mariadb-programs.ts'
import { mysqlFlavor, startMysql } from './mysql.ts'
import { mysqlFolder } from './mysql-programs.ts'
import { type ServerDesk, ServerOnDemand } from './on-demand.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Server of this test run; `createDatabase(inject('postgresUrl'))` makes a database of its own for a file. */
    postgresUrl: string
    /** `createMysqlDatabase(inject('mariadb'))` starts the server of this run with the first, and makes a database of its own for a file. */
    mariadb: ServerDesk
    /** The same for the server that stands for MySQL: see `mysqlFlavor`. */
    mysql: ServerDesk
  }
}

let server: PostgresServer | undefined
const mariadb = new ServerOnDemand(() => startMariadb())
const mysql = mysqlFlavor() === 'mariadb' ? mariadb : new ServerOnDemand(() => startMysql())

export async function setup(project: TestProject): Promise<void> {
  const missing = mariadbMissing()
  if (missing !== undefined) process.stderr.write(`SKIPPED: all tests that need MariaDB. ${missing}\n`)
  if (mysql !== mariadb) process.stderr.write(`The tests of adapters/mysql run on the MySQL of ${mysqlFolder()}.\n`)
  const desk = await mariadb.open()
  project.provide('mariadb', desk)
  project.provide('mysql', mysql === mariadb ? desk : await mysql.open())
  server = await startPostgres()
  project.provide('postgresUrl', server.url)
}

export async function teardown(): Promise<void> {
  await Promise.all([server?.stop(), mariadb.close(), mysql.close()])
}
