import { VantageError } from '../errors/vantage-error.ts'
import type { Occurrence, StoredColumn } from '../expression/statement.ts'
import type { RowPlace } from '../source/backend.ts'
import { placeText } from '../source/decoder.ts'
import { kindOf } from '../types/kind-of.ts'
import { type Type, TypeProblem } from '../types/type.ts'
import type { Cells, Evaluate, Frame } from './frame.ts'

/** Turns a cell that is not null into a value of its column's type; throws `TypeProblem` for a cell that holds none. */
export type DecodeCell = (cell: unknown) => unknown

/** Where a column's cell is found, seen from the expression that reads it. */
export interface CellPlace {
  readonly occurrence: Occurrence
  readonly column: StoredColumn
  /** Position in the row. */
  readonly index: number
  /** How many sub-queries lie between: 0 is the row of the select itself. */
  readonly depth: number
  /** The scope of the select whose row it is. */
  readonly owner: object
  /** Absent: the cell is the value as it stands. */
  readonly decode: DecodeCell | undefined
}

/** A cell that does not hold a value of its column's type. */
export class BadCell extends TypeProblem {
  readonly place: CellPlace
  constructor(place: CellPlace, problem: string) {
    super(problem)
    this.place = place
  }
}

/** How the cells of a column become values: by the storage's codec, or checked and brought into canonical form. */
export function decodeOf({ storage, type }: StoredColumn): DecodeCell {
  const { decode, guard } = storage
  if (decode !== undefined) return decode.bind(storage)
  const isRight = guard === undefined ? (cell: unknown) => type.problem(cell) === undefined : guard.bind(storage)
  const { canonical } = type
  return cell => {
    if (!isRight(cell)) throw new TypeProblem(`expected ${type.name} (${storage.name}), got ${kindOf(cell)}`)
    return canonical === undefined ? cell : canonical(cell)
  }
}

/** The value of a cell; null for one that holds none of its type. */
export function goodValue(cell: unknown, decode: DecodeCell): unknown {
  try {
    return cell === null || cell === undefined ? null : decode(cell)
  } catch (thrown) {
    if (thrown instanceof TypeProblem) return null
    throw thrown
  }
}

/** The closure that reads a column. */
export function readerOf(place: CellPlace): Evaluate {
  const { index, depth, decode } = place
  if (decode !== undefined) return decodingReader(place, decode)
  if (depth === 0) return frame => frame.row[index] ?? null
  if (depth === 1) return frame => frame.outer?.row[index] ?? null
  return frame => frameAt(frame, depth)?.row[index] ?? null
}

function decodingReader(place: CellPlace, decode: DecodeCell): Evaluate {
  const { index, depth } = place
  return frame => {
    const own = depth === 0 ? frame : frameAt(frame, depth)
    const cell = own?.row[index] ?? null
    if (cell === null) return null
    try {
      return decode(cell)
    } catch (thrown) {
      if (own?.isLenient === true) return null
      throw thrown instanceof TypeProblem ? new BadCell(place, thrown.message) : thrown
    }
  }
}

function frameAt(frame: Frame, depth: number): Frame | undefined {
  let found: Frame | undefined = frame
  for (let left = depth; left > 0; left--) found = found?.outer
  return found
}

/** What is known of the rows of a select. */
interface RowKnowledge {
  positionOf(column: StoredColumn): number | undefined
  placeOf(row: Cells): RowPlace | undefined
}

/**
 * The failure of a read that met a bad cell.
 *
 * Shape: `positionOf` finds the id's cells in the row, `placeOf` the place of the row, where that is known.
 */
export function badCellError(bad: BadCell, row: Cells, { positionOf, placeOf }: RowKnowledge): VantageError {
  const { column, occurrence } = bad.place
  const { entity, ids } = occurrence.table
  const known = ids.flatMap(id => {
    const position = positionOf(id)
    return position === undefined || id === column ? [] : [String(row[position])]
  })
  const id = known.length === 0 ? undefined : known.join(', ')
  const place = placeOf(row)
  const details = { entity, field: column.property, ...(id === undefined ? {} : { id }), ...place }
  return new VantageError(
    `${entity}${id === undefined ? '' : ` ${id}`}: field "${column.property}": ${bad.message}${placeText(place)}; ` +
      'mend the stored value, or leave such rows out of the set',
    { kind: 'type-mismatch', details, cause: bad },
  )
}

/** Types whose values are equal exactly when `===` says so. */
export const isIdentity = (type: Type<unknown>): boolean => identityTypes.has(type.name)
const identityTypes: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'text', 'enum', 'uuid', 'bigint'])

/** A value as a key of a `Map`: two values of a type have the same key exactly when they are equal. */
export function keyOf(type: Type<unknown>): (value: unknown) => unknown {
  if (isIdentity(type)) return value => value
  return value => type.toText(value)
}
