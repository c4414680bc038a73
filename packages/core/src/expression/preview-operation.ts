import type { OperatorName } from './operator.ts'

/** The part of a node that is shown to people. */
interface Shown {
  readonly kind: string
  preview(): string
}
interface ShownOperation {
  readonly operator: OperatorName
  readonly args: readonly Shown[]
}

const symbols: { readonly [Name in OperatorName]?: string } = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  in: 'in',
  notIn: 'not in',
  like: 'like',
  and: 'and',
  or: 'or',
  plus: '+',
  minus: '-',
  mul: '*',
  div: '/',
  mod: '%',
}

/** An operation as people write it: `users.age > ? and (users.city = ? or users.city is null)`. */
export function previewOperation({ operator, args }: ShownOperation): string {
  if (operator === 'isNull' || operator === 'isNotNull')
    return `${inside(operator, args[0])} is ${operator === 'isNull' ? '' : 'not '}null`
  const symbol = symbols[operator]
  if (symbol === undefined || args.length < 2) return `${operator}(${args.map(arg => arg.preview()).join(', ')})`
  return args.map(arg => inside(operator, arg)).join(` ${symbol} `)
}

/** An operand: in brackets when it is an operation with a symbol itself, but for conditions in a chain of `and` or `or`. */
function inside(outer: OperatorName, part: Shown | undefined): string {
  if (part === undefined) return ''
  const shown = part.preview()
  if (!isOperation(part) || part.args.length < 2 || symbols[part.operator] === undefined) return shown
  const isCondition = !isLogic(part.operator)
  return isLogic(outer) && (isCondition || part.operator === outer) ? shown : `(${shown})`
}

const isOperation = (part: Shown): part is Shown & ShownOperation => part.kind === 'operation'
const isLogic = (operator: OperatorName): boolean => operator === 'and' || operator === 'or'
