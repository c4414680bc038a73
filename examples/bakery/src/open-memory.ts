import { memory } from '@vantage-ts/core/memory'
import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in memory: its tables are there as soon as rows are. */
export function openMemory(): Promise<OpenEngine<Shop>> {
  const db = memory()
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close: () => db.close() }, async () => {
    await fillClients(db)
    await fillOrders(db)
  })
}
