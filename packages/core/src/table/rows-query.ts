import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { Deferred, Subquery } from '../expression/node.ts'
import type { Plan, Resolved } from '../expression/plan.ts'
import type { Abilities } from '../source/abilities.ts'
import { andThen } from '../source/maybe-promise.ts'
import { selectOf, type SetState } from '../set/state.ts'
import { stateKey } from '../set/stated.ts'
import { json } from '../types/json.ts'
import { unchecked } from '../types/cast.ts'
import type { Type } from '../types/type.ts'

/** What rows are among types: no column holds them and nothing compares to them. */
const rowsType: Type<unknown> = { ...json, name: 'rows' }

/**
 * Groups of a set as an expression that gives rows.
 *
 * Shape: rows are plain records; whoever reads a table from it finds its set under `stateKey`.
 */
export class RowsQuery extends Subquery {
  readonly #groups: SetState
  readonly #narrowed: (condition: unknown) => RowsQuery

  constructor(groups: SetState, narrowed: (condition: unknown) => RowsQuery) {
    super(selectOf(groups), 'single', groups.source, rowsType, false)
    this.#groups = groups
    this.#narrowed = narrowed
  }

  get [stateKey](): SetState {
    return this.#groups
  }
  get can(): Abilities {
    return this.#groups.source.can
  }

  where(condition: unknown): RowsQuery {
    return this.#narrowed(condition)
  }

  limit(): never {
    throw new VantageError('limit() is for columns; read the groups as a table with Table.fromQuery() and limit that', {
      kind: 'invalid',
    })
  }

  groupBy(): never {
    throw new VantageError('these are groups already; read them as a table with Table.fromQuery() and group that', {
      kind: 'invalid',
    })
  }

  override run(options?: CallOptions): Pending<unknown> {
    const { source, definition } = this.#groups
    return Pending.run(() => andThen(source.fetch(this.select, definition.records, options), ({ rows }) => rows))
  }

  override explain(resolved?: Resolved): Plan {
    return this.#groups.source.explain(this.select, resolved)
  }

  override map(type: Type<unknown>, convert: (value: never) => unknown): Deferred {
    const { source } = this.#groups
    const names = this.select.columns.map(({ name }) => name)
    return new Deferred(type, false, `${this.preview()} mapped to ${type.name}`, this, async execution => {
      const rows = await source.evaluate(this.select, execution)
      const records = rows.map(row => Object.fromEntries(names.map((name, index) => [name, row[index]])))
      return convert(unchecked<never>(records, 'the caller typed the function by this expression'))
    })
  }
}
