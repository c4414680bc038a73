import { VantageError } from '../errors/vantage-error.ts'
import type { Subquery } from '../expression/node.ts'
import type { Type } from '../types/type.ts'
import { keyOf } from './cell.ts'
import type { Evaluate, Frame } from './frame.ts'
import { keptOnce, keptPerCells } from './kept.ts'
import type { Members } from './membership.ts'
import type { Scope } from './scope.ts'
import type { SelectPlan } from './select-plan.ts'
import { selectedRows } from './select-run.ts'

/** The value of a sub-query: one value (null for no row), or whether there is a row. */
export function subqueryValue(node: Subquery, scope: Scope): Evaluate {
  const plan = scope.compilation.planInner(node.select, scope)
  if (node.mode === 'exists') return oncePerRun(plan, scope, frame => rowsIn(plan, frame, 1).length > 0)
  if (node.mode === 'single') return oncePerRun(plan, scope, frame => onlyValue(rowsIn(plan, frame, 2)))
  return oncePerRun(plan, scope, frame => rowsIn(plan, frame).map(row => row[0]))
}

/** The values of a sub-query as a set for `in` and `notIn`; nulls are left out, as they are from a list. */
export function columnMembers(node: Subquery, type: Type<unknown>, scope: Scope): Members {
  const plan = scope.compilation.planInner(node.select, scope)
  const key = keyOf(type)
  return oncePerRun(plan, scope, frame => {
    const set = new Set<unknown>()
    for (const [value] of rowsIn(plan, frame)) if (value !== null && value !== undefined) set.add(key(value))
    return set
  })
}

/**
 * Keeps the result of a sub-query that looks at no row outside.
 *
 * One that looks at the row right around it, which is itself looked through for each row further out, keeps it for each of those.
 */
function oncePerRun<T>(plan: SelectPlan, scope: Scope, compute: (frame: Frame) => T): (frame: Frame) => T {
  const result = scope.compilation.nextResult()
  if (!plan.isCorrelated) return frame => keptOnce(frame.run, result, () => compute(frame))
  if (scope.parent === undefined || plan.outside.some(({ depth }) => depth > 0)) return compute
  const cells = plan.outside.map(({ index }) => index)
  return frame => (scope.isCorrelated ? keptPerCells(frame, cells, result, () => compute(frame)) : compute(frame))
}

function onlyValue(rows: readonly (readonly unknown[])[]): unknown {
  if (rows.length > 1)
    throw new VantageError('a single value was wanted and several rows came; narrow the inner set or take first()', {
      kind: 'cardinality',
    })
  return rows[0]?.[0] ?? null
}

const rowsIn = (plan: SelectPlan, outer: Frame, atMost?: number): readonly (readonly unknown[])[] =>
  selectedRows(plan, outer.run, outer, atMost)
