import { refuseNanoseconds } from './duration.ts'
import { temporal } from './temporal.ts'
import { defineTemporalType } from './temporal-type.ts'
import { compareText } from './text.ts'
import type { Type } from './type.ts'

/**
 * Calendar length of time, such as a contract's term: `Temporal.Duration` of any fields.
 *
 * Shape: not ordered, since a month has no fixed length. Equality goes by the fields of the ISO 8601 text: `P1M` is not
 * `P30D`, `PT60S` is not `PT1M`; only seconds and below are one field.
 * Units: microseconds; a finer value is refused.
 */
export const period: Type<Temporal.Duration, 'period'> = /* @__PURE__ */ defineTemporalType({
  name: 'period',
  kind: 'Duration',
  isOrdered: false,
  pattern: /^[+-]?P/i,
  form: 'P1Y2M3DT4H (ISO 8601)',
  refuse: refuseNanoseconds,
  canonical: value => temporal().Duration.from(value.toString()),
  equals: (a, b) => a.toString() === b.toString(),
  compare: (a, b) => compareText(a.toString(), b.toString()),
})
