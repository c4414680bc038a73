import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { type ProvidedAuth, Surreal } from 'surrealdb'
import { ExactCodec } from './codec.ts'
import { embeddedEngines, holdFolder, openEmbedded } from './embedded.ts'
import { remoteEngines } from './remote-engine.ts'
import { type Address, isEmbedded } from './settings.ts'
import { takesTurns } from './write-turns.ts'

/** A connected client, and what ends it. */
export interface Opened {
  readonly client: Surreal
  /** The engine runs here, and must not be let go while a call is on its way to it: that ends the process. */
  readonly isEmbedded: boolean
  close(): Promise<void>
}

/**
 * Connects to the address.
 *
 * Errors: `connection` naming the address when nothing answers in time, which the driver itself never says; `permission`;
 * `unsupported` without the package of the embedded engine. The driver's own errors come as they are.
 */
export const open = (address: Address): Promise<Opened> =>
  isEmbedded(address.url) ? openFolder(address) : openRemote(address)

async function openFolder(address: Address): Promise<Opened> {
  const { url, connectTimeoutMs } = address
  const engines = await embeddedEngines(url)
  const release = await holdFolder(url)
  const attempt = async (): Promise<Surreal> => {
    const client = new Surreal({ engines, codecs: { cbor: options => new ExactCodec(options) } })
    await client.connect(url, settingsOf(address))
    return client
  }
  try {
    const client = await openEmbedded({ open: attempt, url, deadlineMs: connectTimeoutMs })
    takesTurns(client)
    return {
      client,
      isEmbedded: true,
      close: async () => {
        await client.close().finally(release)
      },
    }
  } catch (thrown) {
    release()
    throw thrown
  }
}

async function openRemote(address: Address): Promise<Opened> {
  const client = new Surreal({ engines: remoteEngines(), codecs: { cbor: options => new ExactCodec(options) } })
  const close = async (): Promise<void> => {
    await client.close()
  }
  try {
    await connected(client, address)
    return { client, isEmbedded: false, close }
  } catch (thrown) {
    await close().catch(() => {})
    throw thrown
  }
}

const settingsOf = ({ namespace, database, authentication }: Address) => ({
  namespace,
  database,
  // Calls under way settle only when the driver does not try by itself; the next call connects again.
  reconnect: false,
  ...(authentication === undefined
    ? {}
    : { authentication: unchecked<ProvidedAuth>(authentication, 'checked options') }),
})

/** The driver's promise to connect never settles for a refused port: the event says so. */
function connected(client: Surreal, address: Address): Promise<void> {
  const { url, connectTimeoutMs } = address
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(unreachable(url, ` within ${connectTimeoutMs} ms`))),
      connectTimeoutMs,
    )
    let lastError: unknown
    const forgetError = client.subscribe('error', error => {
      lastError = error
    })
    const forgetEnd = client.subscribe('disconnected', () => settle(() => reject(unreachable(url, '', lastError))))
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      forgetError()
      forgetEnd()
      finish()
    }
    client.connect(url, settingsOf(address)).then(
      () => settle(resolve),
      thrown => settle(() => reject(unchecked<Error>(thrown, 'whatever the driver throws'))),
    )
  })
}

const unreachable = (url: string, where: string, cause?: unknown): VantageError =>
  new VantageError(`nothing answers at ${url}${where}; check the address and that SurrealDB runs`, {
    kind: 'connection',
    retry: 'safe',
    details: { url, outcome: 'not sent' },
    ...(cause === undefined ? {} : { cause: new Error(cause instanceof Error ? cause.message : 'connection error') }),
  })
