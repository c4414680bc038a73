import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  avg,
  count,
  cumeDist,
  denseRank,
  firstValue,
  interval,
  lag,
  lastValue,
  lead,
  max,
  nthValue,
  ntile,
  percentRank,
  rank,
  round,
  rowNumber,
  sum,
  window,
} from '@vantage-ts/postgres/sql'
import { c, o, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const windows: Chapter<ShopQuery> = {
  title: 'Windows',
  about: 'A function over a window sees rows around its own, and groups nothing.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Over all rows',
      build: q =>
        q
          .select(o.id, { of: sum(o.total).over() })
          .from(o)
          .where(o.state.eq('open'))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER () AS "of" FROM "orders" AS "o" WHERE "o"."state" = $1 ORDER BY "o"."id" ASC',
      result: [
        { id: 3, of: 100n },
        { id: 4, of: 100n },
      ],
    },
    {
      title: 'Over rows of the same group',
      build: q =>
        q
          .select(o.id, { of: sum(o.total).over(window().partitionBy(o.client_id)) })
          .from(o)
          .where(o.client_id.isNotNull())
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER (PARTITION BY "o"."client_id") AS "of" FROM "orders" AS "o" WHERE "o"."client_id" IS NOT NULL ORDER BY "o"."id" ASC',
      result: [
        { id: 1, of: 120n },
        { id: 2, of: 340n },
        { id: 3, of: 340n },
        { id: 4, of: 30n },
        { id: 5, of: 340n },
      ],
    },
    {
      title: 'Running total',
      build: q =>
        q
          .select(o.id, { sofar: sum(o.total).over(window().orderBy(o.placed.asc())) })
          .from(o)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ORDER BY "o"."placed" ASC) AS "sofar" FROM "orders" AS "o" ORDER BY "o"."id" ASC',
      result: [
        { id: 1, sofar: 120n },
        { id: 2, sofar: 170n },
        { id: 3, sofar: 240n },
        { id: 4, sofar: 270n },
        { id: 5, sofar: 490n },
        { id: 6, sofar: 500n },
      ],
    },
    {
      title: 'Numbers and ranks',
      build: q =>
        q
          .select(c.name, {
            n: rowNumber().over(window().orderBy(c.city.asc(), c.id.asc())),
            rank: rank().over(window().orderBy(c.city.asc())),
            dense: denseRank().over(window().orderBy(c.city.asc())),
          })
          .from(c)
          .orderBy(c.city.asc(), c.id.asc()),
      text: 'SELECT "c"."name", row_number() OVER (ORDER BY "c"."city" ASC, "c"."id" ASC) AS "n", rank() OVER (ORDER BY "c"."city" ASC) AS "rank", dense_rank() OVER (ORDER BY "c"."city" ASC) AS "dense" FROM "clients" AS "c" ORDER BY "c"."city" ASC, "c"."id" ASC',
      result: [
        { name: 'Marty', n: 1n, rank: 1n, dense: 1n },
        { name: 'Doc', n: 2n, rank: 1n, dense: 1n },
        { name: 'Jennifer', n: 3n, rank: 3n, dense: 2n },
        { name: 'Biff', n: 4n, rank: 4n, dense: 3n },
      ],
    },
    {
      title: 'Parts and shares of an order',
      build: q =>
        q
          .select(o.id, {
            half: ntile(2).over(window().orderBy(o.total.asc())),
            part: percentRank().over(window().orderBy(o.total.asc())),
            upTo: cumeDist().over(window().orderBy(o.total.asc())),
          })
          .from(o)
          .where(o.id.lte(5))
          .orderBy(o.total.asc()),
      text: 'SELECT "o"."id", ntile(2) OVER (ORDER BY "o"."total" ASC) AS "half", percent_rank() OVER (ORDER BY "o"."total" ASC) AS "part", cume_dist() OVER (ORDER BY "o"."total" ASC) AS "upTo" FROM "orders" AS "o" WHERE "o"."id" <= $1::int8 ORDER BY "o"."total" ASC',
      result: [
        { id: 4, half: 1, part: 0, upTo: 0.2 },
        { id: 2, half: 1, part: 0.25, upTo: 0.4 },
        { id: 3, half: 1, part: 0.5, upTo: 0.6 },
        { id: 1, half: 2, part: 0.75, upTo: 0.8 },
        { id: 5, half: 2, part: 1, upTo: 1 },
      ],
    },
    {
      title: 'Rows before and after',
      build: q =>
        q
          .select(o.id, { before: lag(o.total).over('w'), after: lead(o.total, 2, 0).over('w') })
          .from(o)
          .where(o.id.lte(4))
          .window('w', window().orderBy(o.id.asc()))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", lag("o"."total") OVER "w" AS "before", lead("o"."total", 2, $1::int8) OVER "w" AS "after" FROM "orders" AS "o" WHERE "o"."id" <= $2::int8 WINDOW "w" AS (ORDER BY "o"."id" ASC) ORDER BY "o"."id" ASC',
      result: [
        { id: 1, before: null, after: 70n },
        { id: 2, before: 120, after: 30n },
        { id: 3, before: 50, after: 0n },
        { id: 4, before: 70, after: 0n },
      ],
    },
    {
      title: 'First, last and nth value',
      build: q =>
        q
          .select(o.id, {
            first: firstValue(o.total).over('w'),
            last: lastValue(o.total).over('w'),
            second: nthValue(o.total, 2).over('w'),
          })
          .from(o)
          .where(o.client_id.eq(2))
          .window('w', window().orderBy(o.id.asc()).rows('unbounded preceding', 'unbounded following'))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", first_value("o"."total") OVER "w" AS "first", last_value("o"."total") OVER "w" AS "last", nth_value("o"."total", 2) OVER "w" AS "second" FROM "orders" AS "o" WHERE "o"."client_id" = $1::int8 WINDOW "w" AS (ORDER BY "o"."id" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ORDER BY "o"."id" ASC',
      result: [
        { id: 2, first: 50, last: 220, second: 70 },
        { id: 3, first: 50, last: 220, second: 70 },
        { id: 5, first: 50, last: 220, second: 70 },
      ],
    },
    {
      title: 'Windows based on others',
      build: q =>
        q
          .select(o.id, {
            inGroup: rowNumber().over('w'),
            mean: round(avg(o.total).over(window('w').rows({ preceding: 1 })), 1),
          })
          .from(o)
          .where(o.client_id.lte(2))
          .window('g', window().partitionBy(o.client_id))
          .window('w', window('g').orderBy(o.placed.asc()))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", row_number() OVER "w" AS "inGroup", round(avg("o"."total") OVER ("w" ROWS $1::int8 PRECEDING), 1) AS "mean" FROM "orders" AS "o" WHERE "o"."client_id" <= $2::int8 WINDOW "g" AS (PARTITION BY "o"."client_id"), "w" AS ("g" ORDER BY "o"."placed" ASC) ORDER BY "o"."id" ASC',
      result: [
        { id: 1, inGroup: 1n, mean: decimal('120') },
        { id: 2, inGroup: 1n, mean: decimal('50') },
        { id: 3, inGroup: 2n, mean: decimal('60') },
        { id: 5, inGroup: 3n, mean: decimal('145') },
      ],
    },
    {
      title: 'A frame of rows',
      build: q =>
        q
          .select(o.id, {
            around: sum(o.total).over(window().orderBy(o.id.asc()).rows({ preceding: 1 }, { following: 1 })),
          })
          .from(o)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ORDER BY "o"."id" ASC ROWS BETWEEN $1::int8 PRECEDING AND $2::int8 FOLLOWING) AS "around" FROM "orders" AS "o" ORDER BY "o"."id" ASC',
      result: [
        { id: 1, around: 170n },
        { id: 2, around: 240n },
        { id: 3, around: 150n },
        { id: 4, around: 320n },
        { id: 5, around: 260n },
        { id: 6, around: 230n },
      ],
    },
    {
      title: 'A frame of values',
      build: q =>
        q
          .select(o.id, {
            month: count().over(
              window()
                .orderBy(o.placed.asc())
                .range({ preceding: interval('30 days') }, 'current row'),
            ),
          })
          .from(o)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", count(*) OVER (ORDER BY "o"."placed" ASC RANGE BETWEEN CAST($1 AS interval) PRECEDING AND CURRENT ROW) AS "month" FROM "orders" AS "o" ORDER BY "o"."id" ASC',
      result: [
        { id: 1, month: 1n },
        { id: 2, month: 2n },
        { id: 3, month: 3n },
        { id: 4, month: 3n },
        { id: 5, month: 3n },
        { id: 6, month: 4n },
      ],
    },
    {
      title: 'A frame of groups of equal rows',
      build: q =>
        q
          .select(c.name, { n: count().over(window().orderBy(c.city.asc()).groups('current row', { following: 1 })) })
          .from(c)
          .orderBy(c.id.asc()),
      text: 'SELECT "c"."name", count(*) OVER (ORDER BY "c"."city" ASC GROUPS BETWEEN CURRENT ROW AND $1::int8 FOLLOWING) AS "n" FROM "clients" AS "c" ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', n: 3n },
        { name: 'Doc', n: 3n },
        { name: 'Biff', n: 1n },
        { name: 'Jennifer', n: 2n },
      ],
    },
    {
      title: 'A frame without some rows',
      build: q =>
        q
          .select(o.id, {
            others: sum(o.total).over(window().rows('unbounded preceding', 'unbounded following', 'current row')),
            without: count().over(
              window().orderBy(o.state.asc()).groups('unbounded preceding', 'unbounded following', 'group'),
            ),
            unlike: count().over(
              window().orderBy(o.state.asc()).groups('unbounded preceding', 'unbounded following', 'ties'),
            ),
          })
          .from(o)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS "others", count(*) OVER (ORDER BY "o"."state" ASC GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS "without", count(*) OVER (ORDER BY "o"."state" ASC GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) AS "unlike" FROM "orders" AS "o" ORDER BY "o"."id" ASC',
      result: [
        { id: 1, others: 380n, without: 2n, unlike: 3n },
        { id: 2, others: 450n, without: 2n, unlike: 3n },
        { id: 3, others: 430n, without: 4n, unlike: 5n },
        { id: 4, others: 470n, without: 4n, unlike: 5n },
        { id: 5, others: 280n, without: 2n, unlike: 3n },
        { id: 6, others: 490n, without: 2n, unlike: 3n },
      ],
    },
    {
      title: 'A frame that says that nothing is left out',
      build: q =>
        q
          .select(o.id, {
            sofar: sum(o.total).over(
              window().orderBy(o.id.asc()).rows('unbounded preceding', 'current row', 'no others'),
            ),
          })
          .from(o)
          .where(o.client_id.eq(2))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ORDER BY "o"."id" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS) AS "sofar" FROM "orders" AS "o" WHERE "o"."client_id" = $1::int8 ORDER BY "o"."id" ASC',
      result: [
        { id: 2, sofar: 50n },
        { id: 3, sofar: 120n },
        { id: 5, sofar: 340n },
      ],
    },
    {
      title: 'Some rows of a window',
      build: q =>
        q
          .select(o.id, { open: count().filter(o.state.eq('open')).over(window().orderBy(o.id.asc())) })
          .from(o)
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", count(*) FILTER (WHERE "o"."state" = $1) OVER (ORDER BY "o"."id" ASC) AS "open" FROM "orders" AS "o" ORDER BY "o"."id" ASC',
      result: [
        { id: 1, open: 0n },
        { id: 2, open: 0n },
        { id: 3, open: 1n },
        { id: 4, open: 2n },
        { id: 5, open: 2n },
        { id: 6, open: 2n },
      ],
    },
    {
      title: 'A window over groups',
      build: q =>
        q
          .select(o.state, { total: sum(o.total), most: max(sum(o.total)).over() })
          .from(o)
          .groupBy(o.state)
          .orderBy(o.state.asc()),
      text: 'SELECT "o"."state", sum("o"."total") AS "total", max(sum("o"."total")) OVER () AS "most" FROM "orders" AS "o" GROUP BY "o"."state" ORDER BY "o"."state" ASC',
      result: [
        { state: 'open', total: 100n, most: 400n },
        { state: 'paid', total: 400n, most: 400n },
      ],
    },
  ],
}
