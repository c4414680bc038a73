import { momentNow } from '../types/moment.ts'
import { Entered } from '../expression/entered.ts'
import type { CallOptions, Execution, ExpressionSource } from '../expression/execute.ts'
import { executionOf, within } from '../expression/within.ts'
import type { Temporal } from '../types/temporal.ts'
import { requireSignal, signalOf } from '../expression/deadline.ts'
import type { MaybePromise } from './maybe-promise.ts'

/** State of one terminal call; what is rarely needed is made when it is asked for. */
export class CallExecution extends Entered implements Execution {
  readonly signal: AbortSignal | undefined
  readonly inside: ExpressionSource | undefined
  hasWritten = false
  writtenRows = 0
  #now: Temporal.Instant | undefined
  #deferred: Map<object, Promise<unknown>> | undefined

  constructor(signal: AbortSignal | undefined, inside?: ExpressionSource) {
    super()
    this.inside = inside
    if (inside?.outer !== undefined) this.enter(inside.outer)
    this.signal = requireSignal(signal)
  }

  /** Cut to microseconds: native clocks are finer than what sources hold. */
  now(): Temporal.Instant {
    this.#now ??= momentNow()
    return this.#now
  }

  get deferred(): Map<object, Promise<unknown>> {
    this.#deferred ??= new Map()
    return this.#deferred
  }

  /** The execution of what comes next in the same call, in a transaction: it means the same moment, and knows the parts that are resolved. */
  next(inside: ExpressionSource): CallExecution {
    const next = new CallExecution(this.signal, inside)
    next.#now = this.now()
    next.#deferred = new Map(this.deferred)
    return next
  }
}

/**
 * Runs work of several statements as one call: one deadline for all, each deferred part once.
 *
 * Shape: the work hands the options it is given to every statement. What is a part of an execution stays one.
 */
export function asOneCall<T>(
  options: CallOptions | undefined,
  work: (options: CallOptions) => MaybePromise<T>,
): MaybePromise<T> {
  if (options !== undefined && executionOf(options) !== undefined) return work(options)
  const { signal, done } = signalOf(options)
  const shared = within(new CallExecution(signal))
  if (options?.timeoutMs === undefined) return work(shared)
  // Work that throws before it gives a promise ends the deadline as well.
  return new Promise<T>(resolve => resolve(work(shared))).finally(done)
}

/** Lets a bounded number of pieces of work run at once; the rest waits its turn. */
export class Gate {
  readonly #width: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(width: number) {
    this.#width = width
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#running >= this.#width) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
