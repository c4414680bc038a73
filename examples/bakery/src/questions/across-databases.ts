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

/** The other way there is no reference; a list of ids does as well. */
export const cookieBuyers = acrossQuestion({
  name: 'cookie-buyers',
  title: 'Who bought hoverboard cookies?',
  write: ({ clients, products }) => {
    const orders = products.search('hoverboard').getRef('orders')
    return clients
      .where(client => client.id.in(orders.fieldExpr(order => order.clientId)))
      .orderBy(client => client.name)
  },
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(({ id, name }) => ({ id, name })),
  }),
})
