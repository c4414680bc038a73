import { type Source, suggest, VantageError } from '@vantage-ts/core/adapter'
import type { FileTable } from './file-tables.ts'

export interface DuckdbOptions<Name extends string = string> {
  /**
   * A path, made if it is not there; or `:memory:`, the default, which is this source's alone. Sources of one process that name
   * `:memory:` and a word after it share a database: `:memory:sales`.
   */
  readonly file?: string
  /** Opens to read; a missing file is then an error, and several processes may do so at once. */
  readonly readOnly?: boolean
  /** Schema of tables, and of names in templates, that name none. Default: `main`. */
  readonly schema?: string
  /** Files that are tables, by the names of these: `{ flights: 'flights.parquet' }`. They are only read. */
  readonly files?: { readonly [table: string]: FileTable }
  /** Threads of DuckDB beside this one. Default: one per core. */
  readonly threads?: number
  /** How much memory DuckDB may take before it goes on in temporary files: `'2GB'`. Default: 80 % of the machine's. */
  readonly memoryLimit?: string
  /** Where temporary files go. Default: beside the file; in memory, the folder `.tmp`. */
  readonly tempFolder?: string
  /** Statements that run at once, and open transactions and streams. Default 10. */
  readonly connections?: number
  /** How long a write outside transactions is repeated while others change the same rows. Default 2,000. */
  readonly conflictTimeoutMs?: number
  /** Default: `duckdb`. */
  readonly name?: Name
  /** Another source that reaches the same database. */
  readonly sameAs?: Source
  /** How names of tables and columns are made from those of entities. Default: the same. */
  readonly naming?: 'snake_case' | ((name: string) => string)
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
}

const known: readonly string[] = [
  'file',
  'readOnly',
  'schema',
  'files',
  'threads',
  'memoryLimit',
  'tempFolder',
  'connections',
  'conflictTimeoutMs',
  'name',
  'sameAs',
  'naming',
  'maxDeferredList',
]

/** Whether a database is in memory. */
export const isInMemory = (file: string): boolean => file === '' || file.startsWith(':memory:')

const invalid = (reason: string): VantageError => new VantageError(`duckdb(): ${reason}`, { kind: 'invalid' })

/** Refuses options that are unknown or not of their type. Errors: `invalid`. */
export function checkOptions(options: DuckdbOptions): void {
  for (const name of Object.keys(options))
    if (!known.includes(name)) throw invalid(`there is no option "${name}".${suggest(name, known)}`)
  const { file = ':memory:', files, readOnly, memoryLimit } = options
  if (typeof file !== 'string' || file.includes('\0')) throw invalid("file is a path, or ':memory:'")
  if (readOnly === true && isInMemory(file)) throw invalid('readOnly needs a file')
  if (options.schema !== undefined && (typeof options.schema !== 'string' || options.schema === ''))
    throw invalid('schema is the name of one')
  if (files !== undefined && (typeof files !== 'object' || files === null))
    throw invalid('files is an object: { flights: "flights.parquet" }')
  if (memoryLimit !== undefined && !/^\d+(?:\.\d+)?\s*[KMGT]i?B$/i.test(String(memoryLimit)))
    throw invalid("memoryLimit is text such as '512MB'")
  for (const name of ['threads', 'connections', 'conflictTimeoutMs', 'maxDeferredList'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw invalid(`${name} is a whole number above 0`)
  }
}
