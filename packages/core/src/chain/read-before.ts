import { VantageError } from '../errors/vantage-error.ts'
import { untilAborted } from '../expression/deadline.ts'
import { evaluate } from '../expression/evaluate.ts'
import type { ExpressionSource } from '../expression/execute.ts'
import { Deferred, Node } from '../expression/node.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { CallExecution } from '../source/execution.ts'
import { type Step as Part, runStep } from '../source/plan.ts'
import type { RunningTransaction } from '../source/transaction.ts'
import { isApart } from './parts-apart.ts'
import type { KnownStep } from './step.ts'

/** What the known steps of a transaction need of other databases: read before it begins, each part once, all at the same time. */
export class ReadBefore {
  readonly #source: BoundSource
  readonly #execution: OutsideExecution
  /** Values of steps that are read here as a whole. */
  readonly #values = new Map<KnownStep, unknown>()
  /** Expressions of the database of the transaction that async code gave: they are read inside. */
  readonly #given = new Map<Part, Node>()

  private constructor(source: BoundSource, signal: AbortSignal | undefined) {
    this.#source = source
    this.#execution = new OutsideExecution(source, signal)
  }

  static async of(
    steps: readonly KnownStep[],
    source: BoundSource,
    signal: AbortSignal | undefined,
  ): Promise<ReadBefore> {
    const before = new ReadBefore(source, signal)
    const parts = new Set(steps.flatMap(step => (step.isApart ? [] : step.parts())))
    const reading = Promise.all([
      ...[...parts].map(part => before.#resolve(part)),
      ...steps.filter(step => step.isApart).map(step => before.#readStep(step)),
    ])
    // Async code may not look at the signal.
    await untilAborted(reading, signal, false)
    return before
  }

  async #resolve(part: Part): Promise<void> {
    if (!isAsyncCode(part)) {
      await runStep(part, this.#source, this.#execution)
      return
    }
    const running = part.resolve(this.#execution).then(async value => {
      if (!(value instanceof Node)) return value
      if (isApart(value, this.#source.database)) return evaluate(value, this.#execution)
      this.#given.set(part, value)
      return undefined
    })
    this.#execution.deferred.set(part, running)
    await running.catch(thrown => {
      throw VantageError.from(thrown).withContext(`resolving a part for ${this.#source.name}`)
    })
  }

  async #readStep(step: KnownStep): Promise<void> {
    this.#values.set(step, await step.run(this.#execution))
  }

  /** The value of a step: known, or what it gives inside the transaction. */
  async valueOf(step: KnownStep, transaction: RunningTransaction): Promise<unknown> {
    if (this.#values.has(step)) return this.#values.get(step)
    const execution = this.#execution.next(transaction)
    step.passOutside(transaction)
    for (const part of this.#given.keys()) execution.deferred.delete(part)
    for (const part of step.parts()) {
      const given = this.#given.get(part)
      if (given === undefined) continue
      const running = evaluate(given, execution)
      // The step waits for it, unless something else of it fails first.
      running.catch(() => {})
      execution.deferred.set(part, running)
    }
    return step.run(execution)
  }
}

const isAsyncCode = (part: Part): part is Deferred => part instanceof Deferred && part.origin === undefined

/** The execution of what is read before a transaction. Errors: `invalid` for what would be read of its database, which is not begun. */
class OutsideExecution extends CallExecution {
  readonly #source: BoundSource

  constructor(source: BoundSource, signal: AbortSignal | undefined) {
    super(signal)
    this.#source = source
  }

  override transactionOf(database: object): ExpressionSource | undefined {
    if (database !== this.#source.database) return super.transactionOf(database)
    throw new VantageError(
      `async code in a part of another database gave an expression of ${this.#source.name}, which is read inside the transaction; give the step as a function`,
      { kind: 'invalid', details: { source: this.#source.name } },
    )
  }
}
