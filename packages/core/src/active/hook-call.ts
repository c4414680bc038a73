import { VantageError } from '../errors/vantage-error.ts'
import type { Type } from '../types/type.ts'
import { copyOf, isSame } from './seen.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { ColumnFacts } from '../column/column.ts'
import type { RunningTransaction } from '../source/transaction.ts'

/** A field that is not as it should be. */
export interface FieldProblem {
  /** Empty where it is the record as a whole. */
  readonly field: string
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** What a write is, as its hooks see it. */
export interface Happening {
  readonly event: 'insert' | 'update' | 'delete'
  readonly entity: string
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly transaction: RunningTransaction | undefined
  /** What ends the write: the signal or the deadline of its call, and of the transactions it is in. */
  readonly signal: AbortSignal | undefined
  /** The set that is written to. */
  set(): unknown
  /** The row as a record, where there is one. */
  record(): unknown
}

/** The columns of the set, for hooks that serve many. */
export interface HookColumn {
  readonly name: string
  readonly type: Type<unknown>
  readonly flags: readonly string[]
  readonly isId: boolean
  readonly isOptional: boolean
  readonly isVersion: boolean
}

/** What is done to a row in the place of its removal; gives whether it was there. */
type Instead = (options: CallOptions | undefined) => Promise<boolean>

/** One write of one row, handed to every hook around it. */
export class HookCall {
  readonly event: 'insert' | 'update' | 'delete'
  readonly before: object | undefined
  readonly #happening: Happening
  #after: object | undefined
  /** The row that was written, which is handed out as a copy. */
  #stored: object | undefined
  readonly problems: FieldProblem[] = []
  #signal: AbortSignal | undefined
  #isTaken = false
  #instead: Instead | undefined

  constructor(happening: Happening, before: object | undefined, after: object | undefined) {
    this.event = happening.event
    this.before = before
    this.#after = after
    this.#happening = happening
  }

  /** Before a write what will be written; after it the row as it is stored: a copy that does not change, since the caller gets the row. */
  get after(): object | undefined {
    if (this.#stored !== undefined && this.#after === undefined) this.#after = Object.freeze(copyOf(this.#stored))
    return this.#after
  }

  /** From here on hooks are shown the row as it is stored; of a delete there is none. */
  isWritten(row: object | undefined): void {
    this.#stored = row
    this.#after = undefined
  }

  get entity(): string {
    return this.#happening.entity
  }
  /** The columns whose values differ; before an insert and a delete all that have one. */
  get changed(): readonly string[] {
    const row = new Map(Object.entries(this.after ?? this.before ?? {}))
    const known = [...this.#happening.columns].filter(([name]) => row.has(name))
    if (this.before === undefined || this.after === undefined) return known.map(([name]) => name)
    const before = new Map(Object.entries(this.before))
    return known
      .filter(([name, { type }]) => !isSame({ type }, before.get(name) ?? null, row.get(name) ?? null))
      .map(([name]) => name)
  }
  get set(): unknown {
    return this.#happening.set()
  }
  get record(): unknown {
    return this.#happening.record()
  }
  get transaction(): RunningTransaction | undefined {
    return this.#happening.transaction
  }
  /** What ends the write ends what hooks do for it, where they hand it on; there is always one, which spares them a question. */
  get signal(): AbortSignal {
    this.#signal ??= this.#happening.signal ?? new AbortController().signal
    return this.#signal
  }
  /** The same for hooks that ask: calls without a signal cost less. */
  get options(): CallOptions {
    const { signal } = this.#happening
    return signal === undefined ? {} : { signal }
  }
  get columns(): readonly HookColumn[] {
    return [...this.#happening.columns].map(([name, { type, flags, isId, isOptional, isVersion = false }]) => ({
      name,
      type,
      flags,
      isId,
      isOptional,
      isVersion,
    }))
  }

  /** Refuses a field; all that are refused are told together. A property, so that it can be taken out of the call. */
  readonly refuse = (field: string, message: string, path: readonly PropertyKey[] = [field]): void => {
    this.problems.push({ field, path, message })
  }

  /** In a hook before a delete: the row was dealt with, and is not removed. */
  readonly takeOver = (): void => {
    const { event, entity } = this.#happening
    if (event !== 'delete')
      throw new VantageError(`takeOver() is for hooks before a delete; to refuse this ${event} of ${entity}, throw`, {
        kind: 'invalid',
        details: { entity },
      })
    this.#isTaken = true
  }
  get isTaken(): boolean {
    return this.#isTaken
  }

  /** Does something in the place of the removal, once no hook refuses it or takes over; of several the first. */
  doInstead(work: Instead): void {
    this.#instead ??= work
  }
  get instead(): Instead | undefined {
    return this.#instead
  }
}
