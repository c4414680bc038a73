import { ofAnyType } from './any-value.ts'
import { call, type Given } from './speech.ts'

/** Values to compare from left to right: `row(e.age, e.id).gt(row(30, 7))`. */
export const row = (...values: readonly Given[]) => call('ROW', ...values.map(value => ofAnyType(value, 'row')))
