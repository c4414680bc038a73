import {
  type Aggregate,
  type AnyNode,
  type Case,
  type ColumnNode,
  type Node,
  type Operation,
  operatorRule,
  type Param,
  type StoredColumn,
  type Template,
  type Type,
  unsupported,
  VantageError,
} from '@vantage-ts/core/adapter'
import { aligned, membership } from './comparison.ts'
import { anyNode, cast, defaultOf, type Expressions, quoted, type RenderContext, storageOfNode } from './context.ts'
import { closed, type Fragment, type Operand, type OperatorCall } from './operand.ts'
import { noNul } from './quote.ts'
import { namesOf, type Place, Scope } from './scope.ts'
import { type SqlStorage, sqlStorage } from './storage.ts'
import { existsText, rowsText, scalarText } from './subquery.ts'

const comparisons: ReadonlySet<string> = new Set(['eq', 'ne', 'isDistinctFrom', 'isNotDistinctFrom'])
const orderings: ReadonlySet<string> = new Set(['lt', 'lte', 'gt', 'gte'])

/** Renders the expressions of one select. */
export class ExpressionRenderer implements Expressions {
  readonly context: RenderContext
  readonly scope: Scope | undefined

  constructor(context: RenderContext, scope: Scope | undefined) {
    this.context = context
    this.scope = scope
  }

  operand(node: Node): Operand {
    return this.#operandOf(node, this.#fragment(anyNode(node)), storageOfNode(this.context, node))
  }

  inDefault(node: Node): Operand {
    return this.inStorage(node, defaultOf(this.context, node.type))
  }

  inStorage(node: Node, storage: SqlStorage): Operand {
    const any = anyNode(node)
    if (any.kind === 'param') return this.#operandOf(node, this.#parameter(any, storage), storage)
    if (any.kind === 'literal') return this.#operandOf(node, this.#null(storage), storage)
    const own = this.operand(node)
    if (own.storage === storage) return own
    const converted = convert(own, storage, defaultOf(this.context, node.type))
    if (converted === undefined) throw this.#cannotConvert(own, storage)
    return this.#operandOf(node, closed(converted), storage)
  }

  stored(node: Node, column: StoredColumn): string {
    const { kind } = anyNode(node)
    const wanted = sqlStorage(column.storage)
    const isWithin = areWithin(node.type.digits, column.type.digits)
    if (kind === 'literal' || (kind === 'param' && isWithin)) return this.inStorage(node, wanted).sql
    const own = this.operand(node)
    const isHeld = kind === 'column' && isWithin
    if (isHeld && isSameForm(own.storage, wanted)) return own.sql
    const standard = defaultOf(this.context, node.type)
    const value = isSameForm(own.storage, standard) ? own.sql : own.storage.toDefault?.(own.sql)
    if (value === undefined) throw this.#cannotConvert(own, wanted)
    const checked = isHeld || standard.stored === undefined ? value : standard.stored(value, column.type)
    const made = isSameForm(wanted, defaultOf(this.context, column.type)) ? checked : wanted.fromDefault?.(checked)
    if (made === undefined) throw this.#cannotConvert(own, wanted)
    return made
  }

  projected(node: Node): string {
    const { project, calculated } = storageOfNode(this.context, node)
    const sql = project === undefined && calculated === undefined ? this.bare(node) : this.operand(node).sql
    const checked = calculated !== undefined && isCalculated(anyNode(node)) ? calculated(sql) : sql
    return project === undefined ? checked : project(checked)
  }

  bare(node: Node): string {
    return this.#fragment(anyNode(node)).sql
  }

  #operandOf(node: Node, fragment: Fragment, storage: SqlStorage): Operand {
    const sql = fragment.isClosed ? fragment.sql : `(${fragment.sql})`
    return { sql, type: node.type, storage, isNullable: node.isNullable, node: anyNode(node) }
  }

  #fragment(node: AnyNode): Fragment {
    switch (node.kind) {
      case 'column':
        return closed(this.#column(node))
      case 'param':
        return this.#parameter(node, storageOfNode(this.context, node))
      case 'literal':
        return this.#null(storageOfNode(this.context, node))
      case 'constant':
        return closed(this.context.dialect.constants[node.value ? 'true' : 'false'])
      case 'operation':
        return this.#operation(node)
      case 'aggregate':
        return this.#aggregate(node)
      case 'case':
        return closed(this.#case(node))
      case 'template':
        return { sql: this.#template(node), isClosed: false }
      case 'subquery':
        if (node.mode === 'exists') return closed(existsText(node.select, this))
        if (node.mode === 'rows') return closed(rowsText(node.select, this))
        return closed(scalarText(node.select, this))
      default:
        throw new VantageError(`a ${node.kind} part cannot be rendered; it is resolved before`, { kind: 'internal' })
    }
  }

  #column(node: ColumnNode): string {
    const place = this.scope?.find(node.occurrence.key)
    if (place === undefined)
      throw new VantageError(`${node.preview()} belongs to a table that this statement does not read`, {
        kind: 'invalid',
        details: { field: node.preview() },
      })
    const { name, property } = node.column
    return `${place.qualifier}.${quoted(this.context, place.names?.get(property) ?? name)}`
  }

  #parameter(node: Param, storage: SqlStorage, change?: (encoded: unknown) => unknown): Fragment {
    const text = this.context.parameters.add(node, storage, change)
    return closed(storage.cast === undefined ? text : cast(this.context, text, storage.cast))
  }

  #null(storage: SqlStorage): Fragment {
    return closed(storage.cast === undefined ? 'NULL' : cast(this.context, 'NULL', storage.cast))
  }

  #template(node: Template): string {
    if (node.parts.some(part => part.includes('\0'))) throw noNul('a template')
    const inside = node.places.length === 0 ? this : new ExpressionRenderer(this.context, this.#placed(node))
    // Rendered once, so that what stands twice is one parameter.
    const args = node.args.map(arg => inside.operand(arg).sql)
    const text = node.parts.reduce(
      (before, part, index) => before + (args[node.gaps?.[index - 1] ?? index - 1] ?? '') + part,
    )
    // A comment to the end of the line must not swallow what comes after the template.
    const { lineComment = '--' } = this.context.dialect
    return text.includes('--') || text.includes(lineComment) ? `${text}\n` : text
  }

  /** What the operands of a template can see: the rows that its text reads, then those around it. */
  #placed({ places }: Template): Scope {
    const seen: Place[] = []
    for (const { name, occurrence, isDerived } of places) {
      if (occurrence === undefined) continue
      const place = { occurrence, qualifier: quoted(this.context, name) }
      const properties = occurrence.table.columns.map(({ property }) => property)
      seen.push(isDerived === true ? { ...place, names: namesOf(properties) } : place)
    }
    return new Scope(seen, this.scope)
  }

  #operation(node: Operation): Fragment {
    const { operator, args } = node
    const template = this.context.dialect.operators[operator]
    if (template === undefined)
      throw unsupported(this.context.dialect.name, operator, `evaluate ${operator}()`, 'use another operator')
    const call = this.#call(node)
    if (operator === 'and' || operator === 'or') return balanced(this.#chain(node), operator === 'and' ? 'AND' : 'OR')
    const [left, right] = args
    if (left !== undefined && right !== undefined) {
      if (operator === 'in' || operator === 'notIn') return membership(this, operator, left, right)
      // The result is the left operand itself, which need not look like what it is compared as.
      if (operator === 'nullIf')
        return fragmentOf(template([...aligned(this, left, right, 'equality'), this.inDefault(left)], call))
      if (comparisons.has(operator) || orderings.has(operator)) {
        const purpose = orderings.has(operator) ? 'order' : 'equality'
        return fragmentOf(template(aligned(this, left, right, purpose), call))
      }
    }
    const isTest = operator === 'isNull' || operator === 'isNotNull'
    return fragmentOf(
      template(
        args.map(arg => (isTest ? this.operand(arg) : this.inDefault(arg))),
        call,
      ),
    )
  }

  /** The operands of a chain of one logical operator, so that long chains do not nest deeply in the text. */
  #chain(node: Operation): string[] {
    const parts: string[] = []
    const pending: AnyNode[] = [node]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === 'operation' && next.operator === node.operator)
        for (const arg of next.args.toReversed()) pending.push(anyNode(arg))
      else parts.push(this.operand(next).sql)
    }
    return parts
  }

  #call(node: Operation): OperatorCall {
    return {
      name: node.operator,
      type: node.type,
      storageOf: type => defaultOf(this.context, type),
      bind: (operand, change) => {
        const { node: bound } = operand
        if (bound.kind !== 'param') return undefined
        return this.#parameter(bound, operand.storage, change).sql
      },
    }
  }

  #aggregate(node: Aggregate): Fragment {
    const { dialect } = this.context
    const arg = node.arg === undefined ? undefined : this.inDefault(node.arg)
    const option = node.option === undefined ? undefined : this.inDefault(node.option)
    return fragmentOf(dialect.aggregates[node.name](arg, node.type, option))
  }

  #case(node: Case): string {
    const branches = node.branches.map(({ when, then }) => `WHEN ${this.bare(when)} THEN ${this.inDefault(then).sql}`)
    return `CASE ${branches.join(' ')} ELSE ${this.inDefault(node.otherwise).sql} END`
  }

  #cannotConvert(operand: Operand, wanted: SqlStorage): VantageError {
    const place = operand.node.preview()
    return unsupported(
      this.context.dialect.name,
      'storage',
      `use ${place}, which is stored as ${operand.storage.name}, where ${operand.type.name} is held as ${wanted.name}`,
      'give both columns one storage, or compare after reading',
    )
  }
}

/** Whether a number may have left the range of its type: also one that is handed on by a choice, such as coalesce. */
function isCalculated(node: AnyNode): boolean {
  switch (node.kind) {
    case 'operation':
      return (
        operatorRule(node.operator).group === 'arithmetic' ||
        (handsOn.has(node.operator) && node.args.some(arg => isCalculated(anyNode(arg))))
      )
    case 'case':
      return [node.otherwise, ...node.branches.map(({ then }) => then)].some(each => isCalculated(anyNode(each)))
    case 'aggregate':
      return node.name !== 'count'
    default:
      return false
  }
}
const handsOn: ReadonlySet<string> = new Set(['coalesce', 'nullIf'])

const fragmentOf = (made: string | Fragment): Fragment =>
  typeof made === 'string' ? { sql: made, isClosed: false } : made

/** Whether decimals of some bounds are within others. */
const areWithin = (given: Type<unknown>['digits'], wanted: Type<unknown>['digits']): boolean =>
  wanted === undefined ||
  (given !== undefined &&
    given.scale <= wanted.scale &&
    given.precision - given.scale <= wanted.precision - wanted.scale)

/** Storages of one name hold a value in one form, whatever the bounds, members or items of their types. */
const isSameForm = (a: SqlStorage, b: SqlStorage): boolean => a === b || a.name === b.name

/** Text of a value in another storage; undefined when nobody said how. */
function convert(operand: Operand, wanted: SqlStorage, standard: SqlStorage): string | undefined {
  const inStandard = operand.storage === standard ? operand.sql : operand.storage.toDefault?.(operand.sql)
  if (inStandard === undefined || wanted === standard) return inStandard
  return wanted.fromDefault?.(inStandard)
}

/** `a AND b AND c AND d` as `(a AND b) AND (c AND d)`: the depth grows with the logarithm, and engines bound the depth. */
function balanced(parts: readonly string[], word: string): Fragment {
  if (parts.length === 1) return closed(parts[0] ?? '')
  const half = parts.length >> 1
  const [left, right] = [balanced(parts.slice(0, half), word), balanced(parts.slice(half), word)]
  return { sql: `${bracketed(left)} ${word} ${bracketed(right)}`, isClosed: false }
}
const bracketed = ({ sql, isClosed }: Fragment): string => (isClosed ? sql : `(${sql})`)
