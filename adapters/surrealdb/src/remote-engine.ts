import { createRemoteEngines, type Engines, WebSocketEngine } from 'surrealdb'
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

export const remoteEngines = (): Engines => ({
  ...createRemoteEngines(),
  ws: context => new WatchedWebSocket(context),
  wss: context => new WatchedWebSocket(context),
})
