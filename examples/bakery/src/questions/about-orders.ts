import { sum } from '@vantage-ts/core'
import { Client } from '../entities/client.ts'
import { Order } from '../entities/order.ts'
import { OrderLine } from '../entities/order-line.ts'
import { question } from './question.ts'

/** A set leads to a set: a sub-query, however many clients pay. */
export const ordersOfPaying = question({
  name: 'orders-of-paying',
  title: 'Which orders are of clients who pay?',
  write: ({ source }) =>
    Client.paying(source)
      .getRef('orders')
      .orderBy(order => order.id),
  answer: async (orders, options) => ({
    rows: (await orders.list(options)).map(({ id, clientId }) => ({ id, clientId })),
  }),
})

/** A calculated column over a link, then groups over the column. */
export const caloriesPerOrder = question({
  name: 'calories-per-order',
  title: 'How many calories has each order?',
  write: ({ source }) =>
    OrderLine.withProduct(source)
      .groupBy('orderId')
      .aggregate({ calories: sum(line => line.calories), pieces: sum(line => line.quantity) })
      .orderBy(order => order.orderId),
  answer: async (orders, options) => ({ rows: await orders.list(options) }),
})

/** Two columns of one row meet, one of which is of another table. */
export const outOfStock = question({
  name: 'out-of-stock',
  title: 'Which orders want more than there is?',
  write: ({ source }) => OrderLine.withProduct(source).where(line => line.quantity.gt(line.stock)),
  answer: async (lines, options) => ({
    rows: (await lines.list(options)).map(({ orderId, productId, quantity, stock }) => ({
      orderId,
      productId,
      quantity,
      stock,
    })),
  }),
})

/** Aggregates pass over calculated columns like over stored ones. */
export const meanOrder = question({
  name: 'mean-order',
  title: 'What does an order come to on average, in cents?',
  write: ({ source }) => Order.withTotal(source).avgExpr(order => order.total),
  answer: async (mean, options) => ({ rows: [{ mean: await mean.run(options) }] }),
})
