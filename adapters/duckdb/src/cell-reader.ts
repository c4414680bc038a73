import {
  type DuckDBDataChunk,
  DuckDBListValue,
  DuckDBListVector,
  DuckDBTypeId,
  type DuckDBVector,
} from '@duckdb/node-api'
import { unchecked } from '@vantage-ts/core/adapter'

/** A whole number as a number where it is safe: what columns of type int hold. */
export const plainInteger = (value: bigint): number | bigint =>
  value >= lowest && value <= highest ? Number(value) : value
const lowest = BigInt(Number.MIN_SAFE_INTEGER)
const highest = BigInt(Number.MAX_SAFE_INTEGER)

type ReadCell = (vector: DuckDBVector, at: number) => unknown

const asItIs: ReadCell = (vector, at) => vector.getItem(at)

const whole: ReadCell = (vector, at) => {
  const cell = vector.getItem(at)
  return typeof cell === 'bigint' ? plainInteger(cell) : cell
}

/** Where a vector of texts keeps lengths and beginnings: 16 bytes each, four of length, then the first of the text itself. */
interface TextVector {
  readonly dataView?: DataView
}
const bytesPerText = 16

/** Text as it is: the driver's decoder drops a byte order mark at its beginning. */
const text: ReadCell = (vector, at) => {
  const cell = vector.getItem(at)
  if (typeof cell !== 'string') return cell
  const { dataView } = unchecked<TextVector>(vector, 'vectors of texts read them from it')
  if (dataView === undefined || dataView.getUint8(at * bytesPerText + 4) !== 0xef) return cell
  const hasMark =
    dataView.getUint32(at * bytesPerText, true) >= 3 &&
    dataView.getUint8(at * bytesPerText + 5) === 0xbb &&
    dataView.getUint8(at * bytesPerText + 6) === 0xbf
  return hasMark ? `\uFEFF${cell}` : cell
}

const list: ReadCell = (vector, at) => {
  if (!(vector instanceof DuckDBListVector) || vector.getItemVector(at) === null) return null
  const { childVector } = vector
  const read = readerOf(childVector)
  const start = vector.getEntryOffset(at)
  const items = Array.from({ length: vector.getEntryLength(at) }, (_, index) => read(childVector, start + index))
  return new DuckDBListValue(unchecked(items, 'values of the driver'))
}

const readers: { readonly [Id in DuckDBTypeId]?: ReadCell } = {
  [DuckDBTypeId.BIGINT]: whole,
  [DuckDBTypeId.UBIGINT]: whole,
  [DuckDBTypeId.HUGEINT]: whole,
  [DuckDBTypeId.UHUGEINT]: whole,
  [DuckDBTypeId.BIGNUM]: whole,
  [DuckDBTypeId.VARCHAR]: text,
  [DuckDBTypeId.LIST]: list,
}

const readerOf = (vector: DuckDBVector): ReadCell => readers[vector.type.typeId] ?? asItIs

/** Appends the rows of a chunk as arrays of the driver's values; whole numbers come as numbers where they are safe. */
export function readRows(chunk: DuckDBDataChunk, into: unknown[][]): void {
  const { rowCount, columnCount } = chunk
  const first = into.length
  for (let row = 0; row < rowCount; row++) into.push(new Array(columnCount))
  for (let column = 0; column < columnCount; column++) {
    const vector = chunk.getColumnVector(column)
    const read = readerOf(vector)
    for (let row = 0; row < rowCount; row++) {
      const cells = into[first + row]
      if (cells !== undefined) cells[column] = read(vector, row)
    }
  }
}
