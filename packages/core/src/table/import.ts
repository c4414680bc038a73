import type { ImportOptions, ImportProgress } from '../dataset/abilities.ts'
import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { throwIfAborted, untilAborted } from '../expression/deadline.ts'

/** Streams rows into batches and hands each to `write`; one batch is in memory at a time. */
export async function importRows(
  rows: AsyncIterable<object>,
  options: ImportOptions | undefined,
  write: (batch: readonly object[]) => Promise<number>,
): Promise<ImportProgress> {
  const batchRows = options?.batchRows ?? 1000
  if (!Number.isSafeInteger(batchRows) || batchRows < 1)
    throw new VantageError('batchRows is a whole number from 1 up', { kind: 'invalid' })
  if (!isIterable(rows))
    throw new VantageError('import() takes a set, a stream or another async iterable of records', { kind: 'invalid' })
  let progress: ImportProgress = { read: 0, created: 0 }
  let batch: object[] = []
  const flush = async (): Promise<void> => {
    const created = await write(batch)
    progress = { read: progress.read + batch.length, created: progress.created + created }
    batch = []
    options?.onProgress?.(progress)
  }
  for await (const row of untilAbort(rows, options?.signal)) {
    batch.push(row)
    if (batch.length >= batchRows) await flush()
  }
  if (batch.length > 0) await flush()
  return progress
}

const isIterable = (rows: unknown): boolean => typeof Object(rows)[Symbol.asyncIterator] === 'function'

interface Streaming {
  stream(options: CallOptions): AsyncIterable<object>
}
const canStream = (rows: object): rows is Streaming => 'stream' in rows && typeof rows.stream === 'function'

/** The rows, until the signal aborts; a set is told of it, from any other iterable no more is awaited. */
async function* untilAbort(rows: AsyncIterable<object>, signal: AbortSignal | undefined): AsyncGenerator<object> {
  throwIfAborted(signal)
  if (signal === undefined || canStream(rows)) {
    yield* canStream(rows) ? rows.stream(signal === undefined ? {} : { signal }) : rows
    return
  }
  const iterator = rows[Symbol.asyncIterator]()
  let isEnded = false
  try {
    for (;;) {
      const { done, value } = await untilAborted(iterator.next(), signal, false)
      isEnded = done === true
      if (done) return
      yield value
    }
  } finally {
    // Not awaited: an iterable that does not answer would keep the cancelled call waiting.
    if (!isEnded) iterator.return?.().catch(() => undefined)
  }
}
