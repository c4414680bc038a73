import { expectTypeOf, test } from 'vitest'
import { type Recording, recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import type { Column, Expr } from '../expression/expr.ts'
import { deferred, expr, now } from '../expression/functions.ts'
import type { AggregateSource, SelectSource, Source } from '../source/source.ts'
import { bool } from '../types/bool.ts'
import type { Decimal } from '../types/decimal.ts'
import { decimal } from '../types/decimal-type.ts'
import { duration } from '../types/duration.ts'
import { float } from '../types/float.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { type Uuid, uuid } from '../types/uuid.ts'
import type { Table } from './table.ts'

interface Log extends Source {
  readonly can: { readonly read: true; readonly append: true; readonly where: true }
  readonly '~holds': (typeName: 'text' | 'int') => void
  readonly '~vendor': 'log'
}
interface Other extends Recording {
  readonly '~vendor': 'other'
}
declare const main: Recording & { readonly '~vendor': 'main' }
type Main = typeof main
const other = recording('other').source as Other
const log = recording('log').source as unknown as Log

class User extends Entity('users', {
  id: col(uuid).id(),
  name: col(text),
  age: col(int),
  email: col(text).optional(),
  isVip: col(bool).default(false),
  balance: col(decimal),
  lastOperation: col(instant),
}) {
  greeting() {
    return `hello ${this.name}`
  }
  static vips<DS extends SelectSource & Recording>(db: DS) {
    return User.table(db).where(u => u.isVip.eq(true))
  }
}
class Session extends Entity('sessions', {
  id: col(uuid).id(),
  userId: col(uuid),
  length: col(duration),
  start: col(instant),
}) {
  static ofVips(db: Main) {
    return Session.table(db).where(s => s.userId.in(User.vips(db).fieldExpr(u => u.id)))
  }
}
class Pair extends Entity('pairs', { a: col(int).id(), b: col(text).id(), n: col(int) }) {}
class Note extends Entity('notes', { id: col(int).id(), name: col(text) }) {}
class Fact extends Entity('facts', { what: col(text) }) {}

const users = User.table(main)
const sessions = Session.table(other)

test('rows, columns and sets carry their types', async () => {
  expectTypeOf(users).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(users.$.age).toEqualTypeOf<Column<number, Main>>()
  expectTypeOf(users.$.email).toEqualTypeOf<Column<string | null, Main>>()
  expectTypeOf(await users.list()).toEqualTypeOf<User[]>()
  expectTypeOf(await users.get('x')).toEqualTypeOf<User | undefined>()
  expectTypeOf((await users.list())[0]?.greeting()).toEqualTypeOf<string | undefined>()
  expectTypeOf(await users.select('name').list()).toEqualTypeOf<{ name: string; id: Uuid }[]>()
  for await (const user of users) expectTypeOf(user).toEqualTypeOf<User>()
})

test('operands may be of any source; the result stays with its set', () => {
  const length = sessions.expr`time::now() - ${sessions.$.start}`.as(duration)
  expectTypeOf(length).toEqualTypeOf<Expr<Temporal.Duration, Other>>()
  expectTypeOf(users.where(u => u.lastOperation.gt(now().minus(length)))).toEqualTypeOf<Table<Main, typeof User>>()
  expectTypeOf(users.where(u => u.lastOperation.gt(expr`now() - ${length}`))).toEqualTypeOf<Table<Main, typeof User>>()
  users.where(u => u.id.in(sessions.fieldExpr(s => s.userId)))
  users.orderBy(
    u => u.balance,
    u => u.lastOperation.desc(),
    u => u.name.lower(),
    users.$.age,
  )
  sessions.orderBy(s => s.length)
  users.where(u => u.age.gt(deferred(int, async () => 3)))
  expectTypeOf(users.$.lastOperation.minus(users.$.lastOperation)).toEqualTypeOf<Expr<Temporal.Duration, Main>>()
  expectTypeOf(users.$.age.div(2)).toEqualTypeOf<Expr<number | null, Main>>()
})

test('coalesce gives null only where both sides may', () => {
  const { email, name, id, age } = users.$
  expectTypeOf(email.coalesce('?')).toEqualTypeOf<Expr<string, Main>>()
  expectTypeOf(email.coalesce(name)).toEqualTypeOf<Expr<string, Main>>()
  expectTypeOf(email.coalesce(email)).toEqualTypeOf<Expr<string | null, Main>>()
  expectTypeOf(email.coalesce(email).coalesce('?')).toEqualTypeOf<Expr<string, Main>>()
  expectTypeOf(name.coalesce(email)).toEqualTypeOf<Expr<string, Main>>()
  expectTypeOf(id.coalesce('00000000-0000-4000-8000-000000000000')).toEqualTypeOf<Expr<Uuid, Main>>()
  expectTypeOf(age.div(2).coalesce(age.div(3))).toEqualTypeOf<Expr<number | null, Main>>()
  // @ts-expect-error the name may not be null
  users.insertFrom(users, u => ({ id: u.id, name: u.email.coalesce(u.email), age: 1, balance: u.balance }))
})

test('trios', () => {
  expectTypeOf(users.sum(u => u.balance)).toExtend<Promise<Decimal>>()
  expectTypeOf(users.avg(u => u.age)).toExtend<Promise<number | undefined>>()
  expectTypeOf(users.sumExpr(u => u.balance)).toEqualTypeOf<Expr<Decimal, Main>>()
  expectTypeOf(users.maxExpr(u => u.age)).toEqualTypeOf<Expr<number | null, Main>>()
  expectTypeOf(
    users
      .sumQuery(u => u.balance)
      .where(u => u.isVip)
      .run(),
  ).toExtend<Promise<Decimal>>()
})

test('business code is generic over abilities', () => {
  const total = <S extends AggregateSource>(t: Table<S, typeof User>): Expr<Decimal, S> =>
    t.where(u => u.isVip.eq(true)).sumExpr(t.$.balance)
  expectTypeOf(total(users)).toEqualTypeOf<Expr<Decimal, Main>>()
  expectTypeOf(users.pipe(total)).toEqualTypeOf<Expr<Decimal, Main>>()
})

test('writes', async () => {
  const record = { name: 'a', age: 1, balance: {} as Decimal, lastOperation: {} as Temporal.Instant }
  expectTypeOf(await users.insert('x', record)).toEqualTypeOf<User>()
  await users.insert('x', { ...record, email: null, isVip: true })
  await users.insertMany([{ id: 'x', ...record }])
  await Pair.table(main).insert({ a: 1, b: 'x' }, { n: 1 })
  await Note.table(log).insert(1, { name: 'x' })
  // @ts-expect-error a required column is missing
  await users.insert('x', { name: 'a' })
  // @ts-expect-error the id is given apart
  await users.insert('x', { id: 'x', ...record })
  // @ts-expect-error ids cannot be patched
  await users.patch('x', { id: 'y' })
  // @ts-expect-error half a composite key
  await Pair.table(main).get({ a: 1 })
  // @ts-expect-error a table without id has no by-id calls
  await Fact.table(main).get('x')
  // @ts-expect-error a log does not patch
  await Note.table(log).patch(1, { name: 'x' })
  // @ts-expect-error chosen columns are read-only
  await users.select('name').insert('x', record)
})

test('misuse does not compile', () => {
  const length = sessions.$.length
  // @ts-expect-error unknown column
  void (() => users.where(u => u.agee.gt(1)))
  // @ts-expect-error text where a number is expected
  users.where(u => u.age.gt('x'))
  // @ts-expect-error a duration where a number is expected
  users.where(u => u.age.gt(length))
  // @ts-expect-error a condition of another source
  void (() => users.where(sessions.$.userId.eq('x')))
  // @ts-expect-error = NULL
  void (() => users.where(u => u.email.eq(null)))
  // @ts-expect-error truth values have no order
  void (() => users.where(u => u.isVip.gt(true)))
  // @ts-expect-error a column of another source
  void (() => users.sumExpr(() => sessions.$.length))
  // @ts-expect-error a column of another source
  void (() => users.fieldExpr(sessions.$.userId))
  // @ts-expect-error text does not add up
  void (() => users.sumExpr(u => u.name))
  // @ts-expect-error the log cannot hold the columns' types
  void (() => User.table(log))
  // a storage of its own makes up for it
  void (() => User.table(log, { columns: { id: { storage: { name: 'text' } } } }))
  // @ts-expect-error a column that is not there
  void (() => Note.table(log, { columns: { nmae: 'full_name' } }))
  // @ts-expect-error the log cannot aggregate
  void (() => Note.table(log).count())
  // @ts-expect-error the log cannot be limited
  void (() => Note.table(log).limit(1))
  // @ts-expect-error a period is nothing this source binds
  void (() => users.expr`${{}}`)
  // @ts-expect-error another element type
  void (() => users.where(u => u.age.in(users.fieldExpr(x => x.name))))
  // @ts-expect-error an operator of text
  void (() => users.where(u => u.age.contains('1')))
  // @ts-expect-error float default for text
  void (() => col(text).default(1))
  expectTypeOf(col(float).optional()).toExtend<{ readonly '~t': number | null }>()
})
