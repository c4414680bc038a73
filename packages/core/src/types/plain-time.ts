import { temporal } from './temporal.ts'
import { defineTemporalType, refuseNanoseconds } from './temporal-type.ts'
import type { Type } from './type.ts'

/**
 * Time of day without date or zone: `Temporal.PlainTime`.
 *
 * Shape: text `09:30:00`, with as many digits after the second as are needed.
 * Units: microseconds, 00:00:00 to 23:59:59.999999; a finer value is refused.
 */
export const plainTime: Type<Temporal.PlainTime, 'plainTime'> = /* @__PURE__ */ defineTemporalType({
  name: 'plainTime',
  kind: 'PlainTime',
  pattern: /^\d\d:\d\d(?::[0-5]\d(?:\.\d+)?)?$/,
  form: '09:30:00',
  refuse: refuseNanoseconds,
  equals: (a, b) => temporal().PlainTime.compare(a, b) === 0,
  compare: (a, b) => temporal().PlainTime.compare(a, b),
})
