export type { FilesCan, LogCan } from './abilities.ts'
export type { CsvEncoding } from './csv/dialect.ts'
export type { PartialLine } from './json/record-scanner.ts'
export {
  type Csv,
  type CsvLog,
  type CsvOptions,
  csv,
  type FilesOptions,
  type FilesSource,
  type Json,
  type JsonOptions,
  json,
  type Ndjson,
  type NdjsonLog,
  type NdjsonOptions,
  ndjson,
} from './source.ts'
export type { FileTypeName } from './types.ts'
