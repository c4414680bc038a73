import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  type DuckDBPreparedStatement,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
} from '@duckdb/node-api'
import { unchecked, VantageError } from '@vantage-ts/core/adapter'

/** A list that knows the type of its items, which an empty one does not tell. */
export class TypedList extends DuckDBListValue {
  readonly itemType: DuckDBType
  constructor(items: readonly DuckDBValue[], itemType: DuckDBType) {
    super(items)
    this.itemType = itemType
  }
}

type Bind = (statement: DuckDBPreparedStatement, position: number, value: never) => void
const binder = <Value>(bind: (statement: DuckDBPreparedStatement, position: number, value: Value) => void): Bind => bind

const byClass: ReadonlyMap<unknown, Bind> = new Map<unknown, Bind>([
  [DuckDBBlobValue, binder<DuckDBBlobValue>((statement, at, { bytes }) => statement.bindBlob(at, bytes))],
  [DuckDBDateValue, binder<DuckDBDateValue>((statement, at, value) => statement.bindDate(at, value))],
  [DuckDBDecimalValue, binder<DuckDBDecimalValue>((statement, at, value) => statement.bindDecimal(at, value))],
  [DuckDBIntervalValue, binder<DuckDBIntervalValue>((statement, at, value) => statement.bindInterval(at, value))],
  [DuckDBTimeValue, binder<DuckDBTimeValue>((statement, at, value) => statement.bindTime(at, value))],
  [DuckDBTimestampValue, binder<DuckDBTimestampValue>((statement, at, value) => statement.bindTimestamp(at, value))],
  [
    DuckDBTimestampTZValue,
    binder<DuckDBTimestampTZValue>((statement, at, value) => statement.bindTimestampTZ(at, value)),
  ],
  [
    DuckDBTimestampNanosecondsValue,
    binder<DuckDBTimestampNanosecondsValue>((statement, at, value) => statement.bindTimestampNanoseconds(at, value)),
  ],
  [TypedList, binder<TypedList>((statement, at, value) => statement.bindList(at, value, LIST(value.itemType)))],
  [Uint8Array, binder<Uint8Array>((statement, at, value) => statement.bindBlob(at, value))],
])

/**
 * Binds one encoded value.
 *
 * Errors: `type-mismatch` for what a storage of somebody's own made and DuckDB does not take.
 */
export function bindValue(statement: DuckDBPreparedStatement, position: number, value: unknown): void {
  if (typeof value === 'string') statement.bindVarchar(position, value)
  else if (typeof value === 'bigint') statement.bindBigInt(position, value)
  else if (typeof value === 'number') statement.bindDouble(position, value)
  else if (typeof value === 'boolean') statement.bindBoolean(position, value)
  else if (value === null || value === undefined) statement.bindNull(position)
  else bindObject(statement, position, value)
}

function bindObject(statement: DuckDBPreparedStatement, position: number, value: object): void {
  const bind = byClass.get(value.constructor)
  if (bind === undefined)
    throw new VantageError(
      'a storage must encode to text, a number, a bigint, a truth value, bytes or a value of @duckdb/node-api',
      { kind: 'type-mismatch' },
    )
  bind(statement, position, unchecked<never>(value, 'found by its class'))
}
