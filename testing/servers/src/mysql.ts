import type { EngineName } from './engine.ts'
import { type GuardedServer, type ServerOptions, startGuarded } from './guarded-server.ts'
import { mariadbMissing } from './mariadb-programs.ts'
import { mysqlFolder } from './mysql-programs.ts'

/** Which server stands for MySQL in this run: MySQL where `VANTAGE_MYSQLD` names one, else MariaDB. */
export const mysqlFlavor = (): EngineName & ('mysql' | 'mariadb') => (mysqlFolder() === undefined ? 'mariadb' : 'mysql')

/** What to say where that server is missing, else undefined. */
export const mysqlMissing = (): string | undefined => (mysqlFlavor() === 'mysql' ? undefined : mariadbMissing())

/** Starts that server for this process. Errors: says what is missing where it cannot be run. */
export const startMysql = (options: ServerOptions = {}): Promise<GuardedServer> => startGuarded(mysqlFlavor(), options)
