import { col, Entity, hasMany, hasOne, int, manyToMany, text } from '@vantage-ts/core'
import type { ShopSource } from '../shop-source.ts'
import { Bakery } from './bakery.ts'
import { Order } from './order.ts'
import { OrderLine } from './order-line.ts'

/** What a bakery sells. */
export class Product extends Entity('products', {
  id: col(text).id(),
  name: col(text).flag('searchable'),
  calories: col(int),
  /** Cents. */
  price: col(int),
  /** Pieces in the shop. */
  stock: col(int),
  bakeryId: col(text).named('bakery_id'),
}) {
  static override refs = {
    bakery: hasOne(() => Bakery, 'bakeryId'),
    lines: hasMany(() => OrderLine, 'productId'),
    orders: manyToMany(() => Order, { through: () => OrderLine, from: 'productId', to: 'orderId' }),
  }

  /** Set method: the products with what their stock is worth, in cents: a column like any other, computed where the data is. */
  static withWorth<DS extends ShopSource>(db: DS) {
    return Product.table(db).withExpression('worth', product => product.$.price.mul(product.$.stock))
  }
  /** Set method: the products that nobody ordered. */
  static neverOrdered<DS extends ShopSource>(db: DS) {
    const products = Product.table(db)
    return products.where(products.getLink('lines').countExpr().eq(0))
  }

  isLight(): boolean {
    return this.calories < 250
  }
}
