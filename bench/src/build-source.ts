import { type Abilities, type Backend, openSource, type Source, type StorageTable } from '@vantage-ts/core/adapter'
import { type Dialect, operatorsOf, render, renderInsert, standardAggregates, standardOperators } from '@vantage-ts/sql'

/** What a database would have been sent. */
export interface Sent {
  readonly text: string
  readonly parameters: readonly unknown[]
}

const can = {
  read: true,
  insert: true,
  where: true,
  order: true,
  window: true,
  select: true,
  join: true,
  group: true,
  aggregate: true,
} as const

export interface RenderingSource extends Source {
  readonly can: typeof can
  readonly '~holds': (typeName: 'int' | 'text' | 'float' | 'bool') => void
}

const storages: StorageTable = Object.fromEntries(
  ['int', 'text', 'float', 'bool'].map(name => [name, { name, guard: () => true }]),
)

const dialect: Dialect = {
  name: 'nowhere',
  storages,
  rows: 'arrays',
  placeholder: () => '?',
  repeatsPlaceholders: false,
  constants: { true: 'TRUE', false: 'FALSE' },
  operators: standardOperators,
  aggregates: standardAggregates,
  list: { in: (left, list) => `${left} = ANY(${list})`, notIn: (left, list) => `${left} <> ALL(${list})` },
}

/** A SQL source without a database: it keeps the statement that it would have sent, and answers with no rows. */
export function renderingSource(): { readonly source: RenderingSource; readonly last: () => Sent | undefined } {
  let last: Sent | undefined
  const nothing = { rows: [], count: 0 }
  const backend: Backend = {
    name: 'nowhere',
    database: {},
    can: can satisfies Abilities,
    storages,
    operators: operatorsOf(dialect),
    limits: { maxInsertRows: 1000, maxDeferredList: 50_000, replace: 'declared' },
    compile: statement => (statement.kind === 'insert' ? renderInsert(statement, dialect) : render(statement, dialect)),
    run: ({ text }, { parameters }) => {
      last = { text, parameters }
      return nothing
    },
    ping: async () => {},
    close: async () => {},
  }
  return { source: openSource<RenderingSource>(backend), last: () => last }
}
