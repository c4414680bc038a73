import { VantageError } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import { type Write, writeSplitting } from './write-batch.ts'

interface Numbered {
  readonly id: number
}
const idsOf = (records: readonly object[]): number[] => records.map(record => Number(Reflect.get(record, 'id')))
const numbered = (count: number): Numbered[] => Array.from({ length: count }, (_, id) => ({ id }))

/** Writes all records of a call, or none where one of them is bad. */
async function split(count: number, isBad: (ids: readonly number[]) => boolean) {
  const calls: number[][] = []
  const written: number[] = []
  const refused: number[] = []
  const write: Write = async records => {
    const ids = idsOf(records)
    calls.push(ids)
    if (isBad(ids)) throw new VantageError('one of them is bad', { kind: 'constraint' })
    written.push(...ids)
    return { inserted: ids.length, replaced: 0 }
  }
  let told = 0
  await writeSplitting(numbered(count), {
    write,
    options: {},
    onWritten: records => {
      told += records
    },
    onRefused: record => void refused.push(...idsOf([record])),
  })
  expect(told).toBe(written.length)
  return { calls, written, refused }
}

test('writes every record that is not refused, in order', async () => {
  for (const bad of [[], [0], [7], [3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8], [8]]) {
    const { written, refused } = await split(9, ids => ids.some(id => bad.includes(id)))
    expect(refused).toEqual(bad)
    expect(written).toEqual(idsOf(numbered(9)).filter(id => !bad.includes(id)))
  }
  expect((await split(0, () => true)).calls).toEqual([])
})

test('does not try what is known to be refused', async () => {
  const { calls } = await split(8, ids => ids.includes(7))
  expect(calls.map(ids => ids.join(''))).toEqual(['01234567', '0123', '45', '6', '7'])
})

test('writes records that are refused only together', async () => {
  const { written, refused } = await split(8, ids => ids.length > 3)
  expect([written, refused]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], []])
})
