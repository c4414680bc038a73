import { acrossQuestion } from './question.ts'

/** The ids of the clients go from SQLite to PostgreSQL: one statement each. */
export const ordersOfPaying = acrossQuestion({
  name: 'orders-of-paying',
  title: 'Which orders are of clients who pay?',
  write: ({ clients }) =>
    clients
      .where(client => client.isPaying.eq(true))
      .getRef('orders')
      .orderBy(order => order.id),
  answer: async (orders, options) => ({
    rows: (await orders.list(options)).map(({ id, clientId }) => ({ id, clientId })),
  }),
})

/** Behind the first step everything is in PostgreSQL, and stays one statement there. */
export const boughtByPaying = acrossQuestion({
  name: 'bought-by-paying',
  title: 'What did clients who pay buy?',
  write: ({ clients }) =>
    clients
      .where(client => client.isPaying.eq(true))
      .getRef('orders')
      .getRef('products')
      .orderBy(product => product.name),
  answer: async (products, options) => ({
    rows: (await products.list(options)).map(product => ({ name: product.name, isLight: product.isLight() })),
  }),
})

/** The other way round: the ids of the clients come from PostgreSQL, by the reference of an order. */
export const cookieBuyers = acrossQuestion({
  name: 'cookie-buyers',
  title: 'Who bought hoverboard cookies?',
  write: ({ orders, products }) => {
    const lines = products.search('hoverboard').getRef('lines')
    return orders
      .where(order => order.id.in(lines.fieldExpr(line => line.orderId)))
      .getRef('client')
      .orderBy(client => client.name)
  },
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(({ id, name }) => ({ id, name })),
  }),
})
