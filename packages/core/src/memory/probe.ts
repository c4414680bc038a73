import { BadCell } from './cell.ts'
import { type Cells, Frame, type RunState } from './frame.ts'
import { keptOnce } from './kept.ts'
import type { ProbePlan } from './select-plan.ts'

/** The rows that may meet an equality with something outside: by the value of the column, which is looked up. */
export function probed(
  probe: ProbePlan,
  rows: readonly Cells[],
  run: RunState,
  outer: Frame | undefined,
): readonly Cells[] {
  const frame = new Frame(run, outer)
  const rowsByKey = keptOnce(run, probe.result, () => gathered(probe, rows, frame))
  if (rowsByKey === undefined) return rows
  const value = probe.outside(frame)
  return value === null ? none : (rowsByKey.get(probe.key(value)) ?? none)
}
const none: readonly Cells[] = Object.freeze([])

/** The rows of a table by the value of a column; undefined where a cell is no value of its type. */
function gathered(probe: ProbePlan, rows: readonly Cells[], frame: Frame): Map<unknown, Cells[]> | undefined {
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
