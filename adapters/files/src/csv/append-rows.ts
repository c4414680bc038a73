import { type FileHandle, lstat, open, realpath, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { throwIfAborted, VantageError } from '@vantage-ts/core/adapter'
import { codeOf, fileError } from '../errors.ts'
import { appendWhole } from './append-whole.ts'
import { type CsvDialect, type DialectOptions, dialectOf, type Newline } from './dialect.ts'
import { endOf, type FileEnd } from './file-end.ts'
import { type LockOptions, withFileLock } from './file-lock.ts'
import { headerOf } from './header.ts'
import { requireFile } from './read-chunks.ts'
import type { CsvRow } from './row-reader.ts'
import { encodeText, rowWriter } from './writer.ts'

export interface AppendOptions extends DialectOptions, LockOptions {
  /** Names of a row's values, in their order. */
  readonly columns: readonly string[]
  /** Whether the file's first row names its columns; true unless told. */
  readonly header?: boolean | undefined
  /** Whether a file that is missing or empty is started, with a header line; false unless told. */
  readonly create?: boolean | undefined
  /** The line end for a file that has none yet; LF unless told. */
  readonly newline?: Newline | undefined
  /** Whether to wait until the device has the rows, not only the system; false unless told. */
  readonly fsync?: boolean | undefined
}

/** The rows, or what makes them while the file is locked: to leave out those that are in it by then. */
export type RowsToAppend = readonly CsvRow[] | (() => Promise<readonly CsvRow[]>)

export interface Appended {
  readonly rows: number
  /** How much longer the file became. */
  readonly bytes: number
}

/**
 * Adds rows at the end of a CSV file: all of them or none.
 *
 * Shape: values go to the columns of their names, in the file's order and with its line end; columns of the file that
 * `columns` does not name stay empty. A last line without line end gets one first. Symbolic links are followed.
 * Errors: `invalid` before anything is written for a column the file does not have, a row that does not fit and a broken
 * header; `not-found` for a missing file unless `create`; `conflict` when another process keeps the file locked; those of the
 * file system, after which the file is as it was.
 */
export async function appendRows(file: string, rows: RowsToAppend, options: AppendOptions): Promise<Appended> {
  const dialect = dialectOf(options)
  // Of two columns of one name, one would be lost.
  headerOf(options.columns, { file, line: 1 })
  const path = await realFile(file, options.create === true)
  return withFileLock(path, () => appendLocked({ file, path, dialect, options }, rows), options)
}

interface Target {
  /** As the caller names it: for messages. */
  readonly file: string
  readonly path: string
  readonly dialect: CsvDialect
  readonly options: AppendOptions
}

async function appendLocked(target: Target, given: RowsToAppend): Promise<Appended> {
  const { file, path, dialect, options } = target
  const rows = typeof given === 'function' ? await given() : given
  const { handle, isNew } = await openFile(target)
  try {
    const { size } = await handle.stat()
    const bytes = spell(target, await endOf(handle, size, { file, dialect, ...options }), rows)
    throwIfAborted(options.signal)
    await appendWhole(handle, bytes, { file, at: size, fsync: options.fsync === true })
    if (isNew && options.fsync === true) await syncFolder(dirname(path))
    return { rows: rows.length, bytes: bytes.length }
  } catch (cause) {
    if (isNew) await unlink(path)
    throw fileError(cause, file, 'appending to')
  } finally {
    await handle.close()
  }
}

/** The file with its links resolved. One that is to be created is named by its folder's real path. */
async function realFile(file: string, create: boolean): Promise<string> {
  try {
    await requireFile(file)
    return await realpath(file)
  } catch (cause) {
    const error = fileError(cause, file, 'appending to')
    if (error.kind !== 'not-found') throw error
    if (await isLink(file)) {
      throw new VantageError(`${file} is a symbolic link to a file that is gone; correct the link`, {
        kind: 'not-found',
        details: { file },
        cause,
      })
    }
    if (!create) {
      throw new VantageError(`there is no file ${file}; check the path, or pass create: true to start it`, {
        kind: 'not-found',
        details: { file },
        cause,
      })
    }
  }
  try {
    return join(await realpath(dirname(file)), basename(file))
  } catch (cause) {
    throw fileError(cause, dirname(file), 'looking for the folder')
  }
}

const isLink = async (file: string): Promise<boolean> => {
  try {
    return (await lstat(file)).isSymbolicLink()
  } catch {
    return false
  }
}

async function openFile({ file, path, options }: Target): Promise<{ handle: FileHandle; isNew: boolean }> {
  try {
    return { handle: await open(path, 'r+'), isNew: false }
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' || options.create !== true) throw fileError(cause, file, 'appending to')
  }
  try {
    return { handle: await open(path, 'wx+'), isNew: true }
  } catch (cause) {
    throw fileError(cause, file, 'creating')
  }
}

/** A new name in a folder is safe only when the folder is. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Texts are turned into bytes in pieces: a string has a greatest length, a list of bytes has none that matters. */
const pieceLength = 1024 * 1024

/** The bytes to add; spelled before anything is written, so that a row that cannot be refuses them all. */
function spell({ file, dialect, options }: Target, end: FileEnd, rows: readonly CsvRow[]): Buffer {
  const { columns } = options
  const write = rowWriter({ file, dialect, newline: end.newline, columns, order: end.order })
  const parts: Buffer[] = []
  let text = end.isEmpty ? headOf(write, options) : ''
  if (!end.endsLine && rows.length > 0) text += end.newline
  for (const [index, row] of rows.entries()) {
    text += write(row, index + 1)
    if (text.length < pieceLength) continue
    parts.push(encodeText(text, dialect.encoding))
    text = ''
  }
  parts.push(encodeText(text, dialect.encoding))
  return Buffer.concat(parts)
}

/** How a new file begins. Only UTF-16 needs the byte order mark. */
function headOf(
  write: (row: CsvRow, position: number) => string,
  { columns, encoding, header }: AppendOptions,
): string {
  const mark = encoding === 'utf-16le' ? '\ufeff' : ''
  return header === false ? mark : mark + write(columns, 0)
}
