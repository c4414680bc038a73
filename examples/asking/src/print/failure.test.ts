import { VantageError } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import { failureLines } from './failure.ts'

const atlas = { name: 'atlas', repeating: 'The same command may simply be repeated; what is loaded stays.' }

test('context first, then what can be done', () => {
  const error = new VantageError('the server is gone', {
    kind: 'connection',
    retry: 'safe',
    context: ['loading the cities into PostgreSQL'],
    details: { statement: 'INSERT INTO "city" …' },
  })
  expect(failureLines(error, atlas)).toEqual([
    'atlas: loading the cities into PostgreSQL: the server is gone',
    '  statement: INSERT INTO "city" …',
    '  The same command may simply be repeated; what is loaded stays.',
  ])
})

test('a defect shows its stack', () => {
  const defect = new TypeError('x is not a function')
  expect(failureLines(defect, atlas)).toEqual([defect.stack])
  expect(failureLines(VantageError.from(defect), atlas)).toEqual(['atlas: x is not a function', defect.stack])
  expect(failureLines('thrown text', atlas)).toEqual(['thrown text'])
})
