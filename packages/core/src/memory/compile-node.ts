import { VantageError } from '../errors/vantage-error.ts'
import type { AnyNode, Node, Operation } from '../expression/node.ts'
import { unchecked } from '../types/cast.ts'
import { arithmeticOf, unaryOf } from './arithmetic.ts'
import { readerOf } from './cell.ts'
import { distinctionOf, equalityOf, nullTest, orderingOf } from './comparison.ts'
import { datePartOf } from './date-parts.ts'
import type { Evaluate } from './frame.ts'
import { both, either, not } from './logic.ts'
import { listMembers, membershipOf } from './membership.ts'
import type { Scope } from './scope.ts'
import { columnMembers, subqueryValue } from './subquery.ts'
import { concatOf, foldedOf, likeOf, substringAt, textChange, textTest } from './text-operators.ts'

/** Compiles an expression into a closure. Errors: `unsupported` for vendor text, `invalid` for columns out of reach. */
export function compileNode(node: Node, scope: Scope): Evaluate {
  const any = unchecked<AnyNode>(node, 'a tree holds no other nodes')
  switch (any.kind) {
    case 'literal':
    case 'constant': {
      const { value } = any
      return () => value
    }
    case 'param': {
      const { index } = any
      return frame => frame.parameters[index]
    }
    case 'column':
      return readerOf(scope.placeOf(any))
    case 'operation':
      return compileOperation(any, scope)
    case 'aggregate': {
      const index = scope.aggregateAt(any)
      return frame => frame.aggregates[index]
    }
    case 'case':
      return compileCase(any, scope)
    case 'subquery':
      return subqueryValue(any, scope)
    case 'template':
      throw new VantageError('memory cannot run vendor text; use the portable operators of the columns', {
        kind: 'unsupported',
        details: { ability: 'template' },
      })
    case 'list':
    case 'now':
    case 'deferred':
    case 'calculated':
      throw new VantageError(`a ${any.kind} stands where a compiled statement has parameters`, { kind: 'internal' })
  }
}

function compileCase(node: AnyNode & { kind: 'case' }, scope: Scope): Evaluate {
  const branches = node.branches.map(({ when, then }) => ({
    when: compileNode(when, scope),
    then: compileNode(then, scope),
  }))
  const otherwise = compileNode(node.otherwise, scope)
  return frame => {
    for (const { when, then } of branches) if (when(frame) === true) return then(frame)
    return otherwise(frame)
  }
}

function compileOperation(node: Operation, scope: Scope): Evaluate {
  const { operator, args } = node
  const [leftNode, rightNode] = args
  if (leftNode === undefined) throw misshapen(node)
  const left = compileNode(leftNode, scope)
  switch (operator) {
    case 'isNull':
    case 'isNotNull':
      return nullTest(operator, left)
    case 'not':
      return not(left)
    case 'negate':
    case 'abs':
    case 'toFloat':
    case 'toDecimal':
      return unaryOf(operator, leftNode.type, left)
    case 'lower':
    case 'upper':
    case 'length':
      return textChange(operator, left)
    case 'year':
    case 'month':
    case 'day':
    case 'hour':
    case 'minute':
    case 'second':
      return datePartOf(operator, leftNode.type, left)
    default:
      if (rightNode === undefined && operator !== 'concat' && operator !== 'substring') throw misshapen(node)
      return compileMany(node, leftNode, left, scope)
  }
}

const misshapen = ({ operator }: Operation): VantageError =>
  new VantageError(`${operator}() without its operands cannot be evaluated`, { kind: 'unsupported' })

/** Operators of several operands. */
function compileMany(node: Operation, leftNode: Node, left: Evaluate, scope: Scope): Evaluate {
  const { operator, args } = node
  if (operator === 'in' || operator === 'notIn') return compileMembership(node, operator, leftNode, left, scope)
  const others = args.slice(1).map(arg => compileNode(arg, scope))
  if (operator === 'concat') return concatOf([left, ...others])
  const [right, third] = others
  const rightNode = args[1]
  if (right === undefined || rightNode === undefined) throw misshapen(node)
  const { type } = leftNode
  switch (operator) {
    case 'eq':
    case 'ne':
      return equalityOf(operator, type, left, right)
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return orderingOf(operator, type, left, right)
    case 'isDistinctFrom':
    case 'isNotDistinctFrom':
      return distinctionOf(operator, type, left, right)
    case 'like':
      return likeOf(left, right)
    case 'containsFolded':
      return foldedOf(left, right)
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return textTest(operator, left, right)
    case 'substring':
      return substringAt(left, right, third)
    case 'and':
      return both(left, right)
    case 'or':
      return either(left, right)
    case 'plus':
    case 'minus':
    case 'mul':
    case 'div':
    case 'intDiv':
    case 'mod':
      return arithmeticOf(operator, [type, rightNode.type], left, right)
    case 'coalesce':
      return frame => left(frame) ?? right(frame)
    case 'nullIf': {
      const equal = equalityOf('eq', type, left, right)
      return frame => (equal(frame) === true ? null : left(frame))
    }
    default:
      throw misshapen(node)
  }
}

function compileMembership(
  node: Operation,
  operator: 'in' | 'notIn',
  leftNode: Node,
  left: Evaluate,
  scope: Scope,
): Evaluate {
  const list = unchecked<AnyNode | undefined>(node.args[1], 'a tree holds no other nodes')
  if (list?.kind === 'param' && list.isList) {
    const members = listMembers(leftNode.type, list.index, scope.compilation.nextResult())
    return membershipOf(operator, leftNode.type, left, members)
  }
  if (list?.kind === 'subquery' && list.mode === 'column')
    return membershipOf(operator, leftNode.type, left, columnMembers(list, leftNode.type, scope))
  throw misshapen(node)
}

/** The conditions of a top-level AND, each of which every row must meet. */
export function conjunctsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  const any = unchecked<AnyNode>(node, 'a tree holds no other nodes')
  return any.kind === 'operation' && any.operator === 'and' ? any.args.flatMap(conjunctsOf) : [any]
}
