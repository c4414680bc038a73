import { VantageError } from '../errors/vantage-error.ts'
import type { Insert } from '../expression/statement.ts'
import { unchecked } from '../types/cast.ts'
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

type Row = readonly unknown[]

/** Rows of an insert as its columns store them. Errors: `type-mismatch` naming entity and field. */
export function encodeRows({ columns, into, rows }: Insert, start: number, end: number): readonly Row[] {
  const given = start === 0 && end === rows.length ? rows : rows.slice(start, end)
  let encoded = given
  for (const [place, { storage, property }] of columns.entries()) {
    if (storage.encode === undefined) continue
    try {
      encoded = encodeColumn(encoded, given, { place, encode: storage.encode })
    } catch (thrown) {
      throw refuseCell(thrown, into.table.entity, property)
    }
  }
  return encoded
}

interface EncodedColumn {
  readonly place: number
  readonly encode: (value: unknown) => unknown
}

/**
 * Rows with the cells of a column as they are stored, in copies of those that were given.
 *
 * One column after the other, so that one `encode` is called again and again. Most texts are stored as they are: then the rows are the same.
 */
function encodeColumn(rows: readonly Row[], given: readonly Row[], { place, encode }: EncodedColumn): readonly Row[] {
  let changed = rows === given ? undefined : unchecked<Row[]>(rows, 'rows that are not those given were made here')
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? noCells
    const value = row[place]
    if (value === null || value === undefined) continue
    const stored = encode(value)
    if (stored === value) continue
    changed ??= [...rows]
    const own = row === given[at] ? [...row] : unchecked<unknown[]>(row, 'a copy')
    own[place] = stored
    changed[at] = own
  }
  return changed ?? rows
}

const noCells: Row = []

function refuseCell(thrown: unknown, entity: string, field: string): VantageError {
  if (!(thrown instanceof TypeProblem)) return VantageError.from(thrown)
  return new VantageError(`${entity}.${field}: ${thrown.message}`, {
    kind: 'type-mismatch',
    details: { entity, field },
    cause: thrown,
  })
}
