import { DuckDBDataChunk, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api'
import { type Insert, unchecked } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import type { DuckdbStorage } from './storage.ts'

/** Rows of one chunk, as DuckDB has them. */
const chunkRows = 2048

/** The table through which rows go: the appender knows nothing of ids that are there already. */
const passage = 'vantage_rows'

/** An insert of many rows: appended to a temporary table, and put into the real one by one statement. */
export interface BulkInsert {
  /** Makes the temporary table. */
  readonly prepare: string
  /** Moves its rows. */
  readonly text: string
  readonly finish: string
  readonly passage: string
  /** Reads some of its rows again, as the columns they are for would give them. */
  read(start: number, count: number): string
  /** The rows in the driver's form. */
  chunks(rows: readonly (readonly unknown[])[]): Iterable<DuckDBDataChunk>
}

/** Undefined for rows without values, which have nothing to append. */
export function bulkInsert({ columns, into, onConflict, returning }: Insert): BulkInsert | undefined {
  if (columns.length === 0) return undefined
  const stored = columns.map(({ name, storage }) => {
    const own: DuckdbStorage = storage
    return { name: quoteIdentifier(name), wire: own.wire ?? VARCHAR, type: own.cast ?? own.name, project: own.project }
  })
  const table = [...into.table.path, into.table.name].map(quoteIdentifier).join('.')
  const ids = into.table.ids.map(({ name }) => quoteIdentifier(name)).join(', ')
  const parts = [
    `INSERT INTO ${table} (${stored.map(({ name }) => name).join(', ')})`,
    `SELECT ${stored.map(castOf).join(', ')} FROM temp.${passage}`,
    onConflict === 'skip' && ids !== '' ? `ON CONFLICT (${ids}) DO NOTHING` : '',
    returning.length === 0 ? '' : `RETURNING ${returning.map(({ name }) => quoteIdentifier(name)).join(', ')}`,
  ]
  const types = stored.map(({ wire }) => wire)
  return {
    prepare: `CREATE OR REPLACE TEMP TABLE ${passage} (${types.map((type, index) => `c${index} ${type.toString()}`).join(', ')})`,
    text: parts.filter(part => part !== '').join(' '),
    finish: `DROP TABLE temp.${passage}`,
    passage,
    read: (start, count) => {
      const cells = stored.map((column, index) => {
        const cell = castOf(column, index)
        return column.project?.(cell) ?? cell
      })
      return `SELECT ${cells.join(', ')} FROM temp.${passage} ORDER BY rowid LIMIT ${count} OFFSET ${start}`
    },
    chunks: rows => chunksOf(types, rows),
  }
}

const castOf = ({ type }: { readonly type: string }, index: number): string => `CAST(c${index} AS ${type})`

function* chunksOf(types: readonly DuckDBType[], rows: readonly (readonly unknown[])[]): Generator<DuckDBDataChunk> {
  for (let start = 0; start < rows.length; start += chunkRows) {
    const count = Math.min(chunkRows, rows.length - start)
    const chunk = DuckDBDataChunk.create(types, count)
    for (let column = 0; column < types.length; column++) {
      const vector = chunk.getColumnVector(column)
      for (let row = 0; row < count; row++)
        vector.setItem(row, unchecked<DuckDBValue>(rows[start + row]?.[column] ?? null, 'as encoded'))
      vector.flush()
    }
    yield chunk
  }
}
