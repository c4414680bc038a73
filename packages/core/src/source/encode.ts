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
  const encoders = columns.flatMap(({ storage: { encode } }, index) =>
    encode === undefined ? [] : [{ index, encode }],
  )
  if (encoders.length === 0) return insert.rows.slice(start, end)
  const encoded: (readonly unknown[])[] = []
  for (let at = start; at < end; at++) {
    const row = insert.rows[at] ?? []
    // Most texts are stored as they are: then the row is what is sent, and no copy of it is made.
    let out: unknown[] | undefined
    for (const { index, encode } of encoders) {
      const value = row[index]
      if (value === null || value === undefined) continue
      try {
        const stored = encode(value)
        if (stored === value) continue
        out ??= [...row]
        out[index] = stored
      } catch (thrown) {
        throw refuseCell(thrown, into.table.entity, columns[index]?.property ?? '?')
      }
    }
    encoded.push(out ?? row)
  }
  return encoded
}

function refuseCell(thrown: unknown, entity: string, field: string): VantageError {
  if (!(thrown instanceof TypeProblem)) return VantageError.from(thrown)
  return new VantageError(`${entity}.${field}: ${thrown.message}`, {
    kind: 'type-mismatch',
    details: { entity, field },
    cause: thrown,
  })
}
