import { call, type Given } from './speech.ts'

// Source: https://sqlite.org/lang_mathfunc.html

/** Towards zero. */
export const trunc = (number: Given) => call('trunc', number)
/** What is left of a division, of fractions too; of whole numbers the method `mod` is the operator. */
export const mod = (number: Given, by: Given) => call('mod', number, by)
/** To the base ten, or to another base. */
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
export const sinh = (number: Given) => call('sinh', number)
export const cosh = (number: Given) => call('cosh', number)
export const tanh = (number: Given) => call('tanh', number)
export const radians = (degrees: Given) => call('radians', degrees)
export const degrees = (radians: Given) => call('degrees', radians)
/** Any whole number of 64 bits, another for each row. */
export const random = () => call('random')
