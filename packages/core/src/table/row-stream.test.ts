import { describe, expect, it } from 'vitest'
import { RowStream } from './row-stream.ts'

async function* batchesOf(
  batches: readonly (readonly number[])[],
  log: string[] = [],
): AsyncGenerator<readonly number[]> {
  try {
    for (const batch of batches) {
      log.push(`batch of ${batch.length}`)
      yield batch
    }
  } finally {
    log.push('ended')
  }
}

describe('RowStream', () => {
  it('hands out the rows of all batches, empty ones included', async () => {
    expect(await Array.fromAsync(new RowStream(batchesOf([[1, 2], [], [3]])))).toEqual([1, 2, 3])
    expect(await Array.fromAsync(new RowStream(batchesOf([])))).toEqual([])
  })

  it('asks for the next batch only when its rows are wanted', async () => {
    const log: string[] = []
    const rows = new RowStream(batchesOf([[1, 2], [3]], log))
    expect(log).toEqual([])
    await rows.next()
    await rows.next()
    expect(log).toEqual(['batch of 2'])
    expect(await rows.next()).toEqual({ done: false, value: 3 })
    expect(await rows.next()).toEqual({ done: true, value: undefined })
    expect(log).toEqual(['batch of 2', 'batch of 1', 'ended'])
  })

  it('ends the batches when a loop is left early, by break or by error', async () => {
    for (const leave of ['break', 'throw'] as const) {
      const log: string[] = []
      const rows = new RowStream(batchesOf([[1, 2], [3]], log))
      const loop = async () => {
        for await (const _row of rows) {
          if (leave === 'throw') throw new Error('enough')
          break
        }
      }
      if (leave === 'throw') await expect(loop()).rejects.toThrow('enough')
      else await loop()
      expect(log).toEqual(['batch of 2', 'ended'])
      expect(await rows.next()).toEqual({ done: true, value: undefined })
    }
  })

  it('ends the batches when it is thrown into or disposed of', async () => {
    const log: string[] = []
    await expect(new RowStream(batchesOf([[1]], log)).throw(new Error('stop'))).rejects.toThrow('stop')
    const rows = new RowStream(batchesOf([[1]], log))
    await rows.next()
    await rows[Symbol.asyncDispose]()
    expect(log).toEqual(['batch of 1', 'ended'])
  })

  it('answers calls that overlap in their order', async () => {
    const rows = new RowStream(batchesOf([[1], [2, 3]]))
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => rows.next()))
    expect(answers.map(({ value }) => value)).toEqual([1, 2, 3, undefined, undefined])
  })

  it('passes a failure once, to the call that met it, and is over then', async () => {
    async function* failing(): AsyncGenerator<readonly number[]> {
      yield [1]
      throw new Error('broken')
    }
    const rows = new RowStream(failing())
    const [first, second, third] = await Promise.allSettled([rows.next(), rows.next(), rows.next()])
    expect(first).toMatchObject({ value: { value: 1 } })
    expect(second).toMatchObject({ status: 'rejected', reason: { message: 'broken' } })
    expect(third).toMatchObject({ value: { done: true } })
  })
})
