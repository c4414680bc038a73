import { openSource, type Source, type SourceSettings, suggest, VantageError } from '@vantage-ts/core/adapter'
import type { CsvCan } from './abilities.ts'
import { type CsvEncoding, dialectOf } from './csv/dialect.ts'
import { CsvBackend } from './csv-backend.ts'
import type { CsvTypeName } from './types.ts'

/** The CSV files of a folder. */
export interface Csv<Name extends string = string> extends Source {
  readonly '~name'?: Name
  readonly can: CsvCan
  readonly '~holds': (typeName: CsvTypeName) => void
  /** It runs no vendor text, so there is nothing to bind. */
  readonly '~binds': never
}

export interface CsvOptions extends SourceSettings {
  /** The folder of the files; a table `airports` is its `airports.csv`, a schema is a folder in it. */
  readonly folder: string
  /** What file names end with. Default `.csv`. */
  readonly extension?: string
  /** One ASCII character. Default: a comma. */
  readonly delimiter?: string
  /** One ASCII character. Default: a double quote. */
  readonly quote?: string
  readonly encoding?: CsvEncoding
  /** The longest row, in bytes. Default 16 MiB. */
  readonly maxRowBytes?: number
  /** Bytes that rows may take while they are ordered or grouped, as estimated. Default 256 MiB. */
  readonly maxOrderBytes?: number
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
  /** Whether an append starts a file that is missing or empty, with a header line. Default false. */
  readonly create?: boolean
  /** Whether an append waits until the device has the rows, not only the system. Default false. */
  readonly fsync?: boolean
  /** How long an append waits for another process that writes the file. Default 10,000. */
  readonly lockWaitMs?: number
  /** Its name in plans and errors. Default `csv`. */
  readonly name?: string
}

const optionNames = new Set([
  'folder',
  'extension',
  'delimiter',
  'quote',
  'encoding',
  'maxRowBytes',
  'maxOrderBytes',
  'maxDeferredList',
  'create',
  'fsync',
  'lockWaitMs',
  'name',
  'parallel',
  'sameAs',
  'naming',
])

/**
 * Opens the CSV files of a folder: read in place, never loaded; rows are added at the end.
 *
 * Shape: the first line names the columns. A field that is left empty is null, a quoted empty one is empty text.
 * Errors: `invalid` for unknown options; each call tells of missing or malformed files, naming file, line and field.
 */
export function csv<Name extends string = string>(options: CsvOptions): Csv<Name> {
  for (const option of Object.keys(options))
    if (!optionNames.has(option))
      throw new VantageError(`csv() has no option "${option}".${suggest(option, [...optionNames])}`, {
        kind: 'invalid',
      })
  const {
    folder,
    extension = '.csv',
    maxOrderBytes = 256 * 1024 * 1024,
    maxDeferredList = 50_000,
    name = 'csv',
  } = options
  if (typeof folder !== 'string' || folder === '')
    throw new VantageError('csv() needs the folder of the files: csv({ folder: "data" })', { kind: 'invalid' })
  if (/[/\\\0]/.test(extension))
    throw new VantageError('extension is the end of a file name, like ".csv"', { kind: 'invalid' })
  requireCounts({ maxRowBytes: options.maxRowBytes, maxOrderBytes, maxDeferredList, lockWaitMs: options.lockWaitMs })
  const { delimiter, quote, encoding } = dialectOf(options)
  const backend = new CsvBackend({
    name,
    place: { folder, extension },
    delimiter,
    quote,
    encoding,
    maxRowBytes: options.maxRowBytes,
    create: options.create,
    fsync: options.fsync,
    lockWaitMs: options.lockWaitMs,
    maxOrderBytes,
    maxDeferredList,
  })
  return openSource<Csv<Name>>(backend, options)
}

function requireCounts(counts: Readonly<Record<string, number | undefined>>): void {
  for (const [option, count] of Object.entries(counts)) {
    const least = option === 'lockWaitMs' ? 0 : 1
    if (count === undefined || (Number.isSafeInteger(count) && count >= least)) continue
    throw new VantageError(`${option} is a whole number from ${least} up`, { kind: 'invalid', details: { option } })
  }
}
