import type { AnyNode, Node, Operation, Subquery, Template } from '@vantage-ts/core/adapter'
import { unchecked } from '@vantage-ts/core/adapter'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'
import type { Value } from './value.ts'

/** The expressions of one select, as the renderers of operators see them. */
export interface Inside {
  readonly rendering: Rendering
  readonly scope: Scope
  /** The same where other rows are looked at. */
  at(scope: Scope): Inside
  value(node: Node): Value
  /** The value as one text, NULL included. */
  text(node: Node): string
  /** A condition that is true exactly when the node is. */
  whenTrue(node: Node): string
  /** A condition that is true exactly when the node is false: neither true nor null. */
  whenFalse(node: Node): string
  /** A duration as whole microseconds. */
  micros(node: Node): Value
  /** Vendor text, bracketed. */
  template(node: Template): string
  /** The members of a sub-query without nulls, and whether there are any. */
  members(node: Subquery, isMicros: boolean): Value
  /** The same as records of a table whose ids they are. */
  recordMembers(node: Subquery, table: string): Value
}

/** Renders one operator. */
export type Lower = (operation: Operation, inside: Inside) => Value

export const anyNode = (node: Node): AnyNode => unchecked<AnyNode>(node, 'a tree holds no other nodes')

/** Names a value that is too long to be written twice. */
export function named(inside: Inside, value: Value, text = value.text): Value {
  const name = inside.rendering.local()
  const lets = [...value.lets, `LET ${name} = ${text}`]
  return { ...value, text: name, lets }
}
