import { expect, test } from 'vitest'
import { cast, notExists, table, value } from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

// Statements whose text is easily taken for something else.

const database = testDatabase()

test('|| joins what it is told to: brackets on the right stay', async () => {
  const q = database.open().query()
  const json = (text: string) => cast(value(text), 'jsonb')
  const [row] = await q
    .select(
      { right: json('{"a":1}').concat(json('{"b":2}').concat(json('[3]'))) },
      { left: json('{"a":1}').concat(json('{"b":2}')).concat(json('[3]')) },
      { numbers: value(1).concat(value(2).concat('x')) },
    )
    .run()
  expect(row).toEqual({ right: [{ a: 1 }, { b: 2 }, 3], left: [{ a: 1, b: 2 }, 3], numbers: '12x' })
})

test('NOT EXISTS beside an operator', async () => {
  const q = database.open().query()
  const none = q.select({ n: value(1) }).limit(0)
  expect(await q.select({ a: notExists(none).isNull() }, { b: notExists(none).eq(false) }).run()).toEqual([
    { a: false, b: false },
  ])
})

test('a name that the database would cut is refused', async () => {
  const q = database.open().query()
  const [fits, long] = ['é'.repeat(31), 'é'.repeat(32)]
  expect(await q.select({ [fits]: value(true) }).run()).toEqual([{ [fits]: true }])
  expect(() => q.select({ [long]: value(1) }).render()).toThrow('has 64 bytes, and PostgreSQL cuts names at 63')
  expect(() =>
    q
      .select({ n: table(long)('id') })
      .from(table(long))
      .render(),
  ).toThrow('shorten it')
})

test('rows have other columns by the case of their letters', async () => {
  const q = database.open().query()
  const [lower, upper] = [q.select({ n: value(1) }).as('x'), q.select({ n: value(2) }).as('X')]
  const both = q.select({ a: lower('n') }, { b: upper('n') }).from(lower, upper)
  expect(await both.run()).toEqual([{ a: 1n, b: 2n }])
})
