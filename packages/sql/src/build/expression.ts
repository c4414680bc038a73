import type { Decimal, OrderTerm } from '@vantage-ts/core'
import { Literal, type Node, templateOperand, type Typed, VantageError } from '@vantage-ts/core/adapter'
import type { Language } from './language.ts'
import { checkedName } from './names.ts'
import { checkedOperator, needOperator } from './operators.ts'
import { Part } from './part.ts'
import { isRows } from './row-names.ts'
import { needSameWidth, type Width } from './width.ts'
import type { Writer } from './writer.ts'

/** What stands where a value is wanted: an expression of the same language, one of sets, or a value, which is bound. */
export type Input<Tag extends string> =
  | SqlExpression<Tag>
  | Typed<unknown, unknown>
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | Uint8Array
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration

/** What `in` looks into: values, each bound, a statement that gives them, or a list of sets: `orders.fieldExpr(o => o.clientId)`. */
export type ListInput<Tag extends string> =
  | readonly Input<Tag>[]
  | SqlExpression<Tag>
  | Typed<readonly unknown[], unknown>
/** A key of an order: of the language, or of a set. */
export type OrderInput<Tag extends string> =
  | OrderItem<Tag>
  | SqlExpression<Tag>
  | Typed<unknown, unknown>
  | OrderTerm<unknown>

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/**
 * An expression in the language of a SQL database, without a type of its value: the database knows it.
 *
 * Shape: immutable; operators give new ones. `Tag` keeps expressions of two languages apart.
 */
export abstract class SqlExpression<out Tag extends string = string> extends Part {
  /** Phantom: the language it belongs to. */
  declare readonly '~language': Tag
  /** Whether its text holds together beside any operator. */
  get isClosed(): boolean {
    return true
  }
  /** Whether its text is that of a list in brackets, for IN. */
  get isList(): boolean {
    return false
  }
  /** How many values it gives at once: several for a row, or for a statement of several columns. */
  get width(): Width {
    return 'any'
  }

  eq(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '=', value, 'eq')
  }
  ne(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '<>', value, 'ne')
  }
  lt(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '<', value, 'lt')
  }
  lte(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '<=', value, 'lte')
  }
  gt(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '>', value, 'gt')
  }
  gte(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, '>=', value, 'gte')
  }
  between(low: Input<Tag>, high: Input<Tag>): SqlExpression<Tag> {
    return new Between(this, besideOf(this, low, 'between'), besideOf(this, high, 'between'), true)
  }
  notBetween(low: Input<Tag>, high: Input<Tag>): SqlExpression<Tag> {
    return new Between(this, besideOf(this, low, 'notBetween'), besideOf(this, high, 'notBetween'), false)
  }
  /** Errors: `invalid` for an empty list. */
  in(list: ListInput<Tag>): SqlExpression<Tag> {
    return membershipOf(this, list, true)
  }
  /** Null in the list makes it unknown, as SQL has it; lists of sets have none. Errors: `invalid` for an empty list. */
  notIn(list: ListInput<Tag>): SqlExpression<Tag> {
    return membershipOf(this, list, false)
  }
  isNull(): SqlExpression<Tag> {
    return new Suffix(this, 'IS NULL')
  }
  isNotNull(): SqlExpression<Tag> {
    return new Suffix(this, 'IS NOT NULL')
  }
  /** Null differs from a value and not from null. */
  isDistinctFrom(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, 'IS DISTINCT FROM', value, 'isDistinctFrom')
  }
  isNotDistinctFrom(value: Input<Tag>): SqlExpression<Tag> {
    return compared(this, 'IS NOT DISTINCT FROM', value, 'isNotDistinctFrom')
  }
  /** `%` is any text, `_` one character; `escapedBy` makes the next one literal. */
  like(pattern: Input<Tag>, escapedBy?: string): SqlExpression<Tag> {
    return new Pattern(this, 'LIKE', operandOf(pattern, 'like'), escapedBy)
  }
  notLike(pattern: Input<Tag>, escapedBy?: string): SqlExpression<Tag> {
    return new Pattern(this, 'NOT LIKE', operandOf(pattern, 'notLike'), escapedBy)
  }

  and(...others: readonly Input<Tag>[]): SqlExpression<Tag> {
    return chain('AND', [this, ...others.map(other => operandOf(other, 'and'))])
  }
  or(...others: readonly Input<Tag>[]): SqlExpression<Tag> {
    return chain('OR', [this, ...others.map(other => operandOf(other, 'or'))])
  }
  not(): SqlExpression<Tag> {
    return new Prefix('NOT', this)
  }

  plus(value: Input<Tag>): SqlExpression<Tag> {
    return new Infix(this, '+', operandOf(value, 'plus'))
  }
  minus(value: Input<Tag>): SqlExpression<Tag> {
    return new Infix(this, '-', operandOf(value, 'minus'))
  }
  mul(value: Input<Tag>): SqlExpression<Tag> {
    return new Infix(this, '*', operandOf(value, 'mul'))
  }
  /** As the database divides: whole numbers give a whole number. */
  div(value: Input<Tag>): SqlExpression<Tag> {
    return new Infix(this, '/', operandOf(value, 'div'))
  }
  mod(value: Input<Tag>): SqlExpression<Tag> {
    return new Infix(this, '%', operandOf(value, 'mod'))
  }
  negate(): SqlExpression<Tag> {
    return new Prefix('-', this)
  }
  /** Texts one after the other: `||`. */
  concat(...values: readonly Input<Tag>[]): SqlExpression<Tag> {
    return chain('||', [this, ...values.map(value => operandOf(value, 'concat'))])
  }
  /**
   * Another operator of the language: signs, or the words of one, such as `GLOB`. Errors: `invalid` for anything else, `unsupported`
   * in a statement whose language lacks it.
   */
  operator(sign: string, value: Input<Tag>): SqlExpression<Tag> {
    return new Operator(this, checkedOperator(sign), operandOf(value, 'operator'))
  }

  collate(collation: string): SqlExpression<Tag> {
    return new Collated(this, checkedName(collation, 'a collation', 'collate'))
  }

  asc(): OrderItem<Tag> {
    return new OrderItem<Tag>(this, 'ASC')
  }
  desc(): OrderItem<Tag> {
    return new OrderItem<Tag>(this, 'DESC')
  }
}

/** A key of an order: `o.total.desc().nullsLast()`. */
export class OrderItem<out Tag extends string = string> extends Part {
  declare readonly '~language': Tag
  readonly #key: SqlExpression<string>
  readonly #direction: 'ASC' | 'DESC'
  readonly #nulls: 'FIRST' | 'LAST' | undefined
  constructor(key: SqlExpression<string>, direction: 'ASC' | 'DESC', nulls?: 'FIRST' | 'LAST') {
    super()
    this.#key = key
    this.#direction = direction
    this.#nulls = nulls
  }
  nullsFirst(): OrderItem<Tag> {
    return new OrderItem(this.#key, this.#direction, 'FIRST')
  }
  nullsLast(): OrderItem<Tag> {
    return new OrderItem(this.#key, this.#direction, 'LAST')
  }
  override write(out: Writer): void {
    if (this.#nulls !== undefined && out.language.writes?.nulls === 'key') {
      writeBeside(out, this.#key)
      out.text(this.#nulls === 'LAST' ? ' IS NULL, ' : ' IS NULL DESC, ')
      this.#key.write(out)
      out.text(` ${this.#direction}`)
      return
    }
    this.#key.write(out)
    out.text(this.#nulls === undefined ? ` ${this.#direction}` : ` ${this.#direction} NULLS ${this.#nulls}`)
  }
}

/** In brackets where it must be, for use beside an operator. */
export function writeBeside(out: Writer, expression: SqlExpression): void {
  const isClosed = expression.isClosed
  out.enter()
  if (!isClosed) out.text('(')
  expression.write(out)
  if (!isClosed) out.text(')')
  out.leave()
}

abstract class Open extends SqlExpression<never> {
  override get isClosed(): boolean {
    return false
  }
}

/** Two operands with a sign or words between them. */
export class Infix extends Open {
  readonly #left: SqlExpression
  readonly #sign: string
  readonly #right: SqlExpression
  readonly #language: Language | undefined
  /** `language`: the only one that has the sign. */
  constructor(left: SqlExpression, sign: string, right: SqlExpression, language?: Language) {
    super()
    this.#left = left
    this.#sign = sign
    this.#right = right
    this.#language = language
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, this.#sign)
    const same = this.#sign.endsWith('DISTINCT FROM') ? out.language.writes?.nullSafe : undefined
    const isNegated = same !== undefined && this.#sign === 'IS DISTINCT FROM'
    if (isNegated) out.text('NOT (')
    writeBeside(out, this.#left)
    out.text(` ${same ?? this.#sign} `)
    writeBeside(out, this.#right)
    if (isNegated) out.text(')')
  }
}

/** One that a program names. */
class Operator extends Infix {
  readonly #sign: string
  constructor(left: SqlExpression, sign: string, right: SqlExpression) {
    super(left, sign, right)
    this.#sign = sign
  }
  override write(out: Writer): void {
    needOperator(out, this.#sign)
    super.write(out)
  }
}

/** What stands on the right of a comparison. Errors: as of `needSameWidth`. */
function besideOf(left: SqlExpression, given: unknown, place: string): SqlExpression<never> {
  const right = operandOf(given, place)
  needSameWidth(left, right, place)
  return right
}
const compared = (left: SqlExpression, sign: string, given: unknown, place: string): Infix =>
  new Infix(left, sign, besideOf(left, given, place))

class Prefix extends Open {
  readonly #word: string
  readonly #of: SqlExpression
  constructor(word: string, of: SqlExpression) {
    super()
    this.#word = word
    this.#of = of
  }
  override write(out: Writer): void {
    out.text(`${this.#word} `)
    writeBeside(out, this.#of)
  }
}

/** Words before what holds together by itself: `EXISTS (SELECT …)`. */
export class Prefixed extends SqlExpression<never> {
  readonly #words: string
  readonly #of: SqlExpression
  readonly #language: Language | undefined
  /** `language`: the only one that has the words. */
  constructor(words: string, of: SqlExpression, language?: Language) {
    super()
    this.#words = words
    this.#of = of
    this.#language = language
  }
  /** NOT takes in whatever follows. */
  override get isClosed(): boolean {
    return !this.#words.startsWith('NOT ')
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, this.#words)
    out.text(`${this.#words} `)
    writeBeside(out, this.#of)
  }
}

/** Words after an operand: `x IS NULL`. */
export class Suffix extends Open {
  readonly #of: SqlExpression
  readonly #words: string
  readonly #language: Language | undefined
  /** `language`: the only one that has the words. */
  constructor(of: SqlExpression, words: string, language?: Language) {
    super()
    this.#of = of
    this.#words = words
    this.#language = language
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, this.#words)
    writeBeside(out, this.#of)
    out.text(` ${this.#words}`)
  }
}

class Between extends Open {
  readonly #of: SqlExpression
  readonly #low: SqlExpression
  readonly #high: SqlExpression
  readonly #isInside: boolean
  constructor(of: SqlExpression, low: SqlExpression, high: SqlExpression, isInside: boolean) {
    super()
    this.#of = of
    this.#low = low
    this.#high = high
    this.#isInside = isInside
  }
  override write(out: Writer): void {
    writeBeside(out, this.#of)
    out.text(this.#isInside ? ' BETWEEN ' : ' NOT BETWEEN ')
    writeBeside(out, this.#low)
    out.text(' AND ')
    writeBeside(out, this.#high)
  }
}

function writeList(out: Writer, items: readonly SqlExpression[]): void {
  out.enter()
  out.text('(')
  out.each(items, item => item.write(out))
  out.text(')')
  out.leave()
}

class Membership extends Open {
  readonly #of: SqlExpression
  readonly #list: SqlExpression | readonly SqlExpression[]
  readonly #isIn: boolean
  constructor(of: SqlExpression, list: SqlExpression | readonly SqlExpression[], isIn: boolean) {
    super()
    this.#of = of
    this.#list = list
    this.#isIn = isIn
  }
  override write(out: Writer): void {
    writeBeside(out, this.#of)
    out.text(this.#isIn ? ' IN ' : ' NOT IN ')
    const list = this.#list
    if (list instanceof SqlExpression) {
      // A statement writes its brackets; a name without any would be that of a table in SQLite.
      if (list.isList) list.write(out)
      else writeList(out, [list])
      return
    }
    writeList(out, list)
  }
}

/** The same of a list that a set gives, which knows how its source compares values with it. */
class SetMembership extends SqlExpression<never> {
  readonly #of: SqlExpression
  readonly #list: Node
  readonly #isIn: boolean
  constructor(of: SqlExpression, list: Node, isIn: boolean) {
    super()
    this.#of = of
    this.#list = list
    this.#isIn = isIn
  }
  override write(out: Writer): void {
    const left = out.expression(inside => this.#of.write(inside)).as(this.#list.type)
    out.operand(this.#isIn ? left.in(this.#list) : left.notIn(this.#list))
  }
}

class Pattern extends Open {
  readonly #of: SqlExpression
  readonly #words: string
  readonly #pattern: SqlExpression
  readonly #escape: SqlExpression | undefined
  readonly #isWide: boolean
  constructor(of: SqlExpression, words: string, pattern: SqlExpression, escapedBy: string | undefined) {
    super()
    if (escapedBy !== undefined && [...escapedBy].length !== 1)
      throw invalid('like(): the character that escapes is a single one')
    this.#of = of
    this.#words = words
    this.#pattern = pattern
    this.#escape = escapedBy === undefined ? undefined : operandOf(escapedBy, 'like')
    this.#isWide = escapedBy !== undefined && escapedBy > '\u007f'
  }
  override write(out: Writer): void {
    writeBeside(out, this.#of)
    out.text(` ${this.#words} `)
    writeBeside(out, this.#pattern)
    if (this.#escape === undefined) return
    if (this.#isWide)
      out.need(out.language.has.wideEscape !== false, 'ESCAPE outside of ASCII', 'take a sign such as !')
    out.text(' ESCAPE ')
    this.#escape.write(out)
  }
}

/** Operands with one word between all of them. */
export class Chain extends Open {
  readonly word: string
  readonly parts: readonly SqlExpression[]
  constructor(word: string, parts: readonly SqlExpression[]) {
    super()
    this.word = word
    this.parts = parts
  }
  override write(out: Writer): void {
    if (this.word === '||' && out.language.writes?.concat === 'call') {
      out.text('concat(')
      out.each(this.parts, part => part.write(out))
      out.text(')')
    } else this.#write(out, this.parts)
  }
  /** Long ones in halves: to SQLite a flat one is as deep as it is long. */
  #write(out: Writer, parts: readonly SqlExpression[]): void {
    if (parts.length <= maxFlat || this.word === '||') {
      out.each(parts, part => writeBeside(out, part), ` ${this.word} `)
      return
    }
    const half = parts.length >> 1
    const halves = [parts.slice(0, half), parts.slice(half)]
    out.each(
      halves,
      some => {
        out.text('(')
        this.#write(out, some)
        out.text(')')
      },
      ` ${this.word} `,
    )
  }
}
const maxFlat = 100

/**
 * A chain of one operator, flat, so that long ones do not nest. Of `||` only the first part is: in PostgreSQL it joins arrays and JSON
 * too, where brackets on the right mean something else.
 */
function chain(word: 'AND' | 'OR' | '||', parts: readonly SqlExpression[]): SqlExpression<never> {
  const flat = parts.flatMap((part, index) =>
    part instanceof Chain && part.word === word && (index === 0 || word !== '||') ? part.parts : [part],
  )
  return new Chain(word, flat)
}

/** Conditions of which all must hold; undefined for none. */
export const allOf = (conditions: readonly SqlExpression[]): SqlExpression<never> | undefined => {
  const [first, second] = conditions
  if (first === undefined) return undefined
  return second === undefined ? (first as SqlExpression<never>) : chain('AND', conditions)
}

/** Conditions of which one must hold; undefined for none. */
export const anyOf = (conditions: readonly SqlExpression[]): SqlExpression<never> | undefined => {
  const [first, second] = conditions
  if (first === undefined) return undefined
  return second === undefined ? (first as SqlExpression<never>) : chain('OR', conditions)
}

class Collated extends Open {
  readonly #of: SqlExpression
  readonly #collation: string
  constructor(of: SqlExpression, collation: string) {
    super()
    this.#of = of
    this.#collation = collation
  }
  override write(out: Writer): void {
    writeBeside(out, this.#of)
    out.text(' COLLATE ')
    out.name(this.#collation)
  }
}

/** A value that is bound, or an expression of a set. */
export class Bound extends SqlExpression<never> {
  readonly node: Node
  constructor(node: Node) {
    super()
    this.node = node
  }
  override get width(): Width {
    return this.node instanceof Literal && this.node.value !== null ? 1 : 'any'
  }
  override write(out: Writer): void {
    if (this.node instanceof Literal && this.node.value === null) out.text('NULL')
    else out.operand(this.node)
  }
}

/** Turns what stands where a value is wanted into an expression. Errors: `invalid`, naming the place. */
export function operandOf(value: unknown, place: string): SqlExpression<never> {
  if (value instanceof SqlExpression) return value as SqlExpression<never>
  if (value === undefined) throw invalid(`${place}() was given undefined; null stands for a missing value`)
  if (value instanceof Part || isRows(value))
    throw invalid(`${place}() takes a value or an expression; of rows it takes one of their columns`)
  try {
    const node = templateOperand(value)
    const problem = node instanceof Literal && node.value !== null ? node.type.problem(node.value) : undefined
    if (problem !== undefined) throw new VantageError(`a value ${problem}`, { kind: 'type-mismatch' })
    return new Bound(node)
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`${place}()`)
  }
}

/** What rows are ordered or grouped by. Errors: `invalid` for a value: it is the same for all rows, and bound, it is no position. */
export function keyOf(key: unknown, place: string): SqlExpression<never> {
  const isObject = typeof key === 'object' && key !== null
  if (!isObject || !(key instanceof Part || isOperand(key)))
    throw invalid(`${place}() takes columns and other expressions; a column of the result goes by resultColumn('name')`)
  return operandOf(key, place)
}

/** Whether an object is an expression of sets, and not one whose properties are names. */
export function isOperand(given: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(given)
  const isLiteral = prototype === null || Object.getPrototypeOf(prototype) === null
  return !isLiteral && 'preview' in given
}

function membershipOf(left: SqlExpression, list: unknown, isIn: boolean): SqlExpression<never> {
  const place = isIn ? 'in' : 'notIn'
  const node = list instanceof SqlExpression || Array.isArray(list) ? undefined : listOfSet(list, place)
  return node === undefined
    ? new Membership(left, membersOf(left, list, place), isIn)
    : new SetMembership(left, node, isIn)
}

function listOfSet(list: unknown, place: string): Node | undefined {
  if (typeof list !== 'object' || list === null || !('preview' in list)) return undefined
  const operand = operandOf(list, place)
  return operand instanceof Bound && operand.node.isList ? operand.node : undefined
}

/** Errors: `invalid` for no list, an empty one, and for members that have other many values than the left side. */
function membersOf(left: SqlExpression, list: unknown, place: string): SqlExpression | readonly SqlExpression[] {
  if (list instanceof SqlExpression) {
    needSameWidth(left, list, place)
    return list
  }
  if (!Array.isArray(list))
    throw invalid(
      `${place}() takes a list of values, or a statement that gives them; of a set it is set.fieldExpr(r => r.id)`,
    )
  if (list.length === 0)
    throw invalid(`${place}() of an empty list is no SQL; leave the condition out, or write what it means`)
  return list.map(item => besideOf(left, item, place))
}
