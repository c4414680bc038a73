import { col, int, Table, VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { postgres } from '@vantage-ts/postgres'
import {
  arrayFrom,
  at,
  type Columns,
  concat,
  count,
  cte,
  dateTrunc,
  every,
  extract,
  func,
  int4range,
  jsonPath,
  left,
  makeInterval,
  recursive,
  row,
  setweight,
  stringAgg,
  sum,
  table,
  unnest,
  value,
  window,
} from '@vantage-ts/postgres/sql'
import { speechOf, SqlQuery } from '@vantage-ts/sql/build'
import { describe, expect, test } from 'vitest'
import { postgresLanguage } from '../src/sql/language.ts'

// Nothing here connects: all of it is refused before anything is sent.
const db = postgres({ url: 'postgres://nobody@127.0.0.1:1/none' })
const q = db.query()
const o = table('orders', { as: 'o', columns: ['id', 'total', 'tags'] })

/** What callers without types may hand in. */
const untyped = (given: unknown): never => unchecked<never>(given, 'what types would refuse')

function refused(build: () => { render(): unknown } | object): { kind: string; message: string } {
  try {
    const built = build()
    if ('render' in built && typeof built.render === 'function') built.render()
  } catch (thrown) {
    if (thrown instanceof VantageError) return { kind: thrown.kind, message: thrown.message }
    throw thrown
  }
  throw new Error('it was not refused')
}
const invalid = (message: string) => ({ kind: 'invalid', message: expect.stringContaining(message) })

describe('another language', () => {
  const sqlite = { ...postgresLanguage, name: 'SQLite', tag: 'sqlite' } as const
  const { call, infix, words } = speechOf(sqlite)

  test('an operator is refused as a function is', () => {
    const glob = untyped(infix(o.id, 'GLOB', value('x')))
    expect(refused(() => q.select(o.id).from(o).where(glob))).toEqual(
      invalid('GLOB is of SQLite, and the statement is of PostgreSQL; take the words of @vantage-ts/postgres/sql'),
    )
  })

  test('a call of it is refused, naming both', () => {
    const message = 'julianday() is of SQLite, and the statement is of PostgreSQL'
    const foreign = untyped(call('julianday', o.id))
    expect(refused(() => q.select({ day: foreign }).from(o))).toEqual(invalid(message))
    expect(refused(() => q.select(o.id).from(o).where(o.id.plus(1).gt(foreign)))).toEqual(invalid(message))
    expect(refused(() => q.update(o).set({ id: foreign }).everything())).toEqual(invalid(message))
  })
  test('and so are words of it', () => {
    expect(refused(() => q.select({ x: untyped(words`glob(${value(1)})`) }))).toEqual(
      invalid('glob(…) is of SQLite, and the statement is of PostgreSQL'),
    )
  })
  test('and a statement of it', () => {
    const foreign = new SqlQuery(untyped(db), sqlite).select({ one: 1 })
    const message = 'a statement inside is of SQLite, and the statement is of PostgreSQL'
    expect(refused(() => q.select({ x: untyped(foreign) }))).toEqual(invalid(message))
    expect(refused(() => q.select({ x: 1 }).union(untyped(foreign)))).toEqual(invalid(message))
    expect(refused(() => q.insertInto(o).from(untyped(foreign), 'id'))).toEqual(invalid(message))
  })
  test('and a statement of another database of the same language', () => {
    const other = postgres({ url: 'postgres://nobody@127.0.0.1:1/other' }).query()
    expect(refused(() => q.select({ x: untyped(other.select({ one: 1 })) }))).toEqual(
      invalid('a statement inside is of another database'),
    )
  })
})

describe('names', () => {
  test.each([
    ['a table', () => q.select({ one: 1 }).from(table('a\0b'))],
    ['a column', () => q.select(table('t')('a\0b')).from(table('t'))],
    ['a name of the result', () => q.select({ 'a\0b': 1 })],
    ['a function', () => q.select({ x: func('a\0b')(1) })],
    ['a collation', () => q.select({ x: value('a').collate('a\0b') })],
    ['a constraint', () => q.insertInto(o).values({ id: 1 }).onConflict({ constraint: 'a\0b' }).doNothing()],
    ['a column of values', () => q.select({ n: 1 }).from(q.values([1]).asRows('v', ['a\0b']))],
    ['a column of a function', () => q.select({ n: 1 }).from(unnest(o.tags).asRows('t', ['a\0b']))],
  ])('%s with NUL', (_, build) => {
    expect(refused(build)).toEqual(invalid('holds the character NUL, which no statement can carry'))
  })
  test('of a column that is not there, with the nearest', () => {
    const strange: Columns<'postgres'> = untyped(o)
    expect(refused(() => q.select(strange('totel')).from(o))).toEqual(invalid('o has no column "totel". Did you mean'))
    expect(refused(() => q.insertInto(o).values(untyped({ totel: 1 })))).toEqual(invalid('o has no column "totel"'))
    expect(refused(() => q.update(o).set(untyped({ totel: 1 })))).toEqual(invalid('o has no column "totel"'))
    const inner: Columns<'postgres'> = untyped(q.select(o.id).from(o).as('inner'))
    expect(refused(() => q.select(inner('total')).from(inner))).toEqual(invalid('inner has no column "total"'))
  })
  test('of a CTE used twice', () => {
    const [a, b] = [cte('t', q.select({ n: 1 })), cte('t', q.select({ n: 2 }))]
    expect(refused(() => q.with(a, b).select(a.n).from(a))).toEqual(invalid('with(): the name "t" is used twice'))
  })
  test('of a CTE that no WITH gives', () => {
    const t = cte('t', q.select({ n: 1 }))
    expect(refused(() => q.select(t.n).from(t))).toEqual(invalid('"t" is read and no with() names it'))
  })
  test('of two places of one select', () => {
    expect(refused(() => q.select(o.id).from(o).crossJoin(o))).toEqual(invalid('are called "o"'))
  })
})

describe('windows', () => {
  test('over what a function has to itself', () => {
    expect(refused(() => count(o.id).distinct().over())).toEqual({
      kind: 'unsupported',
      message: expect.stringContaining('PostgreSQL has no DISTINCT over a window; aggregate the distinct values'),
    })
    expect(refused(() => stringAgg('a', ',').orderBy(o.id).over())).toEqual({
      kind: 'unsupported',
      message: expect.stringContaining('PostgreSQL has no ORDER BY inside a function over a window'),
    })
  })
  test('without a definition', () => {
    const built = () => q.select({ n: count().over('w') }).from(o)
    expect(refused(built)).toEqual(invalid('there is no window "w" in this select'))
    expect(refused(() => built().window('v', window('w')))).toEqual(invalid('there is no window "w"'))
  })
  test('defined twice', () => {
    expect(refused(() => q.select(o.id).from(o).window('w', window()).window('w', window()))).toEqual(
      invalid('the name "w" is used twice'),
    )
  })
  test('that are none, and frames that end nowhere', () => {
    expect(refused(() => q.select({ n: count().over(untyped(7)) }))).toEqual(invalid('count().over() takes a window'))
    expect(refused(() => q.select({ n: count().over(window().rows(untyped('1 preceding'))) }))).toEqual(
      invalid('"1 preceding" is no end of a frame'),
    )
  })
})

describe('lists and rows', () => {
  test('an empty list', () => {
    expect(refused(() => o.id.in([]))).toEqual(invalid('in() of an empty list'))
    expect(refused(() => o.id.notIn([]))).toEqual(invalid('notIn() of an empty list'))
  })
  test('rows of unequal length', () => {
    expect(refused(() => q.values([1, 2], [3]))).toEqual(invalid('values(): row 2 has 1 values, and the first has 2'))
    expect(refused(() => q.insertInto(o).values({ id: 1, total: 2 }, { id: 1 }))).toEqual(
      invalid('row 2 has no "total"'),
    )
    expect(refused(() => q.values([1, 2]).asRows('v', ['a']))).toEqual(invalid('1 names for 2 columns'))
  })
  test('rows of unequal length beside each other', () => {
    const pair = row(o.id, o.total)
    expect(refused(() => pair.eq(untyped(row(1, 2, 3))))).toEqual(
      invalid('eq(): one side has 2 values and the other 3; compare as many with as many'),
    )
    expect(refused(() => pair.in(untyped([row(1, 2), row(1, 2, 3)])))).toEqual(invalid('in(): one side has 2 values'))
    expect(refused(() => pair.notBetween(untyped(row(1)), row(1, 2)))).toEqual(invalid('notBetween(): one side has 2'))
    expect(refused(() => pair.in(q.select(o.id).from(o)))).toEqual(
      invalid('in(): one side has 2 values and the other 1'),
    )
    expect(refused(() => row(every(o)).eq(row(1, 2)))).toEqual(invalid('eq(): one side has 3 values and the other 2'))
    // A column may hold a row, and of raw text nobody knows.
    expect(
      q
        .select({ x: row(1, 2).eq(o.tags), y: row(1, 2).in(q.sql`select 1, 2`) })
        .from(o)
        .render().text,
    ).toContain('ROW($1::int8, $2::int8) = "o"."tags"')
    expect(
      q
        .select({ x: row(every(table('any'))).eq(row(1, 2)) })
        .from(table('any'))
        .render().text,
    ).toContain('ROW("any".*)')
  })
  test('several columns where one is compared', () => {
    const two = q.select(o.id, o.total).from(o)
    expect(refused(() => o.id.in(two))).toEqual(
      invalid('statement.columns({ id: col(int) }).fieldExpr(r => r.id), set.fieldExpr(r => r.id)'),
    )
    expect(refused(() => o.id.plus(1).gt(two))).toEqual(invalid('gt(): the statement gives 2 columns where one'))
    expect(refused(() => two.eq(7))).toEqual(invalid('eq(): the statement gives 2 columns where one'))
  })
  test('sides of another width', () => {
    expect(refused(() => q.select({ a: 1 }).union(q.select({ a: 1, b: 2 })))).toEqual(
      invalid('one side gives 1 columns and the other 2'),
    )
    expect(refused(() => recursive('t', ['a', 'b'], () => q.select({ a: 1 })))).toEqual(invalid('t has 2 columns'))
    expect(refused(() => q.insertInto(o).from(q.select({ a: 1 }), 'id', 'total'))).toEqual(
      invalid('gives 1 columns for 2'),
    )
  })
  test('rows of a function without names, and numbers where types are', () => {
    expect(refused(() => unnest(o.tags).asRows('t', []))).toEqual(invalid('names for the columns'))
    expect(refused(() => unnest(o.tags).asRows('t', { a: 'text); drop table x' }))).toEqual(
      invalid('is no name of a type'),
    )
    expect(refused(() => unnest(o.tags).withOrdinality().asRows('t', { a: 'text' }))).toEqual(
      invalid('cannot be numbered'),
    )
    expect(refused(() => q.select({ t: unnest(o.tags).withOrdinality() }).from(o))).toEqual(
      invalid('withOrdinality() is for rows to read from'),
    )
  })
})

describe('words that become text', () => {
  test.each([
    ['extract', () => extract(untyped('yaer'), o.id), 'Did you mean "year"'],
    ['extract', () => extract(untyped('year from now()); drop table x; --'), o.id), 'extract() takes one of'],
    ['dateTrunc', () => dateTrunc(untyped('monht'), o.id), 'Did you mean "month"'],
    ['dateTrunc', () => dateTrunc(untyped("day', now()) --"), o.id), 'dateTrunc() takes one of'],
    ['makeInterval', () => makeInterval(untyped({ day: 1 })), 'Did you mean "days"'],
    ['makeInterval', () => makeInterval({}), 'makeInterval() takes numbers'],
    ['int4range', () => int4range(1, 2, untyped('[[')), 'int4range() takes one of'],
    ['setweight', () => setweight(o.id, untyped("A') --")), 'setweight() takes one of'],
    ['a type', () => unnest(o.tags).asRows('t', { a: untyped(7) }), 'is no name of a type'],
  ])('%s takes those it knows: %s', (_, build, message) => {
    expect(refused(build)).toEqual(invalid(message))
  })
  test.each([
    ['left', () => left('abc', 1.5)],
    ['left', () => left('abc', 2 ** 31)],
    ['at', () => at(o.tags, Number.NaN)],
    ['at', () => at(o.tags)],
    ['jsonPath', () => jsonPath(o.tags)],
    ['arrayFrom', () => arrayFrom(o.tags)],
    ['concat', () => concat(untyped(undefined))],
    ['sum', () => sum(untyped(o))],
  ])('%s takes whole numbers and values only', (name, build) => {
    expect(refused(build)).toEqual(invalid(`${name}()`))
  })
})

describe('writes', () => {
  const gone = q.deleteFrom(o).everything().returning(o.id)
  test('are no part of what reads', () => {
    const message = 'a write is no part of another statement; give it a name and read what it returns'
    expect(refused(() => q.select(o.total).from(o).where(o.id.in(gone)))).toEqual(invalid(message))
    expect(refused(() => q.select({ n: 1 }).union(untyped(gone)))).toEqual(invalid(message))
    expect(refused(() => q.insertInto(o).from(untyped(gone), 'id'))).toEqual(invalid(message))
    expect(refused(() => Table.fromQuery(db, untyped(gone), { id: col(int) }))).toEqual(
      invalid('fromQuery() is for statements that only read; what a write returns is what its run() gives'),
    )
  })
  test('are named by the outermost statement only', () => {
    const named = cte('gone', gone)
    const moved = q.with(named).select(named.id).from(named)
    expect(moved.render().text).toContain('WITH "gone" AS (DELETE FROM')
    expect(refused(() => moved.columns({ id: col(int) }))).toEqual(
      invalid('columns() is for statements that only read'),
    )
    expect(refused(() => Table.fromQuery(db, untyped(moved), { id: col(int) }))).toEqual(
      invalid('fromQuery() is for statements that only read'),
    )
    expect(refused(() => q.select({ n: 1 }).from(o).where(o.id.in(moved)))).toEqual(invalid('a write is no part'))
    const outer = cte('outer', moved)
    expect(refused(() => q.with(outer).select(outer.id).from(outer))).toEqual(
      invalid('with(): "gone" is a write, which only the outermost statement may name'),
    )
    expect(refused(() => recursive('t', ['id'], () => untyped(gone)))).toEqual(invalid('recursive() takes a statement'))
  })
  test('of every row are to be meant', () => {
    expect(refused(() => q.update(o).set({ total: 1 }))).toEqual(invalid('update() of every row'))
    expect(refused(() => q.deleteFrom(o))).toEqual(invalid('deleteFrom() of every row'))
  })
  test('say which conflict they update', () => {
    expect(
      refused(() =>
        q
          .insertInto(o)
          .values({ id: 1 })
          .onConflict()
          .doUpdate(() => ({ total: 1 })),
      ),
    ).toEqual(invalid('which conflict is meant'))
  })
  test('lock in one way', () => {
    expect(refused(() => q.select(o.id).from(o).forUpdate({ skipLocked: true, noWait: true }))).toEqual(
      invalid('a lock either skips'),
    )
  })
})
