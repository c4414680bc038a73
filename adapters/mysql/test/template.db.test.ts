import { Decimal, Temporal, text } from '@vantage-ts/core'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer, exactly, whole } from './server.ts'

describeOnServer('vendor text', () => {
  const database = testDatabase()
  beforeAll(() => database.sql(`create table word (id int primary key, body text collate ${exactly} not null)`))

  test('gives rows by the names of their columns, each as its type says', async () => {
    const rows = await database.open().expr`select 1 as whole, 9007199254740993 as big, 1.50 as exact, 0.1e0 as float_,
      'a' as word, x'00ff' as bytes_, date '2026-11-22' as day, timestamp '2026-11-22 09:30:00.5' as moment,
      time '09:30:00' as clock, null as nothing`.run()
    expect(rows).toEqual([
      {
        whole: whole(1),
        big: 9007199254740993n,
        exact: Decimal.from('1.5'),
        float_: 0.1,
        word: 'a',
        bytes_: new Uint8Array([0, 255]),
        day: Temporal.PlainDate.from('2026-11-22'),
        moment: Temporal.PlainDateTime.from('2026-11-22T09:30:00.5'),
        clock: Temporal.PlainTime.from('09:30'),
        nothing: null,
      },
    ])
  })

  test('binds values, never writes them into the text', async () => {
    const source = database.open()
    const hostile = ["a' or '1'='1", '"; drop table word; --', 'a\\', '?', '%', '\0', 'é😀', '`', "''", '/*', '#', ':a']
    for (const [id, body] of hostile.entries()) await source.expr`insert into word values (${id}, ${body})`.run()
    for (const [id, body] of hostile.entries()) {
      const found = await source.expr`select id from word where body = ${body} order by id`.run()
      expect(found, body).toEqual([{ id }])
      expect(await source.expr`(select ${body})`.as(text).run()).toBe(body)
    }
    const shown = source.expr`select * from word where body = ${hostile[1] ?? ''}`.preview()
    expect(shown).not.toContain('drop table')
  })

  test('takes values of other types each time', async () => {
    const source = database.open({ max: 1 })
    for (const value of [1n, 'ab', 0.5, 'x', null, 'y', 2n])
      expect(await source.query().select({ value }).run()).toEqual([{ value }])
  })

  test('holds no placeholder of its own', async () => {
    const error = await failure(() => database.open().expr`select ? as a`.run())
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringContaining('a ? of its own') })
    expect(await database.open().expr`select '?' as a -- ? and # ?`.run()).toEqual([{ a: '?' }])
  })

  test('that the server does not prepare runs all the same', async () => {
    expect(await database.open().expr`lock tables word read`.run()).toEqual([])
    expect(await database.open().expr`unlock tables`.run()).toEqual([])
  })

  test('of a procedure gives its rows', async () => {
    await database.sql('create procedure two() select 1 as a union all select 2')
    expect(await database.open().expr`call two()`.run()).toEqual([{ a: whole(1) }, { a: whole(2) }])
  })
})
