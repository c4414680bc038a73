import type { TypeProject } from './type-model.ts'

const models = `import { col, decimal, Entity, instant, int, text } from '@vantage-ts/core'
export class Client extends Entity('clients', { id: col(int).id(), name: col(text), level: col(int) }) {}
export class Order extends Entity('orders', { id: col(int).id(), clientId: col(int), total: col(decimal), placed: col(instant) }) {}
`

/** Every adapter with builders, and the type of its source. */
const adapters = { postgres: 'Postgres', sqlite: 'Sqlite', surrealdb: 'SurrealDb' } as const
type AdapterName = keyof typeof adapters

/** A source as the adapter types it, and the same without its builders. */
const sources = {
  with: (type: string) => `export interface Database extends ${type} {}`,
  without: (type: string) => `export interface Database extends TransactionSource {
  readonly name: string
  readonly can: ${type}['can']
  readonly '~holds': ${type}['~holds']
  readonly '~binds': ${type}['~binds']
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
}`,
} as const

const use = (number: number): string => `
export async function use${number}(db: Database, least: Decimal) {
  const clients = Client.table(db).where(c => c.level.gt(3)).orderBy(c => c.name)
  const orders = Order.table(db).where(o => o.clientId.in(clients.fieldExpr(c => c.id))).where(o => o.total.gt(least))
  await using transaction = await db.begin()
  const moved = await Client.table(transaction.source).patch(1, { level: 4 })
  return { clients: await clients.list(), total: await orders.sum(o => o.total), moved: moved.level }
}`

const times = (count: number, part: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => part(number)).join('\n')

/** So many functions that work with tables of a database and never build a statement. */
export const unusedBuilder = (adapter: AdapterName, builder: keyof typeof sources, uses: number): TypeProject => ({
  name: `builder-unused-${adapter}-${builder}`,
  files: {
    'models.ts': models,
    'uses.ts': `import type { Bindable, Decimal, TransactionSource, UntypedExpr } from '@vantage-ts/core'
import { type ${adapters[adapter]}, ${adapter} } from '@vantage-ts/${adapter}'
import { Client, Order } from './models.ts'
${sources[builder](adapters[adapter])}
export type Imported = [Bindable<Database>, TransactionSource, UntypedExpr<Database>, typeof ${adapter}]
${times(uses, use)}
`,
  },
})

/** Three joins, a window, two sub-selects, groups, an order and a limit. */
const query = (number: number): string => `
export async function query${number}(db: Database, least: number) {
  const c = table('clients', { as: 'c', columns: ['id', 'name', 'level', 'city_id'] })
  const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total', 'placed'] })
  const l = table('lines', { as: 'l', columns: ['order_id', 'product_id', 'price', 'count'] })
  const y = table('cities', { as: 'y', columns: ['id', 'country'] })
  const q = db.query()
  const best = q.select(o.client_id, { best: max(o.total) }).from(o).groupBy(o.client_id).as('best')
  return await q
    .select(c.name, y.country, best.best, {
      lines: count(),
      spent: sum(l.price.mul(l.count)),
      place${number}: rank().over(window().partitionBy(y.country).orderBy(sum(l.price).desc())),
    })
    .from(c)
    .join(o, o.client_id.eq(c.id))
    .leftJoin(l, l.order_id.eq(o.id))
    .join(y, y.id.eq(c.city_id))
    .join(best, best.client_id.eq(c.id))
    .where(c.level.gte(3), o.id.in(q.select(l.order_id).from(l).where(l.price.gt(least))))
    .groupBy(c.name, y.country, best.best)
    .having(sum(l.price).gt(least))
    .orderBy(c.name.asc(), count().desc())
    .limit(20)
    .run()
}`

/** So many functions that each build one typical statement of a database; none imports all the same. */
export const usedBuilder = (adapter: Exclude<AdapterName, 'surrealdb'>, queries: number): TypeProject => ({
  name: `builder-used-${adapter}-${queries}`,
  files: {
    'models.ts': models,
    'uses.ts': `import type { ${adapters[adapter]} as Database } from '@vantage-ts/${adapter}'
import { count, max, rank, sum, table, window } from '@vantage-ts/${adapter}/sql'
export type Imported = [Database]
export const imported = [count, max, rank, sum, table, window].length
${times(queries, query)}
`,
  },
})

/**
 * A path along edges, a filter, a recursion, a select inside, a block with two writes, groups and an order.
 *
 * Shape: `only()` is the ONLY of SurrealQL, one record or none.
 */
const graphQuery = (number: number): string => `
export async function query${number}(db: SurrealDb, least: number) {
  const p = table('person', { fields: ['name', 'age', 'city'] })
  const b = table('buys', { fields: ['in', 'out', 'count', 'at'] })
  const q = db.query()
  const spent = math.sum(to(edges('buys').where(b.count.gte(least)).select({ cost: b.count.mul(b.out.get('price')) })).get('cost'))
  return await q
    .let('oldest', q.selectValue(math.max(p.age)).from(p).groupAll().only())
    .do(q.create(record('audit', ${number})).set({ at: time.now(), who: 'ann' }))
    .do(q.update(p).set({ age: increase(1) }).where(p.age.lt(variable('oldest'))).returning('none'))
    .return(
      q
        .select(p.name, p.city, { spent, reach: count(recurse({ to: 3, gives: 'collect' }, to('knows').to('person'))) })
        .from(p)
        .where(p.age.gt(least), p.city.inside(q.selectValue(p.city).from(p).where(p.age.gt(40))))
        .orderBy(field('spent').desc(), p.name.asc())
        .limit(20),
    )
    .run()
}`

/** The same in the language of SurrealDB. */
export const usedGraphBuilder = (queries: number): TypeProject => ({
  name: `graph-builder-used-${queries}`,
  files: {
    'models.ts': models,
    'uses.ts': `import type { SurrealDb } from '@vantage-ts/surrealdb'
import { count, edges, field, increase, math, record, recurse, table, time, to, variable } from '@vantage-ts/surrealdb/ql'
export type Imported = [SurrealDb]
export const imported = [count, edges, field, increase, math, record, recurse, table, time, to, variable].length
${times(queries, graphQuery)}
`,
  },
})
