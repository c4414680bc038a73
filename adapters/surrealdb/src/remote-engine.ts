import { createRemoteEngines, type EngineFactory, type Engines, type ValueCodec, WebSocketEngine } from 'surrealdb'
import { atMost } from './pause.ts'

/** How long a server may leave a sign of life unanswered. */
const answerMs = 20_000

/** How long closing waits for the server to say goodbye. */
const goodbyeMs = 1_000

/**
 * The driver's connection over a WebSocket, with its signs of life heeded: the driver sends one every half minute and does not
 * look at the answer, so a peer that went away without a word is never noticed, and one that goes while a sign of life is
 * under way ends the process with an unhandled rejection.
 */
class WatchedWebSocket extends WebSocketEngine {
  override send<Method extends string, Params extends unknown[] | undefined, Result>(
    request: Parameters<WebSocketEngine['send']>[0] & { readonly method: Method; readonly params?: Params },
  ): Promise<Result> {
    const answer = super.send<Method, Params, Result>(request)
    if (request.method !== 'ping') return answer
    const timer = setTimeout(() => void this.close().catch(() => {}), answerMs)
    timer.unref?.()
    answer.catch(() => {}).finally(() => clearTimeout(timer))
    return answer
  }

  /** A server that hangs never says goodbye. */
  override close(): Promise<void> {
    return atMost(goodbyeMs, super.close())
  }
}

/** Ends the connection over an answer that cannot be read: the driver passes it over, and its call would wait for ever. */
const watched: EngineFactory = context => {
  const { cbor } = context.codecs
  const reading: ValueCodec<Uint8Array> = {
    encode: data => cbor.encode(data),
    decode: <T>(data: Uint8Array): T => {
      try {
        return cbor.decode<T>(data)
      } catch (thrown) {
        void engine.close().catch(() => {})
        throw thrown
      }
    },
  }
  const engine = new WatchedWebSocket({ ...context, codecs: { ...context.codecs, cbor: reading } })
  return engine
}

export const remoteEngines = (): Engines => ({ ...createRemoteEngines(), ws: watched, wss: watched })
