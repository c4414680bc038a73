import type { Execution } from '../expression/execute.ts'
import { ColumnNode, Deferred, Node, Subquery, Template } from '../expression/node.ts'
import { occurrencesIn, occurrencesOf } from '../expression/outlook.ts'
import { type Replace, rewriteNode, rewriteSelect } from '../expression/rewrite.ts'
import type { From, Occurrence, Select } from '../expression/statement.ts'
import { selectKey } from '../expression/statement-key.ts'
import { walk } from '../expression/walk.ts'
import type { SetState } from './state.ts'

/**
 * The same set as another occurrence of its table, so that a statement can tell its columns from those of the first.
 *
 * Shape: sub-queries that read the table themselves keep their own occurrence of it. The wanted key gets a mark where a
 * sub-query of the set has it already, or it is among `taken`.
 */
export function occurringAs(state: SetState, wanted: string, taken: ReadonlySet<string> = none): SetState {
  const { definition } = state
  const { key: before, table, source } = definition.occurrence
  if (wanted === before && !taken.has(wanted)) return state
  const inside = keysInside(state)
  let key = wanted
  while (inside.has(key) || taken.has(key)) key += "'"
  const moved = mover(before, { key, table, source })
  const optional = (node: Node | undefined): Node | undefined => (node === undefined ? undefined : moved(node))
  return {
    ...state,
    definition: definition.occurringAs(key, moved),
    where: optional(state.where),
    scope: optional(state.scope),
    order: state.order.map(({ node, direction }) => ({ node: moved(node), direction })),
    selected: state.selected?.map(({ name, node }) => ({ name, node: moved(node) })),
  }
}

const none: ReadonlySet<string> = new Set()

/** The tables that sub-queries of a set read. */
function keysInside({ definition, where, scope, order, selected }: SetState): ReadonlySet<string> {
  const keys = new Set<string>()
  const nodes = [
    where,
    scope,
    ...order.map(({ node }) => node),
    ...(selected ?? []).map(({ node }) => node),
    ...[...definition.calculated.values()].map(({ node }) => node),
  ]
  walk(
    nodes.filter(node => node !== undefined),
    node => {
      if (node.kind === 'subquery') for (const key of occurrencesIn(node.select.from)) keys.add(key)
      return undefined
    },
  )
  return keys
}

function mover(before: string, occurrence: Occurrence): (node: Node) => Node {
  const move = (node: Node): Node => rewriteNode(node, replace)
  const replace: Replace = node => {
    if (node.kind === 'column') return node.occurrence.key === before ? new ColumnNode(occurrence, node.column) : node
    if (node.kind === 'subquery') {
      const { select, mode, source, type, isNullable } = node
      // It cannot look at this table; and what is asked of another database is asked once, by what it is.
      if (source.database !== occurrence.source.database) return node
      return new Subquery(moveSelect(select), mode, source, type, isNullable)
    }
    if (node.kind === 'template' && node.scope === before) {
      const { source, parts, args, standalone, isTyped, type, places, gaps } = node
      const given = isTyped ? type : undefined
      return new Template(source, parts, args.map(move), standalone, occurrence.key, given, places, gaps)
    }
    if (node.kind === 'deferred' && node.expands) return movedExpansion(node, move)
    return undefined
  }
  /** A select that reads the table itself means its own rows, and so does one inside it, in the place of a table. */
  const moveSelect = (select: Select): Select => {
    if (occurrencesOf(select.from).includes(before)) return select
    const { from, ...rest } = select
    if (from === undefined) return rewriteSelect(select, replace)
    const changed = { ...rewriteSelect(rest, replace), from: moveFrom(from) }
    return { ...changed, key: selectKey(changed) }
  }
  const moveFrom = (from: From): From => {
    if (from.kind === 'table') return from
    if (from.kind === 'text') return { ...from, node: move(from.node) }
    if (from.kind === 'derived') return { ...from, select: moveSelect(from.select) }
    return { ...from, left: moveFrom(from.left), right: moveFrom(from.right), on: move(from.on) }
  }
  return move
}

/** An expression that is made at run names the columns that it was built with; it is made once for all its places. */
function movedExpansion(node: Deferred, move: (node: Node) => Node): Deferred {
  const { type, isList, label, origin, resolve } = node
  const resolved = async (execution: Execution): Promise<unknown> => {
    let running = execution.deferred.get(node)
    if (running === undefined) {
      running = resolve(execution)
      execution.deferred.set(node, running)
    }
    const found = await running
    return found instanceof Node ? move(found) : found
  }
  return new Deferred(type, isList, label, origin, resolved, true, node.home)
}
