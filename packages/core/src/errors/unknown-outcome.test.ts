import { expect, test } from 'vitest'
import { withUnknownOutcome } from './unknown-outcome.ts'
import { VantageError } from './vantage-error.ts'

const cause = new Error('reset')
const lost = (more: object = {}): VantageError =>
  new VantageError('the line is cut', { kind: 'connection', retry: 'safe', cause, context: ['saving'], ...more })
const told = (error: VantageError) => withUnknownOutcome(error, 'the write happened')

test('a lost connection is not safe to repeat once something was sent, and says so', () => {
  const error = told(lost({ details: { source: 'main' } }))
  expect(error).toMatchObject({ kind: 'connection', retry: 'after-reread', context: ['saving'], cause })
  expect(error.details).toEqual({ source: 'main', outcome: 'unknown' })
  expect(error.message).toBe(
    'saving: the line is cut; whether the write happened is unknown: read what was written before repeating it',
  )
  expect(told(error).message).toBe(error.message)
  expect(error.withContext('paying').message).toMatch(/^paying: saving: the line is cut; whether/)
})

test('what is known of the outcome, or never repeated, or no connection at all stays as it is', () => {
  for (const outcome of ['not sent', 'rolled back', 'nothing written']) {
    const error = lost({ details: { outcome } })
    expect(told(error)).toBe(error)
  }
  const damaged = told(lost({ retry: 'never' }))
  expect([damaged.retry, damaged.details.outcome, damaged.message]).toEqual([
    'never',
    'unknown',
    'saving: the line is cut',
  ])
  const other = new VantageError('met another', { kind: 'conflict', retry: 'safe' })
  expect(told(other)).toBe(other)
})
