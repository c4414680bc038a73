import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Temporal } from '@vantage-ts/core'
import {
  allColumns,
  cast,
  count,
  dateDiff,
  dateSub,
  dateTrunc,
  dayName,
  generateSeries,
  glob,
  greatest,
  ifNull,
  ilike,
  interval,
  left,
  len,
  levenshtein,
  ln,
  lpad,
  max,
  min,
  mod,
  or,
  regexpExtract,
  regexpReplace,
  round,
  splitPart,
  sqrt,
  strftime,
  stripAccents,
  timeBucket,
  tryCast,
  tryValue,
  typeOf,
  when,
} from '@vantage-ts/duckdb/sql'
import { c, o, s, type ShopQuery } from './shop.ts'

export const values: Chapter<ShopQuery> = {
  title: 'Texts, moments and numbers',
  about: 'Functions of single values.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Patterns',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(or(ilike(c.name, 'MAR%'), glob(c.name, 'D?c')))
          .orderBy(c.name),
      text: 'SELECT "c"."name" FROM "clients" AS "c" WHERE ("c"."name" ILIKE CAST($1 AS VARCHAR)) OR ("c"."name" GLOB CAST($2 AS VARCHAR)) ORDER BY "c"."name"',
      result: [{ name: 'Doc' }, { name: 'Marty' }],
    },
    {
      title: 'Regular expressions',
      build: q =>
        q
          .select({
            found: regexpExtract(c.city, '(\\w+) Valley', 1),
            changed: regexpReplace(c.name, '[aeiou]', '*', 'g'),
          })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT regexp_extract("c"."city", CAST($1 AS VARCHAR), CAST(CAST($2 AS BIGINT) AS INTEGER)) AS "found", regexp_replace("c"."name", CAST($3 AS VARCHAR), CAST($4 AS VARCHAR), CAST($5 AS VARCHAR)) AS "changed" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { found: 'Hill', changed: 'M*rty' },
        { found: 'Hill', changed: 'D*c' },
        { found: null, changed: 'B*ff' },
      ],
    },
    {
      title: 'Parts of texts',
      build: q =>
        q.select({
          part: splitPart('a-b-c', '-', 2),
          padded: lpad('7', 3, '0'),
          left: left('Vantage', 3),
          plain: stripAccents('é'),
          like: levenshtein('kitten', 'sitting'),
        }),
      text: 'SELECT split_part(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR), CAST($3 AS BIGINT)) AS "part", lpad(CAST($4 AS VARCHAR), CAST(CAST($5 AS BIGINT) AS INTEGER), CAST($6 AS VARCHAR)) AS "padded", left(CAST($7 AS VARCHAR), CAST($8 AS BIGINT)) AS "left", strip_accents(CAST($9 AS VARCHAR)) AS "plain", levenshtein(CAST($10 AS VARCHAR), CAST($11 AS VARCHAR)) AS "like"',
      result: [{ part: 'b', padded: '007', left: 'Van', plain: 'e', like: 3n }],
    },
    {
      title: 'Parts of moments',
      build: q =>
        q
          .select(o.id, {
            month: dateTrunc('month', o.placed),
            day: dayName(o.placed),
            text: strftime(o.placed, '%d.%m.%Y'),
          })
          .from(o)
          .where(o.id.lte(2))
          .orderBy(o.id),
      text: 'SELECT "o"."id", date_trunc(\'month\', "o"."placed") AS "month", dayname("o"."placed") AS "day", strftime("o"."placed", CAST($1 AS VARCHAR)) AS "text" FROM "orders" AS "o" WHERE "o"."id" <= CAST($2 AS BIGINT) ORDER BY "o"."id"',
      result: [
        { id: 1, month: Temporal.PlainDateTime.from('2026-01-01T00:00:00'), day: 'Monday', text: '05.01.2026' },
        { id: 2, month: Temporal.PlainDateTime.from('2026-01-01T00:00:00'), day: 'Tuesday', text: '20.01.2026' },
      ],
    },
    {
      title: 'Between moments',
      build: q =>
        q
          .select({
            days: dateDiff('day', min(o.placed), max(o.placed)),
            weeks: dateSub('week', min(o.placed), max(o.placed)),
          })
          .from(o),
      text: 'SELECT date_diff(\'day\', min("o"."placed"), max("o"."placed")) AS "days", date_sub(\'week\', min("o"."placed"), max("o"."placed")) AS "weeks" FROM "orders" AS "o"',
      result: [{ days: 55n, weeks: 7n }],
    },
    {
      title: 'Spans of time',
      build: q =>
        q
          .select({ span: timeBucket(interval('30 days'), o.placed), orders: count() })
          .from(o)
          .groupBy(allColumns())
          .orderBy(allColumns()),
      text: 'SELECT time_bucket(CAST(CAST($1 AS VARCHAR) AS INTERVAL), "o"."placed") AS "span", count(*) AS "orders" FROM "orders" AS "o" GROUP BY ALL ORDER BY ALL',
      result: [
        { span: Temporal.PlainDateTime.from('2025-12-17T00:00:00'), orders: 1n },
        { span: Temporal.PlainDateTime.from('2026-01-16T00:00:00'), orders: 2n },
        { span: Temporal.PlainDateTime.from('2026-02-15T00:00:00'), orders: 1n },
      ],
    },
    {
      title: 'A length of time added',
      build: q =>
        q
          .select({ due: o.placed.plus(interval('14 days')) })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT "o"."placed" + CAST(CAST($1 AS VARCHAR) AS INTERVAL) AS "due" FROM "orders" AS "o" WHERE "o"."id" = CAST($2 AS BIGINT)',
      result: [{ due: Temporal.PlainDateTime.from('2026-01-19T10:00:00') }],
    },
    {
      title: 'Numbers',
      build: q => q.select({ root: sqrt(16), rest: mod(7, 4), most: greatest(3, 8, 5), rounded: round(2.345, 2) }),
      text: 'SELECT sqrt(CAST($1 AS BIGINT)) AS "root", fmod(CAST($2 AS BIGINT), CAST($3 AS BIGINT)) AS "rest", greatest(CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT)) AS "most", round(CAST($7 AS DOUBLE), CAST(CAST($8 AS BIGINT) AS INTEGER)) AS "rounded"',
      result: [{ root: 4, rest: 3, most: 8n, rounded: 2.35 }],
    },
    {
      title: 'Casts, and casts that may fail',
      build: q =>
        q
          .select({ number: cast('12', 'INTEGER'), none: tryCast('twelve', 'INTEGER'), type: typeOf(o.total) })
          .from(o)
          .limit(1),
      text: 'SELECT CAST(CAST($1 AS VARCHAR) AS INTEGER) AS "number", TRY_CAST(CAST($2 AS VARCHAR) AS INTEGER) AS "none", typeof("o"."total") AS "type" FROM "orders" AS "o" LIMIT CAST($3 AS BIGINT)',
      result: [{ number: 12, none: null, type: 'DECIMAL(10,2)' }],
    },
    {
      title: 'Null in the place of an error: TRY',
      note:
        'It takes no aggregate, window, statement or `unnest`, and no function that gives another value each time, such as `random`: DuckDB refuses ' +
        'those in it. They may take it: `sum(tryValue(…))`.',
      build: q =>
        q
          .select(s.pieces, { log: tryValue(ln(s.pieces.minus(3))) })
          .from(s)
          .orderBy(s.pieces),
      text: 'SELECT "s"."pieces", TRY(ln("s"."pieces" - CAST($1 AS BIGINT))) AS "log" FROM "sales" AS "s" ORDER BY "s"."pieces"',
      result: [
        { pieces: 1, log: null },
        { pieces: 2, log: null },
        { pieces: 4, log: 0 },
      ],
    },
    {
      title: 'Conditions',
      build: q =>
        q
          .select(c.name, { where: ifNull(c.city, 'nowhere'), size: when(len(c.tags).gt(1), 'many').otherwise('few') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."name", ifnull("c"."city", CAST($1 AS VARCHAR)) AS "where", CASE WHEN len("c"."tags") > CAST($2 AS BIGINT) THEN CAST($3 AS VARCHAR) ELSE CAST($4 AS VARCHAR) END AS "size" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', where: 'Hill Valley', size: 'many' },
        { name: 'Doc', where: 'Hill Valley', size: 'few' },
        { name: 'Biff', where: 'nowhere', size: 'few' },
      ],
    },
    {
      title: 'Numbers from a function',
      build: q => {
        const n = generateSeries(1, 3).asRows('n', ['n'])
        return q
          .select({ square: n.n.mul(n.n) })
          .from(n)
          .orderBy(n.n)
      },
      text: 'SELECT "n"."n" * "n"."n" AS "square" FROM generate_series(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)) AS "n" ("n") ORDER BY "n"."n"',
      result: [{ square: 1n }, { square: 4n }, { square: 9n }],
    },
  ],
}
