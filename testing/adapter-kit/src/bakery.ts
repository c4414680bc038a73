import { bool, col, decimal, Decimal, Entity, hasMany, hasOne, int, manyToMany, text } from '@vantage-ts/core'
import { type KitTable, tableOf } from './kit-table.ts'

// The shop of the examples: bakeries, clients, products, orders with their lines. Sets of it lead to each other in every way.

export class Bakery extends Entity('kit_bakery', { id: col(text).id(), name: col(text), margin: col(int) }) {
  static override refs = {
    clients: hasMany(() => Client, 'bakeryId'),
    paying: hasMany(() => Client, 'bakeryId', { where: c => c.isPaying.eq(true) }),
    products: hasMany(() => Product, 'bakeryId'),
  }
}
export class Client extends Entity('kit_client', {
  id: col(text).id(),
  name: col(text).flag('searchable'),
  isPaying: col(bool),
  balance: col(decimal),
  bakeryId: col(text),
  referredBy: col(text).optional(),
}) {
  static override refs = {
    bakery: hasOne(() => Bakery, 'bakeryId'),
    orders: hasMany(() => Order, 'clientId'),
    referrer: hasOne(() => Client, 'referredBy'),
    referred: hasMany(() => Client, 'referredBy'),
  }
}
export class Product extends Entity('kit_product', {
  id: col(text).id(),
  name: col(text),
  calories: col(int),
  price: col(int),
  stock: col(int),
  bakeryId: col(text),
}) {
  static override refs = {
    bakery: hasOne(() => Bakery, 'bakeryId'),
    lines: hasMany(() => Line, 'productId'),
    orders: manyToMany(() => Order, { through: () => Line, from: 'productId', to: 'orderId' }),
  }
}
export class Order extends Entity('kit_order', { id: col(text).id(), clientId: col(text), isDone: col(bool) }) {
  static override refs = {
    client: hasOne(() => Client, 'clientId'),
    lines: hasMany(() => Line, 'orderId'),
    products: manyToMany(() => Product, { through: () => Line, from: 'orderId', to: 'productId' }),
  }
}
/** A key of two columns: an order has a product once. */
export class Line extends Entity('kit_line', {
  orderId: col(text).id(),
  productId: col(text).id(),
  quantity: col(int),
  price: col(int),
}) {
  static override refs = {
    order: hasOne(() => Order, 'orderId'),
    product: hasOne(() => Product, 'productId'),
    notes: hasMany(() => LineNote, ['orderId', 'productId']),
  }
}
export class LineNote extends Entity('kit_line_note', {
  id: col(int).id(),
  orderId: col(text),
  productId: col(text).optional(),
  note: col(text),
}) {
  static override refs = { line: hasOne(() => Line, ['orderId', 'productId']) }
}

const hillValley = 'hill_valley'
const client = (id: string, name: string, isPaying: boolean, balance: string, referredBy: string | null) => ({
  id,
  name,
  isPaying,
  balance: Decimal.from(balance),
  bakeryId: hillValley,
  referredBy,
})
const product = (id: string, name: string, calories: number, price: number, stock: number) => ({
  id,
  name,
  calories,
  price,
  stock,
  bakeryId: hillValley,
})

export const bakeries = [
  { id: hillValley, name: 'Hill Valley Bakery', margin: 15 },
  { id: 'new_york', name: 'Empty Shelf', margin: 0 },
] as const
export const clients = [
  client('biff', 'Biff Tannen', false, '-50.25', null),
  client('doc', 'Doc Brown', true, '500.50', null),
  client('marty', 'Marty McFly', true, '150.00', 'doc'),
]
export const products = [
  product('delorean_donut', 'DeLorean Donut', 250, 135, 30),
  product('flux_cupcake', 'Flux Capacitor Cupcake', 300, 120, 50),
  product('hover_cookies', 'Hoverboard Cookies', 150, 199, 40),
  product('sea_pie', 'Enchantment Under the Sea Pie', 350, 299, 15),
  product('time_tart', 'Time Traveler Tart', 200, 220, 20),
]
export const orders = [
  { id: 'order1', clientId: 'marty', isDone: true },
  { id: 'order2', clientId: 'doc', isDone: false },
  { id: 'order3', clientId: 'doc', isDone: false },
]
export const lines = [
  { orderId: 'order1', productId: 'delorean_donut', quantity: 1, price: 135 },
  { orderId: 'order1', productId: 'flux_cupcake', quantity: 3, price: 120 },
  { orderId: 'order1', productId: 'hover_cookies', quantity: 2, price: 199 },
  { orderId: 'order2', productId: 'time_tart', quantity: 1, price: 220 },
  { orderId: 'order3', productId: 'hover_cookies', quantity: 500, price: 199 },
]
export const lineNotes = [
  { id: 1, orderId: 'order1', productId: 'flux_cupcake', note: 'no nuts' },
  { id: 2, orderId: 'order3', productId: 'hover_cookies', note: 'in ten boxes' },
  { id: 3, orderId: 'order1', productId: 'hover_cookies', note: 'with a bow' },
  { id: 4, orderId: 'order2', productId: 'hover_cookies', note: 'of no line' },
  { id: 5, orderId: 'order3', productId: null, note: 'of the whole order' },
]

/** The whole shop. */
export const bakeryTables = (): readonly KitTable[] => [
  tableOf(Bakery, bakeries),
  tableOf(Client, clients),
  tableOf(Product, products),
  tableOf(Order, orders),
  tableOf(Line, lines),
  tableOf(LineNote, lineNotes),
]

/** The rows of these ids, in the order of the rows. */
export const withIds = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  ...ids: readonly string[]
): readonly Row[] => rows.filter(({ id }) => ids.includes(id))
