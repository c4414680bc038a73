import type { ImportOptions, ImportProgress } from '../dataset/abilities.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { throwIfAborted } from '../source/deadline.ts'

/** Streams rows into batches and hands each to `write`; one batch is in memory at a time. */
export async function importRows(
  rows: AsyncIterable<object>,
  options: ImportOptions | undefined,
  write: (batch: readonly object[]) => Promise<number>,
): Promise<ImportProgress> {
  const batchRows = options?.batchRows ?? 1000
  if (!Number.isSafeInteger(batchRows) || batchRows < 1)
    throw new VantageError('batchRows is a whole number from 1 up', { kind: 'invalid' })
  let progress: ImportProgress = { read: 0, created: 0 }
  let batch: object[] = []
  const flush = async (): Promise<void> => {
    const created = await write(batch)
    progress = { read: progress.read + batch.length, created: progress.created + created }
    batch = []
    options?.onProgress?.(progress)
  }
  for await (const row of rows) {
    throwIfAborted(options?.signal)
    batch.push(row)
    if (batch.length >= batchRows) await flush()
  }
  if (batch.length > 0) await flush()
  return progress
}
