import { expect, test } from 'vitest'
import { Progress } from './progress.ts'

function recorded(isTTY: boolean, columns = 100) {
  const written: string[] = []
  let now = 0
  const progress = new Progress({ isTTY, columns, write: text => written.push(text) }, () => now)
  return { written, progress, wait: (ms: number) => (now += ms) }
}

test('on a terminal one line redraws itself', () => {
  const { written, progress, wait } = recorded(true)
  const bar = progress.start('cities', 171_075, 0)
  wait(1000)
  bar.reach(85_538)
  bar.finish()
  expect(written).toEqual([
    `\r\u001b[K  cities     ${'░'.repeat(30)}   0 %  0 of 171,075`,
    `\r\u001b[K  cities     ${'█'.repeat(15)}${'░'.repeat(15)}  50 %  85,538 of 171,075, 85,538/s`,
    '\r\u001b[K',
  ])
})

test('on a narrow terminal the line is cut instead of wrapped', () => {
  const { written, progress } = recorded(true, 20)
  progress.start('cities', 10, 0)
  expect(written[0]?.replace('\r\u001b[K', '')).toHaveLength(19)
})

test('elsewhere: a line at the start and at each quarter', () => {
  const { written, progress } = recorded(false)
  const bar = progress.start('flights', 1000, 300)
  for (const done of [400, 500, 600, 760, 1000]) bar.reach(done)
  bar.finish()
  expect(written).toEqual([
    '  flights    1,000 to load, going on after 300\n',
    '  flights    50 %\n',
    '  flights    76 %\n',
  ])
})

test('an empty file is no division by zero', () => {
  const { written, progress } = recorded(true)
  progress.start('none', 0, 0)
  expect(written[0]).toContain('100 %')
})
