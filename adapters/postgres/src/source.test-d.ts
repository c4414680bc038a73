import { col, Entity, type Expr, instant, instantNs, int, period, Temporal, text } from '@vantage-ts/core'
import { expectTypeOf, test } from 'vitest'
import { type Postgres, type PostgresCan, postgres } from './index.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), term: col(period), at: col(instant) }) {}
class Clock extends Entity('clock', { id: col(int).id(), at: col(instantNs) }) {}

const url = 'postgres://localhost/x'

test('a name is a type, and a named source is still a Postgres', () => {
  const billing = postgres({ url, name: 'billing' })
  expectTypeOf(billing).toEqualTypeOf<Postgres<'billing'>>()
  expectTypeOf(billing).toExtend<Postgres>()
  expectTypeOf(postgres({ url })).toEqualTypeOf<Postgres>()
  expectTypeOf<Postgres>().not.toExtend<Postgres<'billing'>>()
  // @ts-expect-error a name that is promised has to be given
  postgres<'billing'>({ url })
})

test('conditions of one named database do not fit another', () => {
  const billing = User.table(postgres({ url, name: 'billing' }))
  const shop = User.table(postgres({ url, name: 'shop' }))
  billing.where(u => u.id.eq(1))
  // @ts-expect-error the condition is of another database
  billing.where(shop.$.id.eq(1))
})

test('abilities are known, and a transaction has them too', async () => {
  const db = postgres({ url })
  expectTypeOf(db.can).toEqualTypeOf<PostgresCan>()
  expectTypeOf<Awaited<ReturnType<typeof db.begin>>['source']>().toEqualTypeOf<typeof db>()
})

test('types that PostgreSQL cannot hold do not compile', () => {
  const db = postgres({ url })
  User.table(db)
  // @ts-expect-error PostgreSQL has microseconds
  Clock.table(db)
})

test('templates take what can be bound', () => {
  const db = postgres({ url })
  const users = User.table(db)
  expectTypeOf(db.expr`now() - ${Temporal.Duration.from('PT1H')}`.as(instant)).toEqualTypeOf<
    Expr<Temporal.Instant, Postgres>
  >()
  users.expr`length(${users.$.name}) + ${1}`.as(int)
  // @ts-expect-error a Date has no time zone of its own; give a Temporal.Instant
  db.expr`select ${new Date()}`
})
