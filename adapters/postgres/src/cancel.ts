import { unchecked } from '@vantage-ts/core/adapter'
import type { Client, Pool } from 'pg'
import type { Session } from './session.ts'

/** The part of a client that a request to cancel needs. */
interface CancellingClient extends Pick<Client, 'host' | 'port'> {
  readonly ssl: unknown
  readonly connection: {
    readonly stream: { destroy(): void }
    on(event: 'connect' | 'sslconnect' | 'error' | 'end', listener: () => void): void
    connect(port: number | string, host?: string): void
    requestSsl(): void
    cancel(processId: number, secretKey: number): void
  }
}
interface RunningClient {
  readonly processID: number | null
  readonly secretKey: number | null
}
interface PoolInside {
  readonly Client: new (options: object) => CancellingClient
  readonly options: object
}

/** How long a request to cancel may take to be delivered. */
const requestMs = 5_000
/** How long after a request the next one is sent: one that arrives before the statement has begun does nothing. */
const repeatMs = 250
/** How long after the first request a statement may go on; then the connection is cut. */
const patienceMs = 10_000

/**
 * Asks the server to cancel what runs on a session, over a connection of its own, as the protocol has it; no login is needed, and
 * it works through proxies.
 *
 * Shape: settles when the server has taken the request or cannot be reached, never rejects.
 * Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
function requestCancel(pool: Pool, session: Session): Promise<void> {
  const { processID, secretKey } = unchecked<RunningClient>(session.client, 'pg keeps the key of its connection')
  const { Client, options } = unchecked<PoolInside>(pool, 'a pool has the class of its clients and their options')
  if (processID === null || secretKey === null) return Promise.resolve()
  return new Promise(resolve => {
    const client = new Client(options)
    const { connection, host, port, ssl } = client
    const giveUp = setTimeout(() => connection.stream.destroy(), requestMs)
    const done = (): void => {
      clearTimeout(giveUp)
      resolve()
    }
    const send = (): void => connection.cancel(processID, secretKey)
    connection.on('error', done)
    connection.on('end', done)
    connection.on('sslconnect', send)
    connection.on('connect', () => {
      if (Boolean(ssl) === false) send()
      else if (Reflect.get(client, 'sslNegotiation') !== 'direct') connection.requestSsl()
    })
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}

/** Cancels what runs on a session when a signal aborts. */
export interface Cancelling {
  /** Ends the watch; settles when no request is on its way any more, so that the next statement is safe from it. */
  end(): Promise<void> | undefined
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
    end() {
      isEnded = true
      clearTimeout(patience)
      clearTimeout(again)
      signal.removeEventListener('abort', cancel)
      return request
    },
  }
}
