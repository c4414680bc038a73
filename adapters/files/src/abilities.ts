import { type Abilities, operatorNames } from '@vantage-ts/core/adapter'

/** Files are scanned here, by the evaluator of the memory source: all that reads, and rows added at the end. */
export const abilities = {
  read: true,
  insert: false,
  append: true,
  replace: false,
  patch: false,
  delete: false,
  where: true,
  order: true,
  window: true,
  aggregate: true,
  group: true,
  select: true,
  join: true,
  correlate: true,
  template: false,
  returning: false,
  transaction: false,
  savepoint: false,
  search: true,
  stream: true,
  watch: false,
} as const satisfies Abilities

export type CsvCan = typeof abilities

export const operators = new Set(operatorNames)
