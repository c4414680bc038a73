export type { PostgresCan } from './abilities.ts'
export type { ConnectOptions, PostgresOptions } from './options.ts'
export { type Postgres, postgres } from './source.ts'
export type { PostgresBinds, PostgresHolds } from './types.ts'
