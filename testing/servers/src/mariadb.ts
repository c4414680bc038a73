import { type GuardedServer, type ServerOptions, startGuarded } from './guarded-server.ts'

export type MariadbServer = GuardedServer

/**
 * Starts a real MariaDB for this process: the programs of the system's packages.
 *
 * Errors: says what to install where there are none; `mariadbMissing()` tells before.
 */
export const startMariadb = (options: ServerOptions = {}): Promise<MariadbServer> => startGuarded('mariadb', options)
