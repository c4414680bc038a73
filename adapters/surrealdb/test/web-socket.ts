import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

const handshake = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** One socket of a client, for whole binary messages. */
export interface PeerSocket {
  send(message: Uint8Array): void
}

/**
 * A server of WebSockets, as much of one as a database driver needs: whole binary messages, pings answered.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc6455
 */
export function webSocketServer(onMessage: (message: Uint8Array, socket: PeerSocket) => void): Server {
  const server = createServer((_, response) => response.writeHead(426).end())
  server.on('upgrade', (request, stream) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${handshake}`).digest('base64')
    const protocol = request.headers['sec-websocket-protocol']
    stream.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    )
    stream.on('error', () => stream.destroy())
    readFrames(stream, onMessage)
  })
  return server
}

function readFrames(stream: Duplex, onMessage: (message: Uint8Array, socket: PeerSocket) => void): void {
  const socket: PeerSocket = { send: message => void stream.write(frame(2, message)) }
  let buffered: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  stream.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk])
    for (let next = frameIn(buffered); next !== undefined; next = frameIn(buffered)) {
      buffered = buffered.subarray(next.size)
      if (next.kind === 8) stream.end(frame(8, Buffer.alloc(0)))
      else if (next.kind === 9) stream.write(frame(10, next.payload))
      else if (next.kind < 3) {
        parts.push(next.payload)
        if (!next.isLast) continue
        onMessage(new Uint8Array(Buffer.concat(parts)), socket)
        parts = []
      }
    }
  })
}

interface Frame {
  readonly kind: number
  readonly isLast: boolean
  readonly payload: Buffer
  readonly size: number
}

/** The first whole frame of what came so far. */
function frameIn(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1) & 127
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  const isMasked = (bytes.readUInt8(1) & 128) !== 0
  const start = head + (isMasked ? 4 : 0)
  if (bytes.length < start) return undefined
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + length) return undefined
  const payload = Buffer.from(bytes.subarray(start, start + length))
  if (isMasked) for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (bytes[head + (at & 3)] ?? 0)
  const first = bytes.readUInt8(0)
  return { kind: first & 15, isLast: (first & 128) !== 0, payload, size: start + length }
}

function frame(kind: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head.writeUInt8(128 | kind, 0)
  head.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
