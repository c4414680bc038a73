import { type Node, type Operation, VantageError } from '@vantage-ts/core/adapter'

/** The first operand of an operator that has one. */
export function onlyOperand(operation: Operation): Node {
  const [operand] = operation.args
  if (operand === undefined) throw withoutOperands(operation)
  return operand
}

/** The two operands of an operator. */
export function bothOperands(operation: Operation): readonly [Node, Node] {
  const [left, right] = operation.args
  if (left === undefined || right === undefined) throw withoutOperands(operation)
  return [left, right]
}

const withoutOperands = ({ operator }: Operation): VantageError =>
  new VantageError(`${operator}() without its operands cannot be evaluated`, { kind: 'invalid' })
