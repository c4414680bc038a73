import { VantageError } from '../errors/vantage-error.ts'
import { deferredValue } from '../expression/deferred-value.ts'
import { evaluate } from '../expression/evaluate.ts'
import type { Execution, ExpressionSource } from '../expression/execute.ts'
import { keepInside } from '../expression/home.ts'
import { type Deferred, List, Literal, Node, Subquery, type Template, type TemplatePlace } from '../expression/node.ts'
import { partInside } from '../expression/part-inside.ts'
import { type Replace, rewriteNode, rewriteStatement } from '../expression/rewrite.ts'
import type { From, Select, Statement } from '../expression/statement.ts'
import { looksOutside, occurrencesIn } from '../expression/outlook.ts'
import { nodesOf, walk } from '../expression/walk.ts'

/** A part of a statement that is not its target's: resolved first, then bound as a value. */
export type Step = Deferred | Subquery

/** Tells whether a statement holds parts of other sources or templates of other sets. Cheap: it looks at the roots only. */
export function needsPlan(statement: Statement, target: ExpressionSource): boolean {
  if (statement.kind === 'select') return selectNeedsPlan(statement, target)
  if (statement.kind === 'insert-select') return selectNeedsPlan(statement.select, target)
  const scopes = scopesOf(statement)
  return nodesOf(statement).some(node => isForeign(node, target, scopes))
}

function selectNeedsPlan(select: Select, target: ExpressionSource): boolean {
  const { from, where, groupBy, having, isLinked } = select
  const scope = isLinked === false ? anywhere : scopeOf(from)
  if (select.isPlain !== true) for (const { node } of select.columns) if (isForeign(node, target, scope)) return true
  if (where !== undefined && isForeign(where, target, scope)) return true
  for (const { node } of select.order) if (isForeign(node, target, scope)) return true
  if (groupBy !== undefined) for (const node of groupBy) if (isForeign(node, target, scope)) return true
  if (having !== undefined && isForeign(having, target, scope)) return true
  if (from !== undefined && from.kind !== 'table' && fromNeedsPlan(from, target, scope)) return true
  return select.limit?.kind === 'deferred' || select.offset?.kind === 'deferred'
}

/** Stands for the tables of a statement that is known to look at no others. */
const anywhere = Symbol('anywhere')
/** The only table, or all of several. */
type Reach = string | readonly string[] | typeof anywhere

const scopeOf = (from: From | undefined): Reach =>
  from === undefined || from.kind === 'join' ? occurrencesIn(from) : from.occurrence.key

function fromNeedsPlan(from: From, target: ExpressionSource, scope: Reach): boolean {
  if (from.kind === 'derived') return selectNeedsPlan(from.select, target)
  if (from.kind === 'table') return false
  if (from.kind === 'text') return isForeign(from.node, target, scope)
  const { left, right, on } = from
  return fromNeedsPlan(left, target, scope) || fromNeedsPlan(right, target, scope) || isForeign(on, target, scope)
}

const scopesOf = (statement: Statement): readonly string[] => {
  if (statement.kind === 'select') return occurrencesIn(statement.from)
  if (statement.kind === 'insert-select') return occurrencesIn(statement.select.from)
  if (statement.kind === 'update' || statement.kind === 'delete') return [statement.table.key]
  return []
}

function isForeign(node: Node, target: ExpressionSource, scope: Reach): boolean {
  const { home } = node
  if (home !== undefined && home !== target) {
    // Sets see to it when they are built; nothing that they miss may be sent.
    if (home.inTransaction !== undefined) keepInside(home, target, () => partInside(node), 'a statement')
    if (home.database !== target.database) return true
  }
  if (scope === anywhere || node.scope === undefined || node.scope === scope) return false
  return typeof scope === 'string' || looksOutside([node], scope)
}

/** The outermost parts of a statement that its target cannot evaluate, in canonical order. */
export function stepsOf(statement: Statement, target: ExpressionSource): readonly Step[] {
  const steps = new Set<Step>()
  walk(nodesOf(statement), node => {
    if (node.kind === 'deferred') steps.add(node)
    else if (node.kind === 'subquery' && node.source.database !== target.database) steps.add(node)
    else return undefined
    return false
  })
  return [...steps]
}

/**
 * Places templates of other sets as scalar sub-queries and checks that every column belongs to a table of the statement.
 *
 * Errors: `invalid` for a column of a table that the statement does not read.
 */
export function placeTemplates<Kind extends Statement>(statement: Kind, target: ExpressionSource): Kind {
  const place = (scopes: readonly string[]): Replace => {
    return node => {
      if (node.kind === 'subquery' && node.source.database === target.database) {
        const select = rewriteStatement(node.select, place([...scopes, ...occurrencesIn(node.select.from)]))
        return new Subquery(select, node.mode, node.source, node.type, node.isNullable)
      }
      if (node.kind === 'subquery') return node
      if (node.kind === 'template' && node.source !== undefined)
        return outOfScope(node, scopes) || node.source.database !== target.database
          ? standingAlone(node, node.source)
          : node.places.length === 0
            ? undefined
            : node.with(node.args.map(arg => rewriteNode(arg, place([...scopes, ...keysOf(node.places)]))))
      if (node.kind === 'column' && !scopes.includes(node.occurrence.key)) throw strangeColumn(node.preview())
      return undefined
    }
  }
  return rewriteStatement(statement, place(scopesOf(statement)))
}

const keysOf = (places: readonly TemplatePlace[]): readonly string[] =>
  places.flatMap(({ occurrence }) => (occurrence === undefined ? [] : [occurrence.key]))

const values = new WeakMap<Template, Subquery>()

/** A template as a value of its own: one for each, since parts are run once by their identity. */
function standingAlone(template: Template, source: ExpressionSource): Subquery {
  let value = values.get(template)
  if (value === undefined) {
    value = new Subquery(template.standalone(template), 'single', source, template.type, true)
    values.set(template, value)
  }
  return value
}

const outOfScope = (template: Template, scopes: readonly string[]): boolean =>
  typeof template.scope === 'string' && !scopes.includes(template.scope)

export const strangeColumn = (place: string): VantageError =>
  new VantageError(
    `${place} belongs to a table that this set does not read; use fieldExpr() of that set, or getRef() where getLink() stands alone`,
    {
      kind: 'invalid',
      details: { field: place },
    },
  )

/**
 * Resolves deferred parts until none is left: independent ones at the same time, each once per execution.
 *
 * Errors: a failed part fails the whole, with the context of both sides; the statement is not sent.
 */
export async function resolveSteps<Kind extends Statement>(
  statement: Kind,
  target: ExpressionSource,
  execution: Execution,
  maxDeferredList: number,
): Promise<Kind> {
  let current = placeTemplates(statement, target)
  for (let steps = stepsOf(current, target); steps.length > 0; steps = stepsOf(current, target)) {
    const results = await Promise.all(steps.map(step => runStep(step, target, execution)))
    const values = new Map<Node, Node>()
    steps.forEach((step, index) => {
      values.set(step, bound(step, results[index], maxDeferredList))
    })
    current = rewriteStatement(current, node => values.get(node))
  }
  return current
}

/** The value of a part, or the expression that takes its place; once per execution. */
export async function runStep(step: Step, target: ExpressionSource, execution: Execution): Promise<unknown> {
  try {
    if (step.kind === 'deferred' && step.expands) return await once(step, execution, () => step.resolve(execution))
    if (step.kind === 'deferred' || step.mode !== 'exists') return await evaluate(step, execution)
    const { source, select } = step
    return await once(step, execution, async () => (await source.evaluate(select, execution)).length > 0)
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`resolving a part for ${target.name}`)
  }
}

function once(step: Step, execution: Execution, work: () => Promise<unknown>): Promise<unknown> {
  let running = execution.deferred.get(step)
  if (running === undefined) {
    running = work()
    execution.deferred.set(step, running)
  }
  return running
}

/** A resolved value as a node; numbers keep their declared type unless only float can hold them. */
function bound(step: Step, given: unknown, maxDeferredList: number): Node {
  if (given instanceof Node) return given
  if (step.isList && Array.isArray(given) && given.length > maxDeferredList)
    throw new VantageError(
      `a deferred list has ${given.length} values, more than maxDeferredList (${maxDeferredList}); ` +
        'narrow the inner set, raise the option of the source, or join the sets with TableJoin',
      { kind: 'too-large', details: { count: given.length } },
    )
  const value = deferredValue(step, given)
  return step.isList && Array.isArray(value)
    ? new List(
        step.type,
        value.filter(item => item !== null),
      )
    : new Literal(step.type, value)
}
