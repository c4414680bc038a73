import { sqlite } from '@vantage-ts/sqlite'
import { count, rank, sum, table, window } from '@vantage-ts/sqlite/sql'
import { comparison } from './comparison.ts'
import { compilingKysely } from './compiling-kysely.ts'
import type { Contender } from './contender.ts'

interface Database {
  readonly clients: { id: number; name: string; city: string; level: number }
  readonly orders: { id: number; clientId: number; shopId: number; total: number }
  readonly shops: { id: number; city: string; isOpen: number }
  readonly refunds: { id: number; orderId: number; amount: number }
}

const leastOf = (turn: number): number => 10 + (turn % 50)

const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })
const o = table('orders', { as: 'o', columns: ['id', 'clientId', 'shopId', 'total'] })
const s = table('shops', { as: 's', columns: ['id', 'city', 'isOpen'] })
const r = table('refunds', { as: 'r', columns: ['id', 'orderId', 'amount'] })
const r2 = table('refunds', { as: 'r2', columns: ['id', 'orderId', 'amount'] })

/** Orders with their clients, shops and refunds: their place in the city, without those that were refunded in full. */
function ours(): Contender & { close(): Promise<void> } {
  const db = sqlite({ file: ':memory:' })
  const q = db.query()
  return {
    name: 'vantage',
    run: turn =>
      q
        .select(o.id, {
          client: c.name,
          total: o.total,
          place: rank().over(window().partitionBy(c.city).orderBy(o.total.desc())),
          refunds: q.select(count()).from(r2).where(r2.orderId.eq(o.id)),
        })
        .from(o)
        .join(c, c.id.eq(o.clientId))
        .join(s, s.id.eq(o.shopId))
        .leftJoin(r, r.orderId.eq(o.id))
        .where(c.level.gte(3), o.total.gte(leastOf(turn)), s.isOpen.eq(1))
        .where(o.id.notIn(q.select(r2.orderId).from(r2).groupBy(r2.orderId).having(sum(r2.amount).gte(100))))
        .orderBy(o.total.desc(), o.id.asc())
        .limit(20)
        .render(),
    close: () => db.close(),
  }
}

function kysely(): Contender {
  const db = compilingKysely<Database>()
  return {
    name: 'kysely',
    run: turn =>
      db
        .selectFrom('orders as o')
        .innerJoin('clients as c', 'c.id', 'o.clientId')
        .innerJoin('shops as s', 's.id', 'o.shopId')
        .leftJoin('refunds as r', 'r.orderId', 'o.id')
        .select(eb => [
          'o.id',
          'c.name as client',
          'o.total',
          eb.fn
            .agg<number>('rank')
            .over(over => over.partitionBy('c.city').orderBy('o.total', 'desc'))
            .as('place'),
          eb
            .selectFrom('refunds as r2')
            .select(inner => inner.fn.countAll<number>().as('n'))
            .whereRef('r2.orderId', '=', 'o.id')
            .as('refunds'),
        ])
        .where('c.level', '>=', 3)
        .where('o.total', '>=', leastOf(turn))
        .where('s.isOpen', '=', 1)
        .where('o.id', 'not in', eb =>
          eb
            .selectFrom('refunds as r2')
            .select('r2.orderId')
            .groupBy('r2.orderId')
            .having(inner => inner.fn.sum('r2.amount'), '>=', 100),
        )
        .orderBy('o.total', 'desc')
        .orderBy('o.id', 'asc')
        .limit(20)
        .compile(),
  }
}

/** How many values are bound. */
function boundCount(built: unknown): unknown {
  if (typeof built !== 'object' || built === null) return undefined
  const values = 'parameters' in built ? built.parameters : 'values' in built ? built.values : undefined
  return Array.isArray(values) ? values.length : undefined
}

export const buildVendorSelect = comparison({
  name: 'build-vendor-select',
  about:
    'a select with three joins, a window and two sub-selects, built in the language of SQLite, to text and values; baseline: Kysely',
  unit: 'us',
  target: 0.7,
  timing: 'direct',
  answer: boundCount,
  async open() {
    const own = ours()
    return { baseline: kysely(), ours: own, [Symbol.asyncDispose]: () => own.close() }
  },
})
