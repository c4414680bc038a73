export type { MysqlCan } from './abilities.ts'
export type { ConnectOptions, MysqlOptions, MysqlPool } from './options.ts'
export { type Mysql, mysql } from './source.ts'
export type { MysqlBinds, MysqlHolds } from './types.ts'
