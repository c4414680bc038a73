import { Decimal, type Source } from '@vantage-ts/core'
import { type Abilities, abilityNames } from '@vantage-ts/core/adapter'
import { mock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { Customer, Order } from './shop.ts'

/** What a program that is not compiled might call: each needs an ability. */
const uses: { readonly [Name in keyof Abilities]?: (db: ReturnType<typeof whole>) => unknown } = {
  read: db => Order.table(db).list(),
  insert: db => Order.table(db).insert(1, { customerId: 1, total: Decimal.from('1') }),
  replace: db => Order.table(db).replace(1, { customerId: 1, total: Decimal.from('1') }),
  delete: db => Order.table(db).delete(1),
  where: db => Order.table(db).where(o => o.total.gt(Decimal.from('1'))),
  order: db => Order.table(db).orderBy(o => o.id),
  window: db => Order.table(db).limit(1),
  aggregate: db => Order.table(db).count(),
  group: db => Order.table(db).groupBy('state').aggregate({}),
  select: db => Order.table(db).where(o => o.customerId.in(Customer.table(db).fieldExpr(c => c.id))).list(), // biome-ignore format: one line
  join: db => Order.table(db).join(Customer.table(db), (o, c) => o.customerId.eq(c.id)),
  correlate: db => Customer.table(db).getLink('orders'),
  template: db => db.expr`select 1`,
  returning: db => Order.table(db).where(o => o.id.eq(1)).deleteQuery().returning(), // biome-ignore format: one line
  transaction: db => db.begin(),
  savepoint: async db => (await db.begin()).savepoint(),
}
const whole = () => mock()

test.each(Object.entries(uses))(
  'without %s, what needs it is refused as in any source, and nothing is sent',
  async (ability, use) => {
    const can = Object.fromEntries(abilityNames.map(name => [name, name !== ability && name !== 'append']))
    const db = mock({ name: 'db', can })
    const failure = await failureOf(() => use(Object(db)))
    expect(failure.kind).toBe('unsupported')
    expect(db.count()).toBe(0)
  },
)

test('without returning, what was written is read', async () => {
  const db = mock({ can: { read: true, insert: true, where: true, patch: true } })
  const customers = Customer.table(db)
  const ann = { id: 1, name: 'Ann', city: null, limit: Decimal.from('100') }
  db.expect('insert into customers (id, name, limit) values ? unless there').count(1)
  db.expect(customers.where(c => c.id.eq(1))).rows([ann])
  expect((await customers.insert(1, { name: 'Ann' })).name).toBe('Ann')
  db.verify()
})

test('a mock stands for a log, which only takes records', async () => {
  const db = mock({ can: { append: true } })
  db.expect('insert into orders (id, customerId, total, state) values (1, 2, 3.5, "open") unless there')
  const orders = Order.table(db)
  expect((await orders.insert(1, { customerId: 2, total: Decimal.from('3.5') })).state).toBe('open')
  expect((await failureOf(() => Reflect.apply(Reflect.get(orders, 'list'), orders, []))).kind).toBe('unsupported')
  db.verify()
})

test('limits are those of the source it stands for', async () => {
  const db = mock({ limits: { maxInsertRows: 2, maxListLength: 2 } })
  const customers = Customer.table(db)
  for (const { length } of [[1, 2], [3]]) db.expect(`insert into customers (id, name, limit) values ${length === 2 ? '(?, ?, ?), (?, ?, ?)' : '(?, ?, ?)'} unless there`) // biome-ignore format: one line
  expect(await customers.insertMany([1, 2, 3].map(id => ({ id, name: 'x' })))).toBe(3)
  db.expect('select count(*) from customers where id in ?').value(2)
  expect(await customers.where(c => c.id.in([1, 2, 3])).count()).toBe(4)
  const source: Source = mock({ limits: { replace: 'whole' } })
  expect((await failureOf(() => Customer.table(Object(source)).replace(1, { name: 'x' }))).kind).toBe('unsupported')
})
