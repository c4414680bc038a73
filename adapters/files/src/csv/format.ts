import { type StoredColumn, storageOf, unchecked } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import type { Content } from '../file/content.ts'
import type { DataFile } from '../file/data-file.ts'
import { textUnits } from '../file/encoding.ts'
import { scanData, scanPieces } from '../file/scan-pieces.ts'
import type {
  AddOptions,
  FileFormat,
  RewriteOptions,
  Rewriting,
  RowsToAdd,
  ScanOptions,
  ScanThere,
  TextRow,
} from '../format.ts'
import { csvStorages } from '../types.ts'
import { appendRows } from './append-rows.ts'
import type { CsvDialect } from './dialect.ts'
import { fieldsOf, type Header } from './header.ts'
import { type CsvRow, type FieldForm, RowReader, type ScannedRow } from './row-reader.ts'
import { RowScanner, type RowText } from './scanner.ts'
import { rowWriter } from './writer.ts'

export interface CsvFormatOptions extends CsvDialect {
  readonly maxRowBytes?: number | undefined
}

const asRow = (cells: Cells): CsvRow => unchecked<CsvRow>(cells, 'every storage of a CSV file encodes to text')

const asRows = (rows: readonly Cells[]): readonly CsvRow[] => unchecked<readonly CsvRow[]>(rows, 'as above')

/** Rows as lines of fields, the first line naming them. */
export class CsvFormat implements FileFormat {
  readonly name = 'csv'
  readonly storages = csvStorages
  readonly isAppended = true
  readonly #options: CsvFormatOptions

  constructor(options: CsvFormatOptions) {
    this.#options = options
  }

  async *scan(
    file: DataFile,
    columns: readonly StoredColumn[],
    { signal, needed }: ScanOptions,
  ): AsyncGenerator<readonly Cells[]> {
    for await (const { rows } of scanData(file, this.#scannerOf(file.file, columns, needed), { signal })) yield rows
  }

  async *#scanThere(
    content: Content,
    file: string,
    columns: readonly StoredColumn[],
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly Cells[]> {
    const scanner = this.#scannerOf(file, columns)
    for await (const { rows } of scanPieces(content.chunks({ signal, line: () => scanner.line }), scanner)) yield rows
  }

  #scannerOf(
    file: string,
    columns: readonly StoredColumn[],
    needed: readonly StoredColumn[] = [],
  ): RowScanner<ScannedRow> {
    return new RowScanner<ScannedRow>({ ...this.#options, file, ...wantedOf(columns, needed), tellsLine: true })
  }

  columnsOf(given: readonly StoredColumn[], all: readonly StoredColumn[], create: boolean): readonly StoredColumn[] {
    // A file that is started gets all columns in its header, whatever this record has.
    return create ? all : given
  }

  async append({ file, isGzip }: DataFile, rows: RowsToAdd, { columns, ...options }: AddOptions): Promise<void> {
    const fields = columns.map(({ property }) => property)
    const { signal } = options
    const there =
      (content: Content): ScanThere =>
      wanted =>
        this.#scanThere(content, file, wanted, signal)
    const made =
      typeof rows === 'function' ? async (content: Content) => asRows(await rows(there(content))) : asRows(rows)
    await appendRows(file, made, { ...this.#options, ...options, isGzip, columns: namesOf(columns), fields })
  }

  rewrite(file: DataFile, options: RewriteOptions): Rewriting {
    return new CsvRewriting(file, options, this.#options)
  }
}

const namesOf = (columns: readonly StoredColumn[]): readonly string[] => columns.map(({ name }) => name)

const wantedOf = (columns: readonly StoredColumn[], needed: readonly StoredColumn[] = []) => ({
  fields: (header: Header) => {
    fieldsOf(header, namesOf(needed))
    return fieldsOf(header, namesOf(columns))
  },
  forms: columns.map(formOf),
})

/** A required text that the file leaves empty is the empty text; what a storage of ours holds may be read as a value. */
function formOf({ type, storage, isNullable }: StoredColumn): FieldForm {
  if (type.name === 'text') return isNullable ? 'text' : 'filled'
  const { usual } = storage
  const isOurs = storage === storageOf(csvStorages, type, 'csv')
  return isOurs && (usual === 'whole' || usual === 'finite' || usual === 'truth') ? usual : 'text'
}

class CsvRewriting implements Rewriting {
  readonly encoding
  readonly #scanner: RowScanner<RowText>
  readonly #reader: RowReader
  readonly #file: DataFile
  readonly #format: CsvFormatOptions
  readonly #options: RewriteOptions
  #write: ((row: CsvRow, position: number) => string) | undefined
  #places: readonly number[] = []

  constructor(file: DataFile, options: RewriteOptions, format: CsvFormatOptions) {
    this.encoding = format.encoding
    this.#file = file
    this.#format = format
    this.#options = options
    this.#reader = new RowReader(format)
    const { columns } = options
    this.#scanner = new RowScanner({ ...format, file: file.file, ...wantedOf(columns), keepsText: true })
  }

  async *rows(): AsyncGenerator<readonly TextRow[]> {
    const { signal } = this.#options
    for await (const { rows, lines } of scanData(this.#file, this.#scanner, { signal }))
      yield rows.map(({ cells, text }, index) => ({ cells, text, gap: '', line: lines[index] ?? 0 }))
  }

  head(): string {
    const { hasMark, head } = this.#scanner
    const end = /[\r\n]$/.test(head) ? '' : this.#newline
    return (hasMark ? '\ufeff' : '') + head + end
  }

  get #newline(): string {
    return this.#scanner.newline ?? '\n'
  }

  spelled({ text }: Pick<TextRow, 'text'>): string {
    return text + this.#newline
  }

  changed(text: string, cells: Cells): string {
    const { header } = this.#scanner
    if (header === undefined) return text
    const { set } = this.#options
    this.#places =
      this.#places.length > 0
        ? this.#places
        : fieldsOf(
            header,
            set.map(({ name }) => name),
          )
    this.#write ??= rowWriter({
      file: this.#file.file,
      dialect: this.#format,
      newline: '\n',
      columns: header.names,
    })
    const units = textUnits(text)
    this.#reader.begin(units)
    this.#reader.read(0, true)
    const fields = [...asRow(this.#reader.row)]
    for (const [index, place] of this.#places.entries()) fields[place] = asRow(cells)[index] ?? null
    return this.#write(fields, 0).slice(0, -1)
  }

  /** Rows are added at the end of the file instead. */
  added(): string {
    throw new TypeError('rows of CSV are appended')
  }

  tail(): string {
    return ''
  }
}
