import { templateParts } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import { cte, exists, notExists, rowNumber, sql, table, value, window } from '@vantage-ts/duckdb/sql'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { failure } from './failure.ts'

// Statements whose text is easily taken for something else, and what DuckDB lacks beside others.

const db = duckdb({ threads: 1 })
afterAll(() => db.close())
const q = db.query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })

beforeEach(async () => {
  await db.expr(templateParts('CREATE OR REPLACE TABLE clients (id INTEGER PRIMARY KEY, name VARCHAR)')).run()
  await q.insertInto(c).values({ id: 7, name: 'Doc' }, { id: 8, name: 'Biff' }).run()
})

describe('RETURNING', () => {
  const changed = q.update(c).set({ name: 'Emmett' }).where(c.id.eq(7))
  test('takes constants as text, and expressions of the row', async () => {
    expect(await changed.returning({ next: sql`${c.id} + 1` }, { name: c.name.concat(c.name) }).run()).toEqual([
      { next: 8, name: 'EmmettEmmett' },
    ])
  })
  test('takes no value, which is told before anything is sent', async () => {
    const error = await failure(async () => changed.returning({ seven: value(7) }).run())
    expect(error).toMatchObject({
      kind: 'unsupported',
      message:
        'DuckDB has no bound values in RETURNING; give back columns and add the value to the rows, or write a constant as text: sql`…`',
    })
    expect(await q.select(c.name).from(c).where(c.id.eq(7)).run()).toEqual([{ name: 'Doc' }])
  })
  test('of raw text, DuckDB tells it', async () => {
    const error = await failure(() => db.expr`DELETE FROM clients RETURNING ${7} AS seven`.run())
    expect([error.kind, error.details.reason]).toEqual(['unsupported', 'bound-value'])
  })
})

test('an order with a window after a statement under a name', async () => {
  const named = cte('named', q.select(c.id, { more: value(1) }).from(c))
  const ordered = q.with(named).select(named.id).from(named).where(named.more.eq(1)).orderBy(named.id).limit(1)
  expect(await ordered.run()).toEqual([{ id: 7 }])
  expect(await ordered.offset(1).run()).toEqual([{ id: 8 }])
})

test('the character that escapes is one of ASCII', () => {
  const select = q.select(c.id).from(c)
  for (const wide of ['😀', 'é'])
    expect(() => select.where(c.name.like('x', wide)).render()).toThrow(
      'DuckDB has no ESCAPE outside of ASCII; take a sign such as !',
    )
})

describe('names', () => {
  test('two windows or places that DuckDB takes for one are refused', () => {
    const select = q
      .select({ n: rowNumber().over('w') })
      .from(c)
      .window('w', window().orderBy(c.id))
    expect(() => select.window('W', window())).toThrow('is used twice')
    const twice = q.select(c.id).from(c).join(table('clients', 'C'), true)
    expect(() => twice.render()).toThrow('two places of the select are called "C"')
  })
  test('an outer column that an inner select would take for its own is refused', () => {
    const [outer, inner] = [table('clients', 'x'), table('clients', 'X')]
    const hidden = q
      .select({ n: value(1) })
      .from(inner)
      .where(inner('id').eq(outer('id')))
    expect(() => q.select(outer('id')).from(outer).where(exists(hidden)).render()).toThrow(
      'a column of "x" is used in a select that reads other rows called "x"',
    )
  })
})

test('NOT EXISTS beside an operator', async () => {
  const none = q.select(c.id).from(c).where(c.id.eq(0))
  expect(await q.select({ a: notExists(none).isNull() }, { b: notExists(none).eq(false) }).run()).toEqual([
    { a: false, b: false },
  ])
})

test('a comment at the end of raw text', async () => {
  expect(await q.select({ n: sql`1 -- one` }).from(c).where(c.id.eq(7)).run()).toEqual([{ n: 1 }])
})
