import { type AnyNode, type Node, type Operation, operatorRule } from '@vantage-ts/core/adapter'
import { caseCondition } from './case-value.ts'
import { comparisonText, distinction, isComparison, nullTest } from './comparisons.ts'
import { anyNode, type Inside } from './inside.ts'
import { membershipText } from './membership.ts'
import { bothOperands, onlyOperand } from './operands.ts'
import { all, conditionOf, isPlain, negated, some } from './value.ts'

// SurrealDB has two-valued logic in which null is false, smaller than everything and unequal to everything. So a condition
// is rendered for what it is asked: when it is true, or when it is false; null is neither.

/** A condition of the engine that holds exactly when the node is true (`wanted`), or is false. */
export function conditionText(node: Node, wanted: boolean, inside: Inside): string {
  const any = anyNode(node)
  switch (any.kind) {
    case 'constant':
      return any.value === wanted ? 'true' : 'false'
    case 'case':
      return caseCondition(any, inside, result => conditionText(result, wanted, inside))
    case 'subquery':
      if (any.mode === 'exists') return wanted ? inside.text(any) : negated(inside.text(any))
      return booleanText(any, wanted, inside)
    case 'template':
      return `${inside.template(any)} = ${wanted}`
    case 'operation':
      return operationText(any, wanted, inside) ?? booleanText(any, wanted, inside)
    default:
      return booleanText(any, wanted, inside)
  }
}

/** A value that is a truth value: a column, a parameter, vendor text. */
function booleanText(node: AnyNode, wanted: boolean, inside: Inside): string {
  const value = inside.value(node)
  return conditionOf(value, `${value.text} = ${wanted}`, isPlain(value) ? [] : value.guards)
}

/** Undefined for operators whose result is a truth value only now and then. */
function operationText(operation: Operation, wanted: boolean, inside: Inside): string | undefined {
  const { operator } = operation
  if (isComparison(operator)) return comparisonText(operation, operator, wanted, inside)
  switch (operator) {
    case 'and':
    case 'or': {
      const parts = flattened(operation).map(part => conditionText(part, wanted, inside))
      return (operator === 'and') === wanted ? all(parts) : some(parts)
    }
    case 'not':
      return conditionText(onlyOperand(operation), !wanted, inside)
    case 'in':
    case 'notIn':
      return membershipText(operation, wanted, inside)
    case 'isNull':
      return nullTest(operation, !wanted, inside)
    case 'isNotNull':
      return nullTest(operation, wanted, inside)
    case 'isDistinctFrom':
      return distinction(operation, wanted, inside)
    case 'isNotDistinctFrom':
      return distinction(operation, !wanted, inside)
    case 'coalesce':
      return operation.type.name === 'bool' ? firstKnown(operation, wanted, inside) : undefined
    default:
      return undefined
  }
}

/** The left condition where it is known, else the right one. */
function firstKnown(operation: Operation, wanted: boolean, inside: Inside): string {
  const [left, right] = bothOperands(operation)
  const isElse = all([negated(conditionText(left, !wanted, inside)), conditionText(right, wanted, inside)])
  return some([conditionText(left, wanted, inside), isElse])
}

/** The parts of a chain of one operator, however it is nested. Iterative: such chains grow by one `where()` each. */
function flattened(operation: Operation): readonly Node[] {
  const parts: Node[] = []
  const open: Node[] = [operation]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const any = anyNode(node)
    if (any.kind === 'operation' && any.operator === operation.operator) open.push(...[...any.args].reverse())
    else parts.push(node)
  }
  return parts
}

/** Whether a condition is never null, so that what is not true is false. */
export function isTwoValued(node: AnyNode): boolean {
  if (node.kind === 'constant') return true
  if (node.kind === 'subquery') return node.mode === 'exists'
  if (node.kind !== 'operation') return false
  if (operatorRule(node.operator).nulls === 'never') return true
  const isLogic = node.operator === 'and' || node.operator === 'or' || node.operator === 'not'
  return isLogic && node.args.every(arg => isTwoValued(anyNode(arg)))
}
