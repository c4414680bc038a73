import { unchecked } from '@vantage-ts/core/adapter'
import type { Pool } from 'mysql2'
import mysql from 'mysql2'
import type { Session } from './session.ts'

/** What is known of the inside of a pool. */
interface PoolInside {
  readonly config: { readonly connectionConfig: object }
}
interface Asking {
  readonly stream: { destroy(): void; unref?(): void }
  on(event: 'error', listener: () => void): void
  query(text: string, done: () => void): void
}

/** How long a request to cancel may take to be delivered. */
const requestMs = 5_000
/** How long after a request the next one is sent: one that arrives before the statement has begun does nothing. */
const repeatMs = 250
/** How long after the first request a statement may go on; then the connection is cut. */
const patienceMs = 10_000

/**
 * Asks the server to cancel what runs on a session, over a connection of its own, which needs a login.
 *
 * Shape: settles when the server has taken the request or cannot be reached, never rejects.
 * Source: https://mariadb.com/kb/en/kill/
 */
function requestCancel(pool: Pool, session: Session): Promise<void> {
  const { threadId } = session.connection
  const { config } = unchecked<PoolInside>(pool, 'a pool keeps the settings of its connections')
  const Connection = unchecked<new (options: object) => Asking>(mysql.Connection, 'a connection takes its settings')
  return new Promise(resolve => {
    const settings = { config: Object.create(config.connectionConfig, { pool: { value: undefined } }) }
    const connection = new Connection(settings)
    const done = (): void => {
      clearTimeout(giveUp)
      connection.stream.destroy()
      resolve()
    }
    const giveUp = setTimeout(done, requestMs)
    connection.on('error', done)
    connection.query(`KILL QUERY ${Number(threadId)}`, done)
  })
}

/** Cancels what runs on a session when a signal aborts. */
export interface Cancelling {
  /** Ends the watch; settles when no request is on its way any more, so that the next statement is safe from it. */
  end(): Promise<void>
}

export function cancelOnAbort(pool: Pool, session: Session, signal: AbortSignal): Cancelling {
  let request: Promise<void> | undefined
  let patience: NodeJS.Timeout | undefined
  let again: NodeJS.Timeout | undefined
  let isEnded = false
  const ask = (): void => {
    request = requestCancel(pool, session).then(() => {
      if (!isEnded) again = setTimeout(ask, repeatMs)
    })
  }
  const cancel = (): void => {
    ask()
    patience = setTimeout(() => session.cut(), patienceMs)
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  return {
    async end() {
      isEnded = true
      clearTimeout(patience)
      clearTimeout(again)
      signal.removeEventListener('abort', cancel)
      if (request === undefined) return
      await request
      // A request that came when the statement was over already meets this one, which nobody waits for.
      await session.command('DO 0').catch(() => {})
    },
  }
}

/** Ends what runs on a session, whose answer nobody wants any more. */
export async function cancelNow(pool: Pool, session: Session): Promise<void> {
  const given = new AbortController()
  given.abort()
  await cancelOnAbort(pool, session, given.signal).end()
}
