import { type FileHandle, open, stat } from 'node:fs/promises'
import { throwIfAborted, VantageError } from '@vantage-ts/core/adapter'
import { fileError } from '../errors.ts'
import { countOption } from './count-option.ts'

export interface ChunkOptions {
  /** The length of the file, where it is known; of a file that is open only. */
  readonly size?: number | undefined
  readonly chunkBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const defaultChunkBytes = 64 * 1024

/**
 * Reads a file piece by piece, as long as somebody asks for more. What is appended meanwhile is left out.
 *
 * Units: a piece is valid until the next one is asked for; they share one buffer.
 * Errors: those of the file system; `conflict` when the file gets shorter while it is read; `cancelled` or `timeout` between
 * pieces. The file is closed in every case, also when the reader stops early.
 */
export async function* readChunks(
  file: string,
  options: ChunkOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  throwIfAborted(options.signal)
  await requireFile(file)
  const handle = await open(file, 'r').catch(cause => {
    throw fileError(cause, file, 'reading')
  })
  try {
    yield* chunksOf(handle, file, options)
  } finally {
    await handle.close()
  }
}

/** The same for a file that is open already and stays open. */
export async function* chunksOf(
  handle: FileHandle,
  file: string,
  options: ChunkOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { signal } = options
  const chunkBytes = countOption('chunkBytes', options.chunkBytes ?? defaultChunkBytes)
  const size = options.size ?? (await attempt(file, () => handle.stat())).size
  let position = 0
  const read = async (buffer: Buffer): Promise<Buffer> => {
    const wanted = Math.min(chunkBytes, size - position)
    if (wanted === 0) return buffer.subarray(0, 0)
    // After a read that gave less than was asked for, more is left than there was room for.
    const room = buffer.length < wanted ? Buffer.allocUnsafeSlow(wanted) : buffer
    const { bytesRead } = await attempt(file, () => handle.read(room, 0, wanted, position))
    if (bytesRead === 0) throw becameShorter(file)
    position += bytesRead
    return room.subarray(0, bytesRead)
  }
  // Most files of a folder are small, and two pieces of them are never under way at once.
  let idle = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(0, size - chunkBytes)))
  let busy = Buffer.allocUnsafeSlow(Math.min(chunkBytes, size))
  let ahead = read(busy)
  try {
    for (let bytes = await ahead; bytes.length > 0; bytes = await ahead) {
      throwIfAborted(signal)
      // The next piece is read while the caller works on this one.
      ;[idle, busy] = [busy, idle]
      ahead = read(busy)
      ahead.catch(seenLater)
      yield bytes
    }
  } finally {
    // The caller may close the handle now, so nothing may be under way on it.
    await ahead.catch(seenLater)
  }
}

/** A read ahead that fails is reported when its piece is asked for, and never when the caller stops before. */
const seenLater = (): void => {}

function becameShorter(file: string): VantageError {
  return new VantageError(`${file} became shorter while it was read; read it again`, {
    kind: 'conflict',
    retry: 'safe',
    details: { file, reason: 'truncated' },
  })
}

/** Refuses what is no plain file before opening it: opening a pipe waits for its writer, perhaps for ever. */
export async function requireFile(file: string): Promise<void> {
  const found = await attempt(file, () => stat(file))
  if (found.isFile()) return
  const what = found.isDirectory() ? 'is a folder' : 'is a pipe, socket or device'
  throw new VantageError(`${file} ${what}; name a file`, { kind: 'invalid', details: { file } })
}

async function attempt<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw fileError(cause, file, 'reading')
  }
}
