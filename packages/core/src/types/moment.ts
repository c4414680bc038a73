import { Temporal } from './temporal.ts'

/** Now, cut to microseconds: native clocks are finer than what sources hold. */
export const momentNow = (): Temporal.Instant =>
  Temporal.Now.instant().round({ smallestUnit: 'microsecond', roundingMode: 'trunc' })

/** The same, for columns of `instantMs`. */
export const toMilliseconds = (moment: Temporal.Instant): Temporal.Instant =>
  moment.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
