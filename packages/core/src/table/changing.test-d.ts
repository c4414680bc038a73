import { expectTypeOf, test } from 'vitest'
import { type Recording, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import type { UntypedRecord } from '../column/model.ts'
import { Entity } from '../entity/entity.ts'
import type { Expr } from '../expression/expr.ts'
import { deferred, now } from '../expression/functions.ts'
import type { Can } from '../source/abilities.ts'
import type { Source, WriteSource } from '../source/source.ts'
import { bool } from '../types/bool.ts'
import { enumOf } from '../types/enum-of.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { uuid } from '../types/uuid.ts'
import type { ChangeQuery, ReturningQuery, UpdateQuery } from './changing.ts'
import type { Table } from './table.ts'

interface Log extends Source {
  readonly can: { readonly read: true; readonly append: true; readonly where: true }
  readonly '~holds': (typeName: 'text' | 'int' | 'uuid' | 'bool' | 'enum' | 'instant') => void
}
interface Silent extends Source {
  readonly can: {
    readonly read: true
    readonly insert: true
    readonly patch: true
    readonly delete: true
    readonly where: true
  }
  readonly '~holds': (typeName: 'text' | 'int' | 'uuid' | 'bool' | 'enum' | 'instant') => void
}
interface Main extends Recording {
  readonly '~holds': (typeName: string) => void
  readonly '~vendor': 'main'
}
declare const main: Main
declare const log: Log
declare const silent: Silent
const other = recording('other').source

class User extends Entity('users', {
  id: col(uuid).id(),
  status: col(enumOf('usual', 'premium')),
  age: col(int),
  email: col(text).optional(),
  isVip: col(bool).default(false),
  changed: col(instant),
}) {}
class Order extends Entity('orders', {
  id: col(int).id(),
  price: col(int),
  count: col(int),
  total: col(int),
  note: col(text).optional(),
}) {}
class Archive extends Entity('archive', {
  id: col(int).id(),
  total: col(int),
  note: col(text).optional(),
  place: col(text).default('here'),
}) {}
class Session extends Entity('sessions', { id: col(int).id(), userId: col(uuid), minutes: col(int).optional() }) {}

const users = User.table(main)
const orders = Order.table(main)
const archive = Archive.table(main)
const vips = users.where(u => u.isVip.eq(true))
const plain = vips.updateQuery()

test('updates take values and expressions of the type of the column', async () => {
  const update = vips
    .updateQuery()
    .set(u => u.status, 'premium')
    .set(
      u => u.age,
      u => u.age.plus(1),
    )
    .set('email', null)
    .set('email', u => u.status)
    .set(users.$.isVip, false)
    .set('changed', now())
    .set(
      'age',
      deferred(int, async () => 3),
    )
    .set('age', Session.table(other).countExpr())
  expectTypeOf(update).toEqualTypeOf<UpdateQuery<Main, typeof User>>()
  expectTypeOf(await update.run()).toEqualTypeOf<number>()
  expectTypeOf(update.expr()).toEqualTypeOf<Expr<number, Main>>()
  const shortest = Session.table(other).minExpr(s => s.minutes)
  const three = deferred(text, async () => '3')
  // @ts-expect-error the column is not optional
  plain.set('age', null)
  // @ts-expect-error the column is not optional
  plain.set(u => u.age, null)
  // @ts-expect-error the expression may be null
  plain.set('age', shortest)
  // @ts-expect-error the expression may be null
  plain.set(u => u.status, users.$.email)
  // @ts-expect-error no member of the enum
  plain.set('status', 'vip')
  // @ts-expect-error no member of the enum
  plain.set(u => u.status, 'vip')
  // @ts-expect-error another type
  plain.set('age', '36')
  // @ts-expect-error another type
  plain.set('age', u => u.email)
  // @ts-expect-error no such column
  plain.set('ages', 36)
  // @ts-expect-error ids stay
  plain.set('id', '00000000-0000-4000-8000-000000000000')
  // @ts-expect-error text into a number
  plain.set('age', three)
})

test('changed rows are entities, or plain rows of the named columns', async () => {
  const deleted = vips.deleteQuery()
  expectTypeOf(deleted).toEqualTypeOf<ChangeQuery<Main, typeof User>>()
  expectTypeOf(deleted.returning()).toEqualTypeOf<ReturningQuery<User>>()
  expectTypeOf(await deleted.returning().run()).toEqualTypeOf<User[]>()
  const [row] = await orders
    .where(o => o.id.eq(1))
    .updateQuery()
    .set('total', o => o.price.mul(o.count))
    .returning('id', 'total')
    .run()
  expectTypeOf(row).toEqualTypeOf<
    Pick<{ id: number; price: number; count: number; total: number; note: string | null }, 'id' | 'total'> | undefined
  >()
  // @ts-expect-error no such column
  deleted.returning('ages')
})

test('inserts from sets give every required column a value of its type', () => {
  expectTypeOf(archive.insertFrom(orders)).toEqualTypeOf<ChangeQuery<Main, typeof Archive>>()
  archive.insertFrom(orders.select('total', 'note'))
  archive.insertFrom(Order.table(other))
  archive.insertFrom(orders, o => ({ id: o.id, total: o.price.mul(2) }))
  archive.insertFrom(Order.table(other), o => ({ id: o.id, total: 5, note: null, place: o.note.coalesce('?') }))
  archive.insertFrom(orders, () => ({ total: Session.table(other).countExpr() }))
  // @ts-expect-error the required total is missing
  archive.insertFrom(orders, o => ({ id: o.id }))
  // @ts-expect-error the required total may be null
  archive.insertFrom(Session.table(main), s => ({ id: s.id, total: s.minutes }))
  // @ts-expect-error the total is a number
  archive.insertFrom(orders, o => ({ id: o.id, total: o.note }))
  // @ts-expect-error sessions have no total
  archive.insertFrom(Session.table(main))
  // @ts-expect-error the chosen columns lack the total
  archive.insertFrom(orders.select('note'))
})

test('insert queries take records', () => {
  archive.insertQuery({ id: 1, total: 2 })
  archive.insertQuery([
    { total: 2, note: null },
    { id: 1, total: 2, place: 'there' },
  ])
  // @ts-expect-error the required total is missing
  archive.insertQuery({ id: 1 })
  // @ts-expect-error the total is a number
  archive.insertQuery([{ id: 1, total: '2' }])
})

test('abilities are needed', () => {
  const logged = User.table(log)
  logged.insertQuery([])
  logged.insertFrom(users)
  // @ts-expect-error a log changes no rows
  logged.updateQuery()
  // @ts-expect-error a log removes no rows
  logged.deleteQuery()
  // @ts-expect-error a log gives no rows back
  logged.insertQuery([]).returning()
  const quiet = User.table(silent).where(u => u.isVip.eq(true))
  quiet.deleteQuery().run()
  // @ts-expect-error this source gives no written rows back
  quiet.deleteQuery().returning()
  // @ts-expect-error this source gives no written rows back
  quiet.updateQuery().set('age', 1).returning('age')
})

test('generic code changes sets of any source that can', async () => {
  const promote = <DS extends WriteSource>(set: Table<DS, typeof User>) =>
    set
      .updateQuery()
      .set('status', 'premium')
      .set('age', u => u.age.plus(1))
      .run()
  expectTypeOf(await promote(vips)).toEqualTypeOf<number>()
  const emptied = <DS extends WriteSource & { readonly can: Can<'returning'>['can'] }>(set: Table<DS, typeof User>) =>
    set.deleteQuery().returning()
  expectTypeOf(await emptied(vips).run()).toEqualTypeOf<User[]>()
})

test('untyped records have the same changes, checked when they are built', async () => {
  const records = users.records()
  expectTypeOf(await records.updateQuery({ everything: true }).set('age', 3).run()).toEqualTypeOf<number>()
  expectTypeOf(await records.deleteQuery({ everything: true }).returning().run()).toEqualTypeOf<UntypedRecord[]>()
  records.insertQuery([{ anything: 1 }])
  records.insertFrom(orders.records())
})

test('sets of chosen columns are read-only', () => {
  const chosen = vips.select('age')
  // @ts-expect-error a set of chosen columns is read-only
  chosen.updateQuery().set('age', 1)
  // @ts-expect-error a set of chosen columns is read-only
  chosen.insertQuery({ age: 1 })
})
