import { type AppendDataOptions, appendData } from '../file/append-data.ts'
import { ByteBuilder } from '../file/byte-builder.ts'
import type { Content } from '../file/content.ts'
import type { Newline } from '../file/newline.ts'
import { type CsvDialect, type DialectOptions, dialectOf } from './dialect.ts'
import { endOf, type FileEnd } from './file-end.ts'
import { headerOf } from './header.ts'
import type { CsvRow } from './row-reader.ts'
import { RowAdder, rowWriter } from './writer.ts'

export interface AppendOptions extends DialectOptions, AppendDataOptions {
  /** Names of a row's values, in their order. */
  readonly columns: readonly string[]
  /** What errors call them, where the program has other names; and of what entity they are. */
  readonly fields?: readonly string[] | undefined
  readonly entity?: string | undefined
  /** Whether the file's first row names its columns; true unless told. */
  readonly header?: boolean | undefined
  /** Whether the file is packed by gzip; false unless told. */
  readonly isGzip?: boolean | undefined
  /** The line end for a file that has none yet; LF unless told. */
  readonly newline?: Newline | undefined
}

/** The rows, or what makes them of the locked file: to leave out those that are in it by then. */
export type RowsToAppend = readonly CsvRow[] | ((content: Content) => Promise<readonly CsvRow[]>)

export interface Appended {
  readonly rows: number
  /** How much longer the content became. */
  readonly bytes: number
}

/**
 * Adds rows at the end of a CSV file: all of them or none.
 *
 * Shape: values go to the columns of their names, in the file's order and with its line end; columns of the file that
 * `columns` does not name stay empty. A last line without line end gets one first. Symbolic links are followed.
 * Errors: `invalid` before anything is written for a column the file does not have, a row that does not fit and a broken
 * header; `type-mismatch` for a text that the file cannot hold; `not-found` for a missing file unless `create`; `conflict` when another process keeps the file locked; those of the
 * file system, after which the file is as it was.
 */
export async function appendRows(file: string, rows: RowsToAppend, options: AppendOptions): Promise<Appended> {
  const dialect = dialectOf(options)
  // Of two columns of one name, one would be lost.
  headerOf(options.columns, { file, line: 1 })
  return appendData({ file, isGzip: options.isGzip === true }, options, async content => {
    const wanted = typeof rows === 'function' ? await rows(content) : rows
    const end = await endOf(content, { file, dialect, ...options })
    const builder = spell({ file, dialect, options }, end, wanted)
    const bytes = builder.taken()
    return { bytes, release: () => builder.release(), result: { rows: wanted.length, bytes: bytes.length } }
  })
}

interface Target {
  /** As the caller names it: for messages. */
  readonly file: string
  readonly dialect: CsvDialect
  readonly options: AppendOptions
}

/** The bytes to add; spelled before anything is written, so that a row that cannot be refuses them all. */
function spell({ file, dialect, options }: Target, end: FileEnd, rows: readonly CsvRow[]): ByteBuilder {
  const { columns, fields, entity } = options
  const target = { file, dialect, newline: end.newline, columns, fields, entity, order: end.order }
  const bytes = new ByteBuilder(dialect.encoding)
  bytes.add(end.isEmpty ? headOf(rowWriter(target), options) : '')
  if (!end.endsLine && rows.length > 0) bytes.add(end.newline)
  new RowAdder(target, bytes).addAll(rows)
  return bytes
}

/** How a new file begins. Only UTF-16 needs the byte order mark. */
function headOf(
  write: (row: CsvRow, position: number) => string,
  { columns, encoding, header }: AppendOptions,
): string {
  const mark = encoding === 'utf-16le' ? '\ufeff' : ''
  return header === false ? mark : mark + write(columns, 0)
}
