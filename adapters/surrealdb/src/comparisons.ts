import { type Node, type Operation, type OperatorName, VantageError } from '@vantage-ts/core/adapter'
import { isDuration } from './durations.ts'
import { anyNode, type Inside } from './inside.ts'
import { bothOperands, onlyOperand } from './operands.ts'
import { foldedPattern, likePattern } from './patterns.ts'
import { recordValue, sharedTable } from './records.ts'
import { lowerText } from './text-operators.ts'
import { conditionOf, isKnown, isPlain, negated, strict, textOf, type Value } from './value.ts'

/** Both sides of a condition, and the text that compares them once their guards hold. */
interface Compared {
  readonly value: Value
  readonly whenTrue: string
  readonly whenFalse: string
  /** Guards that the text itself makes needless where it is looked at for being true. */
  readonly isTrueAlone?: boolean
}
type Compare = (operation: Operation, inside: Inside) => Compared

const opposites = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const
type Symbol = keyof typeof opposites

/** Null is the smallest value of the engine and equal to none: these are never true of it. */
const trueAlone: ReadonlySet<Symbol> = new Set(['=', '>', '>='])

const ordering =
  (symbol: Symbol): Compare =>
  (operation, inside) => {
    const [leftNode, rightNode] = bothOperands(operation)
    const [left, right] = sidesOf(leftNode, rightNode, inside)
    const needsNone = right.guards.length === 0 && isPlain(left) && trueAlone.has(symbol)
    return {
      value: strict([left, right], ''),
      whenTrue: `${left.text} ${symbol} ${right.text}`,
      whenFalse: `${left.text} ${opposites[symbol]} ${right.text}`,
      isTrueAlone: needsNone,
    }
  }

/** Operands in one form: ids of records as such, durations of which one is calculated as microseconds. */
export function sidesOf(leftNode: Node, rightNode: Node, inside: Inside): readonly [Value, Value] {
  const records = recordSides(leftNode, rightNode, inside)
  if (records !== undefined) return records
  const [left, right] = [inside.value(leftNode), inside.value(rightNode)]
  if (!isDuration(leftNode) || (left.isMicros !== true && right.isMicros !== true)) return [left, right]
  return [inside.micros(leftNode), inside.micros(rightNode)]
}

/** `id = $record`, which the engine looks up or compares without taking ids apart. */
function recordSides(leftNode: Node, rightNode: Node, inside: Inside): readonly [Value, Value] | undefined {
  const table = sharedTable(leftNode, rightNode, inside)
  if (table === undefined) return undefined
  const left = recordValue(leftNode, table, inside)
  const right = left === undefined ? undefined : recordValue(rightNode, table, inside)
  return left === undefined || right === undefined ? undefined : [left, right]
}

const search =
  (name: string): Compare =>
  (operation, inside) => {
    const [leftNode, rightNode] = bothOperands(operation)
    const [left, right] = [inside.value(leftNode), inside.value(rightNode)]
    const test = `${name}(${left.text}, ${right.text})`
    return { value: strict([left, right], ''), whenTrue: test, whenFalse: negated(test) }
  }

/** A pattern is compiled once, before the statement; the engine compares texts with it by `=`. */
const matching =
  (role: string, patternOf: (value: string) => string): Compare =>
  (operation, inside) => {
    const [leftNode, rightNode] = bothOperands(operation)
    const right = anyNode(rightNode)
    if (right.kind !== 'param') return searchInRow(operation, inside)
    const left = inside.value(leftNode)
    const bound = inside.rendering.bindAs(right, role, patternOf)
    const pattern = inside.rendering.hoistOnce(`<regex>${bound}`)
    return {
      value: left,
      whenTrue: `${left.text} = ${pattern}`,
      whenFalse: `${left.text} != ${pattern}`,
      isTrueAlone: isPlain(left),
    }
  }

/** A substring that comes from the row: both sides are folded there. */
function searchInRow(operation: Operation, inside: Inside): Compared {
  if (operation.operator !== 'containsFolded')
    throw new VantageError('like() takes its pattern as text; use contains() for an expression', { kind: 'invalid' })
  const [left, right] = bothOperands(operation).map(operand => inside.value(operand))
  const test = `string::contains(${lowerText(left?.text ?? '')}, ${lowerText(right?.text ?? '')})`
  return {
    value: strict(
      [left, right].filter(side => side !== undefined),
      '',
    ),
    whenTrue: test,
    whenFalse: negated(test),
  }
}

const comparisons = {
  eq: ordering('='),
  ne: ordering('!='),
  lt: ordering('<'),
  lte: ordering('<='),
  gt: ordering('>'),
  gte: ordering('>='),
  contains: search('string::contains'),
  startsWith: search('string::starts_with'),
  endsWith: search('string::ends_with'),
  like: matching('like', likePattern),
  containsFolded: matching('folded', foldedPattern),
} satisfies { readonly [Name in OperatorName]?: Compare }

type ComparisonName = keyof typeof comparisons
export const isComparison = (name: OperatorName): name is ComparisonName => Object.hasOwn(comparisons, name)

/** Whether a comparison is true, or is false, in three-valued logic. */
export function comparisonText(operation: Operation, name: ComparisonName, wanted: boolean, inside: Inside): string {
  const { value, whenTrue, whenFalse, isTrueAlone } = comparisons[name](operation, inside)
  if (!wanted) return conditionOf(value, whenFalse)
  return conditionOf(value, whenTrue, isTrueAlone === true ? [] : value.guards)
}

/** Comparisons that are never null. */
export function nullTest(operation: Operation, wanted: boolean, inside: Inside): string {
  const test = isKnown(inside.value(onlyOperand(operation)))
  return wanted ? test : negated(test)
}

/** Whether two values are not the same, null being one of them. */
export function distinction(operation: Operation, wanted: boolean, inside: Inside): string {
  const [leftNode, rightNode] = bothOperands(operation)
  const [left, right] = sidesOf(leftNode, rightNode, inside)
  return `${nullText(left)} ${wanted ? '!=' : '='} ${nullText(right)}`
}

/** The value as one text that is never NONE. */
export function nullText(value: Value): string {
  return isPlain(value) ? `(${value.text} ?? NULL)` : textOf(value)
}
