import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal } from '@vantage-ts/core'
import {
  allColumns,
  approxCountDistinct,
  argMax,
  argMin,
  boolAnd,
  count,
  countIf,
  entropy,
  extract,
  grouping,
  groupingSets,
  histogram,
  ignoreNulls,
  lag,
  listAgg,
  median,
  quantileCont,
  quantileDisc,
  regrSlope,
  rollup,
  round,
  rowNumber,
  stddevSamp,
  stringAgg,
  sum,
  window,
} from '@vantage-ts/duckdb/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const groups: Chapter<ShopQuery> = {
  title: 'Groups and windows',
  about: 'An aggregate makes one value of all rows of a group; a window function one for each row.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Group by all that is no aggregate',
      build: q =>
        q
          .select(c.name, { orders: count(o.id), total: sum(o.total) })
          .from(c)
          .leftJoin(o, o.client_id.eq(c.id))
          .groupBy(allColumns())
          .orderBy(allColumns()),
      text: 'SELECT "c"."name", count("o"."id") AS "orders", sum("o"."total") AS "total" FROM "clients" AS "c" LEFT JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY ALL ORDER BY ALL',
      result: [
        { name: 'Biff', orders: 0n, total: null },
        { name: 'Doc', orders: 3n, total: Decimal.from('340.75') },
        { name: 'Marty', orders: 1n, total: Decimal.from('120') },
      ],
    },
    {
      title: 'Subtotals',
      build: q =>
        q
          .select({ month: extract('month', o.placed) }, o.client_id, { total: sum(o.total) })
          .from(o)
          .groupBy(rollup(extract('month', o.placed), o.client_id))
          .orderBy(allColumns()),
      text: 'SELECT EXTRACT(month FROM "o"."placed") AS "month", "o"."client_id", sum("o"."total") AS "total" FROM "orders" AS "o" GROUP BY ROLLUP (EXTRACT(month FROM "o"."placed"), "o"."client_id") ORDER BY ALL',
      result: [
        { month: 1n, client_id: 1, total: Decimal.from('120') },
        { month: 1n, client_id: 2, total: Decimal.from('50.5') },
        { month: 1n, client_id: null, total: Decimal.from('170.5') },
        { month: 2n, client_id: 2, total: Decimal.from('70') },
        { month: 2n, client_id: null, total: Decimal.from('70') },
        { month: 3n, client_id: 2, total: Decimal.from('220.25') },
        { month: 3n, client_id: null, total: Decimal.from('220.25') },
        { month: null, client_id: null, total: Decimal.from('460.75') },
      ],
    },
    {
      title: 'Sets of keys',
      build: q =>
        q
          .select(o.client_id, { months: grouping(o.client_id), orders: count() })
          .from(o)
          .groupBy(groupingSets([o.client_id], []))
          .orderBy(allColumns()),
      text: 'SELECT "o"."client_id", grouping("o"."client_id") AS "months", count(*) AS "orders" FROM "orders" AS "o" GROUP BY GROUPING SETS ("o"."client_id", ()) ORDER BY ALL',
      result: [
        { client_id: 1, months: 0n, orders: 1n },
        { client_id: 2, months: 0n, orders: 3n },
        { client_id: null, months: 1n, orders: 4n },
      ],
    },
    {
      title: 'Conditions on windows: QUALIFY',
      build: q =>
        q
          .select(o.client_id, o.id, o.total)
          .from(o)
          .qualify(rowNumber().over(window().partitionBy(o.client_id).orderBy(o.total.desc())).eq(1))
          .orderBy(o.client_id),
      text: 'SELECT "o"."client_id", "o"."id", "o"."total" FROM "orders" AS "o" QUALIFY row_number() OVER (PARTITION BY "o"."client_id" ORDER BY "o"."total" DESC) = CAST($1 AS BIGINT) ORDER BY "o"."client_id"',
      result: [
        { client_id: 1, id: 1, total: Decimal.from('120') },
        { client_id: 2, id: 4, total: Decimal.from('220.25') },
      ],
    },
    {
      title: 'A running total',
      build: q =>
        q
          .select(o.id, { running: sum(o.total).over(window().orderBy(o.placed)) })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", sum("o"."total") OVER (ORDER BY "o"."placed") AS "running" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, running: Decimal.from('120') },
        { id: 2, running: Decimal.from('170.5') },
        { id: 3, running: Decimal.from('240.5') },
        { id: 4, running: Decimal.from('460.75') },
      ],
    },
    {
      title: 'The last value that is none of null',
      build: q =>
        q
          .select(c.name, { city: ignoreNulls(lag(c.city)).over(window().orderBy(c.id.desc())) })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."name", lag("c"."city" IGNORE NULLS) OVER (ORDER BY "c"."id" DESC) AS "city" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', city: 'Hill Valley' },
        { name: 'Doc', city: null },
        { name: 'Biff', city: null },
      ],
    },
    {
      title: 'The value of the row with the most',
      build: q => q.select({ dearest: argMax(o.id, o.total), cheapest: argMin(o.id, o.total) }).from(o),
      text: 'SELECT arg_max("o"."id", "o"."total") AS "dearest", arg_min("o"."id", "o"."total") AS "cheapest" FROM "orders" AS "o"',
      result: [{ dearest: 4, cheapest: 2 }],
    },
    {
      title: 'Values in the middle',
      build: q =>
        q
          .select({ median: median(o.total), most: quantileCont(o.total, 0.75), one: quantileDisc(o.total, 0.5) })
          .from(o),
      text: 'SELECT median("o"."total") AS "median", quantile_cont("o"."total", CAST($1 AS DOUBLE)) AS "most", quantile_disc("o"."total", CAST($2 AS DOUBLE)) AS "one" FROM "orders" AS "o"',
      result: [{ median: Decimal.from('95'), most: Decimal.from('145.06'), one: Decimal.from('70') }],
    },
    {
      title: 'A filter, and conditions as aggregates',
      build: q =>
        q
          .select({
            large: count().filter(o.total.gt(100)),
            small: countIf(o.total.lt(60)),
            all: boolAnd(o.total.gt(0)),
          })
          .from(o),
      text: 'SELECT count(*) FILTER (WHERE "o"."total" > CAST($1 AS BIGINT)) AS "large", count_if("o"."total" < CAST($2 AS BIGINT)) AS "small", bool_and("o"."total" > CAST($3 AS BIGINT)) AS "all" FROM "orders" AS "o"',
      result: [{ large: 2n, small: 1n, all: true }],
    },
    {
      title: 'Texts and lists of rows',
      build: q =>
        q
          .select({ names: stringAgg(c.name, ', ').orderBy(c.name.asc()), ids: listAgg(c.id).orderBy(c.id.desc()) })
          .from(c),
      text: 'SELECT string_agg("c"."name", CAST($1 AS VARCHAR) ORDER BY "c"."name" ASC) AS "names", list("c"."id" ORDER BY "c"."id" DESC) AS "ids" FROM "clients" AS "c"',
      result: [{ names: 'Biff, Doc, Marty', ids: [3, 2, 1] }],
    },
    {
      title: 'Statistics',
      build: q =>
        q
          .select({
            deviation: round(stddevSamp(o.id), 3),
            slope: regrSlope(o.id, o.client_id),
            entropy: entropy(o.client_id).gt(0.8),
          })
          .from(o),
      text: 'SELECT round(stddev_samp("o"."id"), CAST(CAST($1 AS BIGINT) AS INTEGER)) AS "deviation", regr_slope("o"."id", "o"."client_id") AS "slope", entropy("o"."client_id") > CAST($2 AS DOUBLE) AS "entropy" FROM "orders" AS "o"',
      result: [{ deviation: 1.291, slope: 2, entropy: true }],
    },
    {
      title: 'How many different values',
      build: q => q.select({ about: approxCountDistinct(o.client_id), each: histogram(o.client_id) }).from(o),
      text: 'SELECT approx_count_distinct("o"."client_id") AS "about", histogram("o"."client_id") AS "each" FROM "orders" AS "o"',
      result: [
        {
          about: 2n,
          each: new Map([
            [1, 1],
            [2, 3],
          ]),
        },
      ],
    },
  ],
}
