import type { Select } from '../expression/statement.ts'
import { planSelect, planValues } from './compile-select.ts'
import type { Cells, RunState } from './frame.ts'
import type { RowFacts } from './scope.ts'
import { SelectRun } from './select-run.ts'
import type { Occurrence } from '../expression/statement.ts'
import { tablesRead } from '../expression/tables-read.ts'

/** What one run of a select needs. */
export interface SelectInput {
  /** Values of the statement by `Param.index`, as they come through the slots of `valueSlots`. */
  readonly parameters: readonly unknown[]
  /** All rows of a table that a sub-query reads (`CompiledSelect.lookups`). */
  rowsOf?(occurrence: Occurrence): readonly Cells[]
  /** Bytes that rows to be ordered or grouped may take, as estimated; default: any number. */
  readonly maxOrderBytes?: number
}

/** A select as closures, for sources that scan their rows in this process. */
export interface CompiledSelect {
  /** The table whose rows are fed in, below derived ones; undefined for expressions that need none. */
  readonly from: Occurrence | undefined
  /** The tables of its sub-queries, whose rows must be at hand. */
  readonly lookups: readonly Occurrence[]
  /** Runs it over all rows at once. */
  run(rows: readonly Cells[], input: SelectInput): readonly (readonly unknown[])[]
  /** Runs it over batches as they come; stops reading when it needs no more. */
  stream(
    batches: AsyncIterable<readonly Cells[]> | Iterable<readonly Cells[]>,
    input: SelectInput,
  ): AsyncGenerator<readonly (readonly unknown[])[]>
}

/**
 * Compiles a parameterized select for rows that are fed in: filters and projects as it goes, aggregates in constant
 * memory per group, orders within a byte budget, and with a limit holds no more than `limit + offset` rows.
 *
 * Shape: rows are positional arrays in the order of `occurrence.table.columns`, or as `facts.position` says, with cells in
 * the form of their columns' storages: a cell is decoded where an expression reads it. Result cells are in stored form
 * too, so that the rows can be handed on as an adapter's answer (`rows: 'arrays'`), unless they are wanted as values.
 * Errors: `type-mismatch` naming entity, id and field for a cell of a wrong type, unless the row hands that cell out, so
 * that its decoder tells; `too-large` beyond `maxOrderBytes` and on overflow; `cardinality` for a single sub-query with
 * several rows; `unsupported` for vendor text.
 */
export function compileSelect(
  select: Select,
  facts: RowFacts,
  results: 'stored' | 'values' = 'stored',
): CompiledSelect {
  const plan = results === 'stored' ? planSelect(select, facts) : planValues(select, facts)
  const others = tablesRead(select).slice(plan.from === undefined ? 0 : 1)
  return {
    from: plan.from,
    lookups: [...new Map(others.map(occurrence => [occurrence.key, occurrence])).values()],
    run(rows, input) {
      const run = new SelectRun(plan, stateOf(input))
      if (plan.from !== undefined) run.push(rows)
      return run.end()
    },
    async *stream(batches, input) {
      const run = new SelectRun(plan, stateOf(input))
      if (plan.from !== undefined && !run.isDone) {
        for await (const batch of batches) {
          const wantsMore = run.push(batch)
          const ready = run.take()
          if (ready.length > 0) yield ready
          if (!wantsMore) break
        }
      }
      const rest = run.end()
      if (rest.length > 0) yield rest
    },
  }
}

const stateOf = ({ parameters, rowsOf, maxOrderBytes = Number.POSITIVE_INFINITY }: SelectInput): RunState => ({
  parameters,
  rowsOf: rowsOf ?? noRows,
  results: [],
  maxOrderBytes,
})
const noRows = (): readonly Cells[] => []
