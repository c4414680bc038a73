import type { ExpressionSource } from './execute.ts'
import { type Home, joinHome, type Scope, several } from './home.ts'
import type { AnyNode, Node } from './node.ts'
import type { From, Select } from './statement.ts'
import { childrenOf, nodesOfSelect } from './walk.ts'

/** What a sub-query needs from outside: the source that can run it, and the tables whose rows it looks at. */
export interface Outlook {
  readonly home: Home
  /** Undefined for a select that stands alone; a table outside it makes the select correlated. */
  readonly scope: Scope
}

/** A sub-query of one database whose parts are all of it needs no plan wherever it is embedded. */
export function outlookOf(select: Select, source: ExpressionSource): Outlook {
  const home = homeOfSelect(select, source)
  if (!selectLooksOutside(select, [])) return { home, scope: undefined }
  const [first, second] = outsideOfSelect(select)
  return { home, scope: second === undefined ? first : several }
}

/** The home of all parts of a select, of those inside it in the place of a table too. */
function homeOfSelect({ columns, from, where, groupBy, having, order, limit, offset }: Select, start: Home): Home {
  let home = from === undefined ? start : homeOfFrom(from, start)
  for (const { node } of columns) home = joinHome(home, node.home)
  for (const { node } of order) home = joinHome(home, node.home)
  if (groupBy !== undefined) for (const node of groupBy) home = joinHome(home, node.home)
  if (where !== undefined) home = joinHome(home, where.home)
  if (having !== undefined) home = joinHome(home, having.home)
  if (limit !== undefined) home = joinHome(home, limit.home)
  return offset === undefined ? home : joinHome(home, offset.home)
}

function homeOfFrom(from: From, start: Home): Home {
  if (from.kind === 'table') return start
  if (from.kind === 'text') return joinHome(start, from.node.home)
  if (from.kind === 'derived') return homeOfSelect(from.select, start)
  return joinHome(homeOfFrom(from.right, homeOfFrom(from.left, start)), from.on.home)
}

/** The occurrences that a place in a statement reads: a table, a derived one with the tables inside it, both sides of a join. */
export function occurrencesIn(from: From | undefined): readonly string[] {
  if (from === undefined) return []
  if (from.kind === 'join') return [...occurrencesIn(from.left), ...occurrencesIn(from.right)]
  return [from.occurrence.key, ...(from.kind === 'derived' ? occurrencesIn(from.select.from) : [])]
}

/** The occurrences that a select's own expressions may name: those inside a derived table are its own affair. */
export function occurrencesOf(from: From | undefined): readonly string[] {
  if (from === undefined) return []
  return from.kind === 'join' ? [...occurrencesOf(from.left), ...occurrencesOf(from.right)] : [from.occurrence.key]
}

/** The tables outside a select whose rows it looks at. */
export function outsideOfSelect(select: Select): ReadonlySet<string> {
  const outside = new Set<string>()
  addOutsideOfSelect(select, [], outside)
  return outside
}

/** Whether nodes look at rows of tables that are not among these. */
export function looksOutside(nodes: readonly Node[], own: readonly string[]): boolean {
  for (const node of nodes) {
    const { scope } = node
    if (scope === undefined || (scope !== several && own.includes(scope))) continue
    if (scope !== several) return true
    const any = node as AnyNode
    if (any.kind === 'subquery' ? selectLooksOutside(any.select, own) : looksOutside(childrenOf(any), own)) return true
  }
  return false
}

/** The same of a select. */
export function selectLooksOutside(select: Select, around: readonly string[]): boolean {
  const { isLinked } = select
  // What stands alone does so wherever it is put.
  return isLinked === false || (isLinked === true && around.length === 0) ? isLinked : looksOutsideAnew(select, around)
}

/** Finds out; allocates little, since nearly every select stands alone. */
export function looksOutsideAnew(select: Select, around: readonly string[]): boolean {
  const { from, where, having, limit, offset } = select
  if (from !== undefined && fromLooksOutside(from, around)) return true
  const own = around.length === 0 ? occurrencesOf(from) : [...around, ...occurrencesOf(from)]
  for (const { node } of select.columns) if (lookOutside(node, own)) return true
  if (select.groupBy !== undefined && looksOutside(select.groupBy, own)) return true
  for (const { node } of select.order) if (lookOutside(node, own)) return true
  return lookOutside(where, own) || lookOutside(having, own) || lookOutside(limit, own) || lookOutside(offset, own)
}

const lookOutside = (node: Node | undefined, own: readonly string[]): boolean =>
  node !== undefined &&
  node.scope !== undefined &&
  (node.scope === several || !own.includes(node.scope)) &&
  looksOutside([node], own)

/** The same of the place that a select reads. */
export function fromLooksOutside(from: From, around: readonly string[]): boolean {
  if (from.kind === 'derived') return selectLooksOutside(from.select, around)
  if (from.kind === 'text') return lookOutside(from.node, around)
  if (from.kind !== 'join') return false
  if (fromLooksOutside(from.left, around) || fromLooksOutside(from.right, around)) return true
  return lookOutside(from.on, [...around, ...occurrencesOf(from)])
}

/**
 * The occurrences besides these whose columns nodes look at: rows outside, which a set is linked to.
 *
 * Vendor text of another set is none of it: it stands for a value of its own.
 */
export function linksOf(nodes: readonly Node[], own: readonly string[]): ReadonlySet<string> {
  const links = new Set<string>()
  addLinks(nodes, own, links)
  return links
}

function addLinks(nodes: readonly Node[], own: readonly string[], links: Set<string>): void {
  for (const node of nodes) {
    const any = node as AnyNode
    if (any.scope === undefined || (any.scope !== several && own.includes(any.scope))) continue
    if (any.kind === 'column') links.add(any.occurrence.key)
    else if (any.kind === 'subquery')
      addLinks(nodesOfSelect(any.select), [...own, ...occurrencesIn(any.select.from)], links)
    else if (any.kind !== 'template' || any.scope === several) addLinks(childrenOf(any), own, links)
  }
}

function addOutside(nodes: readonly Node[], own: readonly string[], outside: Set<string>): void {
  for (const node of nodes) {
    const any = node as AnyNode
    if (any.kind === 'subquery' && any.scope === several) addOutsideOfSelect(any.select, own, outside)
    else if (any.scope === several) addOutside(childrenOf(any), own, outside)
    else if (any.scope !== undefined && !own.includes(any.scope)) outside.add(any.scope)
  }
}

/** `around`: the tables of the selects around it. What it reads is their affair too, and not that of its own tables. */
function addOutsideOfSelect(select: Select, around: readonly string[], outside: Set<string>): void {
  const { from, ...rest } = select
  if (from !== undefined) addOutsideOfFrom(from, around, outside)
  addOutside(nodesOfSelect(rest), [...around, ...occurrencesOf(from)], outside)
}

function addOutsideOfFrom(from: From, around: readonly string[], outside: Set<string>): void {
  if (from.kind === 'derived') addOutsideOfSelect(from.select, around, outside)
  if (from.kind !== 'join') return
  addOutsideOfFrom(from.left, around, outside)
  addOutsideOfFrom(from.right, around, outside)
  addOutside([from.on], [...around, ...occurrencesOf(from)], outside)
}
