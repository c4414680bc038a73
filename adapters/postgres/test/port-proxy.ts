import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A port of its own that passes connections on, so that what is behind it can go away and come back elsewhere. */
export class PortProxy implements AsyncDisposable {
  #server: Server | undefined
  #port = 0
  readonly #sockets = new Set<Socket>()

  get port(): number {
    return this.#port
  }

  /** Connections that are open, each counted at both its ends. */
  get open(): number {
    return this.#sockets.size
  }

  /** Listens, on the same port as before, for a server at another. */
  async pass(target: number): Promise<void> {
    this.#server = createServer(inward => {
      const outward = connect(target, '127.0.0.1')
      for (const [from, to] of [
        [inward, outward],
        [outward, inward],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.once('error', () => to.destroy())
        from.once('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address !== null && typeof address === 'object') this.#port = address.port
  }

  /** Stops listening and cuts what is connected. */
  async close(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(server, 'close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
