import type { StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { unchecked } from '../types/cast.ts'
import type { Type } from '../types/type.ts'

/** A column of a record, with what has to be known of it for every row. */
interface Slot {
  readonly property: string
  readonly isOptional: boolean
  readonly type: Type<unknown>
}

const slotsByDefinition = new WeakMap<Definition, readonly Slot[] | 'none'>()

/** Columns that need nothing but their type checked; `none` when a refinement has to run. */
function slotsOf(definition: Definition): readonly Slot[] | 'none' {
  let slots = slotsByDefinition.get(definition)
  if (slots === undefined) {
    const facts = [...definition.nodes.values()].map(({ column }) => ({
      property: column.property,
      isOptional: column.isNullable,
      type: column.type,
      isRefined: definition.factsOf(column.property).checks.length > 0,
    }))
    slots = facts.some(({ isRefined }) => isRefined) ? 'none' : facts
    slotsByDefinition.set(definition, slots)
  }
  return slots
}

/**
 * Records that give every column a value of its type, as rows in the order of the columns: what bulk inserts mostly are.
 *
 * Shape: undefined when one record is anything else (an absent column, an unknown one, a wrong value, a refinement to run);
 * then all take the general way, which completes them or says what is wrong.
 */
export function plainRows(definition: Definition, records: readonly object[]): unknown[][] | undefined {
  const slots = slotsOf(definition)
  if (slots === 'none') return undefined
  const width = slots.length
  const rows: unknown[][] = []
  for (const given of records) {
    if (typeof given !== 'object' || given === null || Object.keys(given).length !== width) return undefined
    const record = unchecked<Readonly<Record<string, unknown>>>(given, 'an object')
    const row: unknown[] = new Array(width)
    for (let index = 0; index < width; index++) {
      const slot = slots[index]
      if (slot === undefined || !Object.hasOwn(record, slot.property)) return undefined
      const value = record[slot.property]
      if (value === null) {
        if (!slot.isOptional) return undefined
        row[index] = null
        continue
      }
      const { type } = slot
      if (value === undefined || type.problem(value) !== undefined) return undefined
      row[index] = type.canonical === undefined ? value : type.canonical(value)
    }
    rows.push(row)
  }
  return rows
}

/** The columns that `plainRows` gives values to. */
export const plainColumns = (definition: Definition): readonly StoredColumn[] =>
  [...definition.nodes.values()].map(({ column }) => column)
