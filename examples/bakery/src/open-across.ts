import { filled, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { startServer } from '@vantage-ts/example-asking/postgres-server'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { type AcrossShop, shopAcross } from './across.ts'
import { fillClients, fillOrders } from './fixture.ts'
import { createPostgresOrders } from './open-postgres.ts'
import { createSqliteClients } from './open-sqlite.ts'

/** The shop in two engines: clients in SQLite, what they order in PostgreSQL. */
export async function openAcross(tell: Tell): Promise<OpenEngine<AcrossShop>> {
  const server = await startServer(tell)
  const pg = postgres({ url: server.url })
  const lite = sqlite({ file: ':memory:' })
  const close = async () => {
    await Promise.all([lite.close(), pg.close()])
    await server.stop()
  }
  return filled({ place: shopAcross(lite, pg), sources: [lite, pg], close }, async () => {
    await createSqliteClients(lite)
    await createPostgresOrders(pg)
    await fillClients(lite)
    await fillOrders(pg)
  })
}
