import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  and,
  count,
  every,
  exists,
  max,
  not,
  notExists,
  or,
  resultColumn,
  table,
  value,
} from '@vantage-ts/postgres/sql'
import { c, o, type ShopQuery } from './shop.ts'
import { date } from './values.ts'

export const reading: Chapter<ShopQuery> = {
  title: 'Reading',
  about: 'A select says what it gives, then where that comes from.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns and conditions',
      build: q => q.select(c.id, { client: c.name }).from(c).where(c.level.gte(3)).orderBy(c.name.asc()),
      text: 'SELECT "c"."id", "c"."name" AS "client" FROM "clients" AS "c" WHERE "c"."level" >= $1::int8 ORDER BY "c"."name" ASC',
      result: [
        { id: 2, client: 'Doc' },
        { id: 1, client: 'Marty' },
      ],
    },
    {
      title: 'All columns of rows',
      build: q => q.select(every(o)).from(o).where(o.id.eq(1)),
      text: 'SELECT "o".* FROM "orders" AS "o" WHERE "o"."id" = $1::int8',
      result: [{ id: 1, client_id: 1, total: 120, placed: date('2026-01-05'), state: 'paid' }],
    },
    {
      title: 'A table in a schema, without a list of its columns',
      build: q =>
        q
          .select({ kind: table('pg_type', { schema: 'pg_catalog', as: 't' })('typname') })
          .from(table('pg_type', { schema: 'pg_catalog', as: 't' }))
          .where(table('pg_type', 't')('oid').eq(20)),
      text: 'SELECT "t"."typname" AS "kind" FROM "pg_catalog"."pg_type" AS "t" WHERE "t"."oid" = $1::int8',
      result: [{ kind: 'int8' }],
    },
    {
      title: 'Conditions together',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(or(and(c.level.gt(1), c.level.lt(4)), c.city.isNull()), not(c.name.eq('Jennifer')))
          .orderBy(c.id.asc()),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ((("c"."level" > $1::int8) AND ("c"."level" < $2::int8)) OR ("c"."city" IS NULL)) AND (NOT ("c"."name" = $3)) ORDER BY "c"."id" ASC',
      result: [{ name: 'Marty' }, { name: 'Biff' }],
    },
    {
      title: 'Lists, bounds and patterns',
      build: q =>
        q
          .select(c.id, c.name)
          .from(c)
          .where(c.id.in([1, 2, 4]), c.level.between(2, 5), c.name.like('%o%').or(c.name.notLike('_arty')))
          .orderBy(c.id.asc()),
      text: 'SELECT "c"."id", "c"."name" FROM "clients" AS "c" WHERE ("c"."id" IN ($1::int8, $2::int8, $3::int8)) AND ("c"."level" BETWEEN $4::int8 AND $5::int8) AND (("c"."name" LIKE $6) OR ("c"."name" NOT LIKE $7)) ORDER BY "c"."id" ASC',
      result: [
        { id: 2, name: 'Doc' },
        { id: 4, name: 'Jennifer' },
      ],
    },
    {
      title: 'A list that a statement gives',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(c.id.notIn(q.select(o.client_id).from(o).where(o.client_id.isNotNull()))),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE "c"."id" NOT IN (SELECT "o"."client_id" FROM "orders" AS "o" WHERE "o"."client_id" IS NOT NULL)',
      result: [{ name: 'Jennifer' }],
    },
    {
      title: 'Whether there are rows',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(exists(q.select({ one: 1 }).from(o).where(o.client_id.eq(c.id), o.total.gt(100))))
          .orderBy(c.id.asc()),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE EXISTS (SELECT $1::int8 AS "one" FROM "orders" AS "o" WHERE ("o"."client_id" = "c"."id") AND ("o"."total" > $2::int8)) ORDER BY "c"."id" ASC',
      result: [{ name: 'Marty' }, { name: 'Doc' }],
    },
    {
      title: 'Whether there are none',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(notExists(q.select({ one: 1 }).from(o).where(o.client_id.eq(c.id)))),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE NOT EXISTS (SELECT $1::int8 AS "one" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id")',
      result: [{ name: 'Jennifer' }],
    },
    {
      title: 'A statement as a value',
      build: q =>
        q
          .select(o.id, { share: o.total.mul(100).div(q.select(max(table('orders')('total'))).from(table('orders'))) })
          .from(o)
          .where(o.state.eq('open'))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", ("o"."total" * $1::int8) / (SELECT max("orders"."total") FROM "orders") AS "share" FROM "orders" AS "o" WHERE "o"."state" = $2 ORDER BY "o"."id" ASC',
      result: [
        { id: 3, share: 31n },
        { id: 4, share: 13n },
      ],
    },
    {
      title: 'A statement as a table',
      build: q => q.select(count()).from(q.select(c.city).distinct().from(c).where(c.city.isNotNull()).as('cities')),
      text: 'SELECT count(*) FROM (SELECT DISTINCT "c"."city" FROM "clients" AS "c" WHERE "c"."city" IS NOT NULL) AS "cities"',
      result: [{ count: 2n }],
    },
    {
      title: 'Each row once',
      build: q => q.select(c.city).distinct().from(c).orderBy(c.city.asc()),
      text: 'SELECT DISTINCT "c"."city" FROM "clients" AS "c" ORDER BY "c"."city" ASC',
      result: [{ city: 'Hill Valley' }, { city: 'Oakland' }, { city: null }],
    },
    {
      title: 'The first row of each group',
      build: q =>
        q
          .select(o.client_id, o.id, o.total)
          .distinctOn(o.client_id)
          .from(o)
          .orderBy(o.client_id.asc(), o.placed.desc()),
      text: 'SELECT DISTINCT ON ("o"."client_id") "o"."client_id", "o"."id", "o"."total" FROM "orders" AS "o" ORDER BY "o"."client_id" ASC, "o"."placed" DESC',
      result: [
        { client_id: 1, id: 1, total: 120 },
        { client_id: 2, id: 5, total: 220 },
        { client_id: 3, id: 4, total: 30 },
        { client_id: null, id: 6, total: 10 },
      ],
    },
    {
      title: 'Order, with null first or last',
      build: q => q.select(c.name, c.city).from(c).orderBy(c.city.desc().nullsLast(), c.name.asc()),
      text: 'SELECT "c"."name", "c"."city" FROM "clients" AS "c" ORDER BY "c"."city" DESC NULLS LAST, "c"."name" ASC',
      result: [
        { name: 'Jennifer', city: 'Oakland' },
        { name: 'Doc', city: 'Hill Valley' },
        { name: 'Marty', city: 'Hill Valley' },
        { name: 'Biff', city: null },
      ],
    },
    {
      title: 'Null before everything else',
      build: q => q.select(c.name).from(c).orderBy(c.city.asc().nullsFirst(), c.id.desc()).limit(2),
      text: 'SELECT "c"."name" FROM "clients" AS "c" ORDER BY "c"."city" ASC NULLS FIRST, "c"."id" DESC LIMIT $1::int8',
      result: [{ name: 'Biff' }, { name: 'Doc' }],
    },
    {
      title: 'A part of the rows',
      build: q => q.select(o.id).from(o).orderBy(o.total.desc()).limit(2).offset(1),
      text: 'SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" DESC LIMIT $1::int8 OFFSET $2::int8',
      result: [{ id: 1 }, { id: 3 }],
    },
    {
      title: 'Collation',
      build: q => q.select({ before: value('a').collate('C').lt('B') }),
      text: 'SELECT ($1 COLLATE "C") < $2 AS "before"',
      result: [{ before: false }],
    },
    {
      title: 'Values as rows',
      build: q => q.values(['a', 1], ['b', 2]),
      text: 'VALUES ($1, $2::int8), ($3, $4::int8)',
      result: [
        { column1: 'a', column2: 1n },
        { column1: 'b', column2: 2n },
      ],
    },
    {
      title: 'Values as a table',
      build: q => {
        const v = q.values([1, 'first'], [2, 'second']).asRows('v', ['id', 'word'])
        return q.select(c.name, v.word).from(c).join(v, v.id.eq(c.id)).orderBy(c.id.asc())
      },
      text: 'SELECT "c"."name", "v"."word" FROM "clients" AS "c" JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "v" ("id", "word") ON "v"."id" = "c"."id" ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', word: 'first' },
        { name: 'Doc', word: 'second' },
      ],
    },
    {
      title: 'Order by a column of the result',
      build: q =>
        q
          .select({ double: o.total.mul(2) })
          .from(o)
          .orderBy(resultColumn('double'))
          .limit(1),
      text: 'SELECT "o"."total" * $1::int8 AS "double" FROM "orders" AS "o" ORDER BY "double" LIMIT $2::int8',
      result: [{ double: 20n }],
    },
  ],
}
