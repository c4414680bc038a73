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
  let state: 'between' | 'waiting' | 'done' = 'between'
  try {
    for (;;) {
      throwIfAborted(signal)
      state = 'waiting'
      const next = await untilAborted(iterator.next(), signal, false)
      state = next.done === true ? 'done' : 'between'
      if (next.done === true) return
      throwIfAborted(signal)
      yield next.value
    }
  } finally {
    const left = state === 'done' ? undefined : iterator.return?.()
    // A source that is waiting cleans up when that has ended: for a server that is silent, nobody knows when.
    if (state === 'waiting') left?.catch(() => {})
    else await left
  }
}
