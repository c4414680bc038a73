import { VantageError } from '@vantage-ts/core'
import { type MariadbServer, mariadbMissing, startMariadb } from '@vantage-ts/test-servers'
import type { Tell } from './engine.ts'

/** A MariaDB of this program, which ends with it. Errors: `connection`, saying that it did not start and what is missing. */
export async function startMysqlServer(tell: Tell): Promise<MariadbServer> {
  try {
    const server = await startMariadb()
    tell(`MariaDB runs as process ${server.pid}`)
    return server
  } catch (thrown) {
    throw VantageError.from(thrown, 'connection').withContext('starting MariaDB')
  }
}

/** Several engines without mysql where MariaDB is not installed, which it tells. One that is named alone stays, and fails. */
export function withoutMissing<Name extends string>(engines: readonly Name[], tell: Tell): readonly Name[] {
  const missing = engines.length > 1 ? mariadbMissing() : undefined
  if (missing === undefined || !engines.some(name => name === 'mysql')) return engines
  tell(`mysql is left out. ${missing}`)
  return engines.filter(name => name !== 'mysql')
}
