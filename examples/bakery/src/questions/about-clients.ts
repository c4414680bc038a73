import { count, sum } from '@vantage-ts/core'
import { Client } from '../entities/client.ts'
import { ClientActivity } from '../entities/client-activity.ts'
import { Order } from '../entities/order.ts'
import { type Shop, shopIn } from '../shop.ts'
import { isJoining, type JoiningSource, type ShopSource } from '../shop-source.ts'
import { question } from './question.ts'

/** A link is the related set of each row: here it makes a calculated column, by which the clients are ordered. */
export const revenuePerClient = question({
  name: 'revenue-per-client',
  title: 'What has each client ordered for, in cents?',
  write: ({ clients }) =>
    clients
      .withExpression('revenue', client =>
        client
          .getLink('orders')
          .getRef('lines')
          .sumExpr(line => line.quantity.mul(line.price)),
      )
      .orderBy(client => client.revenue.desc()),
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(({ name, revenue }) => ({ name, revenue })),
  }),
})

/** Clients on the left, groups of orders on the right: whoever has none stays, with nulls beside them. */
const joinedActivity = ({ clients, source }: Shop<JoiningSource>) =>
  clients
    .select('name')
    .join(perClient(source), (client, group) => client.id.eq(group.clientId), { kind: 'left' })
    .intoEntity(ClientActivity)
    .orderBy(activity => activity.id)

const perClient = <DS extends ShopSource>(source: DS) =>
  Order.withTotal(source)
    .groupBy('clientId')
    .aggregate({ orderCount: count(), spent: sum(order => order.total) })

/** The same from a source that joins nothing, by links. */
const linkedActivity = ({ clients }: Shop) =>
  clients
    .withExpressions({
      orderCount: client => client.getLink('orders').countExpr(),
      spent: client =>
        client
          .getLink('orders')
          .getRef('lines')
          .sumExpr(line => line.quantity.mul(line.price)),
    })
    .intoEntity(ClientActivity)
    .orderBy(activity => activity.id)

export const activity = question({
  name: 'activity',
  title: 'Which clients have orders, and which have none?',
  write: (shop: Shop) => (isJoining(shop.source) ? joinedActivity(shopIn(shop.source)) : linkedActivity(shop)),
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(client => ({
      name: client.name,
      orders: client.orderCount ?? 0,
      revenue: client.revenue(),
      hasOrdered: client.hasOrdered(),
    })),
  }),
})

/** Set methods compose, and rows are instances with methods of their own. */
export const indebted = question({
  name: 'indebted',
  title: 'Who owes the bakery money?',
  write: ({ bakeries }) =>
    bakeries
      .where(bakery => bakery.id.eq('hill_valley'))
      .getRef('clients')
      .pipe(Client.indebted),
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(client => ({ client: client.id, standing: client.standing() })),
  }),
})

/** From a product over a table in between to orders, and on to their clients: one statement. */
export const cookieBuyers = question({
  name: 'cookie-buyers',
  title: 'Who bought hoverboard cookies?',
  write: ({ products }) =>
    products
      .search('hoverboard')
      .getRef('orders')
      .getRef('client')
      .orderBy(client => client.name),
  answer: async (clients, options) => ({
    rows: (await clients.list(options)).map(({ id, name }) => ({ id, name })),
  }),
})
