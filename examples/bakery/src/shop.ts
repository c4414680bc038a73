import type { Table } from '@vantage-ts/core'
import { Bakery } from './entities/bakery.ts'
import { Client } from './entities/client.ts'
import { Order } from './entities/order.ts'
import { OrderLine } from './entities/order-line.ts'
import { Product } from './entities/product.ts'
import type { ShopSource } from './shop-source.ts'

/** The sets of a shop, all in one source. */
export interface Shop<DS extends ShopSource = ShopSource> {
  readonly source: DS
  readonly bakeries: Table<DS, typeof Bakery>
  readonly clients: Table<DS, typeof Client>
  readonly products: Table<DS, typeof Product>
  readonly orders: Table<DS, typeof Order>
  readonly lines: Table<DS, typeof OrderLine>
}

/** The shop in a source. Nothing runs. */
export const shopIn = <DS extends ShopSource>(source: DS): Shop<DS> => ({
  source,
  bakeries: Bakery.table(source),
  clients: Client.table(source),
  products: Product.table(source),
  orders: Order.table(source),
  lines: OrderLine.table(source),
})
