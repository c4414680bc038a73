import { expect, test } from 'vitest'
import { apply, literal, resultOf } from '../../test/evaluating.ts'
import { instant } from '../types/instant.ts'
import { plainDateTime } from '../types/plain-date-time.ts'
import { plainDate } from '../types/plain-date.ts'
import { plainTime } from '../types/plain-time.ts'
import { Temporal } from '../types/temporal.ts'
import type { Type } from '../types/type.ts'
import type { DatePart } from './date-parts.ts'

const parts: readonly DatePart[] = ['year', 'month', 'day', 'hour', 'minute', 'second']
const partsOf = (type: Type<unknown>, value: unknown, names = parts): Promise<unknown[]> =>
  Promise.all(names.map(name => resultOf(apply(name, literal(type, value)))))

test('the parts of a moment are those of UTC', async () => {
  expect(await partsOf(instant, Temporal.Instant.from('2026-12-31T23:30:59.999999-01:00'))).toEqual([
    2027, 1, 1, 0, 30, 59,
  ])
  expect(await partsOf(instant, Temporal.Instant.from('-000001-03-01T00:00:00Z'))).toEqual([-1, 3, 1, 0, 0, 0])
  expect(await partsOf(instant, Temporal.Instant.from('1969-12-31T23:59:59.5Z'))).toEqual([1969, 12, 31, 23, 59, 59])
  expect(await partsOf(instant, null)).toEqual([null, null, null, null, null, null])
})

test('plain values have the parts they are made of', async () => {
  expect(await partsOf(plainDateTime, Temporal.PlainDateTime.from('2026-02-28T09:30:15.9'))).toEqual([
    2026, 2, 28, 9, 30, 15,
  ])
  expect(await partsOf(plainDate, Temporal.PlainDate.from('2026-02-28'), ['year', 'month', 'day'])).toEqual([
    2026, 2, 28,
  ])
  expect(await partsOf(plainTime, Temporal.PlainTime.from('09:30:15'), ['hour', 'minute', 'second'])).toEqual([
    9, 30, 15,
  ])
  await expect(partsOf(plainDate, Temporal.PlainDate.from('2026-02-28'), ['hour'])).rejects.toMatchObject({
    kind: 'invalid',
  })
})
