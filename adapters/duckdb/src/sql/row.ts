import { call, type Given } from './speech.ts'

/** Values to compare from left to right: `row(o.total, o.id).gt(row(70, 3))`. */
export const row = (...values: readonly Given[]) => call('row', ...values)
