import { call, type Given } from './speech.ts'

/** The largest of the values that are not null. */
export const greatest = (...values: readonly Given[]) => call('greatest', ...values)
export const least = (...values: readonly Given[]) => call('least', ...values)
