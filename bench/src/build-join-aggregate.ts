import { col, count, Entity, int, sum, text } from '@vantage-ts/core'
import { renderingSource } from './build-source.ts'
import { comparison } from './comparison.ts'
import { compilingKysely } from './compiling-kysely.ts'
import type { Contender } from './contender.ts'

class Client extends Entity('clients', { id: col(int).id(), city: col(text), level: col(int) }) {}
class Order extends Entity('orders', { id: col(int).id(), clientId: col(int), total: col(int) }) {}
class Refund extends Entity('refunds', { id: col(int).id(), orderId: col(int), amount: col(int) }) {}

interface Database {
  readonly clients: { id: number; city: string; level: number }
  readonly orders: { id: number; clientId: number; total: number }
  readonly refunds: { id: number; orderId: number; amount: number }
}

const leastOf = (turn: number): number => 10 + (turn % 50)

/** Orders of clients, by city: how many and how much, without those that were refunded; cities with more than two. */
function ours(): Contender {
  const { source, last } = renderingSource()
  const [clients, orders, refunds] = [Client.table(source), Order.table(source), Refund.table(source)]
  return {
    name: 'vantage',
    run(turn) {
      // The source answers at once, so everything up to the driver has happened when the promise is there.
      void clients
        .join(orders, (c, o) => o.clientId.eq(c.id))
        .where((c, o) => c.level.gte(3).and(o.total.gte(leastOf(turn))))
        .where((_c, o) => o.id.notIn(refunds.where(r => r.amount.gt(5)).fieldExpr(r => r.orderId)))
        .select((c, o) => ({ city: c.city, total: o.total }))
        .groupBy('city')
        .aggregate({ n: count(), total: sum(o => o.total) })
        .where(g => g.n.gt(2))
        .list()
      return last()
    },
  }
}

function kysely(): Contender {
  const db = compilingKysely<Database>()
  return {
    name: 'kysely',
    run: turn =>
      db
        .selectFrom('clients as c')
        .innerJoin('orders as o', 'o.clientId', 'c.id')
        .where('c.level', '>=', 3)
        .where('o.total', '>=', leastOf(turn))
        .where('o.id', 'not in', eb => eb.selectFrom('refunds').select('orderId').where('amount', '>', 5))
        .groupBy('c.city')
        .select(eb => ['c.city', eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('o.total').as('total')])
        .having(eb => eb.fn.countAll(), '>', 2)
        .compile(),
  }
}

/** How many values are bound. */
const boundCount = (built: unknown): unknown =>
  typeof built === 'object' && built !== null && 'parameters' in built && Array.isArray(built.parameters)
    ? built.parameters.length
    : undefined

export const buildJoinAggregate = comparison({
  name: 'build-join-aggregate',
  about: 'a join with a sub-select, grouped and aggregated, to text and values, no database; baseline: Kysely',
  unit: 'us',
  target: 0.5,
  timing: 'direct',
  answer: boundCount,
  open: async () => ({ baseline: kysely(), ours: ours(), [Symbol.asyncDispose]: async () => {} }),
})
