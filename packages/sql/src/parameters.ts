import { type Param, type ParameterSlot, slotOf, VantageError } from '@vantage-ts/core/adapter'
import type { Dialect } from './dialect.ts'
import type { SqlStorage } from './storage.ts'

export interface BoundText {
  readonly text: string
  readonly slots: readonly ParameterSlot[]
}

/** Stands around the number of a parameter in unfinished text: the one character that SQL text never holds. */
const mark = '\0'

/**
 * The values bound by one statement.
 *
 * While text is put together a parameter is a marked number, so operator templates may turn or repeat their operands;
 * `finish` counts placeholders in the order of the text.
 */
export class Parameters {
  readonly #slots: ParameterSlot[] = []

  /** Text that stands for the parameter until `finish`. `change` runs after encoding. */
  add(param: Param, storage: SqlStorage, change?: (encoded: unknown) => unknown): string {
    const slot = slotOf(param, storage)
    this.#slots.push(change === undefined ? slot : { ...slot, encode: value => change(slot.encode(value)) })
    return `${mark}${this.#slots.length - 1}${mark}`
  }

  finish(unfinished: string, dialect: Dialect): BoundText {
    const parts = unfinished.split(mark)
    const slots: ParameterSlot[] = []
    const positions = new Map<string, string>()
    for (let at = 1; at < parts.length; at += 2) {
      const number = parts[at] ?? ''
      const slot = this.#slots[Number(number)]
      const known = dialect.repeatsPlaceholders ? positions.get(number) : undefined
      if (slot !== undefined && known === undefined) slots.push(slot)
      const text = known ?? dialect.placeholder(slots.length)
      positions.set(number, text)
      parts[at] = text
    }
    const { maxParameters, name } = dialect
    if (maxParameters !== undefined && slots.length > maxParameters)
      throw new VantageError(
        `the statement binds ${slots.length} values, and ${name} takes ${maxParameters}; give a long list as rows of a table, or by in() of a set, which binds it as one value`,
        { kind: 'too-large' },
      )
    return { text: parts.join(''), slots }
  }
}
