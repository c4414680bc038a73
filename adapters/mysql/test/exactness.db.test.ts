import { col, Decimal, decimal, Entity, float, instant, int, Temporal, text } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Mysql, mysql } from '../src/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer } from './server.ts'

class Value extends Entity('value', { id: col(int).id(), f: col(float), d: col(decimal), at: col(instant) }) {}

// What the databases would round, clamp or make null without a word.
describeOnServer('results that the database cannot hold', () => {
  const database = testDatabase()
  let db: Mysql | undefined
  beforeAll(async () => {
    await database.sql('create table value (id int primary key, f double, d decimal(65,30), at datetime(6))')
    db = mysql({ url: database.url })
    await value().insertMany([
      {
        id: 1,
        f: 5e-324,
        d: Decimal.from('10000000000000000000001'),
        at: Temporal.Instant.from('0001-01-01T00:00:00.000018Z'),
      },
      { id: 2, f: 0.1, d: Decimal.from('0.5'), at: Temporal.Instant.from('9999-12-31T23:00:00Z') },
    ])
  })
  afterAll(() => db?.close())
  const source = () => db ?? expect.fail('before the tests')
  const value = () => Value.table(source())
  const one = (id: number) => value().where(v => v.id.eq(id))
  const tooLarge = (says: string) => ({ kind: 'too-large', message: expect.stringContaining(says) })

  test('a float with more digits than a decimal has is refused', async () => {
    await expect(one(1).fieldValues(v => v.f.toDecimal())).rejects.toMatchObject(tooLarge('30 behind it'))
    expect((await one(2).fieldValues(v => v.f.toDecimal())).map(String)).toEqual(['0.1'])
  })

  test('a quotient with more digits than a decimal has is refused', async () => {
    const small = Decimal.from('-0.0000000000001')
    await expect(one(1).fieldValues(v => v.d.div(small))).rejects.toMatchObject(tooLarge('35 digits'))
    expect((await one(2).fieldValues(v => v.d.div(small))).map(String)).toEqual(['-5000000000000'])
    await expect(
      one(1)
        .where(v => v.d.div(small).lt(Decimal.from(0)))
        .list(),
    ).rejects.toMatchObject(tooLarge('35'))
  })

  test('a moment beyond the calendar is refused, and null stays null', async () => {
    const minute = Temporal.Duration.from({ minutes: 1 })
    const hour = Temporal.Duration.from({ hours: 1 })
    await expect(one(1).fieldValues(v => v.at.minus(minute))).rejects.toMatchObject(tooLarge('years 1 to 9999'))
    await expect(one(2).fieldValues(v => v.at.plus(hour))).rejects.toMatchObject(tooLarge('years 1 to 9999'))
    expect((await one(2).fieldValues(v => v.at.minus(hour))).map(String)).toEqual(['9999-12-31T22:00:00Z'])
    await database.sql('update value set at = null where id = 1')
    class Open extends Entity('value', { id: col(int).id(), at: col(instant).optional() }) {}
    const open = Open.table(source()).where(v => v.id.eq(1))
    expect(await open.fieldValues(v => v.at.plus(hour))).toEqual([null])
  })

  test('long texts are told apart by windows', async () => {
    await database.sql('create table note (id int primary key, t longtext)')
    class Note extends Entity('note', { id: col(int).id(), t: col(text) }) {}
    const notes = Note.table(source())
    const start = 'x'.repeat(12_000)
    await notes.insertMany(['b', 'a', 'b', 'a'].map((end, at) => ({ id: at + 1, t: start + end })))
    const ranked = source()
      .expr`SELECT id, rank() OVER (ORDER BY t) AS place, count(*) OVER (PARTITION BY t) AS alike FROM note ORDER BY id`
    const rows = unchecked<readonly object[]>(await ranked.run(), 'rows')
    expect(rows.map(row => Object.values(row).map(Number))).toEqual([
      [1, 3, 2],
      [2, 1, 2],
      [3, 3, 2],
      [4, 1, 2],
    ])
  })
})
