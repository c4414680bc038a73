import { VantageError } from '../errors/vantage-error.ts'
import type { Insert } from '../expression/statement.ts'
import { TypeProblem } from '../types/type.ts'
import type { ParameterSlot } from './backend.ts'

/** The values of a statement as its driver binds them. Errors: `type-mismatch` for one that the source cannot hold exactly. */
export function encodeValues(slots: readonly ParameterSlot[], values: readonly unknown[], source: string): unknown[] {
  const parameters: unknown[] = new Array(slots.length)
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index]
    if (slot === undefined) continue
    parameters[index] = encodeValue(slot, values[slot.index], source)
  }
  return parameters
}

/** One value as its driver binds it. Errors: `type-mismatch` for one that the source cannot hold exactly. */
export function encodeValue(slot: ParameterSlot, value: unknown, source: string): unknown {
  try {
    return slot.encode(value)
  } catch (thrown) {
    throw refuseValue(thrown, source, slot.typeName)
  }
}

function refuseValue(thrown: unknown, source: string, type: string): VantageError {
  if (!(thrown instanceof TypeProblem)) return VantageError.from(thrown)
  return new VantageError(`${source} cannot hold a ${type} value exactly: ${thrown.message}`, {
    kind: 'type-mismatch',
    details: { source, type },
    cause: thrown,
  })
}

/** Rows of an insert as its columns store them. Errors: `type-mismatch` naming entity and field. */
export function encodeRows(insert: Insert, start: number, end: number): readonly (readonly unknown[])[] {
  const { columns, into } = insert
  const encoded = columns.flatMap(({ storage: { encode } }, index) => (encode === undefined ? [] : [{ index, encode }]))
  if (encoded.length === 0) return insert.rows.slice(start, end)
  const places = encoded.map(({ index }) => index)
  const encoders = encoded.map(({ encode }) => encode)
  const rows: (readonly unknown[])[] = []
  for (let at = start; at < end; at++) {
    try {
      rows.push(encodeRow(insert.rows[at] ?? [], places, encoders))
    } catch (thrown) {
      throw thrown instanceof BadValue
        ? refuseCell(thrown.cause, into.table.entity, columns[thrown.place]?.property ?? '?')
        : thrown
    }
  }
  return rows
}

/** A value that a column cannot store. */
class BadValue extends Error {
  readonly place: number
  constructor(place: number, cause: unknown) {
    super('a column cannot store a value', { cause })
    this.place = place
  }
}

/** A row with the cells at some places as they are stored. Most texts are stored as they are: then it is the row itself. */
function encodeRow(
  row: readonly unknown[],
  places: readonly number[],
  encoders: readonly ((value: unknown) => unknown)[],
): readonly unknown[] {
  let out: unknown[] | undefined
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const value = row[place]
    if (value === null || value === undefined) continue
    let stored: unknown
    try {
      stored = encoders[at]?.(value)
    } catch (thrown) {
      throw new BadValue(place, thrown)
    }
    if (stored === value) continue
    out ??= [...row]
    out[place] = stored
  }
  return out ?? row
}

function refuseCell(thrown: unknown, entity: string, field: string): VantageError {
  if (!(thrown instanceof TypeProblem)) return VantageError.from(thrown)
  return new VantageError(`${entity}.${field}: ${thrown.message}`, {
    kind: 'type-mismatch',
    details: { entity, field },
    cause: thrown,
  })
}
