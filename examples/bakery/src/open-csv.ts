import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { csv } from '@vantage-ts/files'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop as CSV files of a temporary folder: rows are added at their ends, and read in place. */
export async function openCsv(): Promise<OpenEngine<Shop>> {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-bakery-'))
  const db = csv({ folder, create: true })
  const close = async () => {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close }, async () => {
    await fillClients(db)
    await fillOrders(db)
  })
}
