import { col, Entity, hasMany, hasOne, manyToMany, text } from '@vantage-ts/core'
import type { ShopSource } from '../shop-source.ts'
import { Client } from './client.ts'
import { OrderLine } from './order-line.ts'
import { Product } from './product.ts'

/** An order of a client; what was ordered is in its lines. */
export class Order extends Entity('orders', {
  id: col(text).id(),
  clientId: col(text).named('client_id'),
}) {
  static override refs = {
    client: hasOne(() => Client, 'clientId'),
    lines: hasMany(() => OrderLine, 'orderId'),
    products: manyToMany(() => Product, { through: () => OrderLine, from: 'orderId', to: 'productId' }),
  }

  /** Set method: the orders with what they come to, in cents. */
  static withTotal<DS extends ShopSource>(db: DS) {
    return Order.table(db).withExpression('total', order =>
      order.getLink('lines').sumExpr(line => line.quantity.mul(line.price)),
    )
  }
}
