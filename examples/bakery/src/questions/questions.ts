import { activity, cookieBuyers, indebted, revenuePerClient } from './about-clients.ts'
import { caloriesPerOrder, meanOrder, ordersOfPaying, outOfStock } from './about-orders.ts'
import { bakeryTotals, bestSellers, boughtByPaying, neverOrdered, stockValue } from './about-products.ts'
import * as across from './across-databases.ts'
import type { AcrossQuestion, ShopQuestion } from './question.ts'

/** Every question, in the order in which they are asked. */
export const questions: readonly ShopQuestion[] = [
  ordersOfPaying,
  boughtByPaying,
  cookieBuyers,
  neverOrdered,
  revenuePerClient,
  activity,
  indebted,
  caloriesPerOrder,
  outOfStock,
  meanOrder,
  bakeryTotals,
  bestSellers,
  stockValue,
]

/** Those that are asked of two databases besides. */
export const acrossQuestions: readonly AcrossQuestion[] = [
  across.ordersOfPaying,
  across.boughtByPaying,
  across.cookieBuyers,
]
