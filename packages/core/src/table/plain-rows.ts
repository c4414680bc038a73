import type { StoredColumn } from '../expression/statement.ts'
import type { Definition } from '../set/definition.ts'
import { bool } from '../types/bool.ts'
import { unchecked } from '../types/cast.ts'
import { float } from '../types/float.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import type { Type } from '../types/type.ts'

/** The types whose values are told in place: a call of the type for each takes twice as long. Numbers, since texts take a fifth longer. */
const whole = 1
const finite = 2
const truth = 3
const words = 4

const usualTypes: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [int, whole],
  [float, finite],
  [bool, truth],
  [text, words],
])

/** A column of a record, with what has to be known of it for every row. */
interface Slot {
  readonly property: string
  readonly isOptional: boolean
  readonly type: Type<unknown>
  /** 0 for the types that are not usual. */
  readonly usual: number
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
      usual: usualTypes.get(column.type) ?? 0,
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
  const rows: unknown[][] = []
  for (const given of records) {
    if (typeof given !== 'object' || given === null) return undefined
    const row = valuesOf(given, slots)
    if (row === undefined || !areOfTheirTypes(row, slots)) return undefined
    rows.push(row)
  }
  return rows
}

/** The values of a record that has the columns and nothing else, in their order. */
function valuesOf(given: object, slots: readonly Slot[]): unknown[] | undefined {
  if (areInOrder(given, slots)) {
    const values = Object.values(given)
    // What is inherited is not among them.
    if (values.length === slots.length) return values
  }
  if (Object.keys(given).length !== slots.length) return undefined
  const record = unchecked<Readonly<Record<string, unknown>>>(given, 'an object')
  const row: unknown[] = []
  for (const { property } of slots) {
    if (!Object.hasOwn(record, property)) return undefined
    row.push(record[property])
  }
  return row
}

/** Whether the names of a record are those of the columns in their order, as most are: then all values are had at once. */
function areInOrder(given: object, slots: readonly Slot[]): boolean {
  let index = 0
  // Unlike a list of the keys, this loop makes nothing.
  for (const name in given) if (name !== slots[index++]?.property) return false
  return index === slots.length
}

/** Whether every value is of its column's type; puts the canonical one in the place of each that is not. */
function areOfTheirTypes(row: unknown[], slots: readonly Slot[]): boolean {
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]
    if (slot === undefined) return false
    const value = row[index]
    const { usual } = slot
    if (typeof value === 'string') {
      if (usual === words && value.isWellFormed()) continue
    } else if (typeof value === 'number') {
      if (usual === whole ? Number.isSafeInteger(value) : usual === finite && Number.isFinite(value)) {
        // Of equal numbers only -0 is another one.
        if (value === 0) row[index] = 0
        continue
      }
    } else if (typeof value === 'boolean' && usual === truth) continue
    if (value === null) {
      if (!slot.isOptional) return false
      continue
    }
    const { type } = slot
    if (value === undefined || type.problem(value) !== undefined) return false
    if (type.canonical !== undefined) row[index] = type.canonical(value)
  }
  return true
}

/** The columns that `plainRows` gives values to. */
export const plainColumns = (definition: Definition): readonly StoredColumn[] =>
  [...definition.nodes.values()].map(({ column }) => column)
