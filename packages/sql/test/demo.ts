import {
  type Abilities,
  type Answer,
  type Backend,
  type CompiledStatement,
  openSource,
  type Request,
  type Source,
  type Statement,
  type StorageTable,
  type TemplateSource,
  textStorages,
} from '@vantage-ts/core/adapter'
import { closed } from '../src/operand.ts'
import { operatorsOf, standardAggregates, standardOperators } from '../src/standard-operators.ts'
import { render, renderInsert } from '../src/render.ts'
import type { Dialect } from '../src/dialect.ts'

/** Calculated numbers of this type are checked as they are read. */
const real = { name: 'real', calculated: (sql: string) => `checked(${sql})` }
const integer = { name: 'integer', cast: 'integer' }
export const storages: StorageTable = {
  ...textStorages,
  int: integer,
  float: real,
  bool: { name: 'boolean' },
}

/** A dialect of nobody: numbered placeholders, array lists, collated text. */
export const numbered: Dialect = {
  name: 'demo',
  storages,
  rows: 'arrays',
  placeholder: position => `$${position}`,
  repeatsPlaceholders: true,
  constants: { true: 'TRUE', false: 'FALSE' },
  operators: {
    ...standardOperators,
    lower: ([arg]) => closed(`lower(${arg?.sql})`),
    // Turns and repeats its operands, as real dialects must at times.
    contains: ([text, part]) => `${part?.sql} = '' OR position(${part?.sql} in ${text?.sql}) > 0`,
    like: ([text, pattern], call) =>
      `${text?.sql} LIKE ${(pattern && call.bind(pattern, encoded => `<${encoded}>`)) ?? pattern?.sql}`,
  },
  aggregates: standardAggregates,
  list: {
    in: (left, list) => `${left} = ANY(${list})`,
    notIn: (left, list) => `${left} <> ALL(${list})`,
  },
  collate: (sql, collation) => (collation === 'binary' ? `${sql} COLLATE "C"` : sql),
}

/** The same with `?` and JSON lists. */
export const positional: Dialect = {
  ...numbered,
  rows: 'objects',
  placeholder: () => '?',
  repeatsPlaceholders: false,
  list: {
    in: (left, list, item) => `${left} IN (SELECT ${item.key('value')} FROM json_each(${list}))`,
    notIn: (left, list, item) => `${left} NOT IN (SELECT ${item.key('value')} FROM json_each(${list}))`,
    encode: items => JSON.stringify(items),
  },
  scalar: (select, value) => `(SELECT only(${value}) FROM (${select}))`,
}

const can = {
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
  search: true,
} as const satisfies Abilities

export interface Demo extends Source, TemplateSource {
  readonly can: typeof can
  readonly '~holds': (typeName: string) => void
  readonly '~binds': unknown
}

export interface Sent {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A source that sends nothing: it keeps what would have been sent and answers with no rows. */
export function demo(dialect: Dialect): { readonly db: Demo; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const backend: Backend = {
    name: 'demo',
    database: {},
    can,
    storages: dialect.storages,
    operators: operatorsOf(dialect),
    limits: { maxInsertRows: 2, maxDeferredList: 50_000, replace: 'declared' },
    compile: (statement: Statement) =>
      statement.kind === 'insert' ? renderInsert(statement, dialect) : render(statement, dialect),
    run: (compiled: CompiledStatement, request: Request): Answer => {
      sent.push({ text: compiled.text, values: [...request.parameters, ...request.rows.flat()] })
      return { rows: [], count: 0 }
    },
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  return { db: openSource<Demo>(backend), sent }
}
