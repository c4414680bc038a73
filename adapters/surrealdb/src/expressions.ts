import {
  type AnyNode,
  type Node,
  type Operation,
  type Subquery,
  type Template,
  VantageError,
} from '@vantage-ts/core/adapter'
import { caseValue } from './case-value.ts'
import { conditionText, isTwoValued } from './conditions.ts'
import { inMicroseconds } from './durations.ts'
import { anyNode, type Inside, named } from './inside.ts'
import { guarded } from './null-operators.ts'
import { valueOperator } from './operators.ts'
import { boundPlain } from './records.ts'
import type { Rendering } from './rendering.ts'
import { type Scope, valueAt } from './scope.ts'
import { membersOf, recordMembersOf, subqueryValue } from './subqueries.ts'
import { templateText } from './templates.ts'
import { asTest, sure, textOf, type Value } from './value.ts'

/** Renders the expressions of one select. */
export class Expressions implements Inside {
  readonly rendering: Rendering
  readonly scope: Scope

  constructor(rendering: Rendering, scope: Scope) {
    this.rendering = rendering
    this.scope = scope
  }

  at(scope: Scope): Inside {
    return new Expressions(this.rendering, scope)
  }

  value(node: Node): Value {
    const any = anyNode(node)
    switch (any.kind) {
      case 'literal':
        return { text: 'NULL', guards: ['false'], lets: [] }
      case 'constant':
        return sure(String(any.value))
      case 'param':
        return sure(boundPlain(any, this))
      case 'column':
        return valueAt(this.scope.own(any) ?? this.scope.frame.capture(any))
      case 'operation':
        return this.#operation(any)
      case 'case':
        return caseValue(any, this)
      case 'subquery':
        return subqueryValue(any, this)
      case 'template':
        return guarded(named(this, sure(templateText(any, this))))
      case 'aggregate':
        if (this.scope.aggregate !== undefined) return this.scope.aggregate(any)
        throw new VantageError(`${any.name}() stands where single rows are looked at`, { kind: 'invalid' })
      default:
        throw misplaced(any)
    }
  }

  text(node: Node): string {
    return textOf(this.value(node))
  }

  whenTrue(node: Node): string {
    return conditionText(node, true, this)
  }

  whenFalse(node: Node): string {
    return conditionText(node, false, this)
  }

  micros(node: Node): Value {
    return inMicroseconds(node, this)
  }

  template(node: Template): string {
    return templateText(node, this)
  }

  members(node: Subquery, isMicros: boolean): Value {
    return membersOf(node, isMicros, this)
  }

  recordMembers(node: Subquery, table: string): Value {
    return recordMembersOf(node, table, this)
  }

  #operation(operation: Operation): Value {
    const lower = operation.type.name === 'bool' ? undefined : valueOperator(operation.operator)
    if (lower !== undefined) return lower(operation, this)
    if (operation.operator === 'nullIf') return valueOperator('nullIf')?.(operation, this) ?? this.#condition(operation)
    return this.#condition(operation)
  }

  /** A condition as a value: true, false or null. */
  #condition(operation: Operation): Value {
    const whenTrue = this.whenTrue(operation)
    if (isTwoValued(operation)) return sure(`(${whenTrue})`)
    const text = `(IF ${asTest(whenTrue)} { true } ELSE IF ${asTest(this.whenFalse(operation))} { false } ELSE { NULL })`
    return guarded(named(this, sure(text)))
  }
}

const misplaced = ({ kind }: AnyNode): VantageError =>
  new VantageError(`a ${kind} stands where a compiled statement has parameters`, { kind: 'internal' })
