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
    for (const entry of this.#listeners) entry.listener(entry.values ? { ...event, values } : event)
  }
}
