import { col, Entity, hasOne, int, text } from '@vantage-ts/core'
import type { ShopSource } from '../shop-source.ts'
import { Order } from './order.ts'
import { Product } from './product.ts'

/** So many pieces of a product in an order. A key of two columns: an order has a product once. */
export class OrderLine extends Entity('order_lines', {
  orderId: col(text).id().named('order_id'),
  productId: col(text).id().named('product_id'),
  quantity: col(int),
  /** Cents for one piece, as it was then. */
  price: col(int),
}) {
  static override refs = {
    order: hasOne(() => Order, 'orderId'),
    product: hasOne(() => Product, 'productId'),
  }

  /** Set method: the lines with what their product says: the calories of all pieces, and how many are in the shop. */
  static withProduct<DS extends ShopSource>(db: DS) {
    return OrderLine.table(db).withExpressions({
      calories: line =>
        line
          .getLink('product')
          .sumExpr(product => product.calories)
          .mul(line.$.quantity),
      stock: line => line.getLink('product').sumExpr(product => product.stock),
    })
  }
}
