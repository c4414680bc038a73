import { throwIfAborted, untilAborted } from '../expression/deadline.ts'

/**
 * The batches of a stream, which ends as soon as its signal aborts, whatever its source is waiting for.
 *
 * Errors: those of the stream; `cancelled` or `timeout` of the signal.
 */
export async function* batchesUntilAborted<Batch>(
  batches: AsyncIterable<Batch>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
  const iterator = batches[Symbol.asyncIterator]()
  let isDone = false
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal, false)
      isDone = next.done === true
      if (next.done === true) return
      throwIfAborted(signal)
      yield next.value
    }
  } finally {
    if (!isDone) await leave(iterator, signal)
  }
}

/** A source cleans up when what it waits for has ended; who has no time left does not wait for that. */
async function leave(iterator: AsyncIterator<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const left = iterator.return?.()
  if (signal?.aborted === true) left?.catch(() => {})
  else await left
}
