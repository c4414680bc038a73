import { type Answer, type Request, unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { PostgresStatement } from './compile.ts'
import { rawObjects } from './raw-row.ts'
import { ForeignCell } from './vendor-types.ts'
import type { Fields, RawRow, WireQuery, WireValue } from './wire-query.ts'

/** What is sent for a request: the values of its parameters, or one array per column of an insert. */
export function wireValues(compiled: PostgresStatement, request: Request): readonly WireValue[] {
  if (compiled.insert !== undefined) return compiled.insert.bind(request.rows)
  return unchecked<readonly WireValue[]>(request.parameters, 'every storage encodes to text or bytes')
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
