import type { Pending, Source } from '@vantage-ts/core'
import { type CallOptions, objectOf, unchecked, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  operandOf,
  type RowsStatement,
  type SqlExpression,
  SqlStatement,
  type Statement,
  type Writer,
} from '@vantage-ts/sql/build'

// Source: https://duckdb.org/docs/stable/sql/statements/copy

interface CopyCommon {
  /** Columns by whose values the rows go into files of their own; the path then is a folder. */
  readonly partitionBy?: readonly string[]
  /** Whether files of a folder that are there already may be replaced; a single file always is. */
  readonly overwrite?: boolean
}
/** The format of a file, and how it is written. */
export type CopyOptions = CopyCommon &
  (
    | {
        readonly format: 'parquet'
        readonly compression?: 'uncompressed' | 'snappy' | 'gzip' | 'zstd' | 'brotli' | 'lz4'
        readonly rowGroupRows?: number
      }
    | {
        readonly format: 'csv'
        readonly compression?: 'none' | 'gzip' | 'zstd'
        /** Default: there is one. */
        readonly header?: boolean
        readonly delimiter?: string
        readonly quote?: string
        readonly nullText?: string
      }
    | {
        readonly format: 'json'
        readonly compression?: 'none' | 'gzip' | 'zstd'
        /** Whether it is one array. Default: an object per line. */
        readonly array?: boolean
      }
  )

/** A COPY into a file. */
export interface DuckdbCopy<DS extends Source> extends Statement<DS, 'duckdb'> {
  /** Runs it and gives the number of rows that it wrote. */
  run(options?: CallOptions): Pending<number>
}

/**
 * Writes the rows of a statement into a file: `copyTo(q.select(o.id).from(o), 'orders.parquet', { format: 'parquet' })`.
 *
 * Shape: values and the path are bound. A file that is there is replaced, and no rollback takes that back.
 * Errors: `invalid` for options that are none of the format.
 */
export function copyTo<DS extends Source>(
  statement: RowsStatement<DS, 'duckdb'>,
  path: string,
  options: CopyOptions,
): DuckdbCopy<DS> {
  if (!(statement instanceof SqlStatement) || statement.isWrite || !statement.givesRows)
    throw invalid('copyTo() takes a statement that gives rows')
  const made: unknown = new CopyStatement(statement, checkedName(path, 'a file', 'copyTo'), writtenOptions(options))
  return unchecked<DuckdbCopy<DS>>(made, 'a statement of the same source')
}

class CopyStatement extends SqlStatement<'duckdb'> {
  readonly #rows: SqlStatement
  readonly #path: SqlExpression
  readonly #options: readonly ((out: Writer) => void)[]
  constructor(rows: SqlStatement, path: string, options: readonly ((out: Writer) => void)[]) {
    super(rows.database)
    this.#rows = rows
    this.#path = operandOf(path, 'copyTo')
    this.#options = options
  }
  override get isWrite(): boolean {
    return true
  }
  get givesRows(): boolean {
    return false
  }
  override get outputs(): undefined {
    return undefined
  }
  override writeStatement(out: Writer): void {
    out.text('COPY ')
    this.#rows.write(out)
    out.text(' TO (')
    this.#path.write(out)
    out.text(') (')
    out.each(this.#options, write => write(out))
    out.text(')')
  }
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/** An option by its word, with what it takes. */
interface OptionRule {
  readonly word: string
  /** Another word that takes the same. */
  readonly also?: string
  readonly takes: 'text' | 'flag' | 'count' | 'names' | readonly string[]
}
const textCompression: OptionRule = { word: 'COMPRESSION', takes: ['none', 'gzip', 'zstd'] }
const common = {
  partitionBy: { word: 'PARTITION_BY', takes: 'names' },
  overwrite: { word: 'OVERWRITE_OR_IGNORE', takes: 'flag' },
} satisfies { readonly [option: string]: OptionRule }
const rules: { readonly [format: string]: { readonly [option: string]: OptionRule } } = {
  parquet: {
    ...common,
    compression: { word: 'COMPRESSION', takes: ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'] },
    rowGroupRows: { word: 'ROW_GROUP_SIZE', takes: 'count' },
  },
  csv: {
    ...common,
    compression: textCompression,
    header: { word: 'HEADER', takes: 'flag' },
    delimiter: { word: 'DELIMITER', takes: 'text' },
    // Doubled inside, as these files are read.
    quote: { word: 'QUOTE', also: 'ESCAPE', takes: 'text' },
    nullText: { word: 'NULLSTR', takes: 'text' },
  },
  json: { ...common, compression: textCompression, array: { word: 'ARRAY', takes: 'flag' } },
}

function writtenOptions(given: unknown): readonly ((out: Writer) => void)[] {
  const { format, ...rest } = objectOf(given) ?? {}
  const known = typeof format === 'string' && Object.hasOwn(rules, format) ? rules[format] : undefined
  if (known === undefined) throw invalid("copyTo() takes the format of the file: { format: 'parquet' }, csv or json")
  const options = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => {
      const rule = Object.hasOwn(known, option) ? known[option] : undefined
      const write = rule && writtenOption(rule, value)
      if (write === undefined) throw invalid(`copyTo(): ${String(format)} has no option ${option} of this kind`)
      return write
    })
  return [out => out.text(`FORMAT ${String(format)}`), ...options]
}

/** What writes an option; undefined for a value that it does not take. */
function writtenOption({ word, also, takes }: OptionRule, value: unknown): ((out: Writer) => void) | undefined {
  if (takes === 'flag') return typeof value === 'boolean' ? out => out.text(`${word} ${value}`) : undefined
  if (takes === 'count')
    return Number.isSafeInteger(value) && Number(value) > 0 ? out => out.text(`${word} ${Number(value)}`) : undefined
  if (takes === 'names') {
    if (!Array.isArray(value) || value.length === 0) return undefined
    const names = value.map(name => checkedName(name, 'a column', 'copyTo'))
    return out => {
      out.text(`${word} (`)
      out.each(names, name => out.name(name))
      out.text(')')
    }
  }
  if (typeof value !== 'string') return undefined
  if (takes !== 'text') return takes.includes(value) ? out => out.text(`${word} ${value}`) : undefined
  const text = operandOf(value, 'copyTo')
  return out =>
    out.each(also === undefined ? [word] : [word, also], each => {
      out.text(`${each} (`)
      text.write(out)
      out.text(')')
    })
}
