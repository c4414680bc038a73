import { VantageError } from '../errors/vantage-error.ts'
import { sourceOf } from '../expression/evaluate.ts'
import type { CallOptions, Execution } from '../expression/execute.ts'
import { expressed } from '../expression/expressive.ts'
import { refusePromise } from '../expression/given-promise.ts'
import { keepInside } from '../expression/home.ts'
import { Deferred, Node, Template } from '../expression/node.ts'
import { partInside } from '../expression/part-inside.ts'
import type { PlanStep, Resolved } from '../expression/plan.ts'
import { within } from '../expression/within.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Step as Part } from '../source/plan.ts'
import type { RunningTransaction } from '../source/transaction.ts'
import { SetChange, SetReturning } from '../table/set-change.ts'
import { isApart, isOf, partsApart, partsOfNode } from './parts-apart.ts'

/** What a step may be at run time; its typed face is `Step`. */
type Given = Node | SetChange | SetReturning

/** An expression or a change that is a step of a transaction. */
export class KnownStep {
  readonly #given: Given
  /** A statement that is still being built knows by itself what it gives: rows, or how many it wrote. */
  readonly #built: Built | undefined
  readonly #source: BoundSource

  /** Errors: `invalid` for anything else, and for what belongs to an open transaction that is not this one. */
  constructor(wanted: unknown, source: BoundSource) {
    const given = expressed(wanted)
    refusePromise(given, () => 'andThen')
    if (!isGiven(given) || (given instanceof Node && !canRun(given)))
      throw new VantageError(
        `a step of a transaction on ${source.name} is an expression or a change, such as sumQuery() or updateQuery(); for other work use transaction()`,
        { kind: 'invalid', details: { source: source.name } },
      )
    this.#given = given
    this.#built = given !== wanted && isBuilt(wanted) ? wanted : undefined
    this.#source = source
    const home = given instanceof Node ? given.home : given.source
    const name = (): string => (given instanceof Node ? partInside(given) : given.preview())
    keepInside(home, source, name, 'a transaction')
  }

  get title(): string {
    return this.#given.preview()
  }

  /** Whether it reads another database and nothing of this one: then it is read before the transaction. */
  get isApart(): boolean {
    const given = this.#given
    if (!(given instanceof Node) || given instanceof Deferred || isVendorText(given)) return false
    return isApart(given, this.#source.database)
  }

  /** Its parts that are read before the transaction. */
  parts(): readonly Part[] {
    const given = this.#given
    const { database } = this.#source
    return given instanceof Node ? partsOfNode(given, database) : partsApart(given.statements(), database)
  }

  run(execution: Execution): Promise<unknown> {
    return (this.#built ?? this.#given).run(within(execution))
  }

  /** Errors: `invalid` for vendor text of another database, which may write, unless that was agreed to. */
  passOutside(transaction: RunningTransaction): void {
    const given = this.#given
    const source = given instanceof Node && isVendorText(given) ? sourceOf(given) : undefined
    if (source !== undefined && !isOf(source, this.#source.database))
      transaction.passUnprotected('vendor text', source.name)
  }

  steps(resolved: Resolved): readonly PlanStep[] {
    return this.#given.explain(resolved).steps
  }
}

interface Built {
  run(options: CallOptions): Promise<unknown>
}
const isBuilt = (wanted: unknown): wanted is Built =>
  typeof wanted === 'object' && wanted !== null && 'run' in wanted && typeof wanted.run === 'function'

const isGiven = (given: unknown): given is Given =>
  given instanceof Node || given instanceof SetChange || given instanceof SetReturning

const canRun = (node: Node): boolean => node instanceof Deferred || sourceOf(node) !== undefined

/** Text without a type runs as it stands, and nobody knows what it does. */
const isVendorText = (node: Node): boolean => node instanceof Template && !node.isTyped
