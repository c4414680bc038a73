import { integer, doublePrecision, boolean as booleanColumn, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Client } from 'pg'
import { type PostgresServer, startPostgres } from '@vantage-ts/test-servers'

/** `items` of the SQLite benchmarks, as Drizzle sees them in PostgreSQL. */
export const items = pgTable('items', {
  id: integer('id').primaryKey(),
  name: textColumn('name').notNull(),
  score: doublePrecision('score').notNull(),
  active: booleanColumn('active').notNull(),
})

export interface PostgresItems extends AsyncDisposable {
  readonly url: string
  /** A connection of the driver itself. */
  readonly client: Client
}

/** A server of its own with a filled table `items`. */
export async function openPostgresItems(count: number): Promise<PostgresItems> {
  const server = await startPostgres()
  try {
    return await filled(server, count)
  } catch (thrown) {
    await server.stop()
    throw thrown
  }
}

async function filled(server: PostgresServer, count: number): Promise<PostgresItems> {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(
    'create table items (id integer primary key, name text not null, score float8 not null, active boolean not null)',
  )
  await client.query(
    `insert into items select i, 'item ' || i, i * 0.5 + 0.25, i % 3 = 0 from generate_series(1, ${count}) i`,
  )
  await client.query('vacuum analyze items')
  return {
    url: server.url,
    client,
    async [Symbol.asyncDispose]() {
      await client.end()
      await server.stop()
    },
  }
}
