import type { Stamp } from '../column/column.ts'
import { type ColumnNode, Literal, type Node } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { momentNow, toMilliseconds } from '../types/moment.ts'
import { attempt, checkedValue } from './checked-value.ts'

/** One moment for all columns of a row that make their values. */
export class Stamping {
  readonly #definition: Definition
  #now: Temporal.Instant | undefined

  constructor(definition: Definition) {
    this.#definition = definition
  }

  /** Gives a column the value it makes for itself, if it makes one. */
  put(values: Map<StoredColumn, unknown>, column: StoredColumn, stamp: Stamp): void {
    const now = (): Temporal.Instant => {
      this.#now ??= momentNow()
      return column.type.units === 'ms' ? toMilliseconds(this.#now) : this.#now
    }
    const made = attempt(
      () =>
        stamp({
          get now() {
            return now()
          },
        }),
      () => `the value that ${this.#definition.entity.name}.${column.property} makes`,
    )
    if (made !== undefined) values.set(column, checkedValue(this.#definition, column, made))
  }
}

/** What a change of a row changes besides: columns that make their value, and the count of its changes. */
export function ownChanges(
  definition: Definition,
  given: ReadonlyMap<StoredColumn, unknown>,
): readonly { readonly column: StoredColumn; readonly node: Node }[] {
  const { stamped, version } = definition
  if (stamped.length === 0 && version === undefined) return none
  const stamping = new Stamping(definition)
  const made = new Map<StoredColumn, unknown>()
  for (const { column } of stamped) {
    const { onSave } = definition.factsOf(column.property)
    if (onSave !== undefined && !given.has(column)) stamping.put(made, column, onSave)
  }
  const changes = [...made].map(([column, value]) => ({ column, node: literalOf(column, value) }))
  return version === undefined ? changes : [...changes, { column: version.column, node: next(version) }]
}
const none: readonly never[] = Object.freeze([])

const literalOf = ({ type, storage }: StoredColumn, value: unknown): Node => new Literal(type, value, storage)
const next = (version: ColumnNode): Node => version.plus(version.type.name === 'int' ? 1 : 1n)
