import { type StoredColumn, VantageError } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import { appendData } from '../file/append-data.ts'
import { ByteBuilder } from '../file/byte-builder.ts'
import type { Content } from '../file/content.ts'
import type { DataFile } from '../file/data-file.ts'
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
import { jsonStorages } from '../types.ts'
import { lineEndOf } from './line-end.ts'
import { changedRecord } from './record-change.ts'
import {
  ArrayScanner,
  LineScanner,
  type PartialLine,
  type RecordScannerOptions,
  type RecordText,
} from './record-scanner.ts'
import { cellWriter, RecordAdder, recordWriter } from './record-writer.ts'
import { formOf, wantedOf } from './wanted.ts'

export interface JsonFormatOptions {
  readonly maxRowBytes?: number | undefined
  readonly partialLastLine: PartialLine
}

/** What NDJSON and JSON have in common. */
abstract class RecordFormat implements FileFormat {
  abstract readonly name: string
  abstract readonly isAppended: boolean
  readonly storages = jsonStorages
  protected readonly options: JsonFormatOptions

  constructor(options: JsonFormatOptions) {
    this.options = options
  }

  protected abstract scannerOf(options: RecordScannerOptions): LineScanner | ArrayScanner

  async *scan(
    file: DataFile,
    columns: readonly StoredColumn[],
    { signal }: ScanOptions,
  ): AsyncGenerator<readonly Cells[]> {
    const scanner = this.#linedScanner(file.file, columns)
    for await (const { rows } of scanData<Cells>(file, scanner, { signal })) yield rows
  }

  protected async *scanThere(
    content: Content,
    file: string,
    columns: readonly StoredColumn[],
    signal: AbortSignal | undefined,
  ): AsyncGenerator<readonly Cells[]> {
    const scanner = this.#linedScanner(file, columns)
    const chunks = content.chunks({ signal, line: () => scanner.line })
    for await (const { rows } of scanPieces<Cells>(chunks, scanner)) yield rows
  }

  #linedScanner(file: string, columns: readonly StoredColumn[]): LineScanner | ArrayScanner {
    return this.scannerOf({ file, wanted: wantedOf(columns), tellsLine: true, ...this.options })
  }

  columnsOf(given: readonly StoredColumn[]): readonly StoredColumn[] {
    return given
  }

  abstract append(file: DataFile, rows: RowsToAdd, options: AddOptions): Promise<void>
  abstract rewrite(file: DataFile, options: RewriteOptions): Rewriting
}

/** Rows as objects, one per line. */
export class NdjsonFormat extends RecordFormat {
  readonly name = 'ndjson'
  readonly isAppended = true

  protected override scannerOf(options: RecordScannerOptions): LineScanner {
    return new LineScanner(options)
  }

  override append(file: DataFile, rows: RowsToAdd, { columns, ...options }: AddOptions): Promise<void> {
    return appendData(file, options, async content => {
      const there: ScanThere = ids => this.scanThere(content, file.file, ids, options.signal)
      const wanted = typeof rows === 'function' ? await rows(there) : rows
      const { newline, endsLine, cutBytes } = await lineEndOf(content, {
        ...file,
        ...this.options,
        signal: options.signal,
      })
      if (file.isGzip && cutBytes > 0) throw isCutInside(file)
      const head = endsLine || wanted.length === 0 ? '' : newline
      const builder = spell(wanted, columns, { file: file.file, head, newline })
      return {
        bytes: builder.taken(),
        release: () => builder.release(),
        cutBytes: wanted.length === 0 ? 0 : cutBytes,
        result: undefined,
      }
    })
  }

  override rewrite(file: DataFile, options: RewriteOptions): Rewriting {
    return new LineRewriting(file, options, this.options)
  }
}

interface Around {
  readonly file: string
  readonly head: string
  readonly newline: string
}

/** Nothing can be cut off the end of what is packed. */
const isCutInside = ({ file }: DataFile): VantageError =>
  new VantageError(
    `${file} holds a last line that is cut off; patch or delete a row, which writes the file anew without it`,
    {
      kind: 'invalid',
      details: { file },
    },
  )

/** The bytes to add; spelled before anything is written, so that a row that cannot be refuses them all. */
function spell(rows: readonly Cells[], columns: readonly StoredColumn[], { file, head, newline }: Around): ByteBuilder {
  const bytes = new ByteBuilder('utf-8')
  bytes.add(head)
  new RecordAdder(columns, { file }, bytes).addAll(rows, Buffer.from(newline))
  return bytes
}

/** Rows as the elements of one array. */
export class JsonFormat extends RecordFormat {
  readonly name = 'json'
  readonly isAppended = false

  protected override scannerOf(options: RecordScannerOptions): ArrayScanner {
    return new ArrayScanner(options)
  }

  override append(): Promise<void> {
    throw new TypeError('a JSON array is written anew')
  }

  override rewrite(file: DataFile, options: RewriteOptions): Rewriting {
    return new ArrayRewriting(file, options, this.options)
  }
}

abstract class RecordRewriting<Scanner extends LineScanner<RecordText> | ArrayScanner<RecordText>>
  implements Rewriting
{
  readonly encoding = 'utf-8'
  protected readonly scanner: Scanner
  protected readonly write: (row: Cells) => string
  readonly #file: DataFile
  readonly #options: RewriteOptions
  readonly #writers: readonly ((cell: unknown) => string)[]

  constructor(file: DataFile, options: RewriteOptions, scanner: Scanner) {
    this.#file = file
    this.#options = options
    this.scanner = scanner
    this.#writers = options.set.map(column => cellWriter(column, formOf(column), file))
    this.write = recordWriter(options.addedColumns, file)
  }

  async *rows(): AsyncGenerator<readonly TextRow[]> {
    const { isThere, signal } = this.#options
    if (!isThere) return
    for await (const { rows, lines } of scanData<RecordText>(this.#file, this.scanner, { signal }))
      yield rows.map((row, index) => ({ ...row, line: lines[index] ?? 0 }))
  }

  changed(text: string, cells: Cells): string {
    const { set } = this.#options
    const changes = new Map(set.map(({ name }, index) => [name, this.#writers[index]?.(cells[index]) ?? 'null']))
    return changedRecord(text, changes)
  }

  protected get mark(): string {
    return this.scanner.hasMark ? '\ufeff' : ''
  }

  abstract head(): string
  abstract spelled(row: Pick<TextRow, 'text' | 'gap'>): string
  abstract added(cells: Cells): string
  abstract tail(): string
}

const scannerOptions = (
  { file }: DataFile,
  { columns }: RewriteOptions,
  options: JsonFormatOptions,
): RecordScannerOptions => ({ file, wanted: wantedOf(columns), keepsText: true, ...options })

class LineRewriting extends RecordRewriting<LineScanner<RecordText>> {
  constructor(file: DataFile, options: RewriteOptions, format: JsonFormatOptions) {
    super(file, options, new LineScanner(scannerOptions(file, options, format)))
  }

  override head(): string {
    return this.mark
  }

  override spelled({ text }: Pick<TextRow, 'text'>): string {
    return text + (this.scanner.newline ?? '\n')
  }

  override added(cells: Cells): string {
    return this.spelled({ text: this.write(cells) })
  }

  override tail(): string {
    return ''
  }
}

/** Keeps the white space of the array: what stands before each element, before its end and around it. */
class ArrayRewriting extends RecordRewriting<ArrayScanner<RecordText>> {
  readonly #isThere: boolean
  #count = 0
  #gap = '\n'

  constructor(file: DataFile, options: RewriteOptions, format: JsonFormatOptions) {
    super(file, options, new ArrayScanner(scannerOptions(file, options, format)))
    this.#isThere = options.isThere
  }

  override head(): string {
    return `${this.mark}${this.scanner.before}[`
  }

  override spelled({ text, gap }: Pick<TextRow, 'text' | 'gap'>): string {
    this.#gap = gap
    return `${this.#count++ === 0 ? '' : ','}${gap}${text}`
  }

  override added(cells: Cells): string {
    return this.spelled({ text: this.write(cells), gap: this.#gap })
  }

  override tail(): string {
    const { tail, behind } = this.scanner
    return this.#isThere ? `${tail === '' && this.#gap === '\n' ? '\n' : tail}]${behind}` : '\n]\n'
  }
}
