import { type Answer, type Request, VantageError } from '@vantage-ts/core/adapter'
import type { PostgresStatement } from './compile.ts'
import { mayExceed } from './list-form.ts'
import { rawObjects } from './raw-row.ts'
import { ForeignCell } from './vendor-types.ts'
import type { Fields, RawRow, WireQuery, WireValue } from './wire-query.ts'

/**
 * What is sent for a request: the values of its parameters, or one array per column of an insert.
 *
 * Errors: `type-mismatch` for what a storage of somebody's own leaves neither text nor bytes nor a plain value.
 */
export function wireValues(compiled: PostgresStatement, { parameters, rows }: Request): readonly WireValue[] {
  if (compiled.insert !== undefined) return compiled.insert.bind(rows)
  return parameters.every(isWireValue) ? parameters : parameters.map(wireValue)
}

/** What to send of a statement: its text and the name under which connections keep it. */
export interface Sending {
  readonly text: string
  readonly name: string
}

/**
 * The text for these values. A list that may hold numbers which the column cannot hold needs the wide one.
 *
 * Shape: where a failure can be repeated, columns are taken for int4 at least; else for int2.
 */
export function sendingOf(compiled: PostgresStatement, values: readonly WireValue[], isRepeatable: boolean): Sending {
  const { wide } = compiled
  if (wide === undefined || !mayExceed(values, wide.lists, isRepeatable ? 'int4' : 'int2')) return compiled
  return wide
}

const isWireValue = (value: unknown): value is WireValue =>
  typeof value === 'string' || value === null || value instanceof Buffer

function wireValue(value: unknown): WireValue {
  if (isWireValue(value)) return value
  if (value === undefined) return null
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (typeof value !== 'object' && typeof value !== 'function') return String(value)
  throw new VantageError('a storage must encode to text or bytes; give it an encode()', { kind: 'type-mismatch' })
}

/** The answer to a statement. Errors: `too-large` for a calculated whole number that JavaScript cannot hold. */
export function answerOf(compiled: PostgresStatement, query: WireQuery): Answer {
  const { rows, fields } = query
  if (compiled.isRaw) return { rows: rawObjects(rows, fields), count: query.count }
  return { rows: checkedRows(compiled, rows, fields), count: query.count }
}

/** Rows whose cells are of the vendor types that their columns read; others are marked, so that decoding refuses them. */
export function checkedRows(compiled: PostgresStatement, rows: readonly RawRow[], fields: Fields): readonly unknown[] {
  if (rows.length === 0) return rows
  const { foreign, calculated } = oddColumns(compiled, fields)
  for (const index of calculated) for (const row of rows) refuseUnsafe(row[index])
  if (foreign.length === 0) return rows
  return rows.map(row => {
    const marked: unknown[] = [...row]
    for (const index of foreign) if (marked[index] !== null) marked[index] = new ForeignCell(fields.oids[index] ?? 0)
    return marked
  })
}

function refuseUnsafe(cell: string | null | undefined): void {
  if (cell === null || cell === undefined || cell.length < 16 || Number.isSafeInteger(Number(cell))) return
  throw new VantageError(
    'a calculated whole number is beyond ±(2^53 − 1), which int holds; convert an operand with toDecimal()',
    { kind: 'too-large', details: { type: 'int' } },
  )
}

/** Positions of columns that need a look. */
interface OddColumns {
  readonly foreign: readonly number[]
  readonly calculated: readonly number[]
}

const known = new WeakMap<PostgresStatement, { readonly fields: Fields; readonly odd: OddColumns }>()

/** Found once per statement and connection. */
function oddColumns(compiled: PostgresStatement, fields: Fields): OddColumns {
  const before = known.get(compiled)
  if (before?.fields === fields) return before.odd
  const odd = {
    foreign: compiled.columns.flatMap(({ reads }, index) =>
      reads?.(fields.oids[index] ?? 0) === false ? [index] : [],
    ),
    calculated: compiled.columns.flatMap(({ isCalculatedInt }, index) => (isCalculatedInt ? [index] : [])),
  }
  known.set(compiled, { fields, odd })
  return odd
}
