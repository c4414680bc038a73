import { VantageError } from '@vantage-ts/core'
import { type Mock, mock } from '@vantage-ts/mock'
import { Order } from './shop.ts'

/** What a test does with a mock, whatever runner it is in. Errors: the text of what went wrong. */
export async function useMock(): Promise<Mock> {
  const db = mock({ name: 'db' })
  const orders = Order.table(db)
  const complaint: unknown = await orders.count().catch((thrown: unknown) => thrown)
  if (!VantageError.is(complaint) || complaint.kind !== 'unexpected-query') throw new Error('it did not complain')
  db.reset()
  db.expect(orders.countExpr()).value(3).after(50)
  const counted = await db.clock.run(() => orders.count())
  if (counted !== 3 || db.clock.nowMs !== 50) throw new Error(`it answered ${counted} after ${db.clock.nowMs} ms`)
  db.verify()
  return db
}
