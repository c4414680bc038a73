import { count, sum } from '@vantage-ts/core'
import { Client } from '../entities/client.ts'
import { Product } from '../entities/product.ts'
import { question } from './question.ts'

export const neverOrdered = question({
  name: 'never-ordered',
  title: 'Which products has nobody ordered?',
  write: ({ source }) => Product.neverOrdered(source).orderBy(product => product.name),
  answer: async (products, options) => ({
    rows: (await products.list(options)).map(({ id, name, stock }) => ({ id, name, stock })),
  }),
})

/** An expression: it may run alone, as here, or be a part of another set. */
export const stockValue = question({
  name: 'stock-value',
  title: 'What is the whole stock worth, in cents?',
  write: ({ source }) => Product.withWorth(source).sumExpr(product => product.worth),
  answer: async (worth, options) => ({ rows: [{ worth: await worth.run(options) }] }),
})

/** Groups are rows of a table: a condition on them is what SQL calls HAVING. */
export const bakeryTotals = question({
  name: 'bakery-totals',
  title: 'Bakeries with a stock worth more than 10,000 cents',
  write: ({ source }) =>
    Product.withWorth(source)
      .groupBy('bakeryId')
      .aggregate({ products: count(), pieces: sum(product => product.stock), worth: sum(product => product.worth) })
      .where(bakery => bakery.worth.gt(10_000))
      .orderBy(bakery => bakery.bakeryId),
  answer: async (bakeries, options) => ({ rows: await bakeries.list(options) }),
})

export const bestSellers = question({
  name: 'best-sellers',
  title: 'The three products of which most pieces were ordered',
  write: ({ lines }) =>
    lines
      .groupBy('productId')
      .aggregate({ pieces: sum(line => line.quantity), orders: count() })
      .orderBy(
        product => product.pieces.desc(),
        product => product.productId,
      )
      .limit(3),
  answer: async (products, options) => ({ rows: await products.list(options) }),
})

/** Many-to-many: the table in between is followed as well. */
export const boughtByPaying = question({
  name: 'bought-by-paying',
  title: 'What did clients who pay buy?',
  write: ({ source }) =>
    Client.paying(source)
      .getRef('orders')
      .getRef('products')
      .orderBy(product => product.name),
  answer: async (products, options) => ({
    rows: (await products.list(options)).map(product => ({ name: product.name, isLight: product.isLight() })),
  }),
})
