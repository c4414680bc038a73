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

/** How the messages of a database are told apart on their way. */
export interface WireProtocol {
  /** Tells each whole message of a client: `statement` is the last of what the server answers as one, `part` comes before it. */
  readClient(socket: Socket, tell: (what: 'statement' | 'part' | 'other', message: Buffer) => void): void
  /** Tells what the server sends, and with the last of an answer that it is done. */
  readServer(socket: Socket, tell: (message: Buffer, isDone: boolean) => void): void
}

/** A port that passes connections on to a server and knows the messages on them, so that it can strike at one statement. */
export class StatementProxy implements AsyncDisposable {
  readonly #protocol: WireProtocol
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #target = 0
  #blow: Armed | undefined
  #statements = 0

  private constructor(protocol: WireProtocol) {
    this.#protocol = protocol
    this.#server = createServer({ noDelay: true }, inward => this.#pass(inward))
  }

  static async listen(protocol: WireProtocol): Promise<StatementProxy> {
    const proxy = new StatementProxy(protocol)
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
    this.#protocol.readClient(inward, (what, message) => {
      waiting.push(message)
      if (what === 'part') return
      if (what === 'statement') struck = this.#blowOf(++this.#statements)
      if (struck?.moment === 'unsent') return void strike()
      outward.write(Buffer.concat(waiting))
      waiting = []
    })
    this.#protocol.readServer(outward, (message, isDone) => {
      if (struck === undefined) inward.write(message)
      else if (isDone) void strike()
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
