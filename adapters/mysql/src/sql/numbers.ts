import { call, type Given } from './speech.ts'

/** Towards zero, to so many digits after the point. */
export const truncate = (number: Given, digits: Given) => call('truncate', number, digits)
/** What is left of a division. */
export const mod = (number: Given, by: Given) => call('mod', number, by)
/** The natural logarithm, or that to another base. */
export const log = (number: Given, base?: Given) =>
  base === undefined ? call('log', number) : call('log', base, number)
export const log2 = (number: Given) => call('log2', number)
export const log10 = (number: Given) => call('log10', number)
export const pi = () => call('pi')
export const sin = (angle: Given) => call('sin', angle)
export const cos = (angle: Given) => call('cos', angle)
export const tan = (angle: Given) => call('tan', angle)
export const asin = (number: Given) => call('asin', number)
export const acos = (number: Given) => call('acos', number)
export const atan = (number: Given) => call('atan', number)
export const atan2 = (y: Given, x: Given) => call('atan2', y, x)
export const radians = (degrees: Given) => call('radians', degrees)
export const degrees = (radians: Given) => call('degrees', radians)
/** A fraction from 0 up to 1, another for each row; the same ones for the same seed. */
export const rand = (seed?: Given) => (seed === undefined ? call('rand') : call('rand', seed))
/** Digits of a number in another base. */
export const conv = (digits: Given, from: Given, to: Given) => call('conv', digits, from, to)
export const crc32 = (text: Given) => call('crc32', text)
