import { abortError, VantageError } from '@vantage-ts/core/adapter'

/** Lets one after the other in. Waiting ends with a turn, at the deadline, or when the caller gives up: it never blocks. */
export class Turn {
  #isTaken = false
  readonly #waiting: (() => void)[] = []

  get isTaken(): boolean {
    return this.#isTaken
  }

  /** Waits for the turn and gives what ends it. Errors: `conflict`, reason `locked`, past `timeoutMs`; `cancelled`. */
  async take(timeoutMs: number, signal: AbortSignal | undefined): Promise<() => void> {
    if (this.#isTaken) await this.#wait(timeoutMs, signal)
    this.#isTaken = true
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const next = this.#waiting.shift()
      if (next === undefined) this.#isTaken = false
      else next()
    }
  }

  #wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
        const at = this.#waiting.indexOf(enter)
        if (at >= 0) this.#waiting.splice(at, 1)
      }
      const enter = (): void => {
        leave()
        resolve()
      }
      const giveUp = (): void => {
        leave()
        reject(signal?.aborted === true ? abortError(signal) : locked())
      }
      const timer = setTimeout(giveUp, timeoutMs)
      signal?.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(enter)
    })
  }
}

const locked = (): VantageError =>
  new VantageError(
    'a transaction of this source is still open, and SQLite takes one writer at a time; end it, or use its own source inside it',
    { kind: 'conflict', retry: 'safe', details: { reason: 'locked' } },
  )

/** Repeats work that met a lock of another process, with growing pauses and without blocking, until it is free or time is up. */
export async function whenFree<Result>(
  work: () => Result,
  isBusy: (thrown: unknown) => boolean,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const deadline = performance.now() + timeoutMs
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 20)) {
    if (signal?.aborted === true) throw abortError(signal)
    try {
      return work()
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() + pauseMs > deadline) throw thrown
    }
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
}
