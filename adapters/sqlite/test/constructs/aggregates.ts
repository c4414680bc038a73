import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  avg,
  count,
  groupConcat,
  iif,
  max,
  median,
  min,
  percentile,
  percentileCont,
  percentileDisc,
  stringAgg,
  sum,
  total,
} from '@vantage-ts/sqlite/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const aggregates: Chapter<ShopQuery> = {
  title: 'Aggregates',
  about: 'One value of many rows: of all, of a group, or of a window.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Count, sum, mean, bounds',
      build: q =>
        q
          .select({
            rows: count(),
            cities: count(c.city),
            sum: sum(c.level),
            mean: avg(c.level),
            least: min(c.level),
            most: max(c.level),
          })
          .from(c),
      text: 'SELECT count(*) AS "rows", count("c"."city") AS "cities", sum("c"."level") AS "sum", avg("c"."level") AS "mean", min("c"."level") AS "least", max("c"."level") AS "most" FROM "clients" AS "c"',
      result: [{ rows: 4, cities: 3, sum: 11, mean: 2.75, least: 1, most: 5 }],
    },
    {
      title: 'Each value once',
      build: q =>
        q
          .select({ cities: count(c.city).distinct(), clients: q.select(count(o.client_id).distinct()).from(o) })
          .from(c),
      text: 'SELECT count(DISTINCT "c"."city") AS "cities", (SELECT count(DISTINCT "o"."client_id") FROM "orders" AS "o") AS "clients" FROM "clients" AS "c"',
      result: [{ cities: 2, clients: 3 }],
    },
    {
      title: 'Only some rows',
      build: q =>
        q.select({ large: count().filter(o.total.gte(100)), small: sum(o.total).filter(o.total.lt(100)) }).from(o),
      text: 'SELECT count(*) FILTER (WHERE "o"."total" >= CAST(? AS INTEGER)) AS "large", sum("o"."total") FILTER (WHERE "o"."total" < CAST(? AS INTEGER)) AS "small" FROM "orders" AS "o"',
      result: [{ large: 2, small: 150 }],
    },
    {
      title: 'Sums of nothing',
      build: q =>
        q
          .select({ sum: sum(o.total), total: total(o.total) })
          .from(o)
          .where(o.id.gt(99)),
      text: 'SELECT sum("o"."total") AS "sum", total("o"."total") AS "total" FROM "orders" AS "o" WHERE "o"."id" > CAST(? AS INTEGER)',
      result: [{ sum: null, total: 0 }],
    },
    {
      title: 'Texts of rows together',
      build: q =>
        q
          .select({
            commas: groupConcat(c.name).orderBy(c.name.asc()),
            other: groupConcat(c.name, ' / ').orderBy(c.level.desc()),
            agg: stringAgg(c.name, '; ').orderBy(c.id).filter(c.id.lt(3)),
          })
          .from(c),
      text: 'SELECT group_concat("c"."name" ORDER BY "c"."name" ASC) AS "commas", group_concat("c"."name", ? ORDER BY "c"."level" DESC) AS "other", string_agg("c"."name", ? ORDER BY "c"."id") FILTER (WHERE "c"."id" < CAST(? AS INTEGER)) AS "agg" FROM "clients" AS "c"',
      result: [
        {
          commas: 'Biff,Doc,Jennifer,Marty',
          other: 'Doc / Marty / Jennifer / Biff',
          agg: 'Marty; Doc',
        },
      ],
    },
    {
      title: 'Texts of each group, once',
      build: q => q.select({ clients: groupConcat(o.client_id).distinct() }).from(o),
      text: 'SELECT group_concat(DISTINCT "o"."client_id") AS "clients" FROM "orders" AS "o"',
      result: [{ clients: '1,2,3' }],
    },
    {
      title: 'Percentiles',
      build: q =>
        q
          .select({
            median: median(o.total),
            p90: percentile(o.total, 90),
            cont: percentileCont(o.total, 0.25),
            disc: percentileDisc(o.total, 0.3),
          })
          .from(o),
      text: 'SELECT median("o"."total") AS "median", percentile("o"."total", CAST(? AS INTEGER)) AS "p90", percentile_cont("o"."total", ?) AS "cont", percentile_disc("o"."total", ?) AS "disc" FROM "orders" AS "o"',
      result: [{ median: 70, p90: 180, cont: 50, disc: 50 }],
    },
    {
      title: 'A group by an expression',
      build: q =>
        q
          .select({ size: iif(o.total.gte(100), 'large', 'small'), orders: count() })
          .from(o)
          .groupBy(iif(o.total.gte(100), 'large', 'small'))
          .orderBy(count()),
      text: 'SELECT iif("o"."total" >= CAST(? AS INTEGER), ?, ?) AS "size", count(*) AS "orders" FROM "orders" AS "o" GROUP BY iif("o"."total" >= CAST(? AS INTEGER), ?, ?) ORDER BY count(*)',
      result: [
        { size: 'large', orders: 2 },
        { size: 'small', orders: 3 },
      ],
    },
    {
      title: 'A total below groups',
      note: 'SQLite has no ROLLUP: one select per level does.',
      build: q =>
        q
          .select({ client: o.client_id, sum: sum(o.total) })
          .from(o)
          .groupBy(o.client_id)
          .unionAll(q.select({ client: null, sum: sum(o.total) }).from(o)),
      text: 'SELECT "o"."client_id" AS "client", sum("o"."total") AS "sum" FROM "orders" AS "o" GROUP BY "o"."client_id" UNION ALL SELECT NULL AS "client", sum("o"."total") AS "sum" FROM "orders" AS "o"',
      result: [
        { client: 1, sum: 120 },
        { client: 2, sum: 340 },
        { client: 3, sum: 30 },
        { client: null, sum: 490 },
      ],
    },
  ],
}
