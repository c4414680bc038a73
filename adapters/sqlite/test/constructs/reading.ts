import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  and,
  count,
  every,
  exists,
  ident,
  is,
  isNot,
  isTrue,
  max,
  not,
  notExists,
  or,
  row,
  rowId,
  sql,
  sum,
  table,
  value,
} from '@vantage-ts/sqlite/sql'
import { c, n, o, p, s, type ShopQuery } from './shop.ts'

export const reading: Chapter<ShopQuery> = {
  title: 'Reading',
  about: 'A select says what it gives, then where that comes from. Values are bound, and names stand in quotes.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns and conditions',
      build: q => q.select(c.id, { client: c.name }).from(c).where(c.level.gte(3)).orderBy(c.name.asc()),
      text: 'SELECT "c"."id", "c"."name" AS "client" FROM "clients" AS "c" WHERE "c"."level" >= CAST(? AS INTEGER) ORDER BY "c"."name" ASC',
      result: [
        { id: 2, client: 'Doc' },
        { id: 1, client: 'Marty' },
      ],
    },
    {
      title: 'All columns of rows',
      build: q => q.select(every(o)).from(o).where(o.id.eq(1)),
      text: 'SELECT "o".* FROM "orders" AS "o" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [{ id: 1, client_id: 1, total: 120, placed: '2026-01-05' }],
    },
    {
      title: 'Columns by their names',
      note: 'Where the columns of a table are not told, each is got by its name. A table of an attached file has a schema.',
      build: q => {
        const t = table('clients', { schema: 'main', as: 't' })
        return q.select(t('name')).from(t).where(t('id').eq(2))
      },
      text: 'SELECT "t"."name" FROM "main"."clients" AS "t" WHERE "t"."id" = CAST(? AS INTEGER)',
      result: [{ name: 'Doc' }],
    },
    {
      title: 'Distinct rows',
      build: q => q.select(c.city).distinct().from(c).orderBy(c.city.asc()),
      text: 'SELECT DISTINCT "c"."city" FROM "clients" AS "c" ORDER BY "c"."city" ASC',
      result: [{ city: null }, { city: 'Grand Canyon' }, { city: 'Hill Valley' }],
    },
    {
      title: 'Order, nulls, limit and offset',
      build: q => q.select(c.name, c.city).from(c).orderBy(c.city.desc().nullsLast(), c.id).limit(2).offset(1),
      text: 'SELECT "c"."name", "c"."city" FROM "clients" AS "c" ORDER BY "c"."city" DESC NULLS LAST, "c"."id" LIMIT CAST(? AS INTEGER) OFFSET CAST(? AS INTEGER)',
      result: [
        { name: 'Doc', city: 'Hill Valley' },
        { name: 'Jennifer', city: 'Grand Canyon' },
      ],
    },
    {
      title: 'Offset without a limit',
      build: q => q.select(c.id).from(c).orderBy(c.id).offset(2),
      text: 'SELECT "c"."id" FROM "clients" AS "c" ORDER BY "c"."id" LIMIT -1 OFFSET CAST(? AS INTEGER)',
      result: [{ id: 3 }, { id: 4 }],
    },
    {
      title: 'And, or, not',
      note: 'What stands beside another operator is in brackets, so that it means what was built.',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(or(and(c.level.gt(2), c.city.eq('Hill Valley')), not(c.city.isNotNull())))
          .orderBy(c.name),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE (("c"."level" > CAST(? AS INTEGER)) AND ("c"."city" = ?)) OR (NOT ("c"."city" IS NOT NULL)) ORDER BY "c"."name"',
      result: [{ name: 'Biff' }, { name: 'Doc' }, { name: 'Marty' }],
    },
    {
      title: 'Lists and ranges',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(o.client_id.in([2, 3]), o.total.between(50, 100), o.id.notIn([9]))
          .orderBy(o.id),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE ("o"."client_id" IN (CAST(? AS INTEGER), CAST(? AS INTEGER))) AND ("o"."total" BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)) AND ("o"."id" NOT IN (CAST(? AS INTEGER))) ORDER BY "o"."id"',
      result: [{ id: 2 }, { id: 3 }],
    },
    {
      title: 'Null as a value',
      build: q =>
        q
          .select(c.name, { here: c.city.isNotDistinctFrom('Hill Valley'), away: c.city.isDistinctFrom('Hill Valley') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."name", "c"."city" IS NOT DISTINCT FROM ? AS "here", "c"."city" IS DISTINCT FROM ? AS "away" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', here: 1, away: 0 },
        { name: 'Doc', here: 1, away: 0 },
        { name: 'Biff', here: 0, away: 1 },
        { name: 'Jennifer', here: 0, away: 1 },
      ],
    },
    {
      title: 'IS and IS NOT',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(is(c.city, null), isNot(c.name, 'Doc'), isTrue(c.level.lt(9))),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ("c"."city" IS NULL) AND ("c"."name" IS NOT ?) AND (("c"."level" < CAST(? AS INTEGER)) IS TRUE)',
      result: [{ name: 'Biff' }],
    },
    {
      title: 'Values of a row together',
      note: 'Compared from left to right: what comes after a row in the order of two columns.',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(row(o.client_id, o.id).gt(row(2, 3)))
          .orderBy(o.client_id, o.id),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE ("o"."client_id", "o"."id") > (CAST(? AS INTEGER), CAST(? AS INTEGER)) ORDER BY "o"."client_id", "o"."id"',
      result: [{ id: 5 }, { id: 4 }],
    },
    {
      title: 'A statement as a list',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(c.id.in(q.select(o.client_id).from(o).where(o.total.gt(100))))
          .orderBy(c.name),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE "c"."id" IN (SELECT "o"."client_id" FROM "orders" AS "o" WHERE "o"."total" > CAST(? AS INTEGER)) ORDER BY "c"."name"',
      result: [{ name: 'Doc' }, { name: 'Marty' }],
    },
    {
      title: 'Rows in a statement',
      build: q => {
        const stored = q.select(s.product_id, s.pieces).from(s)
        return q.select(p.name).from(p).where(row(p.id, 4).in(stored))
      },
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ("p"."id", CAST(? AS INTEGER)) IN (SELECT "s"."product_id", "s"."pieces" FROM "stock" AS "s")',
      result: [{ name: 'board' }],
    },
    {
      title: 'Whether there are rows',
      build: q => {
        const large = q.select({ one: 1 }).from(o).where(o.client_id.eq(c.id), o.total.gte(70))
        return q.select(c.name).from(c).where(exists(large)).orderBy(c.id)
      },
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE EXISTS (SELECT CAST(? AS INTEGER) AS "one" FROM "orders" AS "o" WHERE ("o"."client_id" = "c"."id") AND ("o"."total" >= CAST(? AS INTEGER))) ORDER BY "c"."id"',
      result: [{ name: 'Marty' }, { name: 'Doc' }],
    },
    {
      title: 'Whether there are none',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(notExists(q.select(o.id).from(o).where(o.client_id.eq(c.id)))),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE NOT EXISTS (SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id")',
      result: [{ name: 'Jennifer' }],
    },
    {
      title: 'A statement as a value',
      build: q => {
        const latest = q.select(max(o.placed)).from(o).where(o.client_id.eq(c.id))
        return q.select(c.name, { latest }).from(c).orderBy(c.id)
      },
      text: 'SELECT "c"."name", (SELECT max("o"."placed") FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id") AS "latest" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', latest: '2026-01-05' },
        { name: 'Doc', latest: '2026-03-01' },
        { name: 'Biff', latest: '2026-02-14' },
        { name: 'Jennifer', latest: null },
      ],
    },
    {
      title: 'Groups',
      build: q =>
        q
          .select(c.name, { orders: count(), spent: sum(o.total) })
          .from(c)
          .join(o, o.client_id.eq(c.id))
          .groupBy(c.name)
          .having(sum(o.total).gt(100))
          .orderBy(sum(o.total).desc()),
      text: 'SELECT "c"."name", count(*) AS "orders", sum("o"."total") AS "spent" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."name" HAVING sum("o"."total") > CAST(? AS INTEGER) ORDER BY sum("o"."total") DESC',
      result: [
        { name: 'Doc', orders: 3, spent: 340 },
        { name: 'Marty', orders: 1, spent: 120 },
      ],
    },
    {
      title: 'Rows that are written down',
      build: q => q.values(['a', 1], ['b', 2]),
      text: 'VALUES (?, CAST(? AS INTEGER)), (?, CAST(? AS INTEGER))',
      result: [
        { column1: 'a', column2: 1 },
        { column1: 'b', column2: 2 },
      ],
    },
    {
      title: 'Written rows with names',
      note: 'SQLite gives their columns no names of your own in FROM, so a CTE does.',
      build: q => {
        const rate = q.values(['Hill Valley', 0.5], ['Grand Canyon', 2]).asRows('rate', ['city', 'factor'])
        return q.select(c.name, rate.factor).from(c).join(rate, rate.city.eq(c.city)).orderBy(c.id)
      },
      text: 'SELECT "c"."name", "rate"."factor" FROM "clients" AS "c" JOIN (WITH "rate" ("city", "factor") AS (VALUES (?, ?), (?, CAST(? AS INTEGER))) SELECT * FROM "rate") AS "rate" ON "rate"."city" = "c"."city" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', factor: 0.5 },
        { name: 'Doc', factor: 0.5 },
        { name: 'Jennifer', factor: 2 },
      ],
    },
    {
      title: 'The number of a row',
      build: q =>
        q
          .select({ number: rowId(n) }, n.title)
          .from(n)
          .where(rowId(n).gt(1)),
      text: 'SELECT "n"."rowid" AS "number", "n"."title" FROM "notes" AS "n" WHERE "n"."rowid" > CAST(? AS INTEGER)',
      result: [
        { number: 2, title: 'to do' },
        { number: 3, title: 'dog' },
      ],
    },
    {
      title: 'Values on the left',
      build: q => q.select({ seven: value(3).plus(4), text: value('a').concat('b', 'c') }),
      text: 'SELECT CAST(? AS INTEGER) + CAST(? AS INTEGER) AS "seven", ? || ? || ? AS "text"',
      result: [{ seven: 7, text: 'abc' }],
    },
    {
      title: 'Raw text inside',
      note: 'The last resort: values are bound, columns and names are quoted, and text that was put together is refused.',
      build: q =>
        q
          .select(c.name, { half: sql`${c.level} / ${2.5}` })
          .from(c)
          .where(sql`${c.level} % ${2} = 1`)
          .orderBy(c.id),
      text: 'SELECT "c"."name", "c"."level" / ? AS "half" FROM "clients" AS "c" WHERE "c"."level" % CAST(? AS INTEGER) = 1 ORDER BY "c"."id"',
      result: [
        { name: 'Marty', half: 1.2 },
        { name: 'Doc', half: 2 },
        { name: 'Biff', half: 0.4 },
      ],
    },
    {
      title: 'Names in raw text',
      build: q =>
        q
          .select({ next: sql`${ident('c', 'level')} + ${1}` })
          .from(c)
          .where(c.id.eq(2)),
      text: 'SELECT "c"."level" + CAST(? AS INTEGER) AS "next" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ next: 6 }],
    },
    {
      title: 'A statement of raw text',
      build: q => q.sql`SELECT ${c.name} FROM ${c} WHERE ${c.level} = ${5}`,
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE "c"."level" = CAST(? AS INTEGER)',
      result: [{ name: 'Doc' }],
    },
  ],
}
