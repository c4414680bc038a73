import { type StorageTable, textStorages } from '@vantage-ts/core/adapter'

/** A file holds text: every type in its exact canonical form, as `Type.toText` writes it. Nothing in a field is null. */
export const storages = textStorages satisfies StorageTable

/** Names of the types a column may have. */
export type CsvTypeName =
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'uuid'
  | 'decimal'
  | 'instant'
  | 'instantMs'
  | 'instantNs'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'duration'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'enum'
  | 'array'
