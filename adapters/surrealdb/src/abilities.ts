import { type OperatorName, operatorNames } from '@vantage-ts/core/adapter'

/** What SurrealDB can do for tables of Vantage. It has no savepoints; live queries come with the watching of sets. */
export const abilities = {
  read: true,
  insert: true,
  replace: true,
  patch: true,
  delete: true,
  where: true,
  order: true,
  window: true,
  aggregate: true,
  group: true,
  select: true,
  correlate: true,
  template: true,
  returning: true,
  transaction: true,
  search: true,
  stream: true,
} as const

/** Names of the glue types that it holds. */
export type HeldTypes =
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
  | 'duration'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'enum'
  | 'array'

/** All of them are lowered. */
export const operators: ReadonlySet<OperatorName> = new Set(operatorNames)

/** Rows of one insert: an embedded database in memory slows down steeply beyond. */
export const maxInsertRows = 500
