import type { Node, Operation } from '@vantage-ts/core/adapter'
import { anyNode, type Inside, type Lower } from './inside.ts'
import { bothOperands } from './operands.ts'
import { microseconds } from './time-storage.ts'
import { strict, sure, type Value } from './value.ts'

export const isDuration = (node: Node): boolean => node.type.arithmetic === 'duration'

/** The engine has no durations below zero, so calculated ones are whole microseconds, as stored ones below zero are. */
export function inMicroseconds(node: Node, inside: Inside): Value {
  const any = anyNode(node)
  if (any.kind === 'param') return { ...sure(inside.rendering.bindAs(any, 'us', microseconds)), isMicros: true }
  const value = inside.value(node)
  if (value.isMicros === true) return value
  const read = '(|$_d| IF type::is_duration($_d) { duration::micros($_d) } ELSE { $_d })'
  return { ...strict([value], `${read}(${value.text})`), isMicros: true }
}

/** Sums and differences of durations, and of a moment with a duration or another moment. */
export const durationOperators: { readonly [name in 'plus' | 'minus' | 'negate' | 'abs']: Lower } = {
  plus: (operation, inside) => micros(operation, inside, (a, b) => `(${a} + ${b})`),
  minus: (operation, inside) => micros(operation, inside, (a, b) => `(${a} - ${b})`),
  negate: (operation, inside) => micros(operation, inside, a => `(0 - ${a})`),
  abs: (operation, inside) => micros(operation, inside, a => `math::abs(${a})`),
}

function micros(operation: Operation, inside: Inside, make: (a: string, b: string) => string): Value {
  const operands = operation.args.map(arg => inMicroseconds(arg, inside))
  const [a, b] = operands
  return { ...strict(operands, make(a?.text ?? '', b?.text ?? '')), isMicros: true }
}

/** A moment moved by a duration, which may be negative. */
export function movedMoment(operation: Operation, inside: Inside, sign: '+' | '-'): Value {
  const [moment, length] = bothOperands(operation)
  const start = inside.value(moment)
  const by = inMicroseconds(length, inside)
  const [forth, back] = sign === '+' ? ['+', '-'] : ['-', '+']
  const moved = `(|$_d, $_n| IF $_n >= 0 { $_d ${forth} duration::from_micros($_n) } ELSE { $_d ${back} duration::from_micros(0 - $_n) })`
  return strict([start, by], `${moved}(${start.text}, ${by.text})`)
}

/** What lies between two moments. */
export function between(operation: Operation, inside: Inside): Value {
  const [later, earlier] = bothOperands(operation)
  const values = [inside.value(later), inside.value(earlier)] as const
  const isFine = [later, earlier].some(({ type }) => type.units === 'ns')
  const [a, b] = values
  const text = isFine
    ? `${exactDifference}(${a.text}, ${b.text})`
    : `(time::micros(${a.text}) - time::micros(${b.text}))`
  return { ...strict(values, text), isMicros: true }
}

/** Refuses a difference with a rest below a microsecond. */
const exactDifference =
  '(|$_a, $_b| { LET $_d = IF $_a >= $_b { $_a - $_b } ELSE { $_b - $_a }; LET $_n = duration::micros($_d); ' +
  'IF duration::from_micros($_n) != $_d { THROW "vantage:finer-than-microseconds" } ' +
  'ELSE IF $_a >= $_b { $_n } ELSE { 0 - $_n } })'
