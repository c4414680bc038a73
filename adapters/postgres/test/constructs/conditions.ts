import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  caseOf,
  cast,
  coalesce,
  count,
  greatest,
  isFalse,
  isNotFalse,
  isNotTrue,
  isNotUnknown,
  isTrue,
  isUnknown,
  least,
  nullIf,
  row,
  value,
  when,
} from '@vantage-ts/postgres/sql'
import { c, o, type ShopQuery } from './shop.ts'
import { decimal, moment } from './values.ts'

export const conditions: Chapter<ShopQuery> = {
  title: 'Choices, casts and truth',
  about: 'A condition is an expression like others.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Branches',
      build: q =>
        q
          .select(c.name, { kind: when(c.level.gte(5), 'gold').when(c.level.gte(3), 'silver').otherwise('plain') })
          .from(c)
          .orderBy(c.id.asc()),
      text: 'SELECT "c"."name", CASE WHEN "c"."level" >= $1::int8 THEN $2 WHEN "c"."level" >= $3::int8 THEN $4 ELSE $5 END AS "kind" FROM "clients" AS "c" ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', kind: 'silver' },
        { name: 'Doc', kind: 'gold' },
        { name: 'Biff', kind: 'plain' },
        { name: 'Jennifer', kind: 'plain' },
      ],
    },
    {
      title: 'Branches by value',
      build: q =>
        q
          .select(o.id, { done: caseOf(o.state).when('paid', true).when('open', false) })
          .from(o)
          .where(o.id.lte(3))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", CASE "o"."state" WHEN $1 THEN $2::bool WHEN $3 THEN $4::bool END AS "done" FROM "orders" AS "o" WHERE "o"."id" <= $5::int8 ORDER BY "o"."id" ASC',
      result: [
        { id: 1, done: true },
        { id: 2, done: true },
        { id: 3, done: false },
      ],
    },
    {
      title: 'In the place of null, and null in the place of a value',
      build: q =>
        q
          .select(c.name, { city: coalesce(c.city, 'nowhere'), level: nullIf(c.level, 1) })
          .from(c)
          .orderBy(c.id.asc())
          .limit(3),
      text: 'SELECT "c"."name", coalesce("c"."city", $1) AS "city", nullif("c"."level", $2::int8) AS "level" FROM "clients" AS "c" ORDER BY "c"."id" ASC LIMIT $3::int8',
      result: [
        { name: 'Marty', city: 'Hill Valley', level: 3 },
        { name: 'Doc', city: 'Hill Valley', level: 5 },
        { name: 'Biff', city: 'nowhere', level: null },
      ],
    },
    {
      title: 'The largest and the least',
      build: q =>
        q
          .select({ most: greatest(c.level, 3, null), least: least(c.level, 3), text: greatest('a', 'b') })
          .from(c)
          .orderBy(c.id.asc())
          .limit(3),
      text: 'SELECT greatest("c"."level", $1::int8, NULL) AS "most", least("c"."level", $2::int8) AS "least", greatest($3, $4) AS "text" FROM "clients" AS "c" ORDER BY "c"."id" ASC LIMIT $5::int8',
      result: [
        { most: 3n, least: 3n, text: 'b' },
        { most: 5n, least: 3n, text: 'b' },
        { most: 3n, least: 1n, text: 'b' },
      ],
    },
    {
      title: 'Casts',
      build: q =>
        q
          .select({
            text: cast(o.total, 'text'),
            price: cast(o.total, 'numeric(10, 2)'),
            big: cast('12', 'bigint'),
            moment: cast(o.placed, 'timestamp with time zone'),
            list: cast('{1,2}', 'int[]'),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT CAST("o"."total" AS text) AS "text", CAST("o"."total" AS numeric(10, 2)) AS "price", CAST($1 AS bigint) AS "big", CAST("o"."placed" AS timestamp with time zone) AS "moment", CAST($2 AS int[]) AS "list" FROM "orders" AS "o" WHERE "o"."id" = $3::int8',
      result: [{ text: '120', price: decimal('120'), big: 12n, moment: moment('2026-01-05T00:00:00Z'), list: '{1,2}' }],
    },
    {
      title: 'Truth of what may be null',
      build: q =>
        q
          .select({
            yes: count().filter(isTrue(c.city.eq('Oakland'))),
            notYes: count().filter(isNotTrue(c.city.eq('Oakland'))),
            no: count().filter(isFalse(c.city.eq('Oakland'))),
            notNo: count().filter(isNotFalse(c.city.eq('Oakland'))),
            unknown: count().filter(isUnknown(c.city.eq('Oakland'))),
            known: count().filter(isNotUnknown(c.city.eq('Oakland'))),
          })
          .from(c),
      text: 'SELECT count(*) FILTER (WHERE ("c"."city" = $1) IS TRUE) AS "yes", count(*) FILTER (WHERE ("c"."city" = $2) IS NOT TRUE) AS "notYes", count(*) FILTER (WHERE ("c"."city" = $3) IS FALSE) AS "no", count(*) FILTER (WHERE ("c"."city" = $4) IS NOT FALSE) AS "notNo", count(*) FILTER (WHERE ("c"."city" = $5) IS UNKNOWN) AS "unknown", count(*) FILTER (WHERE ("c"."city" = $6) IS NOT UNKNOWN) AS "known" FROM "clients" AS "c"',
      result: [{ yes: 1n, notYes: 3n, no: 2n, notNo: 2n, unknown: 1n, known: 3n }],
    },
    {
      title: 'Equal, null included',
      build: q =>
        q
          .select({ same: c.city.isNotDistinctFrom(null), differs: c.city.isDistinctFrom('Oakland') })
          .from(c)
          .where(c.id.eq(3)),
      text: 'SELECT "c"."city" IS NOT DISTINCT FROM NULL AS "same", "c"."city" IS DISTINCT FROM $1 AS "differs" FROM "clients" AS "c" WHERE "c"."id" = $2::int8',
      result: [{ same: true, differs: true }],
    },
    {
      title: 'Values from left to right',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(row(o.state, o.total).gt(row('open', 60)))
          .orderBy(o.state.asc(), o.total.asc()),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE ROW("o"."state", "o"."total") > ROW(CAST($1 AS text), $2::int8) ORDER BY "o"."state" ASC, "o"."total" ASC',
      result: [{ id: 3 }, { id: 6 }, { id: 2 }, { id: 1 }, { id: 5 }],
    },
    {
      title: 'Rows in a list',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(row(o.state, o.total).in([row('open', 30), row('paid', 50)]))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE ROW("o"."state", "o"."total") IN (ROW(CAST($1 AS text), $2::int8), ROW(CAST($3 AS text), $4::int8)) ORDER BY "o"."id" ASC',
      result: [{ id: 2 }, { id: 4 }],
    },
    {
      title: 'A value on the left',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(value(100).between(o.total.minus(25), o.total.plus(25)))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE $1::int8 BETWEEN ("o"."total" - $2::int8) AND ("o"."total" + $3::int8) ORDER BY "o"."id" ASC',
      result: [{ id: 1 }],
    },
  ],
}
