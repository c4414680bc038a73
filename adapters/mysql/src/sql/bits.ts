import { operandOf, Prefixed } from '@vantage-ts/sql/build'
import type { Expression, Given } from './speech.ts'
import { infix } from './speech.ts'

const between =
  (sign: string, place: string) =>
  (left: Given, right: Given): Expression =>
    infix(operandOf(left, place), sign, operandOf(right, place))

/** Bits that both whole numbers have. */
export const bitAnd = between('&', 'bitAnd')
/** Bits that one of them has. */
export const bitOr = between('|', 'bitOr')
export const shiftLeft = between('<<', 'shiftLeft')
export const shiftRight = between('>>', 'shiftRight')
export const bitNot = (number: Given): Expression => new Prefixed('~', operandOf(number, 'bitNot'))
