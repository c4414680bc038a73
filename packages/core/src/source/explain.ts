import type { ExpressionSource } from '../expression/execute.ts'
import { type Node, Param } from '../expression/node.ts'
import { giving, type Plan, planFrom, type PlanStep, type Resolved } from '../expression/plan.ts'
import { rewriteStatement } from '../expression/rewrite.ts'
import type { Statement } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import { WriteNode } from '../expression/write-node.ts'
import type { CompiledStatement } from './backend.ts'
import { placeTemplates, type Step, stepsOf } from './plan.ts'

type Compile = (statement: Statement) => CompiledStatement

/** Renders the statement and the parts that run before it. Values that are decided at run show as parameters. */
export function planOf(statement: Statement, target: ExpressionSource, compile: Compile, resolved: Resolved): Plan {
  const placed = placeTemplates(statement, target)
  const before = stepsOf(placed, target)
  const steps = before.filter(step => !resolved.has(step)).flatMap(step => stepsBefore(step, resolved))
  const known = rewriteStatement(placed, node => (before.includes(node as Step) ? placeholder(node) : undefined))
  const { text, slots } = compile(known)
  const sizes = listSizes(known)
  const parameterTypes = slots.map(({ typeName, index }) => {
    const size = sizes.get(index)
    return size === undefined ? typeName : typeName.replace('[]', `[${size}]`)
  })
  return planFrom([...steps, { source: target.name, text, parameterTypes, gives: 'rows' }])
}

/** How long the lists are that are known by now, by the position of their parameter. */
function listSizes(statement: Statement): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>()
  let position = 0
  walk(nodesOf(statement), node => {
    if (node.kind === 'list') sizes.set(position, node.values.length)
    if (node.kind === 'list' || node.kind === 'now' || (node.kind === 'literal' && node.value !== null)) position++
    return undefined
  })
  return sizes
}

/** The steps that resolve a part. */
export function stepsBefore(step: Step, resolved: Resolved): readonly PlanStep[] {
  if (step instanceof WriteNode) return step.explain(resolved).steps
  const gives = step.isList ? 'a list' : 'one value'
  if (step.kind === 'deferred') {
    const inner =
      step.origin?.kind === 'subquery' || step.origin instanceof WriteNode
        ? stepsBefore(step.origin as Step, resolved)
        : []
    return [...inner, { source: 'client', text: `${step.label} (decided at run)`, parameterTypes: [], gives }]
  }
  return giving(step.source.explain(step.select, resolved).steps, gives)
}

/** A value that is known at run only; it has no position among those that are known. */
export const placeholder = (node: Node): Node => new Param(node.type, -1, undefined, node.isList)
