import { expectTypeOf, test } from 'vitest'
import { type Recording, type RecordingCan, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { Column } from '../expression/expr.ts'
import { hasMany } from '../relation/ref.ts'
import type { Source } from '../source/source.ts'
import { bool } from '../types/bool.ts'
import { unchecked } from '../types/cast.ts'
import type { Decimal } from '../types/decimal.ts'
import { decimal } from '../types/decimal-type.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { avg, count, max, min, sum } from './aggregators.ts'
import type { Table } from './table.ts'

interface Main extends Recording {
  readonly can: RecordingCan & { readonly correlate: true }
  readonly '~vendor': 'main'
}
interface Log extends Source {
  readonly can: { readonly read: true; readonly where: true }
  readonly '~holds': (typeName: 'text' | 'int' | 'bool' | 'decimal') => void
}
const main = unchecked<Main>(recording('main').source, 'nothing is sent')
const log = unchecked<Log>(recording('log').source, 'nothing is sent')

class Client extends Entity('clients', {
  id: col(text).id(),
  name: col(text),
  isPaying: col(bool),
  balance: col(decimal),
  age: col(int).optional(),
}) {
  static override refs = { orders: hasMany(() => Order, 'clientId') }
  label() {
    return this.name
  }
}
class Order extends Entity('orders', { id: col(text).id(), clientId: col(text), price: col(int) }) {}
const clients = Client.table(main)

test('groups are rows of their columns and of what is computed', async () => {
  const groups = clients.groupBy('isPaying', 'age').aggregate({
    n: count(),
    known: count(c => c.age),
    balance: sum(c => c.balance),
    mean: avg(c => c.balance),
    years: avg(c => c.age),
    oldest: max(c => c.age),
    first: min(c => c.name),
  })
  const [row] = await groups.list()
  expectTypeOf(row?.isPaying).toEqualTypeOf<boolean | undefined>()
  expectTypeOf(row?.age).toEqualTypeOf<number | null | undefined>()
  expectTypeOf(row?.n).toEqualTypeOf<number | undefined>()
  expectTypeOf(row?.known).toEqualTypeOf<number | undefined>()
  expectTypeOf(row?.balance).toEqualTypeOf<Decimal | undefined>()
  expectTypeOf(row?.mean).toEqualTypeOf<Decimal | undefined>()
  expectTypeOf(row?.years).toEqualTypeOf<number | null | undefined>()
  expectTypeOf(row?.oldest).toEqualTypeOf<number | null | undefined>()
  expectTypeOf(row?.first).toEqualTypeOf<string | undefined>()
  expectTypeOf(groups.$.balance).toEqualTypeOf<Column<Decimal, Main>>()
  expectTypeOf(clients.groupBy().aggregate({ n: count() }).$.n).toEqualTypeOf<Column<number, Main>>()
})

test('groups are tables: narrowed, ordered, grouped again, operands of others', () => {
  const perClient = Order.table(main)
    .groupBy('clientId')
    .aggregate({ total: sum(o => o.price) })
  const large = perClient.where(g => g.total.gt(100)).orderBy(g => g.total.desc())
  expectTypeOf(clients.where(c => c.id.in(large.fieldExpr(g => g.clientId)))).toEqualTypeOf<
    Table<Main, typeof Client>
  >()
  const again = large.groupBy('total').aggregate({ clients: count() })
  expectTypeOf(again.$.clients).toEqualTypeOf<Column<number, Main>>()
})

test('calculated columns are grouped by and computed over', () => {
  const busy = clients.withExpressions({
    orderCount: t => t.getLink('orders').countExpr(),
    spent: t => t.getLink('orders').sumExpr(o => o.price),
  })
  const groups = busy.groupBy('orderCount').aggregate({ spent: sum(c => c.spent) })
  expectTypeOf(groups.$.orderCount).toEqualTypeOf<Column<number, Main>>()
  expectTypeOf(groups.$.spent).toEqualTypeOf<Column<number, Main>>()
})

test('chosen columns, the id and what is calculated over them are keys', () => {
  const chosen = clients.select('name').withExpression('size', t => t.$.name.length())
  expectTypeOf(chosen.groupBy('name', 'id', 'size').aggregate({ n: count() }).$.size).toEqualTypeOf<
    Column<number, Main>
  >()
})

test('a set as a source keeps its entity', () => {
  expectTypeOf(clients.limit(3).asSource()).toEqualTypeOf<Table<Main, typeof Client>>()
})

test('misuse does not compile', () => {
  // @ts-expect-error no such column
  void (() => clients.groupBy('nme'))
  // @ts-expect-error a method of the entity is no column
  void (() => clients.groupBy('label'))
  // @ts-expect-error a column that was not chosen
  void (() => clients.select('name').groupBy('age'))
  // @ts-expect-error text does not add up
  void (() => clients.groupBy('isPaying').aggregate({ x: sum(c => c.name) }))
  // @ts-expect-error truth values have no mean
  void (() => clients.groupBy('isPaying').aggregate({ x: avg(c => c.isPaying) }))
  // @ts-expect-error truth values have no order
  void (() => clients.groupBy('name').aggregate({ x: max(c => c.isPaying) }))
  // @ts-expect-error an unknown column of an aggregator
  void (() => clients.groupBy('name').aggregate({ x: sum(c => c.blance) }))
  // @ts-expect-error a column is no aggregator
  void (() => clients.groupBy('name').aggregate({ x: clients.$.balance }))
  // @ts-expect-error a number is no aggregator
  void (() => clients.groupBy('name').aggregate({ x: 1 }))
  const groups = clients.groupBy('isPaying').aggregate({ n: count() })
  // @ts-expect-error a column of the rows, not of the groups
  void (() => groups.where(g => g.balance.gt(1)))
  // @ts-expect-error the type of what is computed holds
  void (() => groups.where(g => g.n.eq('1')))
  // @ts-expect-error groups are not written
  void (() => groups.insertMany([{ isPaying: true, n: 1 }]))
  // @ts-expect-error groups are not changed
  void (() => groups.patch('x', { n: 1 }))
  // @ts-expect-error groups have no references
  void (() => groups.getRef('orders'))
  // @ts-expect-error this source makes no groups
  void (() => Client.table(log).groupBy('name'))
})
