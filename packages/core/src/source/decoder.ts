import type { OnBadRow } from '../dataset/on-bad-row.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from '../types/cast.ts'
import type { Storage } from '../types/storage.ts'
import { type Type, TypeProblem } from '../types/type.ts'
import type { RowPlace } from './backend.ts'
import { type MakeRow, type RawRow, rowMaker, rowMender } from './row-maker.ts'

/** A column of a result. */
export interface ResultColumn {
  readonly name: string
  readonly type: Type<unknown>
  readonly storage: Storage
  readonly isNullable: boolean
  readonly isId: boolean
}

/** How decoded rows look: instances with a prototype, plain objects, or arrays by position. */
export type RowForm = object | 'plain' | 'tuple'

export type RowsDecoder = (rows: readonly unknown[], onBadRow?: OnBadRow) => unknown[]

export type CellDecoder = (raw: unknown) => unknown

/** Decodes one cell; throws `TypeProblem` for a value of another type and for a null that must not be. */
function cellDecoder({ type, storage, isNullable }: ResultColumn): CellDecoder {
  const missing = (): never => {
    throw new TypeProblem(`null where ${type.name} is required`)
  }
  const onNull = isNullable ? () => null : missing
  const { decode, guard } = storage
  if (decode !== undefined) return raw => (raw === null || raw === undefined ? onNull() : decode.call(storage, raw))
  const isRight = guard ?? ((raw: unknown) => type.problem(raw) === undefined)
  return raw => {
    if (raw === null || raw === undefined) return onNull()
    if (!isRight.call(storage, raw))
      throw new TypeProblem(`expected ${type.name} (${storage.name}), got ${kindOf(raw)}`)
    return raw
  }
}

const kindOf = (raw: unknown): string => (raw === null ? 'null' : Array.isArray(raw) ? 'array' : typeof raw)

/**
 * Builds the decoder of one result shape, once; it then turns raw rows into typed ones.
 *
 * Shape: rows of class instances get their prototype from a function made for it, never by `setPrototypeOf`.
 * Errors: `type-mismatch` naming entity, id and field, and the place of the row where that is known; never the value.
 */
export function rowsDecoder(
  columns: readonly ResultColumn[],
  rows: 'arrays' | 'objects',
  form: RowForm,
  entity: string,
  placeOf?: (row: readonly unknown[]) => RowPlace | undefined,
): RowsDecoder {
  const cells = columns.map(cellDecoder)
  const names = columns.map(column => column.name)
  const from: readonly (string | number)[] = rows === 'arrays' ? names.map((_, index) => index) : names
  const into: readonly (string | number)[] = form === 'tuple' ? names.map((_, index) => index) : names
  const makeRow = rowMaker({ form, from, into, cells, usual: columns.map(({ storage }) => storage.usual) })
  return decoderWith(makeRow, { columns, cells, from, entity, placeOf })
}

/** The decoder of rows that the driver gives as plain objects of the columns' names; undefined where making them anew is as good. */
export function recordsDecoder(columns: readonly ResultColumn[], entity: string): RowsDecoder | undefined {
  const cells = columns.map(cellDecoder)
  const names = columns.map(column => column.name)
  const mend = rowMender(
    names,
    cells,
    columns.map(({ storage }) => storage.usual),
  )
  return mend === undefined ? undefined : decoderWith(mend, { columns, cells, from: names, entity })
}

/** What is known of rows that are decoded. */
interface RowFacts {
  readonly columns: readonly ResultColumn[]
  readonly cells: readonly CellDecoder[]
  readonly from: readonly (string | number)[]
  readonly entity: string
  /** Where a row lies; of rows that are arrays. */
  readonly placeOf?: ((row: readonly unknown[]) => RowPlace | undefined) | undefined
}

function decoderWith(makeRow: MakeRow, facts: RowFacts): RowsDecoder {
  const explain = (raw: RawRow, thrown: unknown, advice: string): VantageError => badRow(raw, thrown, advice, facts)

  return (raws, onBadRow = 'fail') => {
    const decoded: unknown[] = []
    let next = 0
    // One `try` for all rows that are right; after a bad one it goes on with the next.
    while (next < raws.length) {
      try {
        while (next < raws.length)
          decoded.push(makeRow(unchecked<RawRow>(raws[next++], 'drivers give objects or arrays')))
      } catch (thrown) {
        const raw = unchecked<RawRow>(raws[next - 1], 'as above')
        if (onBadRow === 'fail')
          throw explain(raw, thrown, 'mend the stored value, or pass onBadRow to leave such rows out')
        // Whoever leaves such rows out knows how.
        const problem = explain(raw, thrown, 'mend the stored value')
        if (onBadRow !== 'skip') onBadRow(problem)
      }
    }
    return decoded
  }
}

function badRow(
  raw: RawRow,
  thrown: unknown,
  advice: string,
  { columns, cells, from, entity, placeOf }: RowFacts,
): VantageError {
  if (!(thrown instanceof TypeProblem)) return VantageError.from(thrown)
  const at = (index: number): unknown => raw[from[index] ?? index]
  const failing = columns.findIndex((_, index) => {
    try {
      cells[index]?.(at(index))
      return false
    } catch {
      return true
    }
  })
  const field = columns[failing]?.name ?? '?'
  const ids = columns.flatMap((column, index) => (column.isId && index !== failing ? [String(at(index))] : []))
  const id = ids.length === 0 ? undefined : ids.join(', ')
  const place = Array.isArray(raw) ? placeOf?.(raw) : undefined
  return new VantageError(
    `${entity}${id === undefined ? '' : ` ${id}`}: field "${field}": ${thrown.message}${placeText(place)}; ${advice}`,
    { kind: 'type-mismatch', details: { entity, field, ...(id === undefined ? {} : { id }), ...place }, cause: thrown },
  )
}

/** A place behind what is wrong there: ` (people.csv, line 3)`. */
export const placeText = (place: RowPlace | undefined): string =>
  place === undefined ? '' : ` (${place.file}, line ${place.line})`
