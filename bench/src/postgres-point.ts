import { postgres } from '@vantage-ts/postgres'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { type Arena, comparison } from './comparison.ts'
import { items, openPostgresItems } from './postgres-items.ts'
import { Item, itemColumns, type ItemRow, selectItems } from './sqlite-items.ts'

const rowCount = 10_000
const idOf = (turn: number): number => ((turn * 7919) % rowCount) + 1

export const postgresPointDynamic = comparison({
  name: 'postgres-point-dynamic',
  about: 'one row by id, the query built every time; baseline: named statement of pg',
  unit: 'us',
  target: 1.15,
  answer: row => ({ ...Object(row) }),
  async open(): Promise<Arena> {
    const server = await openPostgresItems(rowCount)
    // One connection for all: which core the scheduler gives to a server process decides more than anything measured here.
    const pool = new Pool({ connectionString: server.url, max: 1 })
    const source = postgres({ pool })
    const table = Item.table(source)
    const kysely = new Kysely<{ items: ItemRow }>({ dialect: new PostgresDialect({ pool }) })
    const db = drizzle(pool)
    const text = `${selectItems} where id = $1`
    return {
      baseline: {
        name: 'pg pool, named statement',
        run: async turn => (await pool.query({ name: 'item-by-id', text, values: [idOf(turn)] })).rows[0],
      },
      ours: { name: 'vantage', run: turn => table.where(item => item.id.eq(idOf(turn))).first() },
      peers: [
        {
          name: 'kysely',
          run: turn => kysely.selectFrom('items').select(itemColumns).where('id', '=', idOf(turn)).executeTakeFirst(),
        },
        {
          name: 'drizzle',
          run: async turn =>
            (
              await db
                .select()
                .from(items)
                .where(eq(items.id, idOf(turn)))
            )[0],
        },
      ],
      async [Symbol.asyncDispose]() {
        await source.close()
        await pool.end()
        await server[Symbol.asyncDispose]()
      },
    }
  },
})
