import type { Stamp } from '../column/column.ts'
import type { StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { momentNow, toMilliseconds } from '../types/moment.ts'
import { attempt, checkedValue, refuseLate } from './checked-value.ts'

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
    refuseLate(this.#definition, column, made)
    if (made !== undefined) values.set(column, checkedValue(this.#definition, column, made))
  }
}
