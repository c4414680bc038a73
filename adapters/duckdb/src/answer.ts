import { type DuckDBMaterializedResult, ResultReturnType } from '@duckdb/node-api'
import { type Answer, VantageError } from '@vantage-ts/core/adapter'
import { readRows } from './cell-reader.ts'
import type { DuckdbStatement } from './compile.ts'
import { rawObjects } from './raw-row.ts'

/** The answer to a statement. Errors: `too-large` for a calculated number that its type cannot hold. */
export function answerOf(compiled: DuckdbStatement, result: DuckDBMaterializedResult): Answer {
  if (compiled.kind === 'raw') {
    const { returnType } = result
    if (returnType === ResultReturnType.CHANGED_ROWS) return { rows: [], count: result.rowsChanged }
    if (returnType !== ResultReturnType.QUERY_RESULT) return { rows: [], count: 0 }
    const rows = rawObjects(rowsOf(result), result)
    return { rows, count: rows.length }
  }
  if (!compiled.givesRows) return { rows: [], count: result.rowsChanged }
  const rows = checkedRows(compiled, rowsOf(result))
  return { rows, count: rows.length }
}

function rowsOf(result: DuckDBMaterializedResult): unknown[][] {
  const rows: unknown[][] = []
  const { chunkCount } = result
  for (let index = 0; index < chunkCount; index++) readRows(result.getChunk(index), rows)
  return rows
}

/** Rows whose calculated numbers are within their types. */
export function checkedRows({ calculated }: DuckdbStatement, rows: unknown[][]): unknown[][] {
  for (const index of calculated) for (const row of rows) refuseBeyond(row[index])
  return rows
}

function refuseBeyond(cell: unknown): void {
  if (typeof cell === 'bigint') throw beyond('int', '±(2^53 − 1)')
  if (typeof cell === 'number' && !Number.isFinite(cell)) throw beyond('float', 'what a double holds')
}

const beyond = (type: string, bounds: string): VantageError =>
  new VantageError(
    `a calculated number is beyond ${bounds}, which ${type} holds; convert an operand with toDecimal()`,
    {
      kind: 'too-large',
      details: { type },
    },
  )
