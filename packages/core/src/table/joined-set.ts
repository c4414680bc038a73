import { VantageError } from '../errors/vantage-error.ts'
import type { JoinKind } from '../expression/statement.ts'
import {
  columnsFor,
  type JoinedState,
  joinedWith,
  namedColumns,
  narrowedJoin,
  orderedJoin,
  tableOf,
} from '../join/joined.ts'
import type { SetState } from '../set/state.ts'
import { isOpenable, isStated, openKey, stateKey } from '../set/stated.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { wholeNumber } from './aggregate.ts'

/** Makes a table of a set; handed in, since tables make joins. */
export type MakeTable = (state: SetState, isPlain: boolean) => object

/** The run-time form of every join; its typed face is `Joined`. */
export class JoinedSet {
  readonly #state: JoinedState
  readonly #table: MakeTable

  constructor(state: JoinedState, table: MakeTable) {
    this.#state = state
    this.#table = table
  }

  get source(): BoundSource {
    return this.#state.source
  }
  #with(state: JoinedState): JoinedSet {
    return new JoinedSet(state, this.#table)
  }

  join(other: unknown, on: unknown, options?: { readonly kind?: JoinKind }): JoinedSet {
    return this.#with(joinedWith(this.#state, stateOf(other), on, options?.kind ?? 'inner'))
  }
  where(condition: unknown): JoinedSet {
    return this.#with(narrowedJoin(this.#state, condition))
  }
  orderBy(...keys: readonly unknown[]): JoinedSet {
    return this.#with(orderedJoin(this.#state, keys))
  }
  limit(rows: unknown): JoinedSet {
    return this.#with({ ...this.#state, limit: wholeNumber(rows, 'limit') })
  }
  offset(rows: unknown): JoinedSet {
    return this.#with({ ...this.#state, offset: wholeNumber(rows, 'offset') })
  }
  select(columns: unknown): object {
    const named = namedColumns(this.#state, columns)
    const { sides } = this.#state
    let name = ''
    for (const { definition } of sides) name += name === '' ? definition.entity.name : ` and ${definition.entity.name}`
    const facts = { name, ids: noIds, prototype: Object.prototype, refsOf: noRefs }
    return this.#table(tableOf(this.#state, named, facts), true)
  }
  intoEntity(entity: unknown): object {
    const wanted = entityOn(entity, this.source)
    const { name, prototype, refsOf } = wanted.definition.entity
    const ids = wanted.definition.ids.map(({ name }) => name)
    return this.#table(tableOf(this.#state, columnsFor(this.#state, wanted), { name, ids, prototype, refsOf }), false)
  }
}

const noIds: readonly string[] = []
const noRefs = (): object => ({})

/** The set of a table. Errors: `invalid` for anything else. */
export function stateOf(table: unknown): SetState {
  if (isStated(table)) return table[stateKey]
  throw new VantageError('join() takes a table, such as Session.table(db)', { kind: 'invalid' })
}

export function entityOn(entity: unknown, source: BoundSource): SetState {
  if (isOpenable(entity)) return entity[openKey](source)
  throw new VantageError('intoEntity() takes an entity class', { kind: 'invalid' })
}
