export type { SqliteCan } from './abilities.ts'
export type { DriverName, PragmaValue } from './connect.ts'
export { introspect } from './introspect.ts'
export {
  type Sqlite,
  type SqliteFile,
  type SqliteGiven,
  type SqliteGlue,
  type SqliteOptions,
  type SqliteType,
  sqlite,
} from './source.ts'
export { scaledDecimal } from './types.ts'
