import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, SqlStatement, wholeNumber } from '@vantage-ts/sql/build'
import { type Expression, type Given, words } from './speech.ts'
import { cast } from './words.ts'

/** For functions that take values of any type: text is bound without one, and nothing there would tell it. */
export const ofAnyType = (value: Given, place: string): Expression =>
  typeof value === 'string' ? cast(value, 'text') : operandOf(value, place)

/** For functions that take no integer but int4, whereas numbers are bound as int8. Errors: `invalid` for a number that is none. */
export function integer(value: Given, place: string): Expression {
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = Number(value)
    if (!(Math.abs(number) < 2 ** 31)) throw tooLarge(place)
    return wholeNumber(number, place)
  }
  return cast(value, 'integer')
}

const tooLarge = (place: string): VantageError =>
  new VantageError(`${place}() takes a whole number of 32 bits`, { kind: 'invalid' })

/** In brackets, for what follows it directly. */
export const bracketed = (value: Given, place: string): Expression => {
  const operand = operandOf(value, place)
  return operand instanceof SqlStatement ? operand : words`(${operand})`
}
