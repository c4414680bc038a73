import { describe, expect, it } from 'vitest'
import { type AppendTarget, appendWhole } from './append-whole.ts'

interface Faults {
  /** How many bytes the n-th write takes, or the code it fails with; the last one counts for all that follow. */
  readonly writes?: readonly (number | string)[]
  readonly sync?: string
  readonly truncate?: string
}

const systemError = (code: string): Error => Object.assign(new Error(`${code}: a text of the system`), { code })

/** A file in memory on a disk that fails as told. */
class FakeFile implements AppendTarget {
  content: Buffer
  syncs = 0
  readonly #faults: Faults
  #turn = 0

  constructor(content: string, faults: Faults = {}) {
    this.content = Buffer.from(content)
    this.#faults = faults
  }

  async write(bytes: Buffer, offset: number, length: number, position: number): Promise<{ bytesWritten: number }> {
    const { writes = [Number.POSITIVE_INFINITY] } = this.#faults
    const fault = writes[Math.min(this.#turn++, writes.length - 1)] ?? 0
    if (typeof fault === 'string') throw systemError(fault)
    const taken = bytes.subarray(offset, offset + Math.min(length, fault))
    this.content = Buffer.concat([this.content.subarray(0, position), taken])
    return { bytesWritten: taken.length }
  }

  async truncate(length: number): Promise<void> {
    if (this.#faults.truncate !== undefined) throw systemError(this.#faults.truncate)
    this.content = this.content.subarray(0, length)
  }

  async datasync(): Promise<void> {
    if (this.#faults.sync !== undefined) throw systemError(this.#faults.sync)
    this.syncs++
  }
}

const rows = Buffer.from('3,4\n5,6\n')
const plan = { file: 'x.csv', at: 8, fsync: false }
const former = 'a,b\n1,2\n'

describe('appendWhole', () => {
  it('adds the bytes', async () => {
    const file = new FakeFile(former)
    await appendWhole(file, rows, plan)
    expect(file.content.toString()).toBe('a,b\n1,2\n3,4\n5,6\n')
    expect(file.syncs).toBe(0)
  })

  it('waits for the device when told', async () => {
    const file = new FakeFile(former)
    await appendWhole(file, rows, { ...plan, fsync: true })
    expect(file.syncs).toBe(1)
  })

  it('goes on after a short write', async () => {
    const file = new FakeFile(former, { writes: [3, 1, 100] })
    await appendWhole(file, rows, plan)
    expect(file.content.toString()).toBe('a,b\n1,2\n3,4\n5,6\n')
  })

  it.each([
    ['a full disk', { writes: ['ENOSPC'] }, 'too-large', 'ENOSPC'],
    ['a disk that gets full', { writes: [5, 'ENOSPC'] }, 'too-large', 'ENOSPC'],
    ['a disk that takes nothing and says nothing', { writes: [5, 0] }, 'too-large', 'ENOSPC'],
    ['a failing device', { writes: [5, 'EIO'] }, 'connection', 'EIO'],
    ['a quota', { writes: [5, 'EDQUOT'] }, 'too-large', 'EDQUOT'],
    ['a failing sync', { sync: 'EIO' }, 'connection', 'EIO'],
  ])('leaves the file as it was after %s', async (_name, faults: Faults, kind, code) => {
    const file = new FakeFile(former, faults)
    const failed = appendWhole(file, rows, { ...plan, fsync: true })
    await expect(failed).rejects.toMatchObject({ kind, retry: 'safe', details: { file: 'x.csv', code } })
    expect(file.content.toString()).toBe(former)
  })

  it('says how long the file was when it cannot be cut back', async () => {
    const file = new FakeFile(former, { writes: [5, 'EIO'], truncate: 'EIO' })
    await expect(appendWhole(file, rows, plan)).rejects.toMatchObject({
      kind: 'partial',
      message: 'appending to x.csv failed, and so did cutting it back: shorten it to 8 bytes before using it again',
      details: { file: 'x.csv', formerBytes: 8 },
    })
    expect(file.content.toString()).toBe('a,b\n1,2\n3,4\n5')
  })
})
