import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { GuardedServer } from './guarded-server.ts'

/** Where a server is asked for, as text that can be handed to other processes. */
export interface ServerDesk {
  readonly port: number
  /** Keeps others of this machine from asking. */
  readonly token: string
}

type Said = { readonly url: string } | { readonly error: string }

/** Starts one server when it is asked for the first time, by whatever process of the run; nobody who does not ask pays for it. */
export class ServerOnDemand {
  readonly #start: () => Promise<GuardedServer>
  readonly #token = randomBytes(16).toString('hex')
  #asked: Promise<GuardedServer> | undefined
  #listening: Server | undefined

  constructor(start: () => Promise<GuardedServer>) {
    this.#start = start
  }

  async open(): Promise<ServerDesk> {
    const server = createServer(socket => void this.#answer(socket))
    this.#listening = server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    server.unref()
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1')
    return { port: address.port, token: this.#token }
  }

  async #answer(socket: Socket): Promise<void> {
    socket.on('error', () => {})
    const [line] = await once(createInterface({ input: socket }), 'line')
    if (line !== this.#token) return void socket.destroy()
    this.#asked ??= this.#start()
    const said: Said = await this.#asked.then(
      ({ url }) => ({ url }),
      thrown => ({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
    )
    socket.end(`${JSON.stringify(said)}\n`)
  }

  async close(): Promise<void> {
    this.#listening?.close()
    const server = await this.#asked?.catch(() => undefined)
    await server?.stop()
  }
}

/** The url of the server that a desk starts when it has to. */
export async function askFor({ port, token }: ServerDesk): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`${token}\n`)
  const [line] = await once(createInterface({ input: socket }), 'line')
  socket.destroy()
  const said: Said = JSON.parse(line)
  if ('error' in said) throw new Error(said.error)
  return said.url
}
