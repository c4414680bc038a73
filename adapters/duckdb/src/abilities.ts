import type { Abilities } from '@vantage-ts/core/adapter'

/** What DuckDB can do. It has no savepoints, so transactions do not nest. */
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
  join: true,
  correlate: true,
  template: true,
  returning: true,
  transaction: true,
  search: true,
  stream: true,
} as const satisfies Abilities

/** The abilities as the compiler sees them. */
export type DuckdbCan = typeof abilities
