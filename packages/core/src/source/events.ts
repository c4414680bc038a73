import type { VantageError } from '../errors/vantage-error.ts'

/** One statement that was sent. */
export interface StatementEvent {
  readonly source: string
  readonly text: string
  readonly parameterTypes: readonly string[]
  /** Rows read or touched; 0 after an error. */
  readonly rows: number
  readonly durationMs: number
  readonly error?: VantageError
  /** Bound values, only for listeners that asked for them. */
  readonly values?: readonly unknown[]
}
/** Called right after the statement; what it throws is reported as uncaught and changes nothing about the call. */
export type StatementListener = (event: StatementEvent) => void

/** The listeners of one source and its transactions. */
export class StatementEvents {
  readonly #listeners = new Set<{ readonly listener: StatementListener; readonly values: boolean }>()

  /** False while nobody listens: then nothing is measured or allocated. */
  get isHeard(): boolean {
    return this.#listeners.size > 0
  }

  add(listener: StatementListener, values: boolean): () => void {
    const entry = { listener, values }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  tell(event: StatementEvent, values: readonly unknown[]): void {
    for (const entry of this.#listeners)
      try {
        entry.listener(entry.values ? { ...event, values } : event)
      } catch (thrown) {
        reportUncaught(thrown)
      }
  }
}

/**
 * What a listener throws is no failure of the call, whose statement ran: it is reported as uncaught.
 *
 * Source: as browsers do for event listeners, and Node for those of its diagnostics channels.
 */
function reportUncaught(thrown: unknown): void {
  const report: unknown = Reflect.get(globalThis, 'reportError')
  if (typeof report === 'function') report(thrown)
  else
    queueMicrotask(() => {
      throw thrown
    })
}
