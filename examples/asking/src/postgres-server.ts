import { VantageError } from '@vantage-ts/core'
import { type PostgresServer, startPostgres } from '@vantage-ts/test-servers'
import type { Tell } from './engine.ts'

/** A PostgreSQL of this program, which ends with it. Errors: `connection`, saying that it did not start. */
export async function startServer(tell: Tell): Promise<PostgresServer> {
  try {
    const server = await startPostgres()
    tell(`PostgreSQL runs as process ${server.pid}`)
    return server
  } catch (thrown) {
    throw VantageError.from(thrown, 'connection').withContext('starting PostgreSQL')
  }
}
