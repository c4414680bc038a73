import type { AnyNode, Node } from '@vantage-ts/core/adapter'
import { isDuration } from './durations.ts'
import { type Inside, named } from './inside.ts'
import { guarded } from './null-operators.ts'
import { asTest, textOf, type Value } from './value.ts'

type CaseNode = AnyNode & { readonly kind: 'case' }

/** The result of the first branch whose condition is true. */
export function caseValue(node: CaseNode, inside: Inside): Value {
  const isMicros = isDuration(node)
  const result = (part: Node): Value => (isMicros ? inside.micros(part) : inside.value(part))
  const results = [...node.branches.map(({ then }) => result(then)), result(node.otherwise)]
  const text = chain(
    node,
    inside,
    results.map(part => textOf(part)),
  )
  const made: Value = { text, guards: [], lets: [], isMicros }
  const isSure = results.every(({ guards, lets }) => guards.length === 0 && lets.length === 0)
  return isSure ? made : guarded(named(inside, made))
}

/** The same as a condition: `part` says when a result is what is looked for. */
export function caseCondition(node: CaseNode, inside: Inside, part: (result: Node) => string): string {
  return chain(node, inside, [...node.branches.map(({ then }) => part(then)), part(node.otherwise)])
}

function chain(node: CaseNode, inside: Inside, results: readonly string[]): string {
  const branches = node.branches.map(({ when }, index) => `IF ${asTest(inside.whenTrue(when))} { ${results[index]} }`)
  return `(${branches.join(' ELSE ')} ELSE { ${results.at(-1)} })`
}
