import { basename, extname, resolve } from 'node:path'
import { type StoredTable, suggest, VantageError } from '@vantage-ts/core/adapter'
import { withoutPatterns } from './path-pattern.ts'
import { convertedRows } from './file-columns.ts'

/** One path, or several whose rows follow one another. */
export type Paths = string | readonly string[]

interface Common {
  /** Takes `*`, `?` and `[…]` in paths for patterns. Default: a path is what it says. */
  readonly glob?: boolean
}

export interface ParquetFile extends Common {
  readonly parquet: Paths
  /** Whether the rows have one more column, `file_row_number`: their place in the file, from 0. It serves as an id. */
  readonly rowNumbers?: boolean
}

export interface CsvFile extends Common {
  /** Also compressed: `.csv.gz`, `.csv.zst`. */
  readonly csv: Paths
  /** Default: a comma, or a tab where the path ends with `.tsv`. */
  readonly delimiter?: string
  /** Default: `"`. */
  readonly quote?: string
  /** What in a field without quotation marks means null. Default: nothing at all. */
  readonly nullText?: string
}

export interface JsonFile extends Common {
  /** An array of objects, or one object per line. */
  readonly json: Paths
}

/** A file that is a table: a path whose ending tells the format, or the format with its options. */
export type FileTable = string | ParquetFile | CsvFile | JsonFile

/** The rows of a file. */
interface Rows {
  /** As a table of an entity sees them. */
  of(table: StoredTable): string
  /** As DuckDB sees them by itself. */
  readonly plain: string
  /** Whether the columns are text, which becomes what an entity declares. */
  readonly isText: boolean
}

/** The files of a source, by the names of their tables. */
export type FileTables = ReadonlyMap<string, Rows>

const invalid = (reason: string): VantageError => new VantageError(`duckdb(): ${reason}`, { kind: 'invalid' })

const endings: { readonly [ending: string]: (path: string) => ParquetFile | CsvFile | JsonFile } = {
  '.parquet': parquet => ({ parquet }),
  '.csv': csv => ({ csv }),
  '.tsv': csv => ({ csv }),
  '.json': json => ({ json }),
  '.ndjson': json => ({ json }),
  '.jsonl': json => ({ json }),
}

/** The rows of each file. No I/O. Errors: `invalid` for what names no file or no known format. */
export function fileTables(files: { readonly [table: string]: FileTable }): FileTables {
  return new Map(Object.entries(files).map(([table, file]) => [table, rowsOf(table, file)]))
}

/** What stands for a table in a statement, where it is a file. */
export const textOfTable = (files: FileTables, table: StoredTable): string | undefined =>
  table.path.length === 0 ? files.get(table.name)?.of(table) : undefined

/** The same for the builders: without an entity, as DuckDB sees them by itself. */
export function textOfPath(
  files: FileTables,
  path: readonly string[],
  table: StoredTable | undefined,
): string | undefined {
  const rows = path.length === 1 ? files.get(path[0] ?? '') : undefined
  return table === undefined ? rows?.plain : rows?.of(table)
}

const known = new WeakMap<object, FileTables>()

/** Keeps the files of a source by the identity of its database, for whoever has the source only. */
export const keepFiles = (database: object, files: FileTables): void => {
  known.set(database, files)
}
export const filesOf = (database: object): FileTables => known.get(database) ?? new Map()

function rowsOf(table: string, file: FileTable): Rows {
  const described = typeof file === 'string' ? byEnding(table, file) : file
  if (typeof described !== 'object' || described === null) throw invalid(`files.${table} is a path, or names a format`)
  const { glob = false } = described
  if ('parquet' in described) {
    checkOptions(table, described, ['parquet', 'glob', 'rowNumbers'])
    const paths = pathList(table, described.parquet, glob)
    const plain = `read_parquet(${paths}${described.rowNumbers === true ? ', file_row_number = true' : ''})`
    return { of: () => plain, plain, isText: false }
  }
  if ('csv' in described) {
    checkOptions(table, described, ['csv', 'glob', 'delimiter', 'quote', 'nullText'])
    return csvRows(table, described, pathList(table, described.csv, glob))
  }
  if ('json' in described) {
    checkOptions(table, described, ['json', 'glob'])
    const paths = pathList(table, described.json, glob)
    return {
      of: stored => convertedRows(stored, 'json', types => `read_json(${paths}, format = 'auto', columns = ${types})`),
      plain: `read_json(${paths}, format = 'auto')`,
      isText: true,
    }
  }
  throw invalid(`files.${table} names no format; write { parquet }, { csv } or { json }`)
}

/** What the table of a file would be called: its name without the ending; undefined where that tells no format. */
export function tableOfFile(path: string): string | undefined {
  const plain = uncompressed(path)
  const ending = extname(plain)
  return formatOf(plain) === undefined ? undefined : basename(plain, ending)
}

const uncompressed = (path: string): string => path.replace(/\.(?:gz|zst)$/i, '')
const formatOf = (path: string): ((path: string) => ParquetFile | CsvFile | JsonFile) | undefined =>
  endings[extname(uncompressed(path)).toLowerCase()]

function byEnding(table: string, path: string): ParquetFile | CsvFile | JsonFile {
  const made = formatOf(path)
  if (made !== undefined) return made(path)
  throw invalid(`nothing tells the format of files.${table}; write { parquet }, { csv } or { json }`)
}

function checkOptions(table: string, file: object, known: readonly string[]): void {
  for (const option of Object.keys(file))
    if (!known.includes(option)) throw invalid(`files.${table} has no option "${option}".${suggest(option, known)}`)
}

/** Text in single quotation marks, doubled inside. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

function pathList(table: string, paths: Paths, isPattern: boolean): string {
  const list = [paths].flat()
  if (list.length === 0) throw invalid(`files.${table} names no path`)
  return `[${list.map(path => quoted(pathText(table, path, isPattern))).join(', ')}]`
}

function pathText(table: string, path: unknown, isPattern: boolean): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw invalid(`files.${table} is a path: text that is not empty, without NUL`)
  const full = resolve(path)
  return isPattern ? full : withoutPatterns(full)
}

function csvRows(table: string, file: CsvFile, paths: string): Rows {
  const first = [file.csv].flat()[0] ?? ''
  const { delimiter = /\.tsv(?:\.(?:gz|zst))?$/i.test(first) ? '\t' : ',', quote = '"', nullText = '' } = file
  for (const [option, value] of Object.entries({ delimiter, quote }))
    if (typeof value !== 'string' || value.length !== 1) throw invalid(`files.${table}: ${option} is one character`)
  const options = [
    'header = true',
    `delim = ${quoted(delimiter)}`,
    `quote = ${quoted(quote)}`,
    `escape = ${quoted(quote)}`,
    `nullstr = ${quoted(nullText)}`,
    'allow_quoted_nulls = false',
  ].join(', ')
  return {
    of: stored =>
      convertedRows(stored, 'csv', types => `read_csv(${paths}, ${options}, all_varchar = true, types = ${types})`),
    plain: `read_csv(${paths}, ${options})`,
    isText: true,
  }
}
