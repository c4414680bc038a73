import { temporal } from './temporal.ts'
import { defineTemporalType, refuseCalendar } from './temporal-type.ts'
import type { Type } from './type.ts'

/**
 * Calendar date without time or zone, such as a birthday: `Temporal.PlainDate` of the ISO calendar.
 *
 * Shape: text `2026-11-22`; outside the years 0000 to 9999 with a sign and six digits, such as `-000043-03-15`.
 * Units: days, from April −271821 to September 275760.
 */
export const plainDate: Type<Temporal.PlainDate, 'plainDate'> = /* @__PURE__ */ defineTemporalType({
  name: 'plainDate',
  kind: 'PlainDate',
  pattern: /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d$/,
  form: '2026-11-22',
  refuse: refuseCalendar,
  equals: (a, b) => temporal().PlainDate.compare(a, b) === 0,
  compare: (a, b) => temporal().PlainDate.compare(a, b),
})
