import {
  type Abilities,
  openSource,
  type Source,
  type SourceSettings,
  suggest,
  VantageError,
} from '@vantage-ts/core/adapter'
import type { FilesCan, LogCan } from './abilities.ts'
import { CsvFormat } from './csv/format.ts'
import { type CsvEncoding, dialectOf } from './csv/dialect.ts'
import { FilesBackend } from './files-backend.ts'
import type { FileFormat } from './format.ts'
import { JsonFormat, NdjsonFormat } from './json/format.ts'
import type { PartialLine } from './json/record-scanner.ts'
import type { FileTypeName } from './types.ts'

/** The files of a folder. */
export interface FilesSource<Name extends string, Able extends Abilities> extends Source {
  readonly '~name'?: Name
  readonly can: Able
  readonly '~holds': (typeName: FileTypeName) => void
  /** It runs no vendor text, so there is nothing to bind. */
  readonly '~binds': never
}

/** The CSV files of a folder. */
export interface Csv<Name extends string = string> extends FilesSource<Name, FilesCan> {}

/** CSV files that rows are added to, and that are never written anew. */
export interface CsvLog<Name extends string = string> extends FilesSource<Name, LogCan> {}

/** The NDJSON files of a folder. */
export interface Ndjson<Name extends string = string> extends FilesSource<Name, FilesCan> {}

/** NDJSON files that rows are added to, and that are never written anew. */
export interface NdjsonLog<Name extends string = string> extends FilesSource<Name, LogCan> {}

/** The JSON files of a folder. */
export interface Json<Name extends string = string> extends FilesSource<Name, FilesCan> {}

/** What all files have in common. */
export interface FilesOptions extends SourceSettings {
  /** The folder of the files; a table `airports` is its `airports.csv`, or `airports.csv.gz`; a schema is a folder in it. */
  readonly folder: string
  /** What file names end with. Default: `.csv`, `.ndjson` or `.json`. One that ends with `.gz` packs files that are started. */
  readonly extension?: string
  /** The longest row, in bytes. Default 16 MiB. */
  readonly maxRowBytes?: number
  /** Bytes that rows may take while they are ordered or grouped, as estimated. Default 256 MiB. */
  readonly maxOrderBytes?: number
  /**
   * Whether reads look for ids that are missing or there twice, and fail naming the lines; point reads then go through the whole
   * file. The ids are held meanwhile, within `maxOrderBytes`. Default false.
   */
  readonly checkIds?: boolean
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
  /** Whether an insert starts a file that is missing or empty. Default false. */
  readonly create?: boolean
  /** Whether a write waits until the device has it, not only the system. Default false. */
  readonly fsync?: boolean
  /** How long a write waits for another process that writes the file. Default 10,000. */
  readonly lockWaitMs?: number
  /** Its name in plans and errors. Default: that of the function. */
  readonly name?: string
}

export interface CsvOptions extends FilesOptions {
  /** One ASCII character. Default: a comma. */
  readonly delimiter?: string
  /** One ASCII character. Default: a double quote. */
  readonly quote?: string
  readonly encoding?: CsvEncoding
  /** False: rows are only added, at the end; no file is ever written anew. Default true. */
  readonly rewrite?: boolean
}

export interface NdjsonOptions extends FilesOptions {
  /** What becomes of a last line that is cut off, as a crashed writer leaves it. Default: reading fails, naming it. */
  readonly partialLastLine?: PartialLine
  /** False: rows are only added, at the end; no file is ever written anew. Default true. */
  readonly rewrite?: boolean
}

export interface JsonOptions extends FilesOptions {}

const common = [
  'folder',
  'extension',
  'maxRowBytes',
  'maxOrderBytes',
  'maxDeferredList',
  'checkIds',
  'create',
  'fsync',
  'lockWaitMs',
  'name',
  'parallel',
  'sameAs',
  'naming',
]

/**
 * Opens the CSV files of a folder: read in place, never loaded. Rows are added at the end; other writes write the file anew.
 *
 * Shape: the first line names the columns. A field that is left empty is null, a quoted empty one is empty text.
 * Errors: `invalid` for unknown options; each call tells of missing or malformed files, naming file, line and field.
 */
export function csv<Name extends string = string>(options: CsvOptions & { readonly rewrite: false }): CsvLog<Name>
export function csv<Name extends string = string>(options: CsvOptions & { readonly rewrite?: true }): Csv<Name>
export function csv<Name extends string = string>(options: CsvOptions): Csv<Name> | CsvLog<Name>
export function csv(options: CsvOptions): Source {
  const { rewrite, maxRowBytes } = options
  requireOptions('csv', options, ['delimiter', 'quote', 'encoding', 'rewrite'])
  const format = new CsvFormat({ ...dialectOf(options), maxRowBytes })
  return opened(options, { format, extension: '.csv', isLog: rewrite === false })
}

/**
 * Opens the NDJSON files of a folder, one JSON object per line: read in place, never loaded. Rows are added at the end; other
 * writes write the file anew.
 *
 * Shape: a name that an object does not have is null; names that the entity does not declare are left alone.
 * Errors: as of `csv`.
 */
export function ndjson<Name extends string = string>(
  options: NdjsonOptions & { readonly rewrite: false },
): NdjsonLog<Name>
export function ndjson<Name extends string = string>(options: NdjsonOptions & { readonly rewrite?: true }): Ndjson<Name>
export function ndjson<Name extends string = string>(options: NdjsonOptions): Ndjson<Name> | NdjsonLog<Name>
export function ndjson(options: NdjsonOptions): Source {
  const { rewrite, maxRowBytes, partialLastLine = 'fail' } = options
  requireOptions('ndjson', options, ['partialLastLine', 'rewrite'])
  if (partialLastLine !== 'fail' && partialLastLine !== 'skip')
    throw new VantageError("partialLastLine is 'fail' or 'skip'", { kind: 'invalid' })
  const format = new NdjsonFormat({ maxRowBytes, partialLastLine })
  return opened(options, { format, extension: '.ndjson', isLog: rewrite === false })
}

/**
 * Opens the JSON files of a folder, each one array of objects: read in place, as a stream; every write writes the file anew.
 *
 * Shape, errors: as of `ndjson`.
 */
export function json<Name extends string = string>(options: JsonOptions): Json<Name>
export function json(options: JsonOptions): Source {
  requireOptions('json', options, [])
  const format = new JsonFormat({ maxRowBytes: options.maxRowBytes, partialLastLine: 'fail' })
  return opened(options, { format, extension: '.json', isLog: false })
}

function requireOptions(by: string, options: FilesOptions, own: readonly string[]): void {
  const known = [...common, ...own]
  for (const option of Object.keys(options))
    if (!known.includes(option))
      throw new VantageError(`${by}() has no option "${option}".${suggest(option, known)}`, { kind: 'invalid' })
  const { folder } = options
  if (typeof folder !== 'string' || folder === '')
    throw new VantageError(`${by}() needs the folder of the files: ${by}({ folder: "data" })`, { kind: 'invalid' })
}

interface Kind {
  readonly format: FileFormat
  readonly extension: string
  readonly isLog: boolean
}

function opened(options: FilesOptions, kind: Kind): Source {
  const { format, isLog } = kind
  const { folder, extension = kind.extension, maxOrderBytes = 256 * 1024 * 1024, maxDeferredList = 50_000 } = options
  if (/[/\\\0]/.test(extension))
    throw new VantageError(`extension is the end of a file name, like "${kind.extension}"`, { kind: 'invalid' })
  const { maxRowBytes, lockWaitMs, create, fsync, checkIds, name = format.name } = options
  requireCounts({ maxRowBytes, maxOrderBytes, maxDeferredList, lockWaitMs })
  const place = { folder, extension }
  const limits = { maxOrderBytes, maxDeferredList }
  return openSource(
    new FilesBackend({ name, place, format, isLog, create, fsync, checkIds, lockWaitMs, ...limits }),
    options,
  )
}

function requireCounts(counts: Readonly<Record<string, number | undefined>>): void {
  for (const [option, count] of Object.entries(counts)) {
    const least = option === 'lockWaitMs' ? 0 : 1
    if (count === undefined || (Number.isSafeInteger(count) && count >= least)) continue
    throw new VantageError(`${option} is a whole number from ${least} up`, { kind: 'invalid', details: { option } })
  }
}
