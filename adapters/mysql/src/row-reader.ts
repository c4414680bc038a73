import { unchecked } from '@vantage-ts/core/adapter'
import type { EventEmitter } from 'node:events'

/** The part of a connection that stops and starts its flow. */
interface Flow {
  pause(): void
  resume(): void
}

/**
 * The rows of one statement, batch by batch, while the server waits.
 *
 * Only one statement runs on a connection. When another comes before the rows are read, they are parked: what is left of them is
 * kept in memory, and read from there.
 */
export class RowReader {
  /** Settles when the connection is free for other statements. */
  readonly settled: Promise<void>
  readonly #flow: Flow
  #rows: (readonly unknown[])[] = []
  #wanted = 0
  #isPaused = false
  #isDiscarding = false
  #isOver = false
  #failure: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined
  #settle: () => void = () => {}

  constructor(flow: Flow, command: EventEmitter) {
    this.#flow = flow
    this.settled = new Promise(resolve => {
      this.#settle = resolve
    })
    command.on('result', row => this.#take(unchecked(row, 'rows are wanted by position')))
    command.on('error', (error: unknown) => this.#end({ error }))
    command.on('end', () => this.#end(undefined))
  }

  get isOver(): boolean {
    return this.#isOver
  }

  #take(row: readonly unknown[]): void {
    if (this.#isDiscarding) return
    this.#rows.push(row)
    if (this.#rows.length < this.#wanted || this.#isPaused) return
    this.#isPaused = true
    this.#flow.pause()
    this.#wake?.()
  }

  #end(failure: { readonly error: unknown } | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#failure = failure
    this.#settle()
    this.#wake?.()
  }

  /** The next rows, `[]` at the end. Errors: whatever the driver gives. */
  async next(batchRows: number): Promise<readonly (readonly unknown[])[]> {
    this.#wanted = batchRows
    while (this.#rows.length < batchRows && !this.#isOver) await this.#more()
    if (this.#failure !== undefined) throw this.#failure.error
    return this.#rows.splice(0, batchRows)
  }

  #more(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
      this.#start()
    })
  }

  #start(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#flow.resume()
  }

  /** Keeps what is left in memory, so that the connection is free. */
  async park(): Promise<void> {
    this.#wanted = Number.POSITIVE_INFINITY
    this.#start()
    await this.settled
  }

  /** Drops what is left; settles when the connection is free. */
  async discard(): Promise<void> {
    this.#isDiscarding = true
    this.#rows = []
    await this.park()
  }
}
