import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** When a statement is struck: before the server has it, or once it has answered and before the client knows. */
export type Moment = 'unsent' | 'unanswered'

export type Strike = () => Promise<void> | void

interface Blow {
  readonly statement: number
  readonly moment: Moment
  readonly strike: Strike
}

interface Armed extends Blow {
  readonly done: () => void
}

/**
 * A port that passes connections on to a server and knows the messages of PostgreSQL, so that it can strike at one statement.
 *
 * Shape: a statement is what the server answers as one: a simple query, or the messages up to a Sync.
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class StatementProxy implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #target = 0
  #blow: Armed | undefined
  #statements = 0

  private constructor() {
    this.#server = createServer({ noDelay: true }, inward => this.#pass(inward))
  }

  static async listen(): Promise<StatementProxy> {
    const proxy = new StatementProxy()
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  /** The url of a server, to be reached through this port from now on. */
  to(url: string): string {
    const passed = new URL(url)
    this.#target = Number(passed.port)
    const address = this.#server.address()
    if (address !== null && typeof address === 'object') passed.port = String(address.port)
    return passed.href
  }

  /** Strikes at the nth statement from now on, once: `strike` is run, and the connection is cut. Settles when both are done. */
  arm(blow: Blow): Promise<void> {
    this.#statements = 0
    return new Promise(done => {
      this.#blow = { ...blow, done }
    })
  }

  /** The statements that were passed since it was armed or asked. */
  count(): number {
    const passed = this.#statements
    this.#statements = 0
    return passed
  }

  #pass(inward: Socket): void {
    const outward = connect({ port: this.#target, host: '127.0.0.1', noDelay: true })
    const cut = (): void => {
      inward.destroy()
      outward.destroy()
    }
    for (const socket of [inward, outward]) {
      this.#sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        cut()
      })
    }
    let struck: Armed | undefined
    const strike = async (): Promise<void> => {
      await struck?.strike()
      cut()
      struck?.done()
    }
    let waiting: Buffer[] = []
    readMessages(inward, true, (type, message) => {
      waiting.push(message)
      // Q: a simple query; S: Sync. What has no type, and p, are of the login.
      if (type === 'Q' || type === 'S') struck = this.#blowOf(++this.#statements)
      else if (type !== '' && type !== 'p' && type !== 'X') return
      if (struck?.moment === 'unsent') return void strike()
      outward.write(Buffer.concat(waiting))
      waiting = []
    })
    readMessages(outward, false, (type, message) => {
      if (struck === undefined) inward.write(message)
      // Z: ready for the next statement, since this one is done.
      else if (type === 'Z') void strike()
    })
  }

  #blowOf(statement: number): Armed | undefined {
    if (this.#blow?.statement !== statement) return undefined
    const blow = this.#blow
    this.#blow = undefined
    return blow
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }
}

/** Tells each whole message; the first of a client has no type. */
function readMessages(socket: Socket, startsUntyped: boolean, tell: (type: string, message: Buffer) => void): void {
  let bytes: Buffer = Buffer.alloc(0)
  let isUntyped = startsUntyped
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (;;) {
      const head = isUntyped ? 0 : 1
      if (bytes.length < head + 4) return
      const size = head + bytes.readUInt32BE(head)
      if (bytes.length < size) return
      const message = bytes.subarray(0, size)
      bytes = bytes.subarray(size)
      tell(isUntyped ? '' : String.fromCharCode(message.readUInt8(0)), message)
      isUntyped = false
    }
  })
}
