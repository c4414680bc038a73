import type { Pending } from '../errors/pending.ts'
import { int } from '../types/int.ts'
import type { CallOptions, Execution, ExpressionSource } from './execute.ts'
import { laterHome } from './home.ts'
import { Deferred } from './node.ts'
import type { Plan, Resolved } from './plan.ts'
import type { Statement } from './statement.ts'

/** A change of a set, as expressions see it. */
export interface Write {
  readonly source: ExpressionSource
  /** Names it in plans and errors: `update of users`. */
  readonly label: string
  /** Runs it as a call of its own; gives the number of rows. */
  run(options?: CallOptions): Pending<number>
  /** Runs it as a part of another call. */
  within(execution: Execution): Promise<number>
  /** The statements that it sends. */
  statements(): readonly { readonly source: ExpressionSource; readonly statement: Statement }[]
  explain(resolved?: Resolved): Plan
  preview(): string
}

/** The number of rows that a change writes. Inside another statement it is deferred: it runs before, once per execution. */
export class WriteNode extends Deferred {
  readonly #write: Write

  constructor(write: Write) {
    const home = laterHome(undefined, [{ home: write.source }])
    super(int, false, write.label, undefined, execution => write.within(execution), false, home)
    this.#write = write
  }

  override run(options?: CallOptions): Pending<number> {
    return this.#write.run(options)
  }
  statements(): ReturnType<Write['statements']> {
    return this.#write.statements()
  }
  override explain(resolved?: Resolved): Plan {
    return this.#write.explain(resolved)
  }
  override preview(): string {
    return `(${this.#write.preview()})`
  }
}
