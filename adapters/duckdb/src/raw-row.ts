import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBResult,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBTypeId,
  DuckDBUnionValue,
  DuckDBUUIDValue,
} from '@duckdb/node-api'
import { Decimal, Temporal } from '@vantage-ts/core'
import { dateOf, dateTimeOf, instantOf, timeOf } from './moments.ts'
import { plainInteger } from './cell-reader.ts'

/** Rows of vendor text as objects by the names of its columns, each value as the glue type that is nearest to its own. */
export function rawObjects(rows: readonly unknown[][], result: DuckDBResult): readonly unknown[] {
  const names = result.columnNames()
  const bigints = names.map((_, index) => wide.has(result.columnTypeId(index)))
  return rows.map(row => {
    const object: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++)
      // A column called __proto__ is one of its own.
      Object.defineProperty(object, names[index] ?? '', {
        value:
          bigints[index] === true && typeof row[index] === 'number'
            ? BigInt(Number(row[index]))
            : glueValue(row[index]),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    return object
  })
}

/** Types whose whole numbers come as bigints, all of them, so that the size of one does not decide. */
const wide: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.BIGNUM,
])

function glueValue(cell: unknown): unknown {
  if (typeof cell !== 'object' || cell === null) return cell ?? null
  if (cell instanceof DuckDBDecimalValue) return Decimal.ofScaled(cell.value, cell.scale)
  if (cell instanceof DuckDBTimestampValue) return dateTimeOf(cell)
  if (cell instanceof DuckDBTimestampTZValue || cell instanceof DuckDBTimestampNanosecondsValue) return instantOf(cell)
  if (cell instanceof DuckDBTimestampMillisecondsValue || cell instanceof DuckDBTimestampSecondsValue)
    return instantOf(cell)
  if (cell instanceof DuckDBDateValue) return dateOf(cell)
  if (cell instanceof DuckDBTimeValue) return timeOf(cell)
  if (cell instanceof DuckDBIntervalValue) return lengthOf(cell)
  if (cell instanceof DuckDBUUIDValue) return cell.toString()
  if (cell instanceof DuckDBBlobValue) return Uint8Array.from(cell.bytes)
  return nested(cell)
}

const inner = (cell: unknown): unknown => (typeof cell === 'bigint' ? plainInteger(cell) : glueValue(cell))

function nested(cell: object): unknown {
  if (cell instanceof DuckDBListValue || cell instanceof DuckDBArrayValue) return cell.items.map(inner)
  if (cell instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(cell.entries).map(([name, value]) => [name, inner(value)]))
  if (cell instanceof DuckDBMapValue) return new Map(cell.entries.map(({ key, value }) => [inner(key), inner(value)]))
  if (cell instanceof DuckDBUnionValue) return inner(cell.value)
  return String(cell)
}

function lengthOf({ months, days, micros }: DuckDBIntervalValue): Temporal.Duration {
  const microseconds = Number(micros % 1_000_000n)
  return new Temporal.Duration(0, months, 0, days, 0, 0, Number(micros / 1_000_000n), 0, microseconds)
}
