export type { CsvCan } from './abilities.ts'
export type { CsvEncoding } from './csv/dialect.ts'
export { type Csv, type CsvOptions, csv } from './source.ts'
export type { CsvTypeName } from './types.ts'
