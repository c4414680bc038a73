import { VantageError } from '../errors/vantage-error.ts'
import { collect } from '../expression/collect.ts'
import { sourceOf, standalone } from '../expression/evaluate.ts'
import type { ExpressionSource } from '../expression/execute.ts'
import { expressed } from '../expression/expressive.ts'
import { type AnyNode, Node } from '../expression/node.ts'
import { parameterize, rewriteStatement } from '../expression/rewrite.ts'
import type { Statement } from '../expression/statement.ts'
import { WriteNode } from '../expression/write-node.ts'
import { placeholder } from '../source/explain.ts'
import { placeTemplates, stepsOf } from '../source/plan.ts'
import { selectOf } from '../set/state.ts'
import { isStated, stateKey } from '../set/stated.ts'
import { firstOf } from './read.ts'
import { SetChange, SetReturning } from './set-change.ts'

/** A statement that has not run, as its adapter would be given it. */
export interface GivenStatement {
  readonly source: ExpressionSource
  /** Its values are numbered parameters; those that are known at run only have the index -1. */
  readonly statement: Statement
  /** Values by the index of their parameter; a place for `now()` holds nothing. */
  readonly values: readonly unknown[]
}

/** What a set, an expression or a change stands for. */
export interface GivenStatements {
  /** Those that it sends, in their order; of a set that which `list()` sends. */
  readonly all: readonly GivenStatement[]
  /** Of a set: that which `first()` sends. */
  readonly first?: GivenStatement
  /** Whether it is a set, whose answer is rows; an expression gives one value or a list of them. */
  readonly gives: 'rows' | 'value' | 'list' | 'changes'
}

/**
 * The statements that a set, an expression or a change of a set would send, for what looks at them without running them.
 *
 * Errors: `invalid` for anything else, for async code, and for what belongs to no source.
 */
export function statementsOf(given: unknown): GivenStatements {
  const what = expressed(given)
  if (what instanceof SetChange || what instanceof SetReturning || what instanceof WriteNode)
    return { all: what.statements().map(({ source, statement }) => asGiven(statement, source)), gives: 'changes' }
  if (isStated(what)) {
    const state = what[stateKey]
    const first = state.source.can.window === true ? { first: asGiven(firstOf(state), state.source) } : {}
    return { all: [asGiven(selectOf(state), state.source)], ...first, gives: 'rows' }
  }
  if (!(what instanceof Node))
    throw new VantageError('this is no set, no expression and no change of a set', { kind: 'invalid' })
  const source = sourceOf(what)
  if (what.kind === 'deferred' || source === undefined)
    throw new VantageError(`${what.preview()} is decided at run, so that nobody knows its statement before`, {
      kind: 'invalid',
    })
  return { all: [asGiven(standalone(what as AnyNode), source)], gives: what.isList ? 'list' : 'value' }
}

function asGiven(given: Statement, source: ExpressionSource): GivenStatement {
  const placed = placeTemplates(given, source)
  const later = new Set<unknown>(stepsOf(placed, source))
  const statement = rewriteStatement(placed, node => (later.has(node) ? placeholder(node) : undefined))
  return { source, statement: parameterize(statement), values: collect(statement, notYet) }
}
const notYet = { now: () => undefined }
