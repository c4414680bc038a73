import type { ExpressionSource } from '../expression/execute.ts'
import { type Node, Param } from '../expression/node.ts'
import { giving, type Plan, planFrom, type PlanStep } from '../expression/plan.ts'
import { rewriteStatement } from '../expression/rewrite.ts'
import type { Statement } from '../expression/statement.ts'
import { WriteNode } from '../expression/write-node.ts'
import type { CompiledStatement } from './backend.ts'
import { placeTemplates, type Step, stepsOf } from './plan.ts'

type Compile = (statement: Statement) => CompiledStatement

/** Renders the statement and the parts that run before it. Values that are decided at run show as parameters. */
export function planOf(statement: Statement, target: ExpressionSource, compile: Compile): Plan {
  const placed = placeTemplates(statement, target)
  const before = stepsOf(placed, target)
  const steps = before.flatMap(step => stepsBefore(step))
  const known = rewriteStatement(placed, node => (before.includes(node as Step) ? placeholder(node) : undefined))
  const { text, slots } = compile(known)
  return planFrom([
    ...steps,
    { source: target.name, text, parameterTypes: slots.map(slot => slot.typeName), gives: 'rows' },
  ])
}

function stepsBefore(step: Step): readonly PlanStep[] {
  if (step instanceof WriteNode) return step.explain().steps
  const gives = step.isList ? 'a list' : 'one value'
  if (step.kind === 'deferred') {
    const inner =
      step.origin?.kind === 'subquery' || step.origin instanceof WriteNode ? stepsBefore(step.origin as Step) : []
    return [...inner, { source: 'client', text: `${step.label} (decided at run)`, parameterTypes: [], gives }]
  }
  return giving(step.source.explain(step.select).steps, gives)
}

// The position does not matter, since nothing is bound.
const placeholder = (node: Node): Node => new Param(node.type, 0, undefined, node.isList)
