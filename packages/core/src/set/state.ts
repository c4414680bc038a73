import { VantageError } from '../errors/vantage-error.ts'
import { refusePromise } from '../expression/given-promise.ts'
import { keepInside } from '../expression/home.ts'
import { type AnyNode, Constant, Literal, Node, type Template } from '../expression/node.ts'
import { logic } from '../expression/operate.ts'
import { linksOf } from '../expression/outlook.ts'
import { partInside } from '../expression/part-inside.ts'
import { textShape } from '../expression/shape.ts'
import { orderShape, projectionKey, selectKey, selectShape } from '../expression/statement-key.ts'
import type { From, OrderKey, Projection, Select } from '../expression/statement.ts'
import { childrenOf } from '../expression/walk.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { int } from '../types/int.ts'
import type { Definition } from './definition.ts'
import { type Hook, keptBy } from './hook-shape.ts'

/** A set: a table and what narrows it. Immutable; narrowing gives a new one. */
export interface SetState {
  readonly definition: Definition
  readonly source: BoundSource
  /** All conditions joined. */
  readonly where: Node | undefined
  /** Those of `scope()`: no write may leave them. */
  readonly scope: Node | undefined
  /** Whether the caller narrowed the set; conditions of the table definition do not count. */
  readonly isNarrowed: boolean
  readonly order: readonly OrderKey[]
  readonly limit: number | undefined
  readonly offset: number | undefined
  /** Chosen columns; absent: all, as instances of the entity. */
  readonly selected: readonly Projection[] | undefined
  /** How many hooks run around each other where this set was handed to the innermost of them; 0 outside of hooks. */
  readonly hookDepth: number
}

export const wholeTable = (definition: Definition, isNarrowed = false): SetState => ({
  definition,
  source: definition.source,
  where: undefined,
  scope: undefined,
  isNarrowed,
  order: noOrder,
  limit: undefined,
  offset: undefined,
  selected: undefined,
  hookDepth: 0,
})
const noOrder: readonly OrderKey[] = Object.freeze([])

/** A table as it is opened: with the rows that its definition keeps. */
export function openedTable(definition: Definition): SetState {
  const state = wholeTable(definition)
  const { kept } = definition
  return kept === undefined ? state : { ...state, where: kept }
}

/** A condition given ready, or as a function of the columns. `where` is what the set has been narrowed by before. */
export function conditionOf(given: unknown, set: Place, verb: string, where?: Node): Node {
  const { definition } = set
  const condition: unknown = typeof given === 'function' ? given(definition.columns) : given
  refusePromise(condition, () => `${verb}() of ${definition.entity.name}`)
  if (!isCondition(condition))
    throw new VantageError(`${verb}() of ${definition.entity.name} takes a condition, such as u => u.name.eq('x')`, {
      kind: 'invalid',
      details: { entity: definition.entity.name },
    })
  checkBelongs(condition, set, where)
  return condition
}

/** Whether a value is a condition: a node that is true or not. */
export const isCondition = (value: unknown): value is Node =>
  value instanceof Node && value.type.name === 'bool' && !value.isList

/** The node of a column or expression given ready, or as a function of the columns. */
export function expressionOf(given: unknown, set: Place, verb: string): Node {
  const { definition } = set
  const node: unknown = typeof given === 'function' ? given(definition.columns) : given
  refusePromise(node, () => `${verb}() of ${definition.entity.name}`)
  if (!(node instanceof Node))
    throw new VantageError(
      `${verb}() of ${definition.entity.name} takes a column or an expression, such as u => u.name`,
      {
        kind: 'invalid',
        details: { entity: definition.entity.name },
      },
    )
  checkBelongs(node, set)
  return node
}

/** Where an expression is put: a table, and the source that the set of it runs on. */
type Place = Pick<SetState, 'definition' | 'source'>

/**
 * Refuses columns of other tables and of other databases, and what belongs to an open transaction outside of it; the usual case
 * is decided at the root.
 *
 * A set that is linked to a row outside, which its conditions look at, may look at more of that row.
 */
export function checkBelongs(node: Node, { definition, source }: Place, where?: Node): void {
  const { home, scope } = node
  if (home?.inTransaction !== undefined) keepInside(home, source, () => partInside(node), definition.entity.name)
  const isOurs = scope === undefined || scope === definition.occurrence.key
  if (isOurs && (home === undefined || home.database === source.database)) return
  checkColumns(node as AnyNode, definition, where === undefined ? none : linksOf([where], [definition.occurrence.key]))
}
const none: ReadonlySet<string> = new Set()

/** A template of another set or database stands for a value of its own. */
const isElsewhere = ({ scope, source }: Template, definition: Definition): boolean =>
  scope !== definition.occurrence.key || (source !== undefined && source.database !== definition.source.database)

function checkColumns(node: AnyNode, definition: Definition, outside: ReadonlySet<string>): void {
  if (node.kind === 'subquery' || node.kind === 'deferred') return
  if (node.kind === 'template' && isElsewhere(node, definition)) return
  if (node.kind === 'column') {
    const { occurrence } = node
    const isSameTable = occurrence.key === definition.occurrence.key
    const isReadable = isSameTable || outside.has(occurrence.key)
    if (isReadable && occurrence.source.database === definition.source.database) return
    const why = isSameTable ? `is a column of another database ("${occurrence.source.name}")` : 'belongs to another set'
    throw new VantageError(`${node.preview()} ${why}; pass its values with fieldExpr() of that set`, {
      kind: 'invalid',
      details: { entity: definition.entity.name, field: node.preview() },
    })
  }
  for (const child of childrenOf(node)) checkColumns(child as AnyNode, definition, outside)
}

/** The set with more hooks, and only the rows that these keep. */
export function withHooks(state: SetState, hooks: readonly Hook[]): SetState {
  const definition = state.definition.withHooks(hooks)
  const where = keptBy(hooks, definition).reduce<Node | undefined>(
    (all, one) => (all === undefined ? one : logic('and', all, one)),
    state.where,
  )
  return { ...state, definition, where }
}

/** The set with one more condition. */
export function narrowed(state: SetState, condition: Node): SetState {
  const { definition, source, scope, order, limit, offset, selected, hookDepth } = state
  const where = state.where === undefined ? condition : logic('and', state.where, condition)
  // A condition that is always true, such as notIn of nothing, narrows nothing.
  const isTrue = condition instanceof Constant && condition.value
  // Written out: spreading an object costs more than everything else here.
  const isNarrowed = state.isNarrowed || !isTrue
  return { definition, source, where, scope, isNarrowed, order, limit, offset, selected, hookDepth }
}

export interface ReadOptions {
  /** Add the id as the last order key, as every cut does. */
  readonly limit?: number
  readonly where?: Node
  readonly order?: readonly OrderKey[]
  /** Only the first row is read. */
  readonly isSingle?: boolean
}

/** The select of a set: declared columns, its conditions, its order and window. */
export function selectOf(state: SetState, extra: ReadOptions = noExtra): Select {
  const { definition, selected } = state
  const limit = extra.limit ?? state.limit
  const isCut = limit !== undefined || state.offset !== undefined
  const wanted = extra.order ?? state.order
  const order = isCut ? withIds(wanted, definition) : wanted
  const columns = selected ?? definition.projection
  const { isSingle = false } = extra
  return new SetSelect(state, columns, joined(state.where, extra.where), order, limit, state.offset, isSingle)
}
const noExtra: ReadOptions = Object.freeze({})

/**
 * A select of given expressions over the set; windows count only where the caller says so.
 *
 * Shape: `isSingle` says that the conditions let one row through at most.
 */
export function selectExpressions(
  state: SetState,
  columns: readonly Projection[],
  keepsWindow: boolean,
  isSingle = false,
): Select {
  const { limit, offset } = state
  const isCut = keepsWindow && (limit !== undefined || offset !== undefined)
  const order = isCut ? withIds(state.order, state.definition) : keepsWindow ? state.order : noOrder
  const [rows, skipped] = isCut ? [limit, offset] : []
  return new SetSelect(state, columns, state.where, order, rows, skipped, isSingle)
}

const joined = (a: Node | undefined, b: Node | undefined): Node | undefined =>
  a === undefined ? b : b === undefined ? a : logic('and', a, b)

/** Every field is always there: statements of one form share one hidden class, which keeps the hot path fast. */
class SetSelect implements Select {
  readonly kind = 'select'
  readonly from: From
  readonly columns: readonly Projection[]
  readonly where: Node | undefined
  readonly groupBy = undefined
  readonly having = undefined
  readonly order: readonly OrderKey[]
  readonly limit: Node | undefined
  readonly offset: Node | undefined
  readonly isSingle: boolean
  readonly isPlain: boolean
  readonly #definition: Definition
  readonly #isWhole: boolean
  #shape = 0

  constructor(
    { definition }: SetState,
    columns: readonly Projection[],
    where: Node | undefined,
    order: readonly OrderKey[],
    limit: number | undefined,
    offset: number | undefined,
    isSingle: boolean,
  ) {
    this.from = definition.from
    this.columns = columns
    this.where = where
    this.order = order
    this.limit = limit === undefined ? undefined : new Literal(int, limit)
    this.offset = offset === undefined ? undefined : new Literal(int, offset)
    this.isSingle = isSingle
    this.#isWhole = columns === definition.projection
    this.isPlain = this.#isWhole && !definition.isComputed
    this.#definition = definition
  }

  get key(): string {
    const { projectionKey, idOrder, idOrderKey } = this.#definition
    return selectKey(this, this.#isWhole ? projectionKey : undefined, this.order === idOrder ? idOrderKey : undefined)
  }

  get shape(): number {
    if (this.#shape !== 0) return this.#shape
    const { tableShape, projectionShape, idOrder, idOrderShape } = this.#definition
    const columns = this.#isWhole ? projectionShape : textShape(projectionKey(this.columns))
    const order = this.order.length === 0 ? 0 : this.order === idOrder ? idOrderShape : orderShape(this.order)
    this.#shape = selectShape(this, tableShape, columns, order)
    return this.#shape
  }
}

/** The order with the id as its last key, which makes it total. */
export function withIds(order: readonly OrderKey[], { ids, idOrder }: Definition): readonly OrderKey[] {
  if (order.length === 0) return idOrder
  const missing = ids.filter(id => !order.some(({ node }) => node.key === id.key))
  return missing.length === 0 ? order : [...order, ...missing.map(node => ({ node, direction: 'asc' as const }))]
}

export const isWindowed = (state: SetState): boolean => state.limit !== undefined || state.offset !== undefined
