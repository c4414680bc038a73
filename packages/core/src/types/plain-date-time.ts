import { temporal } from './temporal.ts'
import { defineTemporalType, refuseCalendar, refuseNanoseconds } from './temporal-type.ts'
import type { Type } from './type.ts'

/**
 * Date and time of day without zone, such as an opening hour: `Temporal.PlainDateTime` of the ISO calendar.
 *
 * Shape: text `2026-11-22T09:30:00`; years as in `plainDate`. It is no moment: use `instant` for one.
 * Units: microseconds; a finer value is refused.
 */
export const plainDateTime: Type<Temporal.PlainDateTime, 'plainDateTime'> = /* @__PURE__ */ defineTemporalType({
  name: 'plainDateTime',
  kind: 'PlainDateTime',
  pattern: /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d[T ]\d\d:\d\d(?::[0-5]\d(?:\.\d+)?)?$/i,
  form: '2026-11-22T09:30:00, without zone',
  refuse: value => refuseCalendar(value) ?? refuseNanoseconds(value),
  equals: (a, b) => temporal().PlainDateTime.compare(a, b) === 0,
  compare: (a, b) => temporal().PlainDateTime.compare(a, b),
})
