export type { DuckdbCan } from './abilities.ts'
export {
  type CsvFile,
  type FileTable,
  type JsonFile,
  type ParquetFile,
  type Paths,
  tableOfFile,
} from './file-tables.ts'
export { introspect } from './introspect.ts'
export type { DuckdbOptions } from './options.ts'
export { type Duckdb, duckdb } from './source.ts'
export type { DuckdbBinds, DuckdbHolds } from './types.ts'
