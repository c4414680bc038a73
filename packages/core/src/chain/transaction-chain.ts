import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { abortError, signalOf, throwIfAborted } from '../expression/deadline.ts'
import { noneResolved, type Plan, planFrom, type PlanStep } from '../expression/plan.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { stepsBefore } from '../source/explain.ts'
import type { Receipt } from '../source/receipt.ts'
import type { RunningTransaction } from '../source/transaction.ts'
import { runTransaction, type WorkOptions } from '../source/transaction-work.ts'
import { takenBack } from '../source/unread.ts'
import { ReadBefore } from './read-before.ts'
import { KnownStep } from './step.ts'

type MakeStep = (previous: unknown, values: readonly unknown[]) => unknown

interface Outcome {
  readonly values: readonly unknown[]
  readonly receipt: Receipt
}

/** The run-time form of a transaction of expressions; its typed face is `TransactionChain`. */
export class ChainOfSteps {
  readonly #source: BoundSource
  readonly #steps: readonly (KnownStep | MakeStep)[]

  constructor(source: BoundSource, steps: readonly (KnownStep | MakeStep)[] = []) {
    this.#source = source
    this.#steps = steps
  }

  exec(step: unknown): ChainOfSteps {
    return new ChainOfSteps(this.#source, [...this.#steps, new KnownStep(step, this.#source)])
  }

  andThen(step: unknown): ChainOfSteps {
    if (typeof step !== 'function') return this.exec(step)
    return new ChainOfSteps(this.#source, [...this.#steps, (previous, values) => step(previous, values)])
  }

  run(options?: WorkOptions): Pending<unknown> {
    return Pending.run(async () => (await this.#outcome(options)).values.at(-1))
  }

  runAll(options?: WorkOptions): Pending<Outcome> {
    return Pending.run(() => this.#outcome(options))
  }

  async #outcome(options: WorkOptions = {}): Promise<Outcome> {
    const { signal, done } = signalOf(options)
    const { timeoutMs: _, signal: __, ...how } = options
    try {
      throwIfAborted(signal)
      const before = await ReadBefore.of(this.#known(), this.#source, signal)
      const begin = signal === undefined ? how : { ...how, signal }
      let receipt: Receipt | undefined
      const values = await runTransaction(
        this.#source,
        (transaction: RunningTransaction) => {
          transaction.sayHowToPass('let it pass with run({ unprotected: true })')
          return this.#values(transaction, before, begin)
        },
        {
          ...begin,
          committed: given => {
            receipt = given
          },
        },
      )
      if (receipt === undefined) throw new VantageError('a transaction ended without a result', { kind: 'internal' })
      return { values, receipt }
    } finally {
      done()
    }
  }

  #known(): readonly KnownStep[] {
    return this.#steps.filter(step => step instanceof KnownStep)
  }

  async #values(
    transaction: RunningTransaction,
    before: ReadBefore,
    { signal, unprotected }: WorkOptions,
  ): Promise<readonly unknown[]> {
    const values: unknown[] = []
    for (const [index, given] of this.#steps.entries()) {
      throwIfAborted(signal)
      const step = given instanceof KnownStep ? given : new KnownStep(given(values.at(-1), [...values]), this.#source)
      try {
        values.push(await before.valueOf(step, transaction))
      } catch (thrown) {
        // Everything is rolled back, so what is cut off is not written, but for what no rollback undoes.
        if (signal?.aborted === true && unprotected !== true) throw abortError(signal)
        throw VantageError.from(takenBack(thrown)).withContext(
          `step ${index + 1} of the transaction on ${this.#source.name}`,
        )
      }
    }
    return values
  }

  explain(): Plan {
    const known = this.#known()
    const parts = new Set(known.flatMap(step => (step.isApart ? [] : step.parts())))
    const apart = known.filter(step => step.isApart)
    const inside = this.#steps.flatMap((step, index) => {
      if (!(step instanceof KnownStep)) return [here(`step ${index + 1} (decided at run)`)]
      return step.isApart ? [] : step.steps(parts)
    })
    const { name, inTransaction } = this.#source
    const [begin, commit] = inTransaction === undefined ? ['begin', 'commit'] : ['savepoint', 'release']
    return planFrom([
      ...[...parts].flatMap(part => stepsBefore(part, noneResolved)),
      ...apart.flatMap(step => step.steps(parts)),
      marked(name, begin),
      ...inside,
      marked(name, commit),
    ])
  }
}

const marked = (source: string, text: string): PlanStep => ({ source, text, parameterTypes: [], gives: 'rows' })
const here = (text: string): PlanStep => marked('client', text)
