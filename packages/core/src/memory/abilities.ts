import { operatorNames } from '../expression/operator.ts'
import type { Abilities } from '../source/abilities.ts'

/** All but vendor text, change feeds and queues. */
export const abilities = {
  read: true,
  insert: true,
  append: false,
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
  template: false,
  returning: true,
  transaction: true,
  savepoint: true,
  search: true,
  stream: true,
  watch: false,
} as const satisfies Abilities

export type MemoryCan = typeof abilities

export const operators = new Set(operatorNames)
