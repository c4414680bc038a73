import { VantageError } from '@vantage-ts/core/adapter'
import type { CsvDialect } from './dialect.ts'
import type { Newline } from '../file/newline.ts'
import type { Content, ContentEnd } from '../file/content.ts'
import { fileFault } from '../file/fault.ts'
import { fieldsOf } from './header.ts'
import { RowScanner } from './scanner.ts'

/** What rows have to fit to that are added at the end of a file. */
export interface FileEnd {
  /** Index of a row's value for each field of the file; undefined where the caller has none. */
  readonly order: readonly (number | undefined)[]
  readonly newline: Newline
  readonly isEmpty: boolean
  readonly endsLine: boolean
}

export interface WantedEnd {
  readonly file: string
  readonly dialect: CsvDialect
  readonly columns: readonly string[]
  readonly header?: boolean | undefined
  readonly create?: boolean | undefined
  readonly newline?: Newline | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Looks at the first row and the last character of an open file.
 *
 * Errors: `invalid` for a column the file does not have, for another number of fields when it has no header, for an empty
 * file that may not be started, and for a first row that cannot be read.
 */
export async function endOf(content: Content, wanted: WantedEnd): Promise<FileEnd> {
  const { file, columns, newline = '\n' } = wanted
  const { size, last } = await content.end(2)
  if (size === 0) {
    if (wanted.header !== false && wanted.create !== true) {
      throw new VantageError(`${file} is empty; pass create: true to start it with a header line`, {
        kind: 'invalid',
        details: { file },
      })
    }
    return { order: columns.map((_, index) => index), newline, isEmpty: true, endsLine: true }
  }
  const scanner = await firstRow(content, wanted)
  const endsLine = endsWithLineEnd({ size, last }, wanted)
  return { order: orderOf(scanner, wanted), newline: scanner.newline ?? newline, isEmpty: false, endsLine }
}

/** A scanner that has read the first row and nothing after it that could be wrong. */
async function firstRow(content: Content, { file, dialect, header, signal }: WantedEnd): Promise<RowScanner> {
  const scanner = new RowScanner({ ...dialect, file, header, fields: [] })
  for await (const chunk of content.chunks({ signal })) {
    try {
      scanner.push(chunk)
    } catch (thrown) {
      // What is wrong further down is the reader's business.
      if (scanner.width === undefined) throw thrown
    }
    if (scanner.width !== undefined) return scanner
  }
  scanner.finish()
  return scanner
}

function orderOf({ header, width }: RowScanner, { file, columns }: WantedEnd): (number | undefined)[] {
  if (header !== undefined) {
    fieldsOf(header, columns)
    const places = new Map(columns.map((name, index) => [name, index]))
    return header.names.map(name => places.get(name))
  }
  if (width !== undefined && width !== columns.length) {
    throw fileFault(`the row has ${width} fields, but ${columns.length} columns are to be written`, { file, line: 1 })
  }
  return columns.map((_, index) => index)
}

function endsWithLineEnd({ size, last }: ContentEnd, { file, dialect }: WantedEnd): boolean {
  const isWide = dialect.encoding === 'utf-16le'
  if (isWide && size % 2 !== 0) {
    throw new VantageError(`${file} ends in the middle of a UTF-16 character; repair it before appending`, {
      kind: 'invalid',
      details: { file },
    })
  }
  const unit = isWide ? last.readUInt16LE() : last[last.length - 1]
  return unit === 10 || unit === 13
}
