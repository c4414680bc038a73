import { col, Entity, type Expr, instant, instantNs, int, period, Temporal, text } from '@vantage-ts/core'
import { expectTypeOf, test } from 'vitest'
import type { abilities } from './abilities.ts'
import { type SurrealDb, surrealdb } from './index.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), term: col(period), at: col(instant) }) {}
class Clock extends Entity('clock', { id: col(int).id(), at: col(instantNs) }) {}

const url = 'mem://'

test('a name is a type, and a named source is still a SurrealDb', () => {
  const billing = surrealdb({ url, name: 'billing' })
  expectTypeOf(billing).toEqualTypeOf<SurrealDb<'billing'>>()
  expectTypeOf(billing).toExtend<SurrealDb>()
  expectTypeOf<SurrealDb>().not.toExtend<SurrealDb<'billing'>>()
})

test('conditions of one named database do not fit another', () => {
  const billing = User.table(surrealdb({ url, name: 'billing' }))
  const shop = User.table(surrealdb({ url, name: 'shop' }))
  billing.where(u => u.id.eq(1))
  // @ts-expect-error the condition is of another database
  billing.where(shop.$.id.eq(1))
})

test('abilities are known, and a transaction has them too', () => {
  const db = surrealdb({ url })
  expectTypeOf(db.can).toEqualTypeOf<typeof abilities>()
  expectTypeOf<Awaited<ReturnType<typeof db.begin>>['source']>().toEqualTypeOf<typeof db>()
})

test('savepoints do not compile, since SurrealDB has none', async () => {
  const transaction = await surrealdb({ url }).begin()
  // @ts-expect-error no savepoints
  await transaction.savepoint()
})

test('it holds every glue type, nanoseconds included', () => {
  const db = surrealdb({ url })
  User.table(db)
  Clock.table(db)
})

test('templates take what can be bound', () => {
  const db = surrealdb({ url })
  const users = User.table(db)
  expectTypeOf(db.expr`time::now() - ${Temporal.Duration.from('PT1H')}`.as(instant)).toExtend<
    Expr<Temporal.Instant, SurrealDb>
  >()
  users.expr`string::len(${users.$.name}) + ${1}`.as(int)
  // @ts-expect-error a Date has no time zone of its own; give a Temporal.Instant
  users.expr`RETURN ${new Date()}`
})

test('an address or a client, not both', () => {
  // @ts-expect-error neither
  surrealdb({ name: 'x' })
  // @ts-expect-error no such option
  surrealdb({ url, user: 'x' })
})
