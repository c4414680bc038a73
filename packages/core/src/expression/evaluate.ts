import { momentNow } from '../types/moment.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { Temporal } from '../types/temporal.ts'
import type { Execution, ExpressionSource } from './execute.ts'
import { onlySource } from './home.ts'
import { type AnyNode, Node } from './node.ts'
import { childrenOf } from './walk.ts'
import { giving, type Plan, planFrom, type Resolved } from './plan.ts'
import type { Select, Statement } from './statement.ts'
import { Entered } from './entered.ts'
import { selectKey } from './statement-key.ts'
import { WriteNode } from './write-node.ts'

/** The source that an expression runs on when it runs alone: its own, else the first one met in it. */
export function sourceOf(node: Node): ExpressionSource | undefined {
  const source = onlySource(node.home)
  if (source !== undefined || node.home === undefined) return source
  const any = node as AnyNode
  if ((any.kind === 'subquery' || any.kind === 'template') && any.source !== undefined) return any.source
  if (node.home.inTransaction !== undefined) return node.home.inTransaction
  for (const child of childrenOf(node as AnyNode)) {
    const found = sourceOf(child)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Runs an expression alone and gives its value; once per execution, whoever asks.
 *
 * Shape: an array for a list expression; the driver's rows for vendor text without a type; otherwise one value, null for no row.
 * Errors: `cardinality` when a scalar expression gives several rows.
 */
export async function evaluate(node: Node, execution: Execution): Promise<unknown> {
  const any = node as AnyNode
  if (any.kind === 'literal') return any.value
  if (any.kind === 'now') return execution.now()
  let running = execution.deferred.get(node)
  if (running === undefined) {
    running = any.kind === 'deferred' ? resolve(any, execution) : runAlone(any, execution)
    execution.deferred.set(node, running)
  }
  return running
}

/** Runs async code; what it gives may be an expression, which is evaluated in its turn. */
async function resolve(node: AnyNode & { kind: 'deferred' }, execution: Execution): Promise<unknown> {
  const value = await node.resolve(execution)
  return value instanceof Node ? evaluate(value, execution) : value
}

async function runAlone(node: AnyNode, execution: Execution): Promise<unknown> {
  const source = sourceOf(node)
  if (source === undefined) throw homeless()
  const statement = standalone(node)
  const rows = await source.evaluate(statement, execution)
  if (statement.kind === 'raw') return rows
  if (node.isList) return rows.map(row => row[0])
  return onlyValue(rows, source)
}

const homeless = (): VantageError => new VantageError('this expression belongs to no source', { kind: 'invalid' })

/** The steps that running an expression alone would take, without taking them. */
export function explain(node: Node, resolved?: Resolved): Plan {
  if (node instanceof WriteNode) return node.explain(resolved)
  const any = node as AnyNode
  const gives = node.isList ? 'a list' : 'one value'
  if (any.kind === 'deferred') {
    const before = any.origin === undefined ? [] : explain(any.origin).steps
    return planFrom([...before, { source: 'client', text: `${any.label} (decided at run)`, parameterTypes: [], gives }])
  }
  const source = sourceOf(node)
  if (source === undefined) throw homeless()
  const statement = standalone(any)
  const { steps } = source.explain(statement, resolved)
  return planFrom(statement.kind === 'raw' ? steps : giving(steps, gives))
}

/** The statement that runs an expression by itself. */
export const standalone = (node: AnyNode): Statement =>
  node.kind === 'template' && !node.isTyped ? { kind: 'raw', node, key: node.key } : standaloneSelect(node)

function standaloneSelect(node: AnyNode): Select {
  if (node.kind === 'subquery' && node.mode !== 'exists') return node.select
  if (node.kind === 'template') return node.standalone(node)
  const columns = [{ name: 'value', node }]
  return { kind: 'select', columns, order: [], key: selectKey({ columns, order: [] }) }
}

function onlyValue(rows: readonly (readonly unknown[])[], source: ExpressionSource): unknown {
  if (rows.length > 1)
    throw new VantageError('a single value was wanted and several rows came; narrow the set or take first()', {
      kind: 'cardinality',
      details: { source: source.name },
    })
  return rows[0]?.[0] ?? null
}

/** An execution for expressions without a source. */
export function looseExecution(signal: AbortSignal | undefined): Execution {
  let now: Temporal.Instant | undefined
  const entered = new Entered()
  return {
    signal,
    hasWritten: false,
    writtenRows: 0,
    now: () => (now ??= momentNow()),
    deferred: new Map(),
    enter: transaction => entered.enter(transaction),
    transactionOf: database => entered.transactionOf(database),
    get first() {
      return entered.first
    },
  }
}
