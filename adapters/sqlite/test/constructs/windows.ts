import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  avg,
  count,
  cumeDist,
  denseRank,
  firstValue,
  groupConcat,
  lag,
  lastValue,
  lead,
  nthValue,
  ntile,
  percentRank,
  rank,
  round,
  rowNumber,
  sum,
  window,
} from '@vantage-ts/sqlite/sql'
import { c, l, o, type ShopQuery } from './shop.ts'

export const windows: Chapter<ShopQuery> = {
  title: 'Windows',
  about: 'A function is computed over the rows that a window shows it; without a window, over all rows.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Over all rows',
      build: q =>
        q
          .select(o.id, { share: o.total.mul(100).div(sum(o.total).over()) })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", ("o"."total" * CAST(? AS INTEGER)) / sum("o"."total") OVER () AS "share" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, share: 24 },
        { id: 2, share: 10 },
        { id: 3, share: 14 },
        { id: 4, share: 6 },
        { id: 5, share: 44 },
      ],
    },
    {
      title: 'Partitions and an order',
      build: q =>
        q
          .select(o.id, { nth: rowNumber().over(window().partitionBy(o.client_id).orderBy(o.placed.asc())) })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", row_number() OVER (PARTITION BY "o"."client_id" ORDER BY "o"."placed" ASC) AS "nth" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, nth: 1 },
        { id: 2, nth: 1 },
        { id: 3, nth: 2 },
        { id: 4, nth: 1 },
        { id: 5, nth: 3 },
      ],
    },
    {
      title: 'Ranks',
      build: q =>
        q
          .select(l.order_id, l.pieces, { rank: rank().over('w'), dense: denseRank().over('w') })
          .from(l)
          .where(l.product_id.ne(2))
          .window('w', window().orderBy(l.pieces.desc()))
          .orderBy(l.pieces.desc(), l.order_id),
      text: 'SELECT "l"."order_id", "l"."pieces", rank() OVER "w" AS "rank", dense_rank() OVER "w" AS "dense" FROM "lines" AS "l" WHERE "l"."product_id" <> CAST(? AS INTEGER) WINDOW "w" AS (ORDER BY "l"."pieces" DESC) ORDER BY "l"."pieces" DESC, "l"."order_id"',
      result: [
        { order_id: 3, pieces: 7, rank: 1, dense: 1 },
        { order_id: 5, pieces: 4, rank: 2, dense: 2 },
        { order_id: 4, pieces: 3, rank: 3, dense: 3 },
        { order_id: 5, pieces: 3, rank: 3, dense: 3 },
        { order_id: 1, pieces: 2, rank: 5, dense: 4 },
        { order_id: 2, pieces: 2, rank: 5, dense: 4 },
      ],
    },
    {
      title: 'Parts of the same size',
      build: q =>
        q
          .select(o.id, { half: ntile(2).over(window().orderBy(o.total)) })
          .from(o)
          .orderBy(o.total),
      text: 'SELECT "o"."id", ntile(2) OVER (ORDER BY "o"."total") AS "half" FROM "orders" AS "o" ORDER BY "o"."total"',
      result: [
        { id: 4, half: 1 },
        { id: 2, half: 1 },
        { id: 3, half: 1 },
        { id: 1, half: 2 },
        { id: 5, half: 2 },
      ],
    },
    {
      title: 'Places in the distribution',
      build: q =>
        q
          .select(o.id, { percent: percentRank().over('t'), cumulated: cumeDist().over('t') })
          .from(o)
          .window('t', window().orderBy(o.total))
          .orderBy(o.total),
      text: 'SELECT "o"."id", percent_rank() OVER "t" AS "percent", cume_dist() OVER "t" AS "cumulated" FROM "orders" AS "o" WINDOW "t" AS (ORDER BY "o"."total") ORDER BY "o"."total"',
      result: [
        { id: 4, percent: 0, cumulated: 0.2 },
        { id: 2, percent: 0.25, cumulated: 0.4 },
        { id: 3, percent: 0.5, cumulated: 0.6 },
        { id: 1, percent: 0.75, cumulated: 0.8 },
        { id: 5, percent: 1, cumulated: 1 },
      ],
    },
    {
      title: 'The rows before and after',
      build: q =>
        q
          .select(o.id, {
            before: lag(o.total).over('t'),
            two: lag(o.total, 2, 0).over('t'),
            after: lead(o.total, 1, -1).over('t'),
          })
          .from(o)
          .window('t', window().orderBy(o.id))
          .orderBy(o.id),
      text: 'SELECT "o"."id", lag("o"."total") OVER "t" AS "before", lag("o"."total", 2, CAST(? AS INTEGER)) OVER "t" AS "two", lead("o"."total", 1, CAST(? AS INTEGER)) OVER "t" AS "after" FROM "orders" AS "o" WINDOW "t" AS (ORDER BY "o"."id") ORDER BY "o"."id"',
      result: [
        { id: 1, before: null, two: 0, after: 50 },
        { id: 2, before: 120, two: 0, after: 70 },
        { id: 3, before: 50, two: 120, after: 30 },
        { id: 4, before: 70, two: 50, after: 220 },
        { id: 5, before: 30, two: 70, after: -1 },
      ],
    },
    {
      title: 'First, last and nth value',
      build: q =>
        q
          .select(o.id, {
            first: firstValue(o.total).over('all'),
            last: lastValue(o.total).over('all'),
            second: nthValue(o.total, 2).over('all'),
          })
          .from(o)
          .window(
            'all',
            window().partitionBy(o.client_id).orderBy(o.id).rows('unbounded preceding', 'unbounded following'),
          )
          .where(o.client_id.eq(2))
          .orderBy(o.id),
      text: 'SELECT "o"."id", first_value("o"."total") OVER "all" AS "first", last_value("o"."total") OVER "all" AS "last", nth_value("o"."total", 2) OVER "all" AS "second" FROM "orders" AS "o" WHERE "o"."client_id" = CAST(? AS INTEGER) WINDOW "all" AS (PARTITION BY "o"."client_id" ORDER BY "o"."id" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY "o"."id"',
      result: [
        { id: 2, first: 50, last: 220, second: 70 },
        { id: 3, first: 50, last: 220, second: 70 },
        { id: 5, first: 50, last: 220, second: 70 },
      ],
    },
    {
      title: 'A named window',
      build: q =>
        q
          .select(o.id, { sum: sum(o.total).over('w'), count: count().over('w') })
          .from(o)
          .window('w', window().partitionBy(o.client_id))
          .orderBy(o.id),
      text: 'SELECT "o"."id", sum("o"."total") OVER "w" AS "sum", count(*) OVER "w" AS "count" FROM "orders" AS "o" WINDOW "w" AS (PARTITION BY "o"."client_id") ORDER BY "o"."id"',
      result: [
        { id: 1, sum: 120, count: 1 },
        { id: 2, sum: 340, count: 3 },
        { id: 3, sum: 340, count: 3 },
        { id: 4, sum: 30, count: 1 },
        { id: 5, sum: 340, count: 3 },
      ],
    },
    {
      title: 'A window that begins with another',
      build: q =>
        q
          .select(o.id, { running: sum(o.total).over('by_day'), all: sum(o.total).over('client') })
          .from(o)
          .window('client', window().partitionBy(o.client_id))
          .window('by_day', window('client').orderBy(o.placed))
          .orderBy(o.id),
      text: 'SELECT "o"."id", sum("o"."total") OVER "by_day" AS "running", sum("o"."total") OVER "client" AS "all" FROM "orders" AS "o" WINDOW "client" AS (PARTITION BY "o"."client_id"), "by_day" AS ("client" ORDER BY "o"."placed") ORDER BY "o"."id"',
      result: [
        { id: 1, running: 120, all: 120 },
        { id: 2, running: 50, all: 340 },
        { id: 3, running: 120, all: 340 },
        { id: 4, running: 30, all: 30 },
        { id: 5, running: 340, all: 340 },
      ],
    },
    {
      title: 'A frame of rows',
      build: q =>
        q
          .select(o.id, {
            mean: round(avg(o.total).over(window().orderBy(o.id).rows({ preceding: 1 }, { following: 1 })), 1),
          })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", round(avg("o"."total") OVER (ORDER BY "o"."id" ROWS BETWEEN CAST(? AS INTEGER) PRECEDING AND CAST(? AS INTEGER) FOLLOWING), CAST(? AS INTEGER)) AS "mean" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, mean: 85 },
        { id: 2, mean: 80 },
        { id: 3, mean: 50 },
        { id: 4, mean: 106.7 },
        { id: 5, mean: 125 },
      ],
    },
    {
      title: 'A frame that ends at the row itself',
      build: q =>
        q
          .select(o.id, { sum: sum(o.total).over(window().orderBy(o.id).rows('unbounded preceding')) })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ORDER BY "o"."id" ROWS UNBOUNDED PRECEDING) AS "sum" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, sum: 120 },
        { id: 2, sum: 170 },
        { id: 3, sum: 240 },
        { id: 4, sum: 270 },
        { id: 5, sum: 490 },
      ],
    },
    {
      title: 'A frame of values',
      build: q =>
        q
          .select(o.total, {
            near: count().over(window().orderBy(o.total).range({ preceding: 20 }, { following: 50 })),
          })
          .from(o)
          .orderBy(o.total),
      text: 'SELECT "o"."total", count(*) OVER (ORDER BY "o"."total" RANGE BETWEEN CAST(? AS INTEGER) PRECEDING AND CAST(? AS INTEGER) FOLLOWING) AS "near" FROM "orders" AS "o" ORDER BY "o"."total"',
      result: [
        { total: 30, near: 3 },
        { total: 50, near: 3 },
        { total: 70, near: 3 },
        { total: 120, near: 1 },
        { total: 220, near: 1 },
      ],
    },
    {
      title: 'A frame of groups',
      build: q =>
        q
          .select(c.name, {
            names: groupConcat(c.name, ' ').over(window().orderBy(c.city).groups({ preceding: 1 }, 'current row')),
          })
          .from(c)
          .orderBy(c.city, c.id),
      text: 'SELECT "c"."name", group_concat("c"."name", ?) OVER (ORDER BY "c"."city" GROUPS BETWEEN CAST(? AS INTEGER) PRECEDING AND CURRENT ROW) AS "names" FROM "clients" AS "c" ORDER BY "c"."city", "c"."id"',
      result: [
        { name: 'Biff', names: 'Biff' },
        { name: 'Jennifer', names: 'Biff Jennifer' },
        { name: 'Marty', names: 'Jennifer Marty Doc' },
        { name: 'Doc', names: 'Jennifer Marty Doc' },
      ],
    },
    {
      title: 'A frame without the row itself',
      build: q =>
        q
          .select(o.id, {
            others: sum(o.total).over(
              window().partitionBy(o.client_id).rows('unbounded preceding', 'unbounded following', 'current row'),
            ),
          })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", sum("o"."total") OVER (PARTITION BY "o"."client_id" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS "others" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, others: null },
        { id: 2, others: 290 },
        { id: 3, others: 270 },
        { id: 4, others: null },
        { id: 5, others: 120 },
      ],
    },
    {
      title: 'A frame without the equal rows',
      build: q =>
        q
          .select(c.id, {
            group: count().over(window().orderBy(c.city).groups('unbounded preceding', 'unbounded following', 'group')),
            ties: count().over(window().orderBy(c.city).groups('unbounded preceding', 'unbounded following', 'ties')),
            nothing: count().over(
              window().orderBy(c.city).groups('unbounded preceding', 'unbounded following', 'no others'),
            ),
          })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."id", count(*) OVER (ORDER BY "c"."city" GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS "group", count(*) OVER (ORDER BY "c"."city" GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS "ties", count(*) OVER (ORDER BY "c"."city" GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS) AS "nothing" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { id: 1, group: 2, ties: 3, nothing: 4 },
        { id: 2, group: 2, ties: 3, nothing: 4 },
        { id: 3, group: 3, ties: 4, nothing: 4 },
        { id: 4, group: 3, ties: 4, nothing: 4 },
      ],
    },
    {
      title: 'A filter in a window',
      build: q =>
        q
          .select(o.id, { large: count().filter(o.total.gte(100)).over(window().orderBy(o.id)) })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", count(*) FILTER (WHERE "o"."total" >= CAST(? AS INTEGER)) OVER (ORDER BY "o"."id") AS "large" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, large: 1 },
        { id: 2, large: 1 },
        { id: 3, large: 1 },
        { id: 4, large: 1 },
        { id: 5, large: 2 },
      ],
    },
    {
      title: 'The first row of each group',
      note: 'What other databases say with DISTINCT ON.',
      build: q => {
        const nth = rowNumber().over(window().partitionBy(o.client_id).orderBy(o.placed.desc()))
        const numbered = q.select(o.id, o.client_id, { nth }).from(o).as('numbered')
        return q
          .select(numbered.client_id, numbered.id)
          .from(numbered)
          .where(numbered.nth.eq(1))
          .orderBy(numbered.client_id)
      },
      text: 'SELECT "numbered"."client_id", "numbered"."id" FROM (SELECT "o"."id", "o"."client_id", row_number() OVER (PARTITION BY "o"."client_id" ORDER BY "o"."placed" DESC) AS "nth" FROM "orders" AS "o") AS "numbered" WHERE "numbered"."nth" = CAST(? AS INTEGER) ORDER BY "numbered"."client_id"',
      result: [
        { client_id: 1, id: 1 },
        { client_id: 2, id: 5 },
        { client_id: 3, id: 4 },
      ],
    },
  ],
}
