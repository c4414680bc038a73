import { VantageError } from '@vantage-ts/core/adapter'

/** A clock that only moves when it is told to; several mocks may share one. */
export interface VirtualClock {
  /** How long it has run. */
  readonly nowMs: number
  /** Moves it on: what is due by then is answered, in its order, and what follows from that gets its turn. */
  advance(ms: number): Promise<void>
  /**
   * Runs work to its end, and moves on to the next answer that is due whenever everything waits for one. Gives what the work gives;
   * `nowMs` then tells how long it would have taken.
   */
  run<T>(work: () => T | PromiseLike<T>): Promise<T>
}

interface Waiting {
  readonly dueMs: number
  readonly go: () => void
}

/** Makes a clock that stands at 0. */
export const virtualClock = (): VirtualClock => new MockClock()

export class MockClock implements VirtualClock {
  #nowMs = 0
  /** In the order in which they are due. */
  readonly #waiting: Waiting[] = []
  #met: (() => void) | undefined

  get nowMs(): number {
    return this.#nowMs
  }

  /** Settles once the clock has moved on by so much; an aborted wait ends at once. */
  wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise(resolve => {
      const waiting: Waiting = { dueMs: this.#nowMs + ms, go: resolve }
      const after = this.#waiting.findIndex(({ dueMs }) => dueMs > waiting.dueMs)
      this.#waiting.splice(after < 0 ? this.#waiting.length : after, 0, waiting)
      const leave = (): void => {
        const at = this.#waiting.indexOf(waiting)
        if (at >= 0) this.#waiting.splice(at, 1)
        resolve()
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#met?.()
    })
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + milliseconds(ms, 'advance')
    await everythingElse()
    for (let next = this.#waiting[0]; next !== undefined && next.dueMs <= untilMs; next = this.#waiting[0])
      await this.#moveTo(next)
    this.#nowMs = untilMs
  }

  async run<T>(work: () => T | PromiseLike<T>): Promise<T> {
    let isSettled = false
    const running = (async () => work())()
    const settled = running.then(
      () => {
        isSettled = true
      },
      () => {
        isSettled = true
      },
    )
    while (!isSettled) {
      await everythingElse()
      const next = this.#waiting[0]
      if (isSettled) break
      if (next !== undefined) await this.#moveTo(next)
      else await Promise.race([settled, this.#meeting()])
    }
    return running
  }

  /** The next time that somebody waits. */
  #meeting(): Promise<void> {
    return new Promise(resolve => {
      this.#met = resolve
    })
  }

  async #moveTo(next: Waiting): Promise<void> {
    this.#waiting.shift()
    this.#nowMs = Math.max(this.#nowMs, next.dueMs)
    next.go()
    await everythingElse()
  }
}

/** A length of time. Errors: `invalid` for anything but a number from 0 up. */
export function milliseconds(ms: number, verb: string): number {
  if (typeof ms === 'number' && ms >= 0 && Number.isFinite(ms)) return ms
  throw new VantageError(`${verb}() takes milliseconds, a number from 0 up`, { kind: 'invalid' })
}

/** Lets everything run that waits for nothing: a message between ports is delivered after that, and no fake timers hold it back. */
function everythingElse(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(undefined)
  })
}
