import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from './execute.ts'

/**
 * A caller's signal and deadline as one signal; undefined when there is neither, which costs nothing.
 *
 * Errors: `invalid` for what is no signal, or no number of milliseconds.
 */
export function signalOf(options: CallOptions | undefined): { signal: AbortSignal | undefined; done: () => void } {
  if (options?.timeoutMs === undefined) return { signal: requireSignal(options?.signal), done: nothing }
  const { timeoutMs } = options
  const signal = requireSignal(options.signal)
  if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0))
    throw new VantageError('timeoutMs is a number of milliseconds from 0 up', { kind: 'invalid' })
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DeadlineReached(timeoutMs)), Math.min(timeoutMs, longestTimer))
  const forward = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) forward()
  signal?.addEventListener('abort', forward, { once: true })
  const done = (): void => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', forward)
  }
  return { signal: controller.signal, done }
}
const nothing = (): void => {}
/** Longer timers fire at once, everywhere. */
const longestTimer = 2 ** 31 - 1

/** The signal of a caller's options as it is. Errors: `invalid` for what is none. */
export function requireSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal !== undefined && !isSignal(signal))
    throw new VantageError('signal is an AbortSignal, such as that of an AbortController', { kind: 'invalid' })
  return signal
}

/** By what is asked of it, since there are signals of other realms. */
function isSignal(signal: unknown): boolean {
  const { aborted, addEventListener, removeEventListener } = Object(signal)
  return (
    typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function'
  )
}

/** A signal that aborts as soon as one of two does. */
export function joinedSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other
  return AbortSignal.any([one, other])
}

/** The abort reason of a deadline, so that `timeout` and `cancelled` can be told apart. */
class DeadlineReached extends Error {
  constructor(timeoutMs: number) {
    super(`the deadline of ${timeoutMs} ms passed`)
  }
}

/** The error of an aborted signal: `timeout` for a deadline, else `cancelled`. */
export function abortError(signal: AbortSignal, isWrite = false): VantageError {
  const isDeadline = signal.reason instanceof DeadlineReached || signal.reason?.name === 'TimeoutError'
  const what = isDeadline ? 'the call did not end before its deadline' : 'the call was cancelled'
  const next = isWrite ? '; whether the write happened is unknown: read before repeating it' : ''
  return new VantageError(what + next, {
    kind: isDeadline ? 'timeout' : 'cancelled',
    retry: isWrite ? 'after-reread' : 'safe',
    ...(isWrite ? { details: { outcome: 'unknown' } } : {}),
    cause: signal.reason,
  })
}

export function throwIfAborted(signal: AbortSignal | undefined, isWrite = false): void {
  if (signal?.aborted) throw abortError(signal, isWrite)
}

/**
 * Settles with the work, or rejects as soon as the signal aborts; the work's own late failure is then ignored.
 *
 * Shape: whether something was written may be known only when it is asked for.
 */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  isWrite: boolean | (() => boolean),
): Promise<T> {
  if (signal === undefined) return work
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(abortError(signal, typeof isWrite === 'function' ? isWrite() : isWrite))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
