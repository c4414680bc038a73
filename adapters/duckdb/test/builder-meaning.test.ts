import { col, Entity, int, text } from '@vantage-ts/core'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import {
  cast,
  count,
  cte,
  every,
  everyBut,
  exists,
  func,
  list,
  ln,
  notExists,
  pivot,
  random,
  recursiveByKey,
  resultColumn,
  rowNumber,
  sampled,
  sql,
  sum,
  table,
  tryValue,
  unpivot,
  value,
  window,
} from '@vantage-ts/duckdb/sql'
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

describe('rows of another shape', () => {
  const of = { on: c.name, using: count() }
  test('are those of a set, too', async () => {
    class Client extends Entity('clients', { id: col(int).id(), called: col(text).named('name') }) {}
    const r = q.rowsOf(Client.table(db), 'r')
    const p = pivot(r, 'p', { on: r.called, values: { doc: 'Doc' }, using: count(), groupBy: [r.id] })
    expect(await q.select(p('doc')).from(p).orderBy(p('doc')).run()).toEqual([{ doc: 0n }, { doc: 1n }])
    const u = unpivot(r, 'u', { on: [r.called], name: 'was', value: 'text' })
    expect(await q.select(u('was'), u('text')).from(u).orderBy(resultColumn('text')).run()).toEqual([
      { was: 'name', text: 'Biff' },
      { was: 'name', text: 'Doc' },
    ])
  })
  test('a value that is like text of the language is one', async () => {
    const strange = 'a" || \'b'
    await q.insertInto(c).values({ id: 9, name: strange }).run()
    const p = pivot(c, 'p', { ...of, values: { [strange]: strange }, groupBy: [c.id] })
    expect(await q.select(p(strange)).from(p).where(p('id').eq(9)).run()).toEqual([{ [strange]: 1n }])
  })
  test('columns of what they are made of are not seen outside of them', () => {
    const p = pivot(c, 'p', { ...of, values: ['Doc'] })
    expect(() => q.select(c.id).from(p).render()).toThrow('a column of "c" is used where nothing reads these rows')
  })
  test('what names nothing is refused', () => {
    expect(() => pivot(c, 'p', { ...of, values: [] })).toThrow('pivot() takes values that become columns')
    expect(() => pivot(c, 'p', { ...of, values: { half: 0.5 } })).toThrow('a text, a whole number or a truth value')
    expect(() => pivot(c, 'p', { ...of, values: ['Doc'], groupBy: [] })).toThrow('leave it out for all the others')
    expect(() => pivot(c, 'p', { ...of, values: ['Doc'], groupBy: [c.id.plus(1)] })).toThrow('takes columns here')
    expect(() => pivot(c, 'p', { on: c.name, values: ['Doc'], using: {} })).toThrow('what stands in the columns')
    expect(() => unpivot(c, 'u', { on: [], name: 'a', value: 'b' })).toThrow('the columns that become rows')
    expect(() => unpivot(c, 'u', { on: [c.id.plus(1)], name: 'a', value: 'b' })).toThrow('takes columns here')
  })
})

describe('columns that belong together as rows', () => {
  const wide = q.values([1, 2, 'x', 3, null], [2, null, 'y', 5, 'z']).asRows('wide', ['id', 'a1', 'b1', 'a2', 'b2'])
  const options = { name: 'half', values: ['a', 'b'] } as const
  const on = { first: [wide.a1, wide.b1], second: [wide.a2, wide.b2] } as const
  const rowsOf = async (includeNulls?: boolean): Promise<unknown> => {
    const u = unpivot(wide, 'u', { ...options, on, ...(includeNulls === undefined ? {} : { includeNulls }) })
    return await q.select(every(u)).from(u).orderBy(u.id, u.half).run()
  }
  test('where none is null, unless nulls are wanted', async () => {
    const whole = [
      { id: 1n, half: 'first', a: 2n, b: 'x' },
      { id: 2n, half: 'second', a: 5n, b: 'z' },
    ]
    expect(await rowsOf()).toEqual(whole)
    expect(await rowsOf(true)).toEqual([
      whole[0],
      { id: 1n, half: 'second', a: 3n, b: null },
      { id: 2n, half: 'first', a: null, b: 'y' },
      whole[1],
    ])
  })
  test('under hostile names', async () => {
    const [a, b, name, group] = ['a") FOR', "b'", 'n"', 'g"\') --']
    const odd = q.values([1, 'x']).asRows('odd', [a, b])
    const u = unpivot(odd, 'u"', { name, values: [`${a}!`, `${b}!`], on: { [group]: [odd(a), odd(b)] } })
    expect(await q.select(every(u)).from(u).run()).toEqual([{ [name]: group, [`${a}!`]: 1n, [`${b}!`]: 'x' }])
  })
  test('of a set', async () => {
    class Client extends Entity('clients', { id: col(int).id(), called: col(text).named('name') }) {}
    const r = q.rowsOf(Client.table(db), 'r')
    const u = unpivot(r, 'u', { ...options, on: { both: [r.id, r.called] } })
    expect(await q.select(u('half'), u('a'), u('b')).from(u).orderBy(u('a')).run()).toEqual([
      { half: 'both', a: 7, b: 'Doc' },
      { half: 'both', a: 8, b: 'Biff' },
    ])
  })
  test('that do not go together are told by DuckDB', async () => {
    const u = unpivot(wide, 'u', { ...options, on: { first: [wide.a1, wide.b1], second: [wide.b2, wide.a2] } })
    const error = await failure(() => q.select(every(u)).from(u).run())
    expect(error).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('Cannot unpivot columns of types'),
    })
  })
  test.each([
    [{ ...options, on: { first: [wide.a1] } }, '"first" takes 2 columns, one for each of the values'],
    [{ ...options, on: { first: wide.a1 } }, '"first" takes 2 columns'],
    [{ ...options, on: { first: [wide.a1, wide.a1.plus(1)] } }, 'takes columns here'],
    [{ ...options, on: { first: ['a1', 'b1'] } }, 'takes columns here'],
    [{ ...options, on: { '': [wide.a1, wide.b1] } }, 'the name of a group is a text that is not empty'],
    [{ ...options, on: {} }, 'takes the groups of columns that become rows'],
    [{ ...options, on: undefined }, 'takes the groups of columns that become rows'],
    [{ ...options, on, values: [] }, 'values takes the names of the columns of the values'],
    [{ ...options, on, values: 'ab' }, 'values takes the names of the columns of the values'],
    [{ ...options, on, values: ['a', 'A'] }, 'two of the values are called "a"'],
    [{ ...options, on, values: ['a', 'b\0'] }, 'holds the character NUL'],
    [{ ...options, on, name: '' }, 'the name of a column is a text that is not empty'],
    [{ ...options, on, value: 'a' }, 'the column of one value, or values'],
  ])('given wrongly, %#, are refused', (given, message) => {
    const loose = unchecked<(...given: readonly unknown[]) => unknown>(unpivot, 'called without types')
    expect(() => loose(wide, 'u', given)).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
    )
  })
})

describe('a merge', () => {
  const come = q.values([7, 'x'], [9, 'y']).asRows('come', ['id', 'name'])
  const merge = q.mergeInto(c).using(come, come.id.eq(c.id))
  test('that fails changes nothing', async () => {
    const failing = merge.whenNotMatched().insert({ id: come.id }).whenMatched(c.name.eq('Doc')).fail('no doctors')
    const error = await failure(() => failing.run())
    expect([error.kind, error.details.reason]).toEqual(['constraint', 'merge'])
    expect(await q.select({ n: count() }).from(c).run()).toEqual([{ n: 2n }])
  })
  test('takes back what a transaction takes back, and counts what it wrote', async () => {
    await using transaction = await db.begin()
    const t = transaction.query()
    const written = await t
      .mergeInto(c)
      .using(t.values([7]).asRows('v', ['id']), sql`v.id = ${c.id}`)
      .whenMatched()
      .delete()
      .run()
    expect(written).toBe(1)
    await transaction.rollback()
    expect(await q.select({ n: count() }).from(c).run()).toEqual([{ n: 2n }])
  })
  test('without rows, without a clause, or with one that cannot be, is refused', () => {
    expect(() => q.mergeInto(c).whenMatched().delete().render()).toThrow('give it using(rows, condition)')
    expect(() => merge.render()).toThrow('that does nothing')
    expect(() => merge.whenMatched().update({ nope: 1 } as object)).toThrow('c has no column "nope"')
    const loose = unchecked<{ readonly [side: string]: () => { readonly [act: string]: (of?: object) => unknown } }>(
      merge,
      'called without types',
    )
    expect(() => loose.whenNotMatched?.().delete?.()).toThrow('for rows that are there')
    expect(() => loose.whenNotMatched?.().update?.({ id: 1 })).toThrow('insert() those that are not')
    expect(() => loose.whenMatched?.().insert?.({ id: 1 })).toThrow('for rows that are not there')
  })
})

describe('a merge by columns', () => {
  const come = q.values([7, 'Doc'], [8, 'x'], [9, 'y']).asRows('come', ['id', 'name'])
  test('takes rows for the same that are equal in all of them', async () => {
    const merge = q.mergeInto(c).usingColumns(come, 'id', 'name').whenMatched().delete()
    expect(merge.render().text).toContain(' AS "come" ("id", "name") USING ("id", "name") WHEN MATCHED THEN DELETE')
    expect(await merge.run()).toBe(1)
    expect(await q.select(c.id).from(c).run()).toEqual([{ id: 8 }])
  })
  test('of a hostile name', async () => {
    const strange = 'a" = 1) OR ("x'
    await db
      .expr(templateParts(`CREATE OR REPLACE TABLE odd ("${strange.replaceAll('"', '""')}" INTEGER, n INTEGER)`))
      .run()
    const odd = table('odd')
    await q
      .insertInto(odd)
      .values({ [strange]: 1, n: 0 }, { [strange]: 2, n: 0 })
      .run()
    const two = q.values([2]).asRows('two', [strange])
    expect(await q.mergeInto(odd).usingColumns(two, strange).whenMatched().update({ n: 5 }).run()).toBe(1)
    expect(await q.select(odd('n')).from(odd).orderBy(odd('n')).run()).toEqual([{ n: 0 }, { n: 5 }])
  })
  test('of a set, by their names in the database', async () => {
    class Client extends Entity('clients', { id: col(int).id(), called: col(text).named('name') }) {}
    const r = q.rowsOf(Client.table(db), 'r')
    const called = q.values(['Doc']).asRows('called', ['called'])
    expect(() => q.mergeInto(r).usingColumns(called, 'called')).toThrow(
      'usingColumns(): "called" is "name" in r and "called" in called; give using() a condition',
    )
    const same = q.rowsOf(Client.table(db), 'same')
    expect(await q.mergeInto(r).usingColumns(same, 'called').whenMatched().delete().run()).toBe(2)
  })
  test('that a side has not, or of none, is refused', () => {
    const loose = unchecked<(...given: readonly unknown[]) => unknown>(
      (...given: Parameters<typeof use>) => use(...given),
      'called without types',
    )
    const use = (rows: object, ...names: readonly 'id'[]) => q.mergeInto(c).usingColumns(rows, ...names)
    const ids = q.values([7]).asRows('ids', ['id'])
    for (const [given, message] of [
      [[ids, 'name'], 'usingColumns(): ids has no column "name"'],
      [[come, 'nam'], 'usingColumns(): c has no column "nam"'],
      [[come], 'takes the names of the columns that both sides share'],
      [[come, come.id.eq(c.id)], 'the name of a column is a text that is not empty'],
      [[come, 'a\0'], 'holds the character NUL'],
      [['come', 'id'], 'usingColumns() takes rows'],
    ] as const)
      expect(() => loose(...given)).toThrow(
        expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
      )
  })
})

describe('null in the place of an error', () => {
  test('of whatever fails inside', async () => {
    const failing = {
      root: tryValue(ln(c.id.minus(7))),
      n: tryValue(cast(c.name, 'INTEGER')),
      most: tryValue(c.id.mul(2n ** 62n)),
    }
    expect(await q.select(failing).from(c).orderBy(c.id).run()).toEqual([
      { root: null, n: null, most: null },
      { root: 0, n: null, most: null },
    ])
    expect(
      await q
        .select({ all: sum(tryValue(ln(c.id.minus(7)))) })
        .from(c)
        .run(),
    ).toEqual([{ all: 0 }])
    expect(await q.select({ of: tryValue(1) }, { none: tryValue(null) }).run()).toEqual([{ of: 1n, none: null }])
  })
  test.each([
    ['an aggregate', tryValue(sum(c.id)), 'invalid', 'aggregates are not allowed inside the TRY expression'],
    ['a statement', tryValue(q.select(c.id).from(c).limit(1)), 'invalid', 'with a scalar subquery'],
    ['random', tryValue(random()), 'invalid', 'with a volatile function'],
    ['a window', tryValue(rowNumber().over()), 'unsupported', 'WINDOW'],
    ['unnest', tryValue(func('unnest')(list(1))), 'invalid', 'UNNEST not supported here'],
  ])('of %s is refused by DuckDB', async (_what, of, kind, message) => {
    const error = await failure(() => q.select({ of }).from(c).run())
    expect([error.kind, error.message]).toEqual([kind, expect.stringContaining(message)])
  })
  test('of what is no value is refused', () => {
    const loose = unchecked<(given: unknown) => unknown>(tryValue, 'called without types')
    expect(() => loose(undefined)).toThrow(expect.objectContaining({ kind: 'invalid' }))
    expect(() => loose(c)).toThrow(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining('tryValue') }),
    )
  })
})

describe('columns and samples', () => {
  test('a changed star tells its names to what reads it', async () => {
    const rows = q
      .select(everyBut(c, { exclude: ['id'], rename: { name: 'called' } }))
      .from(c)
      .as('rows')
    expect(await q.select(rows.called).from(rows).orderBy(rows.called).run()).toEqual([
      { called: 'Biff' },
      { called: 'Doc' },
    ])
    expect(() => rows('id')).toThrow('rows has no column "id"')
    const loose = everyBut as (rows: object, changes: object) => unknown
    expect(() => loose(c, { exclude: ['nam'] })).toThrow('c has no column "nam"')
  })
  test('compounds by name know the columns of both', async () => {
    const both = q.select(c.id).from(c).unionByName(q.select(c.name).from(c)).as('both')
    const filled = q.select({ n: count(both.id) }, { names: count(both.name) }).from(both)
    expect(await filled.run()).toEqual([{ n: 2n, names: 2n }])
    expect(() => both('nope' as 'id')).toThrow('both has no column "nope"')
  })
  test('rows go by name to columns that are there', () => {
    expect(() => q.insertInto(c).fromByName(q.select({ nope: value(1) }))).toThrow('c has no column "nope"')
  })
  test.each([
    {},
    { rows: -1 },
    { percent: 101 },
    { rows: 1, percent: 1 },
    { rows: 1, method: 'system' },
    { rows: 1, seed: 0.5 },
  ])('a sample of %j is refused', size => {
    const wrong = unchecked<{ rows: 1 }>(size, 'called without types')
    expect(() => sampled(c, wrong)).toThrow(expect.objectContaining({ kind: 'invalid' }))
    expect(() => q.select(c.id).from(c).usingSample(wrong)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
  test('a part of the rows is one of a hundred', async () => {
    const select = q.select(c.id).from(c).orderBy(c.id)
    expect(await select.limitPercent(50).run()).toEqual([{ id: 7 }])
    for (const wrong of [-1, 101, Number.NaN, 'all'])
      expect(() => select.limitPercent(wrong)).toThrow('takes a number from 0 to 100')
  })
  test('a seed draws the same rows again', async () => {
    const drawn = q.select(c.id).from(c).usingSample({ rows: 1, seed: 5 })
    expect(await drawn.run()).toEqual(await drawn.run())
    expect(drawn.render().text).toMatch(/USING SAMPLE reservoir\(1 ROWS\) REPEATABLE \(5\)$/)
  })
  test('a key of a recursive statement is one of its columns', () => {
    const one = q.select({ n: value(1) })
    expect(() => recursiveByKey('r', ['n'], [], () => one)).toThrow('takes the columns of the key')
    expect(() => recursiveByKey('r', ['n'], ['m' as 'n'], () => one)).toThrow('r has no column "m"')
  })
})
