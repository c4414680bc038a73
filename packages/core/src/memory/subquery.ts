import { VantageError } from '../errors/vantage-error.ts'
import type { Subquery } from '../expression/node.ts'
import type { Type } from '../types/type.ts'
import { BadCell, keyOf } from './cell.ts'
import { type Cells, type Evaluate, Frame } from './frame.ts'
import type { Members } from './membership.ts'
import type { Scope } from './scope.ts'
import type { ProbePlan, SelectPlan } from './select-plan.ts'
import { SelectRun } from './select-run.ts'

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

/** Keeps the result of a sub-query that looks at no row outside. */
function oncePerRun<T>(plan: SelectPlan, scope: Scope, compute: (frame: Frame) => T): (frame: Frame) => T {
  if (plan.isCorrelated) return compute
  const result = scope.compilation.nextResult()
  return frame => {
    const kept = frame.run.results[result]
    if (kept instanceof Kept) return kept.value
    const value = compute(frame)
    frame.run.results[result] = new Kept<T>(value)
    return value
  }
}
class Kept<T> {
  readonly value: T
  constructor(value: T) {
    this.value = value
  }
}

function onlyValue(rows: readonly (readonly unknown[])[]): unknown {
  if (rows.length > 1)
    throw new VantageError('a single value was wanted and several rows came; narrow the inner set or take first()', {
      kind: 'cardinality',
    })
  return rows[0]?.[0] ?? null
}

function rowsIn(plan: SelectPlan, outer: Frame, atMost?: number): readonly (readonly unknown[])[] {
  const run = new SelectRun(plan, outer.run, outer, atMost)
  if (plan.from !== undefined && !run.isDone) run.push(feed(plan, plan.from, outer))
  return run.end()
}

type Occurrence = NonNullable<SelectPlan['from']>

function feed(plan: SelectPlan, from: Occurrence, outer: Frame): readonly Cells[] {
  const rows = outer.run.rowsOf(from)
  if (plan.probe === undefined) return rows
  const { probe } = plan
  const frame = new Frame(outer.run, outer)
  const rowsByKey = probed(probe, rows, frame)
  if (rowsByKey === undefined) return rows
  const value = probe.outside(frame)
  return value === null ? none : (rowsByKey.get(probe.key(value)) ?? none)
}
const none: readonly Cells[] = Object.freeze([])

/** The rows of a table by the value of a column, gathered once per run; undefined where a cell is no value of its type. */
function probed(probe: ProbePlan, rows: readonly Cells[], frame: Frame): Map<unknown, Cells[]> | undefined {
  const { results } = frame.run
  const kept = results[probe.result]
  if (kept instanceof Kept) return kept.value
  const rowsByKey = gather(probe, rows, frame)
  results[probe.result] = new Kept(rowsByKey)
  return rowsByKey
}

function gather(probe: ProbePlan, rows: readonly Cells[], frame: Frame): Map<unknown, Cells[]> | undefined {
  const rowsByKey = new Map<unknown, Cells[]>()
  try {
    for (const row of rows) {
      frame.row = row
      const value = probe.column(frame)
      if (value === null) continue
      const key = probe.key(value)
      const known = rowsByKey.get(key)
      if (known === undefined) rowsByKey.set(key, [row])
      else known.push(row)
    }
    return rowsByKey
  } catch (thrown) {
    if (thrown instanceof BadCell) return undefined
    throw thrown
  }
}
