import { type Request, throwIfAborted } from '@vantage-ts/core/adapter'
import type { Batches, SurrealStatement } from './compile.ts'
import type { Session } from './connection.ts'
import { explained, missingTable } from './errors.ts'
import { batchName } from './render-select.ts'
import { checkNumbers, shardsOf, valuesOf } from './run.ts'

/**
 * Reads the records of a select in batches: their ids first, in the set's order, then the records by their ids.
 *
 * Shape: each record once, as it is in the snapshot of the session. Paging by keys or by START would scan from the
 * beginning for every page. Holds the ids of all records, and the rows of one batch.
 */
export async function* streamBatches(
  compiled: SurrealStatement,
  request: Request,
  batchRows: number,
  session: Session,
  source: string,
): AsyncGenerator<readonly unknown[]> {
  const { batches } = compiled
  if (batches === undefined) return
  const run = async (text: Batches['ids'], more: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> => {
    const result = await session.query(text.text, { ...valuesOf(compiled, text, request), ...more })
    return Array.isArray(result) ? result : []
  }
  const missing = new Set<string>()
  const shards = shardsOf(compiled.usual, request.parameters)
  for (;;) {
    const texts = batches({ shards, missing, seesOwnWrites: session.seesOwnWrites })
    try {
      const ids = await run(texts.ids, {})
      for (let start = 0; start < ids.length; start += batchRows) {
        if (request.signal !== undefined) throwIfAborted(request.signal)
        const rows = await run(texts.rows, { [batchName]: ids.slice(start, start + batchRows) })
        checkNumbers(rows, compiled.calculated)
        yield rows
      }
      return
    } catch (thrown) {
      const table = missingTable(thrown)
      if (table === undefined || missing.has(table)) throw explained(thrown, source)
      missing.add(table)
    }
  }
}
