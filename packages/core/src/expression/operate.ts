import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import { duration } from '../types/duration.ts'
import { float } from '../types/float.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import type { Storage } from '../types/storage.ts'
import { accept, type Type } from '../types/type.ts'
import { signalOf, throwIfAborted, untilAborted } from './deadline.ts'
import { deferredValue } from './deferred-value.ts'
import type { CallOptions, Execution } from './execute.ts'
import { evaluate, explain, looseExecution, sourceOf } from './evaluate.ts'
import type { Resolved } from './plan.ts'
import { isExpressive } from './expressive.ts'
import { executionOf } from './within.ts'
import { joinHome, joinScope } from './home.ts'
import { refusePromise } from './given-promise.ts'
import { Constant, Deferred, List, Literal, Node, Operation, Placeholder, Template } from './node.ts'
import { operatorRule, resultType, type OperatorName } from './operator.ts'

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })
const placeOf = (node: Node): string => node.preview()

/** Builds an operator node; its type, nullability, home and scope follow from its operands. */
export function operation(operator: OperatorName, args: readonly Node[], mayBeNull = false): Operation {
  const rule = operatorRule(operator)
  const { nulls } = rule
  const left = args[0]
  let home = left?.home
  let scope = left?.scope
  let isNullable = left?.isNullable === true
  // No map() and no spreading: this runs for every node of every query.
  for (let index = 1; index < args.length; index++) {
    const arg = args[index]
    if (arg === undefined) continue
    home = joinHome(home, arg.home)
    scope = joinScope(scope, arg.scope)
    isNullable = nulls === 'all' ? isNullable && arg.isNullable : isNullable || arg.isNullable
  }
  const type = resultType(operator, rule, left?.type, args[1]?.type)
  return new Operation(operator, args, type, mayBeNull || (nulls !== 'never' && isNullable), home, scope)
}

/** A value as a node of the type it meets; an expression as it is, if its type fits. */
export function operand(meets: Node, value: unknown, type: Type<unknown> = meets.type): Node {
  if (value instanceof Node) {
    if (value instanceof Placeholder && type === meets.type && value.type.name === type.name)
      return value.meeting(meets.storage)
    if (value instanceof Template && value.source === undefined && !value.isTyped) return value.as(type)
    if (!comparable(type, value.type))
      throw new VantageError(
        `${placeOf(meets)} is ${type.name} and cannot meet ${value.type.name}; convert one of them with .map()`,
        { kind: 'type-mismatch', details: { field: placeOf(meets) } },
      )
    return value
  }
  refusePromise(value, () => placeOf(meets))
  if (isExpressive(value))
    throw invalid(`${placeOf(meets)} was given a statement; say what its value is: statement.as(int)`)
  if (value === undefined)
    throw invalid(`${placeOf(meets)} was given undefined; leave the condition out, or use isNull() for missing values`)
  if (value === null) throw invalid(`${placeOf(meets)} was given null, which compares to nothing; use isNull()`)
  if (type.arithmetic === 'int' && typeof value === 'number' && !Number.isSafeInteger(value))
    return new Literal(
      float,
      accept(float, value, () => placeOf(meets)),
    )
  const storage = type === meets.type ? meets.storage : undefined
  return new Literal(
    type,
    accept(type, value, () => placeOf(meets)),
    storage,
  )
}

const isNumber = (type: Type<unknown>): boolean => type.arithmetic === 'int' || type.arithmetic === 'float'
const isWord = (type: Type<unknown>): boolean => type.name === 'text' || type.name === 'enum'
/** Types whose values compare exactly: the same, int with float, text with enum, moments of any precision. */
function comparable(a: Type<unknown>, b: Type<unknown>): boolean {
  if (a.name === b.name || (isNumber(a) && isNumber(b)) || (isWord(a) && isWord(b))) return true
  return a.units !== undefined && b.units !== undefined
}

/** Moments move by durations and differ from moments. */
function addend(left: Node, value: unknown): Node {
  const isMoment = left.type.units !== undefined && left.type.arithmetic === undefined
  if (!isMoment) return operand(left, value)
  const isDuration =
    value instanceof Node ? value.type.arithmetic === 'duration' : duration.problem(value) === undefined
  return operand(left, value, isDuration ? duration : left.type)
}

function ordered(left: Node, value: unknown, operator: OperatorName): Node {
  if (!left.type.isOrdered) throw invalid(`${placeOf(left)} is ${left.type.name}, which has no order for ${operator}()`)
  return operation(operator, [left, operand(left, value)])
}

function needText(operator: OperatorName, left: Node): Node {
  if (left.type.name !== 'text' && left.type.name !== 'enum')
    throw invalid(`${operator}() needs text; ${placeOf(left)} is ${left.type.name}`)
  return left
}

/** The types that an operator is for, where the compiler has not seen to it: untyped columns have every operator. */
function needType(operator: OperatorName, left: Node, isRight: (type: Type<unknown>) => boolean): Node {
  if (isRight(left.type)) return left
  throw invalid(`${placeOf(left)} is ${left.type.name}, which has no ${operator}()`)
}
const adds = ({ arithmetic, units }: Type<unknown>): boolean => arithmetic !== undefined || units !== undefined
const calculates = ({ arithmetic }: Type<unknown>): boolean => arithmetic !== undefined
const isNumeric = (type: Type<unknown>): boolean => isNumber(type) || type.arithmetic === 'bigint'
const isDated = ({ name, units }: Type<unknown>): boolean =>
  units !== undefined || name === 'plainDate' || name === 'plainDateTime'
const isTimed = ({ name, units }: Type<unknown>): boolean =>
  units !== undefined || name === 'plainTime' || name === 'plainDateTime'

/** Text that meets a text or an enum: part of a member is none itself. */
const part = (left: Node, value: unknown): Node => operand(left, value, left.type.name === 'enum' ? text : left.type)

function needCondition(operator: string, node: unknown): Node {
  if (!(node instanceof Node) || node.type.name !== 'bool' || node.isList)
    throw invalid(`${operator}() takes a condition, such as u => u.name.eq('x')`)
  return node
}

/** Membership; an empty list is decided here, nulls in a list are ignored. */
function membership(operator: 'in' | 'notIn', left: Node, values: unknown): Node {
  if (values instanceof Node) {
    if (!values.isList)
      throw invalid(`${operator}() takes a list or a column of values, such as set.fieldExpr(c => c.id)`)
    return operation(operator, [left, operand(left, values)])
  }
  refusePromise(values, () => placeOf(left))
  if (!Array.isArray(values))
    throw invalid(
      `${operator}() on ${placeOf(left)} takes an array or a column expression, such as ${isExpressive(values) ? 'statement.columns({ id: col(int) }).fieldExpr(r => r.id)' : 'set.fieldExpr(r => r.id)'}`,
    )
  return listMembership(operator, left, values)
}

/** `in` and `notIn` over a list whose values were checked when it was made, as that of a resolved deferred part. */
export function membershipIn(operator: 'in' | 'notIn', left: Node, list: List): Node {
  if (list.type !== left.type || list.values.length === 0) return listMembership(operator, left, list.values)
  return operation(operator, [left, new List(left.type, list.values, left.storage)])
}

/** `in` and `notIn` over values at hand. */
function listMembership(operator: 'in' | 'notIn', left: Node, values: readonly unknown[]): Node {
  let type = left.type
  const place = (): string => placeOf(left)
  const kept: unknown[] = []
  for (const value of values) {
    if (value === null) continue
    if (value === undefined) throw invalid(`the list given to ${operator}() on ${placeOf(left)} holds undefined`)
    if (type.arithmetic === 'int' && typeof value === 'number' && !Number.isSafeInteger(value)) type = float
    kept.push(accept(type, value, place))
  }
  if (kept.length === 0) return new Constant(operator === 'notIn')
  const storage: Storage | undefined = type === left.type ? left.storage : undefined
  return operation(operator, [left, new List(type, kept, storage)])
}

/** Joins two conditions; true and false known while building fold away. */
export function logic(operator: 'and' | 'or', left: Node, other: unknown): Node {
  needCondition(operator, left)
  const right = needCondition(operator, other)
  const decisive = operator === 'or'
  if (left instanceof Constant) return left.value === decisive ? left : right
  if (right instanceof Constant) return right.value === decisive ? right : left
  return operation(operator, [left, right])
}

function like(left: Node, pattern: unknown): Node {
  if (typeof pattern !== 'string') throw invalid('like() takes its pattern as text; use contains() for an expression')
  if (/(?:^|[^\\])(?:\\\\)*\\(?:[^%_\\]|$)/.test(pattern))
    throw invalid('a backslash in a like() pattern stands before %, _ or another backslash')
  return operation('like', [needText('like', left), part(left, pattern)])
}

function substring(left: Node, ...bounds: readonly unknown[]): Node {
  const given = bounds.filter(bound => bound !== undefined)
  for (const bound of given)
    if (typeof bound !== 'number' || !Number.isSafeInteger(bound) || bound < 0)
      throw invalid('substring() takes a start and a count from 0 up')
  return operation('substring', [needText('substring', left), ...given.map(bound => new Literal(int, bound))])
}

function map(node: Node, type: Type<unknown>, convert: (value: never) => unknown): Node {
  const label = `${node.preview()} mapped to ${type.name}`
  return new Deferred(type, node.isList, label, node, async execution =>
    convert(unchecked<never>(await evaluate(node, execution), 'the caller typed the function by this expression')),
  )
}

function run(node: Node, options?: CallOptions): Pending<unknown> {
  return Pending.run(() => {
    const source = sourceOf(node)
    if (source === undefined && !(node instanceof Deferred))
      throw invalid('this expression belongs to no source, so it cannot run alone; use it inside a set')
    const { signal, done } = signalOf(options)
    const execution = executionOf(options) ?? source?.execution(signal) ?? looseExecution(signal)
    return resultOf(node, execution).finally(done)
  })
}

/** Async code may not look at the signal, so it is not waited for after that; statements see to it themselves. */
async function resultOf(node: Node, execution: Execution): Promise<unknown> {
  const { signal } = execution
  throwIfAborted(signal)
  const value = evaluate(node, execution)
  return node instanceof Deferred ? deferredValue(node, await untilAborted(value, signal, false)) : value
}

type Method = (this: Node, ...args: readonly never[]) => unknown
const methods: Record<string, Method> = {
  between(low: unknown, high: unknown) {
    return ordered(this, low, 'gte').and(ordered(this, high, 'lte'))
  },
  isDistinctFrom(value: unknown) {
    return value === null ? this.isNotNull() : operation('isDistinctFrom', [this, operand(this, value)])
  },
  isNotDistinctFrom(value: unknown) {
    return value === null ? this.isNull() : operation('isNotDistinctFrom', [this, operand(this, value)])
  },
  like(pattern: unknown) {
    return like(this, pattern)
  },
  substring(start: unknown, count?: unknown) {
    return substring(this, start, count)
  },
  concat(...values: readonly unknown[]) {
    return operation('concat', [needText('concat', this), ...values.map(value => part(this, value))])
  },
  not() {
    needCondition('not', this)
    return this instanceof Constant ? new Constant(!this.value) : operation('not', [this])
  },
  coalesce(value: unknown) {
    return operation('coalesce', [this, operand(this, value)])
  },
  asc() {
    return { node: this, direction: 'asc' }
  },
  desc() {
    return { node: this, direction: 'desc' }
  },
  map(type: Type<unknown>, convert: (value: never) => unknown) {
    return map(this, type, convert)
  },
  run(options?: CallOptions) {
    return run(this, options)
  },
  explain(resolved?: Resolved) {
    return explain(this, resolved)
  },
}
for (const name of ['eq', 'ne'] as const)
  methods[name] = function (value: unknown) {
    return operation(name, [this, operand(this, value)])
  }
for (const name of ['lt', 'lte', 'gt', 'gte'] as const)
  methods[name] = function (value: unknown) {
    return ordered(this, value, name)
  }
for (const name of ['in', 'notIn'] as const)
  methods[name] = function (values: unknown) {
    return membership(name, this, values)
  }
for (const name of ['contains', 'startsWith', 'endsWith'] as const)
  methods[name] = function (value: unknown) {
    return operation(name, [needText(name, this), part(this, value)])
  }
for (const name of ['lower', 'upper', 'length'] as const)
  methods[name] = function () {
    return operation(name, [needText(name, this)])
  }
for (const name of ['and', 'or'] as const)
  methods[name] = function (other: unknown) {
    return logic(name, this, other)
  }
for (const name of ['plus', 'minus'] as const)
  methods[name] = function (value: unknown) {
    return operation(name, [needType(name, this, adds), addend(this, value)])
  }
for (const name of ['mul', 'div', 'intDiv', 'mod'] as const)
  methods[name] = function (value: unknown) {
    return operation(name, [needType(name, this, calculates), operand(this, value)], name !== 'mul')
  }
methods.nullIf = function (value: unknown) {
  return operation('nullIf', [this, operand(this, value)], true)
}
for (const name of ['isNull', 'isNotNull'] as const)
  methods[name] = function () {
    return operation(name, [this])
  }
for (const [isRight, names] of [
  [calculates, ['negate', 'abs']],
  [isNumeric, ['toFloat', 'toDecimal']],
  [isDated, ['year', 'month', 'day']],
  [isTimed, ['hour', 'minute', 'second']],
] as const)
  for (const name of names)
    methods[name] = function () {
      return operation(name, [needType(name, this, isRight)])
    }

// The operators live here and not in the class, because they build nodes of classes that extend it.
for (const [name, value] of Object.entries(methods))
  Object.defineProperty(Node.prototype, name, { value, writable: true })
