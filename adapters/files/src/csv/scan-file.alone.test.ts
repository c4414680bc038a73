import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type FileHandle, truncate } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { VantageError } from '@vantage-ts/core/adapter'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { type ScanFileOptions, scanChunks, scanFile } from './scan-file.ts'

const spy = vi.hoisted(() => {
  const open = new Set<unknown>()
  return { open, bytesRead: 0, failAt: Number.POSITIVE_INFINITY }
})

// The real file system, with an eye on which files are open and how much of them was read.
vi.mock('node:fs/promises', async importActual => {
  const actual = await importActual<typeof import('node:fs/promises')>()
  const open = async (...args: Parameters<typeof actual.open>): Promise<FileHandle> => {
    const handle = await actual.open(...args)
    spy.open.add(handle)
    const read = handle.read.bind(handle)
    const close = handle.close.bind(handle)
    return Object.assign(handle, {
      close: async () => {
        await close()
        spy.open.delete(handle)
      },
      read: async (buffer: Buffer, offset: number, length: number, position: number) => {
        if (position >= spy.failAt) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
        const result = await read(buffer, offset, length, position)
        spy.bytesRead += result.bytesRead
        return result
      },
    })
  }
  return { ...actual, open }
})

const folder = mkdtempSync(join(tmpdir(), 'vantage-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

afterEach(() => {
  expect(spy.open.size).toBe(0)
  spy.bytesRead = 0
  spy.failAt = Number.POSITIVE_INFINITY
})

function fileOf(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const numbers = (count: number): string =>
  `n,square\n${Array.from({ length: count }, (_, n) => `${n},${n * n}\n`).join('')}`

/** All rows, and the error that ended them. */
async function drain(file: string, options: ScanFileOptions = {}): Promise<{ rows: number; error?: VantageError }> {
  let rows = 0
  try {
    for await (const batch of scanFile(file, options)) {
      expect(batch.rows.length).toBeGreaterThan(0)
      rows += batch.rows.length
    }
  } catch (thrown) {
    return { rows, error: VantageError.from(thrown) }
  }
  return { rows }
}

describe('scanFile', () => {
  it.each([1, 7, 64, 65_536])('reads a file in pieces of %i bytes', async chunkBytes => {
    const count = chunkBytes < 1000 ? 50 * chunkBytes : 20_000
    const found: unknown[] = []
    for await (const { rows } of scanFile(fileOf('n.csv', numbers(count)), { chunkBytes })) found.push(...rows)
    expect(found).toEqual(Array.from({ length: count }, (_, n) => [String(n), String(n * n)]))
  })

  it('reads an empty file and a header alone', async () => {
    expect((await drain(fileOf('empty.csv', ''))).error).toMatchObject({ kind: 'invalid' })
    expect(await drain(fileOf('empty.csv', ''), { header: false })).toEqual({ rows: 0 })
    expect(await drain(fileOf('header.csv', 'a,b\n'))).toEqual({ rows: 0 })
  })

  it.each([0, -1, 0.5, Number.NaN])('refuses pieces of %s bytes', async chunkBytes => {
    const { error } = await drain(fileOf('n.csv', numbers(5)), { chunkBytes })
    expect(error).toMatchObject({ kind: 'invalid', details: { option: 'chunkBytes' } })
  })

  it('follows links', async () => {
    const link = join(folder, 'link.csv')
    symlinkSync(fileOf('target.csv', 'a\n1\n'), link)
    expect(await drain(link)).toEqual({ rows: 1 })
  })

  it('reads no more than one piece ahead, and closes the file when the loop is left', async () => {
    const file = fileOf('long.csv', numbers(200_000))
    for await (const { rows } of scanFile(file)) {
      expect(rows.length).toBeGreaterThan(1000)
      break
    }
    expect(spy.bytesRead).toBeLessThanOrEqual(3 * 65_536)
  })

  it('closes the file when the caller throws', async () => {
    const file = fileOf('long.csv', numbers(50_000))
    const work = async (): Promise<void> => {
      for await (const _ of scanFile(file)) throw new Error('mine')
    }
    await expect(work()).rejects.toThrow('mine')
  })

  it('closes the file after a fault in it', async () => {
    const file = fileOf('fault.csv', `${numbers(30_000)}1\n${numbers(30_000)}`)
    const { rows, error } = await drain(file)
    expect(rows).toBe(30_000)
    expect(error).toMatchObject({ kind: 'invalid', details: { file, line: 30_002 } })
  })

  it('throws a fault behind the last complete row', async () => {
    const file = fileOf('tail.csv', 'a,b\n1,2\n3')
    expect(await drain(file)).toMatchObject({ rows: 1, error: { kind: 'invalid', details: { line: 3 } } })
  })

  it('opens nothing before the first row is asked for', () => {
    scanFile(join(folder, 'nowhere.csv'))
    expect(spy.bytesRead).toBe(0)
  })

  it('stops between pieces when the signal aborts', async () => {
    const file = fileOf('long.csv', numbers(100_000))
    const controller = new AbortController()
    let rows = 0
    const work = async (): Promise<void> => {
      for await (const batch of scanFile(file, { signal: controller.signal })) {
        rows += batch.rows.length
        controller.abort()
      }
    }
    await expect(work()).rejects.toMatchObject({ kind: 'cancelled' })
    expect(rows).toBeGreaterThan(0)
    expect(rows).toBeLessThan(20_000)
  })

  it('does not open the file for a signal that is aborted already', async () => {
    const { error } = await drain(fileOf('n.csv', numbers(5)), { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ kind: 'cancelled' })
    expect(spy.bytesRead).toBe(0)
  })

  it('tells a deadline from a cancellation', async () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'))
    expect((await drain(fileOf('n.csv', numbers(5)), { signal })).error).toMatchObject({ kind: 'timeout' })
  })
})

describe('faults of the file system', () => {
  it('names a missing file and a missing folder', async () => {
    const file = join(folder, 'nowhere', 'people.csv')
    const { error } = await drain(file)
    expect(error).toMatchObject({ kind: 'not-found', retry: 'never', details: { file, code: 'ENOENT' } })
    expect(error?.message).toContain('check the path')
  })

  it('refuses a folder', async () => {
    expect((await drain(folder)).error).toMatchObject({ kind: 'invalid', details: { file: folder } })
  })

  it('refuses what is neither file nor folder without opening it', async () => {
    const pipe = join(folder, 'pipe.csv')
    const server = createServer()
    await new Promise<void>(done => server.listen(pipe, done))
    try {
      const { error } = await drain(pipe)
      expect(error).toMatchObject({ kind: 'invalid' })
      expect(error?.message).toContain('is a pipe, socket or device')
    } finally {
      await new Promise(done => server.close(done))
    }
  })

  it('reports a failing device once the rows before it are given', async () => {
    const file = fileOf('long.csv', numbers(100_000))
    spy.failAt = 131_072
    const { rows, error } = await drain(file)
    expect(rows).toBeGreaterThan(9_000)
    expect(error).toMatchObject({ kind: 'connection', retry: 'safe', details: { file, code: 'EIO' } })
  })

  it('swallows a failing read ahead that nobody asks for', async () => {
    const file = fileOf('long.csv', numbers(100_000))
    spy.failAt = 65_536
    for await (const _ of scanFile(file)) break
  })

  it('reports a file that is cut while it is read', async () => {
    const file = fileOf('cut.csv', numbers(100_000))
    let error: unknown
    try {
      for await (const _ of scanFile(file)) await truncate(file, 0)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ kind: 'conflict', retry: 'safe', details: { file, reason: 'truncated' } })
  })
})

describe('memory', () => {
  const kilobytes = 64 * 1024

  /** 100 MB of one row, made on the fly; counts what was asked for. */
  function endlessRow(start: string): {
    chunks: AsyncGenerator<Uint8Array>
    given: () => number
    isEnded: () => boolean
  } {
    let given = 0
    let isEnded = false
    async function* make(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from(start)
        const chunk = Buffer.alloc(kilobytes, 'x')
        while (given < 100 * 1024 * 1024) {
          given += chunk.length
          yield chunk
        }
      } finally {
        isEnded = true
      }
    }
    return { chunks: make(), given: () => given, isEnded: () => isEnded }
  }

  it.each([
    ['a row', 'a,b\n1,2\n', 3],
    ['a field in quotes', 'a,b\n1,2\n"\n', 3],
    ['the header', '', 1],
    ['a row beyond ASCII', 'a,b\n1,2\né', 3],
  ])('gives up %s of 100 MB after 16 MiB', async (_name, start, line) => {
    const { chunks, given, isEnded } = endlessRow(start)
    const work = async (): Promise<void> => {
      for await (const _ of scanChunks(chunks, { file: 'big.csv' }));
    }
    await expect(work()).rejects.toMatchObject({ kind: 'too-large', details: { file: 'big.csv', line } })
    expect(given()).toBeLessThanOrEqual(16 * 1024 * 1024 + 2 * kilobytes)
    expect(isEnded()).toBe(true)
  })

  it('obeys a smaller limit', async () => {
    const { chunks, given } = endlessRow('a\n')
    const work = async (): Promise<void> => {
      for await (const _ of scanChunks(chunks, { file: 'big.csv', maxRowBytes: 1024 }));
    }
    await expect(work()).rejects.toMatchObject({ kind: 'too-large' })
    expect(given()).toBe(kilobytes)
  })

  it('does not grow with the file, and a value that is kept keeps little beside itself', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const row = `${'a value of some length'.padEnd(60, '.')},é\n`
    const chunk = Buffer.from(row.repeat(1000))
    async function* make(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n')
      for (let count = 0; count < 400; count++) yield chunk
    }
    collect()
    const before = process.memoryUsage()
    const kept: (string | null | undefined)[] = []
    for await (const { rows } of scanChunks(make(), { file: 'big.csv' })) kept.push(rows[0]?.[0])
    collect()
    const after = process.memoryUsage()
    expect(kept.length).toBeGreaterThanOrEqual(400)
    // The 26 MB of text would take twice that as UTF-16; a block is 8 KiB.
    expect(after.heapUsed - before.heapUsed).toBeLessThan(kept.length * 10 * 1024)
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 * 1024 * 1024)
  })
})
