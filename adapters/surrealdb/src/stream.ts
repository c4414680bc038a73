import { type Request, throwIfAborted } from '@vantage-ts/core/adapter'
import { chunkRows, type SurrealStatement, type Text } from './compile.ts'
import type { Session } from './connection.ts'
import { explained, missingTable } from './errors.ts'
import { batchName } from './render-select.ts'
import { checkNumbers, shardsOf, valuesOf } from './run.ts'

type Rows = readonly unknown[]

/**
 * Reads the records of a select in chunks: the first rows as they are, then the ids of all others in the set's order, then the
 * records by those ids.
 *
 * Shape: each record once, as it is in the snapshot of the session. Paging by keys or by START would scan the table from its
 * beginning for every page. Holds the ids of all records, and the rows of one chunk.
 */
export async function* streamChunks(
  compiled: SurrealStatement,
  request: Request,
  session: Session,
  source: string,
): AsyncGenerator<Rows> {
  const { batches } = compiled
  if (batches === undefined) return
  const run = async (text: Text, more: Readonly<Record<string, unknown>> = {}): Promise<Rows> => {
    if (request.signal !== undefined) throwIfAborted(request.signal)
    const result = await session.query(text.sent(request.parameters), { ...valuesOf(compiled, text, request), ...more })
    return Array.isArray(result) ? result : []
  }
  const { inTransaction, seesOwnWrites } = session
  const missing = new Set<string>()
  const shards = shardsOf(compiled.usual, request.parameters)
  for (;;) {
    const texts = batches({ shards, missing, inTransaction, seesOwnWrites })
    try {
      const first = texts.first === undefined ? undefined : await run(texts.first)
      if (first !== undefined) yield checked(first, compiled)
      const ids = first !== undefined && first.length < chunkRows ? [] : await run(texts.ids)
      for (let start = 0; start < ids.length; start += chunkRows)
        yield checked(await run(texts.rows, { [batchName]: ids.slice(start, start + chunkRows) }), compiled)
      return
    } catch (thrown) {
      const table = missingTable(thrown)
      if (table === undefined || missing.has(table)) throw explained(thrown, source)
      missing.add(table)
    }
  }
}

function checked(rows: Rows, { calculated }: SurrealStatement): Rows {
  if (calculated.length > 0) checkNumbers(rows, calculated)
  return rows
}

/** Rows in batches of the size that was asked for. */
export async function* inBatches(chunks: AsyncIterable<Rows>, batchRows: number): AsyncGenerator<Rows> {
  for await (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += batchRows) yield chunk.slice(start, start + batchRows)
}
