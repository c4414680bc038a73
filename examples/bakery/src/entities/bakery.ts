import { col, Entity, hasMany, int, text } from '@vantage-ts/core'
import { Client } from './client.ts'
import { Product } from './product.ts'

/** A bakery: whose clients order its products. */
export class Bakery extends Entity('bakeries', {
  id: col(text).id(),
  name: col(text),
  /** Per cent of the price. */
  margin: col(int),
}) {
  static override refs = {
    clients: hasMany(() => Client, 'bakeryId'),
    /** The same target under a condition. */
    payingClients: hasMany(() => Client, 'bakeryId', { where: client => client.isPaying.eq(true) }),
    products: hasMany(() => Product, 'bakeryId'),
  }
}
