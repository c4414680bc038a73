import { VantageError } from '../errors/vantage-error.ts'
import { Literal, type Node } from '../expression/node.ts'
import type { StoredColumn, Update } from '../expression/statement.ts'
import { updateKey } from '../expression/statement-key.ts'
import type { SetState } from '../set/state.ts'
import { givenFor, writtenColumn } from './assigned.ts'
import { updateEachRow } from './hooked-change.ts'
import { type Change, SetChange } from './set-change.ts'
import { type HookViews, isHooked } from './around.ts'
import { refused } from './checked-value.ts'
import { ownChanges } from './own-changes.ts'
import { checkPart, fillsOf, keepScope } from './record.ts'
import { type EverythingOptions, need, needNarrowing, refuseUnwritable } from './writable-set.ts'

type Assignments = ReadonlyMap<StoredColumn, Node>

/** An update of every row of a set; each `set()` gives a new one. */
export class SetUpdate extends SetChange {
  readonly #state: SetState
  readonly #isPlain: boolean | undefined
  readonly #records: HookViews
  readonly #assignments: Assignments

  constructor(state: SetState, records: HookViews, isPlain: boolean | undefined, assignments: Assignments = new Map()) {
    super(state, changeOf(state, records, assignments), isPlain)
    this.#state = state
    this.#records = records
    this.#isPlain = isPlain
    this.#assignments = assignments
  }

  set(column: unknown, given: unknown): SetUpdate {
    const node = writtenColumn(this.#state.definition, column)
    const assignments = new Map(this.#assignments).set(node.column, assigned(this.#state, node.column, given))
    return new SetUpdate(this.#state, this.#records, this.#isPlain, assignments)
  }
}

/** Starts an update. Errors: `invalid` for a limited set, and for one that nothing narrows. */
export function updateOf(
  state: SetState,
  records: HookViews,
  isPlain: boolean | undefined,
  options?: EverythingOptions,
): SetUpdate {
  refuseUnwritable(state, 'updateQuery')
  need(state, 'patch', 'change rows')
  needNarrowing(state, 'updateQuery', options)
  return new SetUpdate(state, records, isPlain)
}

/** A value is checked as in a patch; an expression by its type, and by what it might do to the scope. */
function assigned(state: SetState, column: StoredColumn, given: unknown): Node {
  const { definition } = state
  const { property, type, storage } = column
  if (column.isId)
    throw refused(definition, column, 'an id cannot be changed; insert the row under its new id', 'invalid')
  if (column === definition.version?.column)
    throw refused(definition, column, 'counts the changes of its row by itself; leave it out', 'invalid')
  const checked = givenFor(definition, definition.stored(property), given, state)
  if ('value' in checked) return new Literal(type, checkPart(state, { [property]: checked.value }).get(column), storage)
  if (fillsOf(state).some(fill => fill.isScoped && fill.column === column))
    throw refused(
      definition,
      column,
      'is fixed by the scope, which an expression might leave; give its value',
      'invalid',
    )
  keepScope(state, [column])
  return checked.node
}

const changeOf = (state: SetState, records: HookViews, assignments: Assignments): Change => {
  if (isHooked(state, 'update') && assignments.size > 0) return updateEachRow(state, records, assignments)
  const statementOf = (returning: readonly StoredColumn[]): Update => {
    const { definition, where } = state
    if (assignments.size === 0)
      throw new VantageError(`updateQuery() of ${definition.entity.name} changes nothing; say what with set()`, {
        kind: 'invalid',
        details: { entity: definition.entity.name },
      })
    const set = [...assignments].map(([column, node]) => ({ column, node }))
    for (const change of ownChanges(state, assignments)) set.push(change)
    const parts = { table: definition.occurrence, set, where, returning }
    return { kind: 'update', ...parts, key: updateKey(parts) }
  }
  const { source } = state
  return {
    verb: 'update',
    steps: returning => [{ source, statement: statementOf(returning) }],
    send: async (returning, wanted, options) => source.fetch(statementOf(returning), wanted, options),
  }
}
