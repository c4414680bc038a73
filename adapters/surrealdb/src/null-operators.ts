import type { Operation } from '@vantage-ts/core/adapter'
import { isDuration } from './durations.ts'
import { type Inside, named } from './inside.ts'
import { bothOperands } from './operands.ts'
import { known, negated, strict, textOf, type Value } from './value.ts'

/** The first operand that is not null. */
export function coalesce(operation: Operation, inside: Inside): Value {
  const isMicros = isDuration(operation)
  const operands = operation.args.map(arg => (isMicros ? inside.micros(arg) : inside.value(arg)))
  const text = `(${operands.map(operand => textOf(operand)).join(' ?? ')})`
  const isSure = operands.some(({ guards, lets }) => guards.length === 0 && lets.length === 0)
  const found: Value = { text, guards: [], lets: [], isMicros }
  return isSure ? found : guarded(named(inside, found))
}

/** The left operand unless it equals the right one. */
export function nullIf(operation: Operation, inside: Inside): Value {
  const [leftNode, rightNode] = bothOperands(operation)
  const isMicros = isDuration(operation)
  const [left, right] = [leftNode, rightNode].map(node => (isMicros ? inside.micros(node) : inside.value(node)))
  const sides = [left, right].filter(side => side !== undefined)
  const isEqual = conditionText(sides)
  return {
    ...strict(left === undefined ? [] : [left], left?.text ?? 'NULL', [negated(isEqual)]),
    lets: sides.flatMap(({ lets }) => lets),
    isMicros,
  }
}

/** Whether two values are the same; null is the same as nothing. */
function conditionText(sides: readonly Value[]): string {
  const guards = sides.flatMap(side => side.guards)
  const equal = sides.map(({ text }) => text).join(' = ')
  return guards.length === 0 ? equal : `(${[...guards, equal].join(' AND ')})`
}

/** A named value that may be null. */
export const guarded = (value: Value): Value => ({ ...value, guards: [...value.guards, known(value.text)] })
