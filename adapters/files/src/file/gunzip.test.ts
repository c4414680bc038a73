import { gzipSync } from 'node:zlib'
import { VantageError } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { gunzipped } from './gunzip.ts'

/** Pieces that share a buffer, as those of a file do. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const shared = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size)
    shared.set(piece)
    yield shared.subarray(0, piece.length)
    shared.fill(0)
  }
}

async function unpacked(bytes: Buffer, size = 1000): Promise<string> {
  const parts = await Array.fromAsync(gunzipped(pieces(bytes, size), { file: 'x.gz', line: () => 7 }), part =>
    Buffer.from(part),
  )
  return Buffer.concat(parts).toString()
}

async function failureOf(work: Promise<unknown>): Promise<VantageError> {
  return VantageError.from(
    await work.then(
      () => new Error('it has to fail'),
      thrown => thrown,
    ),
  )
}

// So long that it is unpacked in several pieces.
const text = Array.from({ length: 30_000 }, (_, at) => `${(at * 7919) % 100_003}\n`).join('')
const packed = gzipSync(text)

describe('gunzipped', () => {
  it('gives what was packed, of one member and of several, however the bytes come', async () => {
    for (const size of [1, 10, 1e6]) expect(await unpacked(gzipSync('a short text'), size)).toBe('a short text')
    expect(await unpacked(packed)).toBe(text)
    expect(await unpacked(Buffer.concat([gzipSync('a'), gzipSync(''), packed, gzipSync('b')]))).toBe(`a${text}b`)
    expect(await unpacked(Buffer.alloc(0))).toBe('')
  })

  it.each([
    ['cut off in the first bytes', packed.subarray(0, 5)],
    ['cut off in the middle', packed.subarray(0, packed.length / 2)],
    ['cut off before its last byte', packed.subarray(0, -1)],
    ['cut off in a second member', Buffer.concat([packed, gzipSync('b').subarray(0, 12)])],
    ['followed by text', Buffer.concat([packed, Buffer.from('more')])],
    ['followed by zeros', Buffer.concat([packed, Buffer.alloc(512)])],
    ['followed by zeros and more', Buffer.concat([packed, Buffer.alloc(512), packed])],
    ['no gzip', Buffer.from(text)],
    ['changed in one byte', Buffer.from(packed).fill(0xff, 3000, 3001)],
    ['of another checksum', Buffer.from(packed).fill(1, packed.length - 8, packed.length - 7)],
  ])('refuses what is %s, and says how far it could be read', async (_what, bytes) => {
    for (const size of [100, 1e6]) {
      const error = await failureOf(unpacked(bytes, size))
      expect(error).toMatchObject({
        kind: 'invalid',
        details: { file: 'x.gz', line: 7, readableBytes: expect.any(Number) },
      })
      expect(error.details.readableBytes).toBeLessThanOrEqual(text.length + 1)
      expect(error.message).toContain('up to line 7')
    }
  })

  it('gives the failure of what gives the bytes, and ends it when it is left early', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield packed.subarray(0, 1000)
      throw new Error('mine')
    }
    expect((await failureOf(Array.fromAsync(gunzipped(failing(), { file: 'x.gz' })))).message).toBe('mine')
    let isEnded = false
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield packed
      } finally {
        isEnded = true
      }
    }
    for await (const _piece of gunzipped(endless(), { file: 'x.gz' })) break
    expect(isEnded).toBe(true)
  })
})
