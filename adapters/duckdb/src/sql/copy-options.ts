import { objectOf, VantageError } from '@vantage-ts/core/adapter'
import { checkedName, operandOf, type Writer } from '@vantage-ts/sql/build'

// Source: https://duckdb.org/docs/stable/sql/statements/copy

interface CsvFile {
  readonly format: 'csv'
  readonly compression?: 'none' | 'gzip' | 'zstd'
  /** Whether the first line names the columns. Default: it is written, and found out when the file is read. */
  readonly header?: boolean
  /** Default: a comma, and found out when the file is read. So are the quotes. */
  readonly delimiter?: string
  readonly quote?: string
  /** What stands for null. Default: nothing. */
  readonly nullText?: string
}
interface JsonFile {
  readonly format: 'json'
  readonly compression?: 'none' | 'gzip' | 'zstd'
  /** Whether it is one array. Default: an object per line is written, and both are read. */
  readonly array?: boolean
}
interface WrittenParquet {
  readonly format: 'parquet'
  readonly compression?: 'uncompressed' | 'snappy' | 'gzip' | 'zstd' | 'brotli' | 'lz4'
  readonly rowGroupRows?: number
}
/** A file that tells by itself how it was written. */
interface ReadParquet {
  readonly format: 'parquet'
}
interface Written {
  /** Columns by whose values the rows go into files of their own; the path then is a folder. */
  readonly partitionBy?: readonly string[]
  /** Whether files of a folder that are there already may be replaced; a single file always is. */
  readonly overwrite?: boolean
}
interface Read<Name extends string> {
  /** Where the columns of the file go, in its order. Default: all columns of the table, in theirs. */
  readonly columns?: readonly Name[]
  /** Takes `*`, `?` and `[…]` in the path for patterns. Default: a path is what it says. */
  readonly glob?: boolean
}

/** The format of a file, and how it is written. */
export type CopyOptions = Written & (WrittenParquet | CsvFile | JsonFile)
/** The format of a file, how it was written, and where its columns go. */
export type CopyFromOptions<Name extends string = string> = Read<Name> & (ReadParquet | CsvFile | JsonFile)

export type WrittenOption = (out: Writer) => void

/** An option by its word, with what it takes. */
interface OptionRule {
  readonly word: string
  /** Another word that takes the same. */
  readonly also?: string
  readonly takes: 'text' | 'flag' | 'count' | 'names' | readonly string[] | { readonly [given: string]: string }
  /** Whether it is only for files that are written. */
  readonly isOfWriting?: true
}
// JSON that is read knows no NONE.
const textCompression: OptionRule = {
  word: 'COMPRESSION',
  takes: { none: 'uncompressed', gzip: 'gzip', zstd: 'zstd' },
}
const common = {
  partitionBy: { word: 'PARTITION_BY', takes: 'names', isOfWriting: true },
  overwrite: { word: 'OVERWRITE_OR_IGNORE', takes: 'flag', isOfWriting: true },
} satisfies { readonly [option: string]: OptionRule }
const rules: { readonly [format: string]: { readonly [option: string]: OptionRule } } = {
  parquet: {
    ...common,
    compression: {
      word: 'COMPRESSION',
      takes: ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'],
      isOfWriting: true,
    },
    rowGroupRows: { word: 'ROW_GROUP_SIZE', takes: 'count', isOfWriting: true },
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

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

/** What writes the options of a COPY, by which verb it is. Errors: `invalid` for options that are none of the format. */
export function optionsOfCopy(given: unknown, place: 'copyTo' | 'copyFrom'): readonly WrittenOption[] {
  const { format, ...rest } = objectOf(given) ?? {}
  const known = typeof format === 'string' && Object.hasOwn(rules, format) ? rules[format] : undefined
  if (known === undefined) throw invalid(`${place}() takes the format of the file: { format: 'parquet' }, csv or json`)
  const options = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => {
      const rule = Object.hasOwn(known, option) ? known[option] : undefined
      if (rule?.isOfWriting === true && place === 'copyFrom')
        throw invalid(
          `copyFrom(): ${option} says how ${String(format)} is written, and the file is there; leave it out`,
        )
      const write = rule && writtenOption(rule, value, place)
      if (write === undefined) throw invalid(`${place}(): ${String(format)} has no option ${option} of this kind`)
      return write
    })
  return [out => out.text(`FORMAT ${String(format)}`), ...options]
}

export function writeOptions(out: Writer, options: readonly WrittenOption[]): void {
  out.text(' (')
  out.each(options, write => write(out))
  out.text(')')
}

/** What writes an option; undefined for a value that it does not take. */
function writtenOption({ word, also, takes }: OptionRule, value: unknown, place: string): WrittenOption | undefined {
  if (takes === 'flag') return typeof value === 'boolean' ? out => out.text(`${word} ${value}`) : undefined
  if (takes === 'count')
    return Number.isSafeInteger(value) && Number(value) > 0 ? out => out.text(`${word} ${Number(value)}`) : undefined
  if (takes === 'names') {
    if (!Array.isArray(value) || value.length === 0) return undefined
    const names = value.map(name => checkedName(name, 'a column', place))
    return out => {
      out.text(`${word} (`)
      out.each(names, name => out.name(name))
      out.text(')')
    }
  }
  if (typeof value !== 'string') return undefined
  if (takes !== 'text') {
    const choice = choiceOf(takes, value)
    return choice === undefined ? undefined : out => out.text(`${word} ${choice}`)
  }
  const text = operandOf(value, place)
  return out =>
    out.each(also === undefined ? [word] : [word, also], each => {
      out.text(`${each} (`)
      text.write(out)
      out.text(')')
    })
}

/** The word of DuckDB for one of several; undefined for any other. */
function choiceOf(
  choices: readonly string[] | { readonly [given: string]: string },
  value: string,
): string | undefined {
  if (isList(choices)) return choices.includes(value) ? value : undefined
  return Object.hasOwn(choices, value) ? choices[value] : undefined
}
const isList = (choices: readonly string[] | { readonly [given: string]: string }): choices is readonly string[] =>
  Array.isArray(choices)
