import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { csv, json, ndjson } from '@vantage-ts/files'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

const formats = {
  csv: (folder: string) => csv({ folder, create: true }),
  ndjson: (folder: string) => ndjson({ folder, create: true }),
  json: (folder: string) => json({ folder, create: true }),
}

/** The shop as files of a temporary folder, a file per table, read in place. */
export async function openFiles(format: keyof typeof formats): Promise<OpenEngine<Shop>> {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-bakery-'))
  const db = formats[format](folder)
  const close = async () => {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  }
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close }, async () => {
    await fillClients(db)
    await fillOrders(db)
  })
}
