import { plainStyle } from '@vantage-ts/example-asking'
import { Decimal } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import { needSame, reportLines } from './report.ts'

const done = (left: string) => [{ name: 'moving', title: 'Money moves', rows: [{ left: Decimal.from(left) }] }]

test('engines that come to something else are told with it', () => {
  needSame([{ engine: 'memory', done: done('1.50') }, { engine: 'sqlite', done: done('1.5') }]) // biome-ignore format: one line
  expect(() => needSame([{ engine: 'memory', done: done('1') }, { engine: 'sqlite', done: done('2') }])).toThrow(
    'moving comes to [{"left":"2"}] on sqlite, and to [{"left":"1"}] on memory',
  ) // biome-ignore format: one line
})

test('a day is printed once, with the engines that it was the same on', () => {
  const step = ['moving  Money moves', '', '  left', '  ────', '   1.5', '']
  const memory = { engine: 'memory', done: done('1.50') } as const
  expect(reportLines([memory], plainStyle)).toEqual([...step, 'on memory; after each step all entries came to zero'])
  expect(reportLines([memory, { ...memory, engine: 'sqlite' }], plainStyle)).toEqual([
    ...step,
    'the same on memory, sqlite; after each step all entries came to zero',
  ])
})
