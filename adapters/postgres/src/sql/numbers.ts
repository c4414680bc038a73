import { integer } from './any-value.ts'
import { call, type Given } from './speech.ts'
import { cast } from './words.ts'

// Source: https://www.postgresql.org/docs/current/functions-math.html

/** Towards zero, to so many digits after the point. */
export const trunc = (number: Given, digits?: Given) =>
  digits === undefined ? call('trunc', number) : call('trunc', exact(number), integer(digits, 'trunc'))
/** To the nearest, with so many digits after the point; those need a numeric: `round(cast(x, 'numeric'), 2)`. */
export const round = (number: Given, digits?: Given) =>
  digits === undefined ? call('round', number) : call('round', exact(number), integer(digits, 'round'))
/** The whole number of times that one goes into the other. */
export const div = (number: Given, by: Given) => call('div', number, by)
export const log = (number: Given) => call('log', number)
export const cbrt = (number: Given) => call('cbrt', number)
export const gcd = (number: Given, other: Given) => call('gcd', number, other)
export const lcm = (number: Given, other: Given) => call('lcm', number, other)
export const pi = () => call('pi')
export const sin = (angle: Given) => call('sin', angle)
export const cos = (angle: Given) => call('cos', angle)
export const tan = (angle: Given) => call('tan', angle)
export const atan2 = (y: Given, x: Given) => call('atan2', y, x)
export const radians = (degrees: Given) => call('radians', degrees)
export const degrees = (radians: Given) => call('degrees', radians)
/** In which of so many parts of the same width between two bounds a number is, from 1. */
export const widthBucket = (number: Given, low: Given, high: Given, parts: Given) =>
  call('width_bucket', number, low, high, integer(parts, 'widthBucket'))

/** A bound number, as float8, has no digits to count. */
const exact = (number: Given): Given => (typeof number === 'number' ? cast(number, 'numeric') : number)
