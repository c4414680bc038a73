import type { Socket } from 'node:net'
import type { WireProtocol } from './statement-proxy.ts'

/**
 * Messages of PostgreSQL: a statement is a simple query, or what goes up to a Sync.
 *
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export const postgresWire: WireProtocol = {
  readClient(socket, tell) {
    let isFirst = true
    readWhole(
      socket,
      bytes => sizeOfMessage(bytes, isFirst ? 0 : 1),
      message => {
        const type = isFirst ? '' : String.fromCharCode(message.readUInt8(0))
        isFirst = false
        // Q: a simple query; S: Sync. The first has no type and is of the login, as p is; X says goodbye.
        tell(type === 'Q' || type === 'S' ? 'statement' : type === '' || type === 'p' || type === 'X' ? 'other' : 'part', message) // biome-ignore format: one line
      },
    )
  },
  readServer(socket, tell) {
    // Z: ready for the next statement.
    readWhole(
      socket,
      bytes => sizeOfMessage(bytes, 1),
      message => tell(message, message.readUInt8(0) === 0x5a),
    )
  },
}

const sizeOfMessage = (bytes: Buffer, head: number): number | undefined =>
  bytes.length < head + 4 ? undefined : head + bytes.readUInt32BE(head)

/** Commands of MySQL's clients that do work: query, execute of what is prepared. Preparing, pinging and closing are none. */
const mysqlWork: ReadonlySet<number> = new Set([0x03, 0x17])

/**
 * Packets of MySQL and MariaDB: a statement is a query, or the run of a prepared one. Its answer is an OK or an error, or columns
 * and rows that end with an EOF each.
 *
 * Source: https://mariadb.com/kb/en/clientserver-protocol/
 */
export const mysqlWire: WireProtocol = {
  readClient(socket, tell) {
    readWhole(socket, sizeOfPacket, packet => {
      // A command is numbered 0; packets of the login are not.
      const isCommand = packet.readUInt8(3) === 0
      tell(isCommand && mysqlWork.has(packet.readUInt8(4)) ? 'statement' : 'other', packet)
    })
  },
  readServer(socket, tell) {
    /** EOFs that are still to come of the result that is on its way; before its first packet there is no telling. */
    let ends: number | undefined
    readWhole(socket, sizeOfPacket, packet => {
      if (packet.readUInt8(3) === 1) ends = undefined
      const kind = packet.readUInt8(4)
      if (kind === 0xff || (ends === undefined && kind === 0)) ends = 0
      else if (ends === undefined) ends = 2
      else if (kind === 0xfe && packet.length < 13) ends -= 1
      const isDone = ends <= 0
      // A block gives several results, and says with each but the last that more come.
      if (isDone && kind === 0xfe && (packet.readUInt16LE(7) & moreResults) !== 0) {
        ends = undefined
        tell(packet, false)
      } else tell(packet, isDone)
    })
  },
}
const moreResults = 8

const sizeOfPacket = (bytes: Buffer): number | undefined => (bytes.length < 5 ? undefined : 4 + bytes.readUIntLE(0, 3))

/**
 * WebSockets: a statement is a binary message, and so is its answer.
 *
 * Source: https://www.rfc-editor.org/rfc/rfc6455
 */
export const webSocketWire: WireProtocol = {
  readClient(socket, tell) {
    readFrames(socket, (frame, isData) => tell(isData ? 'statement' : 'other', frame))
  },
  readServer(socket, tell) {
    readFrames(socket, tell)
  },
}

function readFrames(socket: Socket, tell: (frame: Buffer, isData: boolean) => void): void {
  let isOpen = false
  readWhole(
    socket,
    bytes => (isOpen ? sizeOfFrame(bytes) : sizeOfHandshake(bytes)),
    frame => {
      // 2: a binary message, 0: its rest.
      tell(frame, isOpen && (frame.readUInt8(0) & 15) === 2)
      isOpen = true
    },
  )
}

function sizeOfHandshake(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  return end < 0 ? undefined : end + 4
}

function sizeOfFrame(bytes: Buffer): number | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes.readUInt8(1) & 127
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < head) return undefined
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  return head + ((bytes.readUInt8(1) & 128) === 0 ? 0 : 4) + length
}

/** Tells each whole piece of what comes in, however it is cut on its way. */
function readWhole(socket: Socket, sizeIn: (bytes: Buffer) => number | undefined, tell: (piece: Buffer) => void): void {
  let bytes: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (let size = sizeIn(bytes); size !== undefined && size <= bytes.length; size = sizeIn(bytes)) {
      const piece = bytes.subarray(0, size)
      bytes = bytes.subarray(size)
      tell(piece)
    }
  })
}
