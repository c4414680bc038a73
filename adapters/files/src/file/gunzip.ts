import { once } from 'node:events'
import { createGunzip, type Gunzip } from 'node:zlib'
import { VantageError } from '@vantage-ts/core/adapter'

export interface GunzipSettings {
  readonly file: string
  /** The line that is read just now, for errors. */
  line?(): number
}

/**
 * Unpacks gzip as its bytes come: all members of it, one after the other.
 *
 * Errors: `invalid` for what is no gzip, broken, cut off or followed by something else; `details` say how many bytes could be
 * read before (`readableBytes`) and the line they end on. What was given before is right.
 * Source: RFC 1952, https://www.rfc-editor.org/rfc/rfc1952
 */
export async function* gunzipped(
  chunks: AsyncIterable<Uint8Array>,
  settings: GunzipSettings,
): AsyncGenerator<Uint8Array, void, undefined> {
  const gunzip = createGunzip()
  const fed = { bytes: 0, failure: undefined as unknown }
  const feeding = feed(chunks, gunzip, fed)
  let readableBytes = 0
  try {
    for await (const piece of gunzip) {
      readableBytes += piece.length
      yield piece
    }
    await feeding
    if (gunzip.bytesWritten < fed.bytes) throw new Error('bytes follow that are no gzip')
  } catch (cause) {
    if (fed.failure !== undefined) throw fed.failure
    // An empty file has no members: nothing is packed in it.
    if (fed.bytes === 0) return
    throw broken(cause, readableBytes, settings)
  } finally {
    gunzip.destroy()
    await feeding
  }
}

interface Fed {
  bytes: number
  failure: unknown
}

/** Whatever gives the bytes is ended when nobody unpacks them any more. */
async function feed(chunks: AsyncIterable<Uint8Array>, gunzip: Gunzip, fed: Fed): Promise<void> {
  const ended = once(gunzip, 'close').catch(() => undefined)
  try {
    for await (const chunk of chunks) {
      fed.bytes += chunk.length
      // Pieces of a file share a buffer, so one is taken whole before the next is asked for.
      await Promise.race([ended, new Promise(taken => gunzip.write(chunk, taken))])
      if (gunzip.destroyed) return
    }
    gunzip.end()
  } catch (thrown) {
    fed.failure = thrown
    gunzip.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)))
  }
}

function broken(cause: unknown, readableBytes: number, { file, line }: GunzipSettings): VantageError {
  const at = line?.()
  const place = at === undefined ? '' : `, up to line ${at},`
  const problem = cause instanceof Error ? cause.message : String(cause)
  return new VantageError(
    `${file}: the gzip data is broken or cut off (${problem}); ${readableBytes} bytes${place} could be read. Pack the file again from its source`,
    { kind: 'invalid', details: { file, readableBytes, ...(at === undefined ? {} : { line: at }) }, cause },
  )
}
