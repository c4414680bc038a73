import { expectTypeOf, test } from 'vitest'
import { type Recording, type RecordingCan, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { Column } from '../expression/expr.ts'
import { hasMany } from '../relation/ref.ts'
import { bool } from '../types/bool.ts'
import { unchecked } from '../types/cast.ts'
import { decimal } from '../types/decimal-type.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { count, sum } from './aggregators.ts'
import type { Table } from './table.ts'

interface Main extends Recording {
  readonly can: RecordingCan & { readonly join: true; readonly correlate: true }
  readonly '~vendor': 'main'
}
interface Other extends Recording {
  readonly can: RecordingCan & { readonly join: true }
  readonly '~vendor': 'other'
}
const main = unchecked<Main>(recording('main').source, 'nothing is sent')
const other = unchecked<Other>(recording('other').source, 'nothing is sent')

class Client extends Entity('clients', { id: col(text).id(), name: col(text), isPaying: col(bool) }) {
  static override refs = { orders: hasMany(() => Order, 'clientId') }
}
class Order extends Entity('orders', { id: col(text).id(), clientId: col(text), price: col(int) }) {}
class Product extends Entity('products', { id: col(text).id(), label: col(text), price: col(int) }) {}
class Summary extends Entity('summaries', {
  name: col(text),
  n: col(int).optional(),
  spent: col(int).optional(),
}) {
  label() {
    return `${this.name}: ${this.spent ?? 0}`
  }
}
class Strict extends Entity('strict', { name: col(text), n: col(int) }) {}
class Short extends Entity('clients', { id: col(text).id(), name: col(text) }) {
  greeting() {
    return `hello ${this.name}`
  }
}
class Long extends Entity('clients', { id: col(text).id(), name: col(text), email: col(text) }) {}
class Wrong extends Entity('clients', { id: col(text).id(), isPaying: col(decimal) }) {}

const clients = Client.table(main)
const orders = Order.table(main)
const perClient = orders.groupBy('clientId').aggregate({ n: count(), spent: sum(o => o.price) })

test('callbacks get one column object per side', () => {
  const joined = clients
    .join(orders, (c, o) => c.id.eq(o.clientId))
    .join(Product.table(main), (c, o, p) => p.price.eq(o.price).and(c.isPaying.eq(true)))
    .where((_c, o, p) => o.price.lt(p.price))
    .orderBy(
      (c, _o, p) => p.label.concat(c.name),
      (_c, o) => o.price.desc(),
    )
    .limit(3)
  const table = joined.select((c, o, p) => ({ name: c.name, total: o.price.plus(p.price) }))
  expectTypeOf(table.$.name).toEqualTypeOf<Column<string, Main>>()
  expectTypeOf(table.$.total).toEqualTypeOf<Column<number, Main>>()
})

test('a side that may be missing has nulls', async () => {
  const on = (c: typeof clients.$, o: typeof orders.$) => c.id.eq(o.clientId)
  const left = clients.join(orders, on, { kind: 'left' }).select((c, o) => ({ name: c.name, price: o.price }))
  expectTypeOf(await left.list()).toEqualTypeOf<{ readonly name: string; readonly price: number | null }[]>()
  const right = clients.join(orders, on, { kind: 'right' }).select((c, o) => ({ name: c.name, price: o.price }))
  expectTypeOf(await right.list()).toEqualTypeOf<{ readonly name: string | null; readonly price: number }[]>()
  const full = clients.join(orders, on, { kind: 'full' }).select((c, o) => ({ name: c.name, price: o.price }))
  expectTypeOf(await full.list()).toEqualTypeOf<{ readonly name: string | null; readonly price: number | null }[]>()
})

test('a join is read as an entity, whose columns are on some side', async () => {
  const summaries = clients.join(perClient, (c, g) => c.id.eq(g.clientId), { kind: 'left' }).intoEntity(Summary)
  expectTypeOf((await summaries.first())?.label()).toEqualTypeOf<string | undefined>()
  expectTypeOf(summaries.where(s => s.spent.gt(3)).$.n).toEqualTypeOf<Column<number | null, Main>>()
  expectTypeOf(clients.join(perClient, (c, g) => c.id.eq(g.clientId)).intoEntity(Strict).$.n).toEqualTypeOf<
    Column<number, Main>
  >()
})

test('a set is read as an entity with some of its columns, calculated ones included', async () => {
  const short = clients.where(c => c.isPaying.eq(true)).intoEntity(Short)
  expectTypeOf(short).toEqualTypeOf<Table<Main, typeof Short>>()
  expectTypeOf((await short.list())[0]?.greeting()).toEqualTypeOf<string | undefined>()
  const counted = clients.withExpression('n', t => t.getLink('orders').countExpr()).intoEntity(Strict)
  expectTypeOf(counted.$.n).toEqualTypeOf<Column<number, Main>>()
})

test('misuse does not compile', () => {
  const joined = clients.join(orders, (c, o) => c.id.eq(o.clientId))
  // @ts-expect-error a set of another database
  void (() => clients.join(Order.table(other), (c, o) => c.id.eq(o.clientId)))
  // @ts-expect-error a condition of a third set, of another database
  void (() => clients.join(orders, () => Product.table(other).$.price.gt(1)))
  // @ts-expect-error no such column on that side
  void (() => clients.join(orders, (c, o) => c.id.eq(o.clientIdd)))
  // @ts-expect-error types that do not meet
  void (() => clients.join(orders, (c, o) => c.id.eq(o.price)))
  // @ts-expect-error a column is no condition
  void (() => clients.join(orders, c => c.id))
  // @ts-expect-error no such kind
  void (() => clients.join(orders, (c, o) => c.id.eq(o.clientId), { kind: 'outer' }))
  // @ts-expect-error there are two sides
  void (() => joined.where((_c, _o, p) => p.price.gt(1)))
  // @ts-expect-error a select names columns
  void (() => joined.select((c, o) => [c.name, o.price]))
  // @ts-expect-error a value is no column
  void (() => joined.select(() => ({ x: 1 })))
  // @ts-expect-error rows of a join are not written
  void (() => joined.select(c => ({ name: c.name })).insertMany([{ name: 'x' }]))
  // @ts-expect-error no side has the column email
  void (() => joined.intoEntity(Long))
  // @ts-expect-error isPaying is no decimal
  void (() => joined.intoEntity(Wrong))
  // @ts-expect-error a left join may miss what the entity needs
  void (() => clients.join(perClient, (c, g) => c.id.eq(g.clientId), { kind: 'left' }).intoEntity(Strict))
  // @ts-expect-error the set has no column email
  void (() => clients.intoEntity(Long))
  // @ts-expect-error isPaying is no decimal
  void (() => clients.intoEntity(Wrong))
  // @ts-expect-error an instance is no entity
  void (() => clients.intoEntity({}))
  const plain = Client.table(recording('plain').source)
  // @ts-expect-error this source joins nothing
  void (() => plain.join(plain, (a, b) => a.id.eq(b.id)))
})
