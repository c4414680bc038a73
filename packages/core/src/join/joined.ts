import { suggest } from '../errors/suggest.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { refusePromise } from '../expression/given-promise.ts'
import { keepInside } from '../expression/home.ts'
import { ColumnNode, Literal, Node } from '../expression/node.ts'
import { logic } from '../expression/operate.ts'
import { fromLooksOutside, looksOutside, outsideOfSelect } from '../expression/outlook.ts'
import { partInside } from '../expression/part-inside.ts'
import type { From, JoinKind, OrderKey, Projection } from '../expression/statement.ts'
import { BuiltSelect } from '../set/built-select.ts'
import { derivedFrom, derivedTable } from '../set/derived.ts'
import { occurringAs } from '../set/occurrence.ts'
import { orderOutside } from '../set/order-outside.ts'
import { isWindowed, type SetState } from '../set/state.ts'
import { unsupported } from '../source/guard.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { unchecked } from '../types/cast.ts'
import { int } from '../types/int.ts'

/** Several sets of one database side by side. Immutable, like a set. */
export interface JoinedState {
  readonly source: BoundSource
  /** One set per side, in the order in which they were joined; callbacks get the columns of each. */
  readonly sides: readonly SetState[]
  readonly from: From
  readonly where: Node | undefined
  /** Keys as they were given: a side joined later may leave rows of earlier ones out, whose columns may then be null. */
  readonly order: readonly unknown[]
  readonly limit: number | undefined
  readonly offset: number | undefined
}

const joinKinds: readonly JoinKind[] = ['inner', 'left', 'right', 'full']

/** One set as the first side. */
export function firstSide(state: SetState): JoinedState {
  const side = sideOf(state)
  const { from } = side.definition
  return { source: state.source, sides: [side], from, where: undefined, order: [], limit: undefined, offset: undefined }
}

/**
 * One more side.
 *
 * Shape: a side's conditions, order and limit stay inside it; a table that is there already becomes another occurrence.
 * Errors: `unsupported` for a set of another database and for a source without joins, `invalid` for what is no condition of
 * the sides.
 */
export function joinedWith(state: JoinedState, other: SetState, on: unknown, kind: JoinKind): JoinedState {
  const { source } = state
  if (source.can.join !== true)
    throw unsupported(
      source.name,
      'join',
      'join tables',
      'follow a reference with getRef(), or join the sets with TableJoin',
    )
  if (other.source.database !== source.database)
    throw unsupported(source.name, 'join', `join a set of ${other.source.name}`, 'join the sets with TableJoin')
  const { name } = other.definition.entity
  keepInside(other.source, source, () => name, `a join with ${state.sides[0]?.definition.entity.name}`)
  if (!joinKinds.includes(kind))
    throw new VantageError(`join() takes one of the kinds ${joinKinds.join(', ')}`, { kind: 'invalid' })
  const added = apart(sideOf(other), state.sides)
  const all = [...state.sides, added]
  const condition = conditionOver(all, on, 'join')
  const isMissing = (index: number): boolean =>
    index < state.sides.length ? kind === 'right' || kind === 'full' : kind === 'left' || kind === 'full'
  const sides =
    kind === 'inner'
      ? all
      : all.map((side, index) => (isMissing(index) ? { ...side, definition: side.definition.optional() } : side))
  const left = state.from
  const right = added.definition.from
  const from: From = { kind: 'join', join: kind, left, right, on: condition, occurrence: left.occurrence }
  return { ...state, sides, from }
}

/** A plain table is joined as it is; what a set adds to its table is computed inside. */
function sideOf(state: SetState): SetState {
  const { definition, where, selected } = state
  const isPlain = where === undefined && selected === undefined && !isWindowed(state) && !definition.isComputed
  if (!isPlain) return derivedFrom(state)
  return state.order.length === 0 ? state : { ...state, order: [] }
}

/** A side as an occurrence of its own, which hides no row outside that a linked side looks at. */
function apart(side: SetState, others: readonly SetState[]): SetState {
  const { key } = side.definition.occurrence
  const isUsual = !isLinkedSide(side) && others.every(other => !isLinkedSide(other))
  if (isUsual && others.every(({ definition }) => definition.occurrence.key !== key)) return side
  const own = others.map(({ definition }) => definition.occurrence.key)
  const outside = [side, ...others].flatMap(outsideOfSide)
  if (outside.some(key => own.includes(key)))
    throw invalid(
      others,
      'a linked set belongs to a row of a table that is joined before it; start the join with the linked set',
    )
  const taken = new Set([...own, ...outside])
  return taken.has(key) ? occurringAs(side, `${key}+${others.length}`, taken) : side
}

/** A plain table, and a set that stands alone, look at no row outside. */
const isLinkedSide = ({ definition: { from } }: SetState): boolean => fromLooksOutside(from, [])

const outsideOfSide = ({ definition: { from } }: SetState): readonly string[] =>
  from.kind === 'derived' ? [...outsideOfSelect(from.select)] : []

const columnsOf = (sides: readonly SetState[]): readonly object[] => sides.map(({ definition }) => definition.columns)

/** A condition over the columns of all sides, given as a function of them. */
function conditionOver(sides: readonly SetState[], given: unknown, verb: string): Node {
  const node = expressionOver(sides, given, verb)
  if (node.type.name === 'bool' && !node.isList) return node
  throw invalid(sides, `${verb}() takes a condition, such as (u, s) => u.id.eq(s.userId)`)
}

/** An expression over the columns of all sides. */
function expressionOver(sides: readonly SetState[], given: unknown, verb: string): Node {
  const node: unknown = typeof given === 'function' ? given(...columnsOf(sides)) : given
  refusePromise(node, () => `${verb}() of a join`)
  if (!(node instanceof Node)) throw invalid(sides, `${verb}() takes a function of one column object per side`)
  return belonging(sides, node)
}

function belonging(sides: readonly SetState[], node: Node): Node {
  const [first] = sides
  if (first !== undefined) keepInside(node.home, first.source, () => partInside(node), 'a join')
  const own = sides.map(({ definition }) => definition.occurrence.key)
  if (!looksOutside([node], own)) return node
  throw invalid(
    sides,
    `${node.preview()} belongs to a set that is not joined; pass its values with fieldExpr() of that set`,
  )
}

const invalid = (sides: readonly SetState[], why: string): VantageError =>
  new VantageError(why, {
    kind: 'invalid',
    details: { entity: sides.map(({ definition }) => definition.entity.name).join(', ') },
  })

export function narrowedJoin(state: JoinedState, given: unknown): JoinedState {
  const { source, sides, from, order, limit, offset } = state
  const condition = conditionOver(sides, given, 'where')
  const where = state.where === undefined ? condition : logic('and', state.where, condition)
  // Written out: spreading costs more than the rest.
  return { source, sides, from, where, order, limit, offset }
}

export function orderedJoin(state: JoinedState, keys: readonly unknown[]): JoinedState {
  orderOver(state.sides, keys)
  return { ...state, order: keys }
}

const orderOver = (sides: readonly SetState[], keys: readonly unknown[]): readonly OrderKey[] =>
  keys.map(key => {
    const given: unknown = typeof key === 'function' ? key(...columnsOf(sides)) : key
    const isTerm = typeof given === 'object' && given !== null && 'direction' in given && 'node' in given
    const node = columnNow(sides, expressionOver(sides, isTerm ? given.node : given, 'orderBy'))
    if (!node.type.isOrdered)
      throw invalid(sides, `orderBy(): ${node.preview()} is ${node.type.name}, which has no order`)
    return { node, direction: isTerm && given.direction === 'desc' ? 'desc' : 'asc' }
  })

/** A column that was given ready, as its side has it now. */
function columnNow(sides: readonly SetState[], node: Node): Node {
  if (!(node instanceof ColumnNode)) return node
  const side = sides.find(({ definition }) => definition.occurrence.key === node.occurrence.key)
  return side?.definition.nodes.get(node.name) ?? node
}

/** What a table made of a join is called, and which of its columns tell its rows apart. */
interface JoinedTable {
  readonly name: string
  readonly ids: readonly string[]
  readonly prototype: object
  readonly refsOf: () => object
}

/** The named columns of a join as a table, in the join's order: one statement with the join in the place of a table. */
export function tableOf(state: JoinedState, columns: readonly Projection[], facts: JoinedTable): SetState {
  const { source, sides, from, where } = state
  const order = orderOver(sides, state.order)
  const outside = orderOutside(columns, order)
  const [limit, offset] = [bound(state.limit), bound(state.offset)]
  const isCut = limit !== undefined || offset !== undefined
  // Every expression of a join was refused unless it looks at the sides only.
  const isLinked = sides.some(isLinkedSide)
  const select = new BuiltSelect({
    from,
    columns: outside.columns,
    where,
    order: isCut ? order : [],
    limit,
    offset,
    isLinked,
  })
  const { name, ids, prototype, refsOf } = facts
  const table = derivedTable({
    source,
    select,
    shown: columns,
    name,
    ids,
    prototype,
    refsOf,
    flagsOf,
    isNarrowed: true,
  })
  return { ...table, order: outside.of(table) }
}

const bound = (rows: number | undefined): Node | undefined => (rows === undefined ? undefined : new Literal(int, rows))
const noFlags: readonly string[] = []
const flagsOf = (): readonly string[] => noFlags

/** Columns given by name, as a function of the sides' columns. */
export function namedColumns({ sides }: JoinedState, given: unknown): readonly Projection[] {
  const spec: unknown = typeof given === 'function' ? given(...columnsOf(sides)) : given
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec) || spec instanceof Node)
    throw invalid(sides, 'select() takes columns by name, such as (u, s) => ({ name: u.name, length: s.length })')
  const named = unchecked<Readonly<Record<string, unknown>>>(spec, 'an object has values by name')
  const columns = Object.keys(named).map(name => {
    const node = named[name]
    refusePromise(node, () => `select() of a join: "${name}"`)
    if (!(node instanceof Node)) throw invalid(sides, `select(): "${name}" takes a column or an expression`)
    if (node.isList) throw invalid(sides, `select(): "${name}" is a list of values; take a single one`)
    return { name, node: belonging(sides, node) }
  })
  if (columns.length > 0) return columns
  throw invalid(sides, 'select() takes at least one column')
}

/** The columns that an entity needs, each found on exactly one side. */
export function columnsFor({ sides }: JoinedState, wanted: SetState): readonly Projection[] {
  const { entity, nodes } = wanted.definition
  return [...nodes.values()].map(({ name, column }) => {
    const [only, second] = sides.flatMap((side, index) =>
      namesOf(side).includes(name) ? [{ node: side.definition.column(name), side: sideName(sides, index) }] : [],
    )
    if (only === undefined) {
      const near = suggest(name, [...new Set(sides.flatMap(namesOf))])
      throw invalid(sides, `${entity.name}.${name} is a column of no side; select() names columns.${near}`)
    }
    if (second !== undefined)
      throw invalid(
        sides,
        `${entity.name}.${name} is a column of ${only.side} and of ${second.side}; select() says which`,
      )
    fitting(only.node, column, entity.name)
    return { name, node: only.node }
  })
}

const namesOf = ({ definition, selected = definition.projection }: SetState): readonly string[] =>
  selected.map(({ name }) => name)

/** What a side is called: by its place too where two have one name, as in a join of a table with itself. */
function sideName(sides: readonly SetState[], index: number): string {
  const names = sides.map(({ definition }) => definition.entity.name)
  const name = names[index] ?? ''
  return names.filter(other => other === name).length === 1 ? name : `${name} (side ${index + 1} of ${sides.length})`
}

/** Refuses a column that would not read as the entity says. */
export function fitting(
  node: Node,
  {
    property,
    type,
    isNullable,
  }: { readonly property: string; readonly type: Node['type']; readonly isNullable: boolean },
  entity: string,
): void {
  const details = { entity, field: property }
  if (node.type.name !== type.name)
    throw new VantageError(`${entity}.${property} is ${type.name}, and ${node.preview()} is ${node.type.name}`, {
      kind: 'invalid',
      details,
    })
  if (node.isNullable && !isNullable)
    throw new VantageError(`${entity}.${property}: ${node.preview()} may be null; make the column optional()`, {
      kind: 'invalid',
      details,
    })
}
