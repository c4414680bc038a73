import { Decimal, type Holds, type Source } from '@vantage-ts/core'
import { Bakery } from './entities/bakery.ts'
import { Client } from './entities/client.ts'
import { Order } from './entities/order.ts'
import { OrderLine } from './entities/order-line.ts'
import { Product } from './entities/product.ts'

const bakeryId = 'hill_valley'

const client = (id: string, name: string, isPaying: boolean, balance: string) => ({
  id,
  name,
  isPaying,
  balance: Decimal.from(balance),
  bakeryId,
})
const product = (id: string, name: string, calories: number, price: number, stock: number) => ({
  id,
  name,
  calories,
  price,
  stock,
  bakeryId,
})
const line = (orderId: string, quantity: number, productId: string, price: number) => ({
  orderId,
  productId,
  quantity,
  price,
})

/** Every row of the shop. */
export const fixture = {
  bakeries: [{ id: bakeryId, name: 'Hill Valley Bakery', margin: 15 }],
  clients: [
    client('marty', 'Marty McFly', true, '150.00'),
    client('doc', 'Doc Brown', true, '500.50'),
    client('biff', 'Biff Tannen', false, '-50.25'),
  ],
  products: [
    product('flux_cupcake', 'Flux Capacitor Cupcake', 300, 120, 50),
    product('delorean_donut', 'DeLorean Donut', 250, 135, 30),
    product('time_tart', 'Time Traveler Tart', 200, 220, 20),
    product('sea_pie', 'Enchantment Under the Sea Pie', 350, 299, 15),
    product('hover_cookies', 'Hoverboard Cookies', 150, 199, 40),
  ],
  orders: [
    { id: 'order1', clientId: 'marty' },
    { id: 'order2', clientId: 'doc' },
    { id: 'order3', clientId: 'doc' },
  ],
  lines: [
    line('order1', 3, 'flux_cupcake', 120),
    line('order1', 1, 'delorean_donut', 135),
    line('order1', 2, 'hover_cookies', 199),
    line('order2', 1, 'time_tart', 220),
    line('order3', 500, 'hover_cookies', 199),
  ],
} as const

/** A source that takes new rows: tables, or files that grow at the end. */
export interface FillableSource extends Source {
  readonly can: { readonly insert: true } | { readonly insert?: boolean; readonly append: true }
  readonly '~holds': Holds<'text' | 'int' | 'bool' | 'decimal'>['~holds']
}

/** Puts clients and their bakery into a source. */
export async function fillClients<DS extends FillableSource>(source: DS): Promise<void> {
  await Bakery.table(source).insertMany(fixture.bakeries)
  await Client.table(source).insertMany(fixture.clients)
}

/** Puts products, orders and lines into a source. */
export async function fillOrders<DS extends FillableSource>(source: DS): Promise<void> {
  await Product.table(source).insertMany(fixture.products)
  await Order.table(source).insertMany(fixture.orders)
  await OrderLine.table(source).insertMany(fixture.lines)
}
