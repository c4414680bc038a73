import { call, type Given, integer } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/functions/numeric

export const mod = (number: Given, by: Given) => call('fmod', number, by)
/** To so many digits after the point, or to a whole number. */
export const round = (number: Given, digits?: Given) =>
  digits === undefined ? call('round', number) : call('round', number, integer(digits, 'round'))
export const trunc = (number: Given) => call('trunc', number)
export const log = (number: Given) => call('log', number)
export const log2 = (number: Given) => call('log2', number)
export const cbrt = (number: Given) => call('cbrt', number)
export const pi = () => call('pi')
export const sin = (angle: Given) => call('sin', angle)
export const cos = (angle: Given) => call('cos', angle)
export const tan = (angle: Given) => call('tan', angle)
export const asin = (number: Given) => call('asin', number)
export const acos = (number: Given) => call('acos', number)
export const atan = (number: Given) => call('atan', number)
export const atan2 = (y: Given, x: Given) => call('atan2', y, x)
export const degrees = (angle: Given) => call('degrees', angle)
export const radians = (angle: Given) => call('radians', angle)
export const random = () => call('random')
export const isFiniteNumber = (number: Given) => call('isfinite', number)
export const isNotANumber = (number: Given) => call('isnan', number)
/** The largest of several values; nulls are passed over. */
export const greatest = (...values: readonly Given[]) => call('greatest', ...values)
export const least = (...values: readonly Given[]) => call('least', ...values)
/** A number that is the same for the same value. */
export const hash = (value: Given) => call('hash', value)
