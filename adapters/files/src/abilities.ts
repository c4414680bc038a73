import { type Abilities, operatorNames } from '@vantage-ts/core/adapter'

/** Files are scanned here, by the evaluator of the memory source: all that reads. */
const reading = {
  read: true,
  where: true,
  order: true,
  window: true,
  aggregate: true,
  group: true,
  select: true,
  join: true,
  correlate: true,
  template: false,
  transaction: false,
  savepoint: false,
  search: true,
  stream: true,
  watch: false,
} as const satisfies Abilities

/** Rows are added at the end or the file is written anew. */
export const abilities = {
  ...reading,
  insert: true,
  append: false,
  replace: true,
  patch: true,
  delete: true,
  returning: true,
} as const satisfies Abilities

/** Rows are added at the end, and stay as they are. */
export const logAbilities = {
  ...reading,
  insert: false,
  append: true,
  replace: false,
  patch: false,
  delete: false,
  returning: false,
} as const satisfies Abilities

export type FilesCan = typeof abilities
export type LogCan = typeof logAbilities

export const operators = new Set(operatorNames)
