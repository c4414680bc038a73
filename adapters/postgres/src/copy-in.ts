import type { Insert } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { hexOf } from './array-text.ts'
import type { CopyBuffer } from './copy-buffer.ts'
import type { PostgresStorage } from './storage.ts'
import { unnamed, type Wire, WireQuery } from './wire-query.ts'

/** An insert as COPY … FROM STDIN, which the server takes in half the time, but which knows no conflicts: it fails at the first. */
export interface CompiledCopy {
  readonly text: string
  /** The table as SQL names it, and the columns. */
  readonly table: string
  readonly columns: readonly string[]
  /** The columns that conflicts are about; none where a conflict is an error. */
  readonly ids: readonly string[]
  /** Puts encoded rows into the data to send. */
  fill(data: CopyBuffer, rows: readonly (readonly unknown[])[]): void
}

/** Fewer rows are not worth the look at the table. */
export const leastCopiedRows = 500

/** Undefined for an insert that gives rows back, or no values. */
export function compileCopy({ into, columns, returning, onConflict }: Insert): CompiledCopy | undefined {
  if (returning.length > 0 || columns.length === 0) return undefined
  const table = [...into.table.path, into.table.name].map(quoteIdentifier).join('.')
  const bare = columns.map(({ storage }) => {
    const known: PostgresStorage = storage
    return known.isBare === true
  })
  return {
    text: `COPY ${table} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')}) FROM STDIN`,
    table,
    columns: columns.map(({ name }) => name),
    ids: onConflict === 'skip' ? into.table.ids.map(({ name }) => name) : [],
    fill: (data, rows) => fillLines(data, rows, bare),
  }
}

/**
 * Whether COPY means what INSERT means for a table: it knows no rules and no policies, gives values to columns that the database
 * generates always, and needs no unique id, without which ON CONFLICT is refused.
 *
 * Shape: takes the table as SQL names it, the columns, and the ids that conflicts are about, if any.
 */
export const copyableText = `SELECT c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT c.relrowsecurity
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity = 'a' AND a.attname = ANY ($2::text[]))
  AND (cardinality($3::text[]) = 0 OR EXISTS (SELECT FROM pg_index i
    WHERE i.indrelid = c.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    AND ARRAY(SELECT a.attname::text COLLATE "C" FROM pg_attribute a WHERE a.attrelid = c.oid
      AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]) ORDER BY 1)
      = ARRAY(SELECT n COLLATE "C" FROM unnest($3::text[]) AS n ORDER BY 1)))
  FROM pg_class c WHERE c.oid = to_regclass($1)`

/** Few lines at a time become text: longer ones would outlive the young part of the heap. */
const linesAtOnce = 32

/**
 * Lines of fields between tabs. They are joined, since text that is added up piece by piece takes four times the memory.
 *
 * Source: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
function fillLines(data: CopyBuffer, rows: readonly (readonly unknown[])[], bare: readonly boolean[]): void {
  const fields: unknown[] = new Array(bare.length)
  for (let at = 0; at < rows.length; ) {
    const lines: string[] = []
    for (const end = Math.min(rows.length, at + linesAtOnce); at < end; at++) {
      const row = rows[at] ?? []
      for (let index = 0; index < bare.length; index++) {
        const cell = row[index]
        fields[index] = cell === null || cell === undefined ? '\\N' : bare[index] === true ? cell : fieldOf(cell)
      }
      lines.push(fields.join('\t'))
    }
    lines.push('')
    data.add(lines.join('\n'))
  }
}

const special = /[\\\t\n\r]/
const escapes: { readonly [character: string]: string } = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function fieldOf(cell: unknown): string {
  if (cell instanceof Uint8Array) return `\\\\x${hexOf(cell)}`
  const text = typeof cell === 'string' ? cell : String(cell)
  return special.test(text) ? text.replace(/[\\\t\n\r]/g, character => escapes[character] ?? character) : text
}

/**
 * COPY … FROM STDIN whose data comes piece by piece, sent without waiting to be asked for it: a server that refuses passes over it.
 *
 * Shape: one that has failed takes data and sends none.
 */
export class CopyQuery extends WireQuery {
  #wire: Wire | undefined
  /** What is to be sent when it is this query's turn: the one before may not be over yet. */
  readonly #early: ((wire: Wire) => void)[] = []
  /** Whether the server is told that nothing more comes. */
  #isOver = false

  constructor(text: string, done: (error?: unknown) => void) {
    super(text, [], unnamed, done)
  }

  override submit(wire: Wire): void {
    this.#wire = wire
    wire.stream.cork()
    try {
      wire.parse({ name: '', text: this.text })
      wire.bind({ statement: '', values: [] })
      wire.execute()
      for (const send of this.#early.splice(0)) send(wire)
    } finally {
      wire.stream.uncork()
    }
  }

  /** Sends a message of data; what the driver writes itself it copies, and keeps its size for each later message. */
  send(message: Buffer): void {
    if (!this.#isOver) this.#inTurn(wire => wire.stream.write(message))
  }

  /** Settles when there is room for more to send, or the connection has ended. */
  async drained(): Promise<void> {
    const stream = this.#wire?.stream
    if (this.#isOver || stream === undefined || stream.destroyed || !stream.writableNeedDrain) return
    await new Promise<void>(resolve => {
      const done = (): void => {
        stream.off('drain', done)
        stream.off('close', done)
        resolve()
      }
      stream.on('drain', done)
      stream.on('close', done)
    })
  }

  /** Nothing more comes: the server inserts what it has. */
  end(): void {
    this.#finish(wire => wire.endCopyFrom())
  }

  /** The server is to forget what it has. */
  abandon(): void {
    this.#finish(wire => wire.sendCopyFail('the rows are not wanted any more'))
  }

  override handleError(error: unknown): void {
    // The server reads on up to this message, and takes the next statement behind it.
    this.#finish(() => {})
    super.handleError(error)
  }

  override handleCopyInResponse(): void {}

  #finish(last: (wire: Wire) => void): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#inTurn(wire => {
      if (wire.stream.destroyed) return
      wire.stream.cork()
      try {
        last(wire)
        wire.sync()
      } finally {
        wire.stream.uncork()
      }
    })
  }

  #inTurn(send: (wire: Wire) => void): void {
    if (this.#wire === undefined) this.#early.push(send)
    else send(this.#wire)
  }
}
