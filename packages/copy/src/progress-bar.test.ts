import { describe, expect, it } from 'vitest'
import type { CopyProgress } from './progress.ts'
import { progressBar, progressLine } from './progress-bar.ts'

const progress = (changes: Partial<CopyProgress> = {}): CopyProgress => ({
  ...{ read: 250_000, inserted: 250_000, alreadyThere: 0, replaced: 0, skipped: 0, refused: 0 },
  ...{ total: 1_000_000, elapsedMs: 5000, rowsPerSecond: 50_000, state: 'running' },
  ...changes,
})

describe('a line of progress', () => {
  it.each([
    [80, ' 25 %  ██████▎░░░░░░░░░░░░░░░░░░  250,000 of 1,000,000 rows  50,000/s  15 s left'],
    [60, ' 25 %  250,000 of 1,000,000 rows  50,000/s  15 s left'],
    [50, ' 25 %  250,000 of 1,000,000 rows  50,000/s'],
    [34, ' 25 %  250,000 of 1,000,000 rows'],
    [20, ' 25 %  ███▎░░░░░░░░░'],
    [12, ' 25 %'],
    [3, ' 25'],
  ])('fits into %i characters', (width, line) => {
    const drawn = progressLine(progress(), width)
    expect(drawn.length).toBeLessThanOrEqual(width)
    expect([width, drawn]).toEqual([width, line])
  })

  it('knows no share without a total, and tells of refused rows and the end', () => {
    expect(progressLine(progress({ total: undefined }), 80)).toBe('250,000 rows  50,000/s')
    expect(progressLine(progress({ refused: 1200 }), 200)).toContain('1,200 refused')
    const last = progress({ state: 'done', read: 1_000_000, elapsedMs: 125_000 })
    expect(progressLine(last, 80)).toBe('1,000,000 rows  done after 2 min 5 s  50,000/s')
    expect(progressLine({ ...last, state: 'failed', elapsedMs: 400 })).toBe(
      '1,000,000 rows  failed after 0.4 s  50,000/s',
    )
    expect(progressLine(progress({ read: 5, total: 0 }), 80)).toBe('5 of 0 rows  50,000/s')
    expect(progressLine(progress({ elapsedMs: 7_300_000, state: 'done' }))).toContain('2 h 1 min')
  })
})

describe('a bar', () => {
  const watched = (facts: object) => {
    const written: string[] = []
    return { written, stream: { ...facts, write: (text: string) => void written.push(text) } }
  }

  it('is one line in a terminal, drawn again, and ends it', () => {
    const { written, stream } = watched({ isTTY: true, columns: 60 })
    const tell = progressBar(stream)
    for (const elapsedMs of [0, 50, 99, 100, 150, 200]) tell(progress({ elapsedMs }))
    tell(progress({ elapsedMs: 210, state: 'done' }))
    expect(written).toHaveLength(4)
    expect(written.every(text => text.startsWith('\r\u001B[2K'))).toBe(true)
    expect(written.map(text => text.endsWith('\n'))).toEqual([false, false, false, true])
    expect(Math.max(...written.map(text => text.slice(5).trimEnd().length))).toBeLessThan(60)
  })

  it('takes a terminal that does not know its width for one of 80', () => {
    const [unknown, usual] = [watched({ isTTY: true, columns: 0 }), watched({ isTTY: true })]
    for (const { stream } of [unknown, usual]) progressBar(stream)(progress())
    expect(unknown.written).toEqual(usual.written)
  })

  it('is a line now and then elsewhere', () => {
    const { written, stream } = watched({})
    const tell = progressBar(stream, { everyMs: 1000 })
    for (let elapsedMs = 0; elapsedMs < 3000; elapsedMs += 250) tell(progress({ elapsedMs }))
    tell(progress({ elapsedMs: 3000, state: 'failed' }))
    expect(written).toHaveLength(4)
    expect(written[0]).toBe('25 %  250,000 of 1,000,000 rows  50,000/s  15 s left\n')
    expect(written[3]).toBe('250,000 rows  failed after 3 s  50,000/s\n')
  })
})
