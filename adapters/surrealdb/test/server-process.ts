import { NodeEngine } from '@surrealdb/node'
import { unchecked } from '@vantage-ts/core/adapter'
import { CborCodec } from 'surrealdb'
import { type PeerSocket, webSocketServer } from './web-socket.ts'

// A server of its own process: the embedded engine behind the driver's wire protocol. One session for all clients, no live
// queries. Arguments: the url of the engine, the port (0 for a free one). Prints the port when it listens.

const [url = 'mem://', port = '0'] = process.argv.slice(2)
const plain = new CborCodec({})

/** Hands requests to the engine as they came, and answers as they are: nothing is read and written again on the way. */
const passing = {
  encode: (data: unknown): unknown => Object(data).message ?? plain.encode(data),
  decode: (data: Uint8Array): unknown => ({ answer: data }),
}

let ids = 0
const context = { options: {}, uniqueId: () => String(ids++), codecs: { cbor: passing } }
const engine = new NodeEngine(
  unchecked<ConstructorParameters<typeof NodeEngine>[0]>(context, 'all that the engine asks for'),
)
const key = (name: string): Uint8Array => plain.encode(name)

async function answer(message: Uint8Array, socket: PeerSocket): Promise<void> {
  const { id } = plain.decode<{ readonly id: unknown }>(message)
  try {
    const request = unchecked<Parameters<typeof engine.send>[0]>({ method: 'query', message }, 'passed on as it is')
    const result = unchecked<Uint8Array>(Object(await engine.send(request)).answer, 'what the codec above made')
    const error = errorIn(result)
    if (error !== undefined) socket.send(plain.encode({ id, error }))
    else socket.send(Buffer.concat([Buffer.from([0xa2]), key('id'), plain.encode(id), key('result'), result]))
  } catch (thrown) {
    socket.send(plain.encode({ id, error: { code: -32000, message: String(thrown) } }))
  }
}

function errorIn(result: Uint8Array): unknown {
  const value: unknown = plain.decode(result)
  return typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined
}

const server = webSocketServer((message, socket) => void answer(message, socket))
engine.subscribe('connected', () =>
  server.listen(Number(port), '127.0.0.1', () => {
    const address = server.address()
    console.log(typeof address === 'object' ? address?.port : port)
  }),
)
engine.open(unchecked<Parameters<typeof engine.open>[0]>({ url: new URL(url) }, 'all that the engine asks for'))
