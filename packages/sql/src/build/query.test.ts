import { type LanguageSource, unchecked } from '@vantage-ts/core/adapter'
import { describe, expect, test } from 'vitest'
import { demo, numbered, positional } from '../../test/demo.ts'
import { demoLanguage } from '../../test/demo-language.ts'
import { speechOf } from './call.ts'
import { SqlQuery } from './query.ts'
import { rowsOfCall } from './rows-call.ts'
import { vocabulary } from './vocabulary.ts'

const { has: everything } = demoLanguage
const { caseOf, count, cte, ident, renamed, sql, table, value } = vocabulary(demoLanguage)
const { call } = speechOf(demoLanguage)

const queryOf = (dialect = numbered, has = everything) =>
  new SqlQuery(unchecked<LanguageSource>(demo(dialect).db, 'a source of the core'), { ...demoLanguage, has })
const q = queryOf()
const o = table('orders', { as: 'o', columns: ['id', 'total'] })

describe('a value of an expression that stands twice', () => {
  const part = o.total.div(100)

  test('is bound once', () => {
    const grouped = q.select({ part, n: count() }).from(o).where(o.id.gt(7)).groupBy(part).orderBy(part.desc())
    expect(grouped.render()).toEqual({
      text: 'SELECT "o"."total" / CAST($1 AS integer) AS "part", count(*) AS "n" FROM "orders" AS "o" WHERE "o"."id" > CAST($2 AS integer) GROUP BY "o"."total" / CAST($1 AS integer) ORDER BY "o"."total" / CAST($1 AS integer) DESC',
      values: [100, 7],
    })
    expect(grouped.preview()).toContain('GROUP BY "o"."total" / ?int')
  })
  test('is given as often as it stands where placeholders have no numbers', () => {
    const grouped = queryOf(positional).select({ part }).from(o).groupBy(part)
    expect(grouped.render()).toEqual({
      text: 'SELECT "o"."total" / CAST(? AS integer) AS "part" FROM "orders" AS "o" GROUP BY "o"."total" / CAST(? AS integer)',
      values: [100, 100],
    })
  })
  test('is not one that is equal by chance', () => {
    const text = q.select({ a: value(1), b: value(1) }).render()
    expect(text).toEqual({ text: 'SELECT CAST($1 AS integer) AS "a", CAST($2 AS integer) AS "b"', values: [1, 1] })
    const shared = value(1)
    expect(q.select({ a: shared, b: shared }).render()).toEqual({
      text: 'SELECT CAST($1 AS integer) AS "a", CAST($1 AS integer) AS "b"',
      values: [1],
    })
  })
})

describe('rows with names for their columns', () => {
  test('of values', () => {
    const v = q.values([1, 'a'], [2, 'b']).asRows('v', ['n', 'w'])
    expect(q.select(count()).from(Object(v)).render().text).toBe(
      'SELECT count(*) FROM (VALUES (CAST($1 AS integer), $2), (CAST($3 AS integer), $4)) AS "v" ("n", "w")',
    )
  })
  test('of values, where rows cannot name them', () => {
    const other = queryOf(numbered, { ...everything, columnAliases: false })
    const v = other.values([1]).asRows('v', ['n'])
    expect(other.select(count()).from(v).render().text).toBe(
      'SELECT count(*) FROM (WITH "v" ("n") AS (VALUES (CAST($1 AS integer))) SELECT * FROM "v") AS "v"',
    )
  })
  test('of functions', () => {
    const r = rowsOfCall(call('parts_of', o.id))
    const [named, typed] = [r.withOrdinality().asRows('r', ['p', 'n']), r.asRows('r', { p: 'text', q: 'int[]' })]
    expect(q.select(named.p).from(o, named).render().text).toBe(
      'SELECT "r"."p" FROM "orders" AS "o", parts_of("o"."id") WITH ORDINALITY AS "r" ("p", "n")',
    )
    expect(q.select(typed.q).from(o, typed).render().text).toBe(
      'SELECT "r"."q" FROM "orders" AS "o", parts_of("o"."id") AS "r" ("p" text, "q" int[])',
    )
  })
  test('of a named statement, under another name', () => {
    const t = cte('t', Object(q.select(o.id).from(o)))
    const again = renamed(t, 'again')
    expect(
      q
        .with(t)
        .select(Object(again)('id'))
        .from(t)
        .join(again, Object(again)('id').eq(Object(t)('id')))
        .render().text,
    ).toBe(
      'WITH "t" AS (SELECT "o"."id" FROM "orders" AS "o") SELECT "again"."id" FROM "t" JOIN "t" AS "again" ON "again"."id" = "t"."id"',
    )
    expect(() => renamed(o, 'again')).toThrow('renamed() takes a statement that has a name')
  })
})

test('each lock says what it is of', () => {
  const { text } = q
    .select(o.id)
    .from(o)
    .forUpdate({ of: [o] })
    .forKeyShare({ noWait: true })
    .render()
  expect(text).toBe('SELECT "o"."id" FROM "orders" AS "o" FOR UPDATE OF "o" FOR KEY SHARE NOWAIT')
})

test('keys of a conflict stand in brackets but for columns and calls', () => {
  const conflict = (key: unknown) =>
    q.insertInto(o).values({ id: 1 }).onConflict(key).doNothing().render().text.split(' ON CONFLICT ')[1]
  expect(conflict(o.id)).toBe('("id") DO NOTHING')
  expect(conflict(call('lower', o.id))).toBe('(lower("id")) DO NOTHING')
  expect(conflict(o.id.plus(o.total))).toBe('(("id" + "total")) DO NOTHING')
  expect(conflict(o.id.concat(o.total))).toBe('(("id" || "total")) DO NOTHING')
  expect(conflict(o.id.collate('C'))).toBe('("id" COLLATE "C") DO NOTHING')
  expect(conflict(caseOf(o.id).when(1, 2))).toMatch(/^\(\(CASE .* END\)\) DO NOTHING$/)
  expect(conflict(sql`${ident('id')}`)).toBe('("id") DO NOTHING')
})
