import { cte, jsonEach, max, sum, table } from '@vantage-ts/sqlite/sql'
import { expectTypeOf, test } from 'vitest'
import { sqlite } from '../src/index.ts'

const q = sqlite({ file: 'a.db' }).query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })
const all = q.select(c.id).from(c)

test('what SQLite lacks is in no type', () => {
  // @ts-expect-error no DISTINCT ON
  all.distinctOn(c.id)
  // @ts-expect-error no LATERAL
  all.joinLateral(c, true)
  // @ts-expect-error no locks of rows
  all.forUpdate()
  // @ts-expect-error no INTERSECT ALL
  all.intersectAll(all)
  // @ts-expect-error no EXCEPT ALL
  all.exceptAll(all)
  // @ts-expect-error no DELETE USING
  q.deleteFrom(c).using(c)
  // @ts-expect-error no names of constraints
  q.insertInto(c).values({ id: 1 }).onConflict({ constraint: 'a' })
})

test('columns that are known are the only ones', () => {
  // @ts-expect-error no such column
  expectTypeOf(c.nam).toBeNever()
  const named = cte('named', q.select(c.id, { sum: sum(c.id) }).from(c))
  expectTypeOf(named.sum).not.toBeAny()
  // @ts-expect-error no such column
  expectTypeOf(named.total).toBeNever()
  const conflict = q.insertInto(c).values({ id: 1 }).onConflict(c.id)
  conflict.doUpdate(excluded => ({ name: excluded.name }))
  // @ts-expect-error no such column
  conflict.doUpdate(excluded => ({ name: excluded.nam }))
  expectTypeOf(jsonEach('[]').asRows('e').fullkey).not.toBeAny()
})

test('a select gives rows without types, and a write a number', () => {
  expectTypeOf(
    q
      .select({ most: max(c.id) })
      .from(c)
      .run(),
  ).resolves.not.toBeNumber()
  expectTypeOf(q.deleteFrom(c).everything().run()).resolves.toBeNumber()
  expectTypeOf(q.deleteFrom(c).everything().returning(c.id).run()).resolves.not.toBeNumber()
})

test('words of what a write does are a closed list', () => {
  q.insertInto(c, { or: 'ignore' })
  // @ts-expect-error no such word
  q.insertInto(c, { or: 'merge' })
})
