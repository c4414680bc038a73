import type { Table } from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import { type Arena, comparison } from './comparison.ts'
import { openPostgresItems, type PostgresItems } from './postgres-items.ts'
import { Item, type ItemHandles, openItems } from './sqlite-items.ts'
import { statementCount } from './statement-count.ts'

const keyCount = 10_000

const openSource = (url: string) => postgres({ url, max: 1 })

interface Engines {
  readonly sqlite: ItemHandles
  readonly server: PostgresItems
  readonly ours: {
    readonly sqlite: ItemHandles['ours']
    readonly postgres: Table<ReturnType<typeof openSource>, typeof Item>
  }
  readonly source: ReturnType<typeof openSource>
}

async function openEngines(): Promise<Engines & AsyncDisposable> {
  const server = await openPostgresItems(keyCount)
  const sqlite = openItems(keyCount)
  const source = openSource(server.url)
  return {
    sqlite,
    server,
    source,
    ours: { sqlite: sqlite.ours, postgres: Item.table(source) },
    async [Symbol.asyncDispose]() {
      await source.close()
      await sqlite[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

interface DeferredFacts {
  readonly name: string
  readonly about: string
  readonly byHand: (engines: Engines) => () => Promise<unknown>
  readonly ours: (engines: Engines) => () => Promise<unknown>
}

function deferredIn({ name, about, byHand, ours }: DeferredFacts) {
  return comparison({
    name,
    about: `${about}; baseline: the same two statements by hand`,
    unit: 'ms',
    target: 1.25,
    async open(): Promise<Arena> {
      const engines = await openEngines()
      const call = ours(engines)
      const sources = [engines.ours.sqlite.source, engines.source]
      return {
        baseline: { name: 'drivers, by hand', run: byHand(engines) },
        ours: { name: 'vantage', run: call },
        counts: async () => [await statementCount({ name, sources, call, baseline: 2 })],
        [Symbol.asyncDispose]: () => engines[Symbol.asyncDispose](),
      }
    },
  })
}

export const deferredInPostgresSqlite = deferredIn({
  name: 'deferred-in-10000-postgres-sqlite',
  about: '10,000 keys of PostgreSQL, counted in SQLite',
  byHand: ({ server, sqlite: { raw } }) => {
    const count = raw.prepare('select count(*) from items where id in (select value from json_each(?))').pluck()
    return async () => {
      const { rows } = await server.client.query<[number]>({
        name: 'ids',
        text: 'select id from items where score > 0',
        rowMode: 'array',
      })
      return count.get(JSON.stringify(rows.map(([id]) => id)))
    }
  },
  ours:
    ({ ours }) =>
    () =>
      ours.sqlite.where(item => item.id.in(ours.postgres.where(p => p.score.gt(0)).fieldExpr(p => p.id))).count(),
})

export const deferredInSqlitePostgres = deferredIn({
  name: 'deferred-in-10000-sqlite-postgres',
  about: '10,000 keys of SQLite, counted in PostgreSQL',
  byHand: ({ server, sqlite: { raw } }) => {
    const ids = raw.prepare('select id from items where score > 0').pluck()
    return async () => {
      const { rows } = await server.client.query<{ count: string }>({
        name: 'count',
        text: 'select count(*) from items where id = any($1)',
        values: [ids.all()],
      })
      return Number(rows[0]?.count)
    }
  },
  ours:
    ({ ours }) =>
    () =>
      ours.postgres.where(item => item.id.in(ours.sqlite.where(s => s.score.gt(0)).fieldExpr(s => s.id))).count(),
})
