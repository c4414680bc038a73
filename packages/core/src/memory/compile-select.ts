import { VantageError } from '../errors/vantage-error.ts'
import { type AnyNode, ColumnNode, type Node } from '../expression/node.ts'
import type { From, Join, Occurrence, Projection, Select, StoredColumn } from '../expression/statement.ts'
import { childrenOf } from '../expression/walk.ts'
import { unchecked } from '../types/cast.ts'
import { TypeProblem } from '../types/type.ts'
import { accumulatorOf } from './accumulator.ts'
import { decodeOf, keyOf } from './cell.ts'
import { compileNode, conjunctsOf } from './compile-node.ts'
import type { Evaluate, Frame } from './frame.ts'
import { allOf, both } from './logic.ts'
import { Compilation, type Layout, type OutsideCell, type RowFacts, Scope } from './scope.ts'
import type { GroupKeyPlan, JoinKey, JoinPlan, JoinSide, ProbePlan, SelectPlan } from './select-plan.ts'

/** Who reads the results: the caller, who decodes cells as they are stored, or an expression, which wants values. */
type Wanted = 'stored' | 'values'

/** Compiles a parameterized select; its results are rows by position, cells in the form in which they are stored. */
export function planSelect(select: Select, facts: RowFacts): SelectPlan {
  return planned(
    select,
    'stored',
    undefined,
    new Compilation(facts, (inner, parent) => planned(inner, 'values', parent)),
  )
}

/** The same, with results as values. */
export const planValues = (select: Select, facts: RowFacts): SelectPlan =>
  planned(select, 'values', undefined, compilationOf(facts))

const compilationOf = (facts: RowFacts): Compilation =>
  new Compilation(facts, (inner, parent) => planned(inner, 'values', parent))

/**
 * The rows of a table that meet a condition, for writes.
 *
 * Shape: each result is the row itself, then the given expressions' values.
 */
export function planRows({ occurrence, where, values }: RowsWanted, facts: RowFacts): SelectPlan {
  const columns = values.map((node, index) => ({ name: String(index), node }))
  const select: Select = { kind: 'select', from: { kind: 'table', occurrence }, columns, where, order: [], key: '' }
  const plan = planned(select, 'values', undefined, compilationOf(facts))
  return { ...plan, project: frame => [frame.row, ...plan.project(frame)] }
}
interface RowsWanted {
  readonly occurrence: Occurrence
  readonly where: Node | undefined
  readonly values: readonly Node[]
}

function planned(select: Select, wanted: Wanted, parent: Scope | undefined, given?: Compilation): SelectPlan {
  const compilation = given ?? unchecked<Scope>(parent, 'a select inside another has a scope around it').compilation
  const { from } = select
  const inner = from?.kind === 'derived' ? derivedPlan(from.select, parent, compilation) : undefined
  const joined = from?.kind === 'join' ? joinOf(from, parent, compilation) : undefined
  const scope = new Scope(compilation, joined?.layouts ?? layoutsOf(from, compilation.facts), parent)
  const conditions = conjunctsOf(select.where)
  const compiled = conditions.map(node => compileNode(node, scope))
  const part = (node: Node | undefined): Evaluate | undefined =>
    node === undefined ? undefined : compileNode(node, scope)
  const having = part(select.having)
  const order = select.order.map(({ node, direction }) => ({
    type: node.type,
    direction,
    evaluate: compileNode(node, scope),
  }))
  const project = projector(select.columns, wanted, scope)
  const groupKeys = select.groupBy?.map(node => groupKey(node, scope))
  // Only now are all aggregates of the select known.
  const aggregates = scope.aggregates.map(node => ({
    argument: part(node.arg),
    option: part(node.option),
    start: accumulatorOf(node.name, node.arg?.type),
  }))
  for (const cell of [...(inner?.outside ?? []), ...(joined?.outside ?? [])]) scope.looksAt(cell)
  const shown = wanted === 'stored' && from?.kind === 'table' ? shownColumns(select.columns) : noColumns
  const isHeld = scope.isCorrelated && inner?.isCorrelated === false
  const isJoinedOnce = scope.isCorrelated && joined?.outside.length === 0
  return {
    scope,
    from: joined !== undefined ? undefined : inner === undefined ? from?.occurrence : inner.from,
    inner: isHeld ? undefined : inner,
    held: isHeld && inner !== undefined ? { plan: inner, result: compilation.nextResult() } : undefined,
    joined: joined?.plan,
    joinedOnce: isJoinedOnce ? compilation.nextResult() : undefined,
    filter: compiled.length === 0 ? undefined : allOf(compiled),
    where: compiled.length === 0 ? undefined : compiled.reduce(both),
    isAggregated: groupKeys !== undefined || aggregates.length > 0,
    aggregates,
    groupKeys,
    having,
    project,
    order,
    limit: part(select.limit),
    offset: part(select.offset),
    isCorrelated: scope.isCorrelated,
    outside: scope.outside,
    probe: scope.isCorrelated && (from?.kind === 'table' || isHeld) ? probeOf(conditions, scope) : undefined,
    positionOf: column => scope.layout?.positionOf(column),
    placeOf: row => (from?.kind === 'table' ? compilation.facts.placeOf?.(from.occurrence, row) : undefined),
    shows: column => shown.has(column),
  }
}
const noColumns: ReadonlySet<StoredColumn> = new Set()

const groupKey = (node: Node, scope: Scope): GroupKeyPlan => ({
  evaluate: compileNode(node, scope),
  key: keyOf(node.type),
})

/** A derived table is a select of its own: it sees what is around the outer one, not the outer one's table. */
const derivedPlan = (select: Select, parent: Scope | undefined, compilation: Compilation): SelectPlan =>
  planned(select, 'values', parent, compilation)

interface JoinedTables {
  readonly plan: JoinPlan
  readonly layouts: readonly Layout[]
  readonly width: number
  readonly outside: readonly OutsideCell[]
}

/** Both sides of a join are selects of all the columns that are read of them; a row of it is a row of one side, then a row of the other. */
function joinOf({ join, left, right, on }: Join, parent: Scope | undefined, compilation: Compilation): JoinedTables {
  const before = sideOf(left, parent, compilation)
  const after = sideOf(right, parent, compilation)
  const layouts = [...before.layouts, ...after.layouts.map(layout => moved(layout, before.width))]
  const scope = new Scope(compilation, layouts, parent)
  const conditions = conjunctsOf(on)
  const compiled = conditions.map(node => compileNode(node, scope))
  const keys = conditions.flatMap(node => joinKeyOf(node, before.layouts, after.layouts, scope))
  return {
    plan: { join, left: before.side, right: after.side, keys, on: allOf(compiled) },
    layouts,
    width: before.width + after.width,
    outside: [...scope.outside, ...before.side.plan.outside, ...after.side.plan.outside],
  }
}

interface Side {
  readonly side: JoinSide
  readonly layouts: readonly Layout[]
  readonly width: number
}

function sideOf(from: From, parent: Scope | undefined, compilation: Compilation): Side {
  const places = placesOf(from).map(place => ({ ...place, read: readable(place, compilation) }))
  const columns = places.flatMap(({ occurrence, read }) =>
    read.map(column => ({ name: '', node: new ColumnNode(occurrence, column) })),
  )
  const plan = planned({ kind: 'select', from, columns, order: [], key: '' }, 'values', parent, compilation)
  let offset = 0
  const layouts = places.map(({ occurrence, read }) => {
    const layout = moved(resultLayout(occurrence, read), offset)
    offset += read.length
    return layout
  })
  return { side: { plan, width: offset, result: compilation.nextResult() }, layouts, width: offset }
}

type Place = Exclude<From, Join>

const placesOf = (from: From): readonly Place[] =>
  from.kind === 'join' ? [...placesOf(from.left), ...placesOf(from.right)] : [from]

/** The columns that rows have: a scan leaves out those that nothing needs. */
function readable({ kind, occurrence }: Place, { facts: { position } }: Compilation): readonly StoredColumn[] {
  const { columns } = occurrence.table
  if (kind !== 'table' || position === undefined) return columns
  return columns.filter(column => position(occurrence, column) !== undefined)
}

/** The values of a table's columns, in their order. */
function resultLayout(occurrence: Occurrence, columns: readonly StoredColumn[]): Layout {
  const positions = new Map(columns.map(({ property }, index) => [property, index]))
  return {
    occurrence,
    isDerived: true,
    positionOf: column => positions.get(column.property),
    decodeOf: () => undefined,
  }
}

function moved(layout: Layout, offset: number): Layout {
  return {
    ...layout,
    positionOf: column => {
      const position = layout.positionOf(column)
      return position === undefined ? undefined : position + offset
    },
  }
}

/** `left.a = right.b` finds pairs by a map instead of trying all. */
function joinKeyOf(node: Node, left: readonly Layout[], right: readonly Layout[], scope: Scope): readonly JoinKey[] {
  const any = unchecked<AnyNode>(node, 'a tree holds no other nodes')
  if (any.kind !== 'operation' || any.operator !== 'eq') return []
  const [a, b] = any.args
  if (a === undefined || b === undefined || a.type.name !== b.type.name) return []
  const isOf = (side: readonly Layout[], column: Node): boolean =>
    column instanceof ColumnNode && side.some(({ occurrence: { key } }) => key === column.occurrence.key)
  const key = keyOf(a.type)
  if (isOf(left, a) && isOf(right, b)) return [{ left: compileNode(a, scope), right: compileNode(b, scope), key }]
  if (isOf(left, b) && isOf(right, a)) return [{ left: compileNode(b, scope), right: compileNode(a, scope), key }]
  return []
}

function layoutsOf(from: From | undefined, facts: RowFacts): readonly Layout[] {
  if (from === undefined || from.kind === 'join') return []
  return [layoutOf(from, facts)]
}

function layoutOf(from: Exclude<From, Join>, facts: RowFacts): Layout {
  const { occurrence } = from
  if (from.kind === 'derived') {
    const positions = new Map(from.select.columns.map(({ name }, index) => [name, index]))
    return {
      occurrence,
      isDerived: true,
      positionOf: column => positions.get(column.property),
      decodeOf: () => undefined,
    }
  }
  const usual = new Map(occurrence.table.columns.map((column, index) => [column.property, index]))
  return {
    occurrence,
    isDerived: false,
    positionOf: column =>
      facts.position === undefined ? usual.get(column.property) : facts.position(occurrence, column),
    decodeOf: column => (facts.isTrusted?.(occurrence, column) === true ? undefined : decodeOf(column)),
  }
}

/** Makes a result row; columns that are wanted as stored are copied as they are. */
function projector(columns: readonly Projection[], wanted: Wanted, scope: Scope): (frame: Frame) => readonly unknown[] {
  const cells = columns.map(({ node }) => (wanted === 'stored' ? storedCell(node, scope) : compileNode(node, scope)))
  const positions = cells.flatMap(cell => (typeof cell === 'number' ? [cell] : []))
  const width = cells.length
  if (positions.length === width) {
    // Rows are never changed, so one that is wanted whole needs no copy.
    if (positions.every((position, index) => position === index))
      return ({ row }) => (row.length === width ? row : row.slice(0, width))
    return ({ row }) => {
      const result: unknown[] = new Array(width)
      for (let index = 0; index < width; index++) result[index] = row[positions[index] ?? 0]
      return result
    }
  }
  const evaluators = cells.map((cell): Evaluate => (typeof cell === 'number' ? ({ row }) => row[cell] : cell))
  const [only] = evaluators
  if (only !== undefined && width === 1) return frame => [only(frame)]
  return frame => evaluators.map(evaluate => evaluate(frame))
}

/** Where a stored cell stands, or how the value of an expression is brought into its stored form. */
function storedCell(node: Node, scope: Scope): number | Evaluate {
  if (node instanceof ColumnNode) {
    const { depth, index } = scope.placeOf(node)
    if (depth === 0 && scope.layout?.isDerived === false) return index
  }
  const evaluate = compileNode(node, scope)
  const storage = node.storage ?? scope.compilation.facts.storageOf(node.type)
  if (storage.encode === undefined) return evaluate
  const encode = storage.encode.bind(storage)
  return frame => {
    const value = evaluate(frame)
    return value === null ? null : encodeResult(value, encode, node.type.name)
  }
}

/** Errors: `too-large` for a calculated value that the type holds and its stored form does not, such as a moment of the year 10000. */
function encodeResult(value: unknown, encode: (value: unknown) => unknown, type: string): unknown {
  try {
    return encode(value)
  } catch (thrown) {
    if (!(thrown instanceof TypeProblem)) throw thrown
    throw new VantageError(`a calculated ${type} ${thrown.message}; narrow the set to values that stay within it`, {
      kind: 'too-large',
      details: { type },
      cause: thrown,
    })
  }
}

/** The columns that are handed out as they are stored. */
const shownColumns = (columns: readonly Projection[]): ReadonlySet<StoredColumn> =>
  new Set(columns.flatMap(({ node }) => (node instanceof ColumnNode ? [node.column] : [])))

/** The first condition that says: a column of this select's table equals something that does not depend on its rows. */
function probeOf(conditions: readonly Node[], scope: Scope): ProbePlan | undefined {
  for (const condition of conditions) {
    const any = unchecked<AnyNode>(condition, 'a tree holds no other nodes')
    if (any.kind !== 'operation' || any.operator !== 'eq') continue
    const [left, right] = any.args
    if (left === undefined || right === undefined) continue
    for (const [column, outside] of [[left, right] as const, [right, left] as const]) {
      if (!isOwnColumn(column, scope) || !isOutside(outside, scope)) continue
      return {
        column: compileNode(column, scope),
        outside: compileNode(outside, scope),
        key: keyOf(column.type),
        result: scope.compilation.nextResult(),
      }
    }
  }
  return undefined
}

const isOwnColumn = (node: Node, scope: Scope): boolean =>
  node instanceof ColumnNode && node.occurrence.key === scope.layout?.occurrence.key

function isOutside(node: Node, scope: Scope): boolean {
  const any = unchecked<AnyNode>(node, 'a tree holds no other nodes')
  if (any.kind === 'subquery' || any.kind === 'aggregate') return false
  return !isOwnColumn(node, scope) && childrenOf(any).every(child => isOutside(child, scope))
}
