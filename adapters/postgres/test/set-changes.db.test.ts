import {
  caseWhen,
  col,
  Decimal,
  decimal,
  deferred,
  Entity,
  enumOf,
  instant,
  int,
  now,
  text,
  uuid,
} from '@vantage-ts/core'
import { beforeEach, describe, expect, test } from 'vitest'
import { sentBy, testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
const moods = enumOf('sad', 'ok', 'happy')

/** Columns of vendor types that hold less than the types of Vantage. */
const held = {
  id: col(int).id(),
  small: col(int).optional(),
  word: col(text).optional(),
  mood: col(moods).optional(),
  price: col(decimal(6, 2)).optional(),
  at: col(instant).optional(),
  token: col(uuid).optional(),
}
class Held extends Entity('held', held) {}
const columns = `(id int4 primary key, small int2, word varchar(5), mood mood, price numeric(6, 2), at timestamptz(0), token uuid)`
class Copy extends Entity('copies', held) {}

const token = '00000000-0000-4000-8000-000000000001'
beforeEach(async () => {
  await database.sql(
    `drop table if exists held, copies; drop type if exists mood; create type mood as enum ('sad', 'ok', 'happy');
     create table held ${columns}; create table copies ${columns};
     insert into held values (1, 10, 'one', 'ok', 1.50, '2020-01-01Z', '${token}'), (2, null, null, null, null, null, null)`,
  )
})
const opened = () => {
  const source = database.open()
  return { source, held: Held.table(source), copies: Copy.table(source) }
}

describe('changes of sets on columns of vendor types', () => {
  test('copy and set values, expressions and deferred values', async () => {
    const { source, held, copies } = opened()
    const sent = sentBy(source)
    expect(await copies.insertFrom(held).run()).toBe(2)
    expect(await copies.list()).toEqual(await held.list())
    const given = { small: 5, word: 'x', mood: 'happy', price: Decimal.from('2.25'), token } as const
    const mapped = copies.insertFrom(held, h => ({ id: h.id.plus(10), ...given, at: h.at }))
    expect(await mapped.run()).toBe(2)
    expect(await copies.get(12)).toEqual({ id: 12, ...given, at: null })
    const update = copies
      .where(c => c.id.gt(10))
      .updateQuery()
      .set('mood', 'sad')
      .set('word', c => c.mood)
      .set(
        'token',
        deferred(uuid, async () => token),
      )
      .set('price', c => c.price.mul(Decimal.from('2')))
      .set('small', c => c.small.plus(copies.countExpr()))
      .set('at', caseWhen(instant, [{ when: copies.$.at.isNull(), then: now() }], now()))
    const rows = await update.returning().run()
    expect(rows.map(({ mood, word, price, small }) => [mood, word, String(price), small])).toEqual([
      ['sad', 'happy', '4.5', 9],
      ['sad', 'happy', '4.5', 9],
    ])
    expect(sent).toHaveLength(6)
  })

  test('refuse what a column cannot hold, and change nothing', async () => {
    const { held, copies } = opened()
    const update = held.where(h => h.id.lt(9)).updateQuery()
    expect(await failure(() => update.set('small', h => h.small.mul(10_000)).run())).toMatchObject({
      kind: 'too-large',
    })
    expect(await failure(() => update.set('word', 'much too long').run())).toMatchObject({ kind: 'type-mismatch' })
    for (const factor of ['0.001', '10000'])
      expect(
        await failure(() => update.set('price', h => h.price.mul(Decimal.from(factor))).run()),
        factor,
      ).toMatchObject({ kind: 'type-mismatch' })
    expect(
      await failure(() =>
        copies.insertFrom(held, h => ({ id: h.id, price: h.price.mul(Decimal.from('0.001')) })).run(),
      ),
    ).toMatchObject({ kind: 'type-mismatch' })
    expect(await copies.count()).toBe(0)
    expect((await held.get(1))?.price?.toString()).toBe('1.5')
  })

  test('keep the statement ready, and stop when they are cancelled', async () => {
    const { source, held } = opened()
    const sent = sentBy(source)
    for (const small of [1, 2, 3])
      expect(
        await held
          .where(h => h.id.eq(small))
          .updateQuery()
          .set('small', small)
          .run(),
      ).toBe(small < 3 ? 1 : 0)
    expect(new Set(sent).size).toBe(1)
    const slow = source.expr`(select ${1}::int from pg_sleep(5))`.as(int)
    const error = await failure(() =>
      held
        .where(h => h.id.eq(1))
        .updateQuery()
        .set('small', slow)
        .run({ timeoutMs: 100 }),
    )
    expect(error).toMatchObject({ kind: 'timeout', details: { outcome: 'unknown' } })
    expect((await held.get(1))?.small).toBe(1)
  })
})
