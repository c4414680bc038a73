import type { Abilities } from '@vantage-ts/core/adapter'

/** What MySQL and MariaDB can do. */
export const mysqlCan = {
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
  join: true,
  correlate: true,
  template: true,
  returning: true,
  transaction: true,
  savepoint: true,
  search: true,
  stream: true,
} as const satisfies Abilities

/** The abilities as literal types, so that the compiler knows them. */
export type MysqlCan = typeof mysqlCan
