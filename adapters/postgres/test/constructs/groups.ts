import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  anyValue,
  arrayAgg,
  avg,
  bitAnd,
  bitOr,
  boolAnd,
  boolOr,
  coalesce,
  corr,
  count,
  covarPop,
  cube,
  dateTrunc,
  extract,
  func,
  grouping,
  groupingSets,
  jsonAgg,
  jsonbAgg,
  jsonbObjectAgg,
  jsonObjectAgg,
  max,
  min,
  mode,
  percentileCont,
  percentileDisc,
  regrIntercept,
  regrSlope,
  rollup,
  round,
  stddevPop,
  stddevSamp,
  stringAgg,
  sum,
  varPop,
  varSamp,
} from '@vantage-ts/postgres/sql'
import { c, o, s, type ShopQuery } from './shop.ts'
import { decimal, moment } from './values.ts'

export const groups: Chapter<ShopQuery> = {
  title: 'Groups and aggregates',
  about:
    'An aggregate takes one value of many rows; `filter`, `distinct` and `orderBy` say of which, and in what order.',
  file: import.meta.url,
  constructs: [
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
      text: 'SELECT "c"."name", count(*) AS "orders", sum("o"."total") AS "spent" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."name" HAVING sum("o"."total") > $1::int8 ORDER BY sum("o"."total") DESC',
      result: [
        { name: 'Doc', orders: 3n, spent: 340n },
        { name: 'Marty', orders: 1n, spent: 120n },
      ],
    },
    {
      title: 'Groups by an expression',
      build: q =>
        q
          .select({ month: extract('month', o.placed), spent: sum(o.total) })
          .from(o)
          .groupBy(extract('month', o.placed))
          .orderBy(extract('month', o.placed).asc()),
      text: 'SELECT EXTRACT(month FROM "o"."placed") AS "month", sum("o"."total") AS "spent" FROM "orders" AS "o" GROUP BY EXTRACT(month FROM "o"."placed") ORDER BY EXTRACT(month FROM "o"."placed") ASC',
      result: [
        { month: decimal('1'), spent: 170n },
        { month: decimal('2'), spent: 100n },
        { month: decimal('3'), spent: 230n },
      ],
    },
    {
      title: 'Groups by an expression with a value in it',
      note: 'Where the same expression stands, its value is bound once: to PostgreSQL two values are two expressions.',
      build: q => {
        const hundred = o.total.div(100)
        return q.select({ hundred, orders: count() }).from(o).groupBy(hundred).orderBy(hundred.desc())
      },
      text: 'SELECT "o"."total" / $1::int8 AS "hundred", count(*) AS "orders" FROM "orders" AS "o" GROUP BY "o"."total" / $1::int8 ORDER BY "o"."total" / $1::int8 DESC',
      result: [
        { hundred: 2n, orders: 1n },
        { hundred: 1n, orders: 1n },
        { hundred: 0n, orders: 4n },
      ],
    },
    {
      title: 'Aggregates of everything',
      build: q =>
        q
          .select({
            n: count(),
            known: count(o.client_id),
            clients: count(o.client_id).distinct(),
            least: min(o.total),
            most: max(o.total),
            mean: round(avg(o.total), 2),
          })
          .from(o),
      text: 'SELECT count(*) AS "n", count("o"."client_id") AS "known", count(DISTINCT "o"."client_id") AS "clients", min("o"."total") AS "least", max("o"."total") AS "most", round(avg("o"."total"), 2) AS "mean" FROM "orders" AS "o"',
      result: [{ n: 6n, known: 5n, clients: 3n, least: 10, most: 220, mean: decimal('83.33') }],
    },
    {
      title: 'Only some rows',
      build: q =>
        q
          .select({
            all: count(),
            open: count().filter(o.state.eq('open')),
            large: sum(o.total).filter(o.total.gt(100)),
          })
          .from(o),
      text: 'SELECT count(*) AS "all", count(*) FILTER (WHERE "o"."state" = $1) AS "open", sum("o"."total") FILTER (WHERE "o"."total" > $2::int8) AS "large" FROM "orders" AS "o"',
      result: [{ all: 6n, open: 2n, large: 340n }],
    },
    {
      title: 'Totals of levels',
      build: q =>
        q
          .select(o.client_id, o.state, { total: sum(o.total) })
          .from(o)
          .where(o.client_id.lte(2))
          .groupBy(rollup(o.client_id, o.state))
          .orderBy(o.client_id.asc(), o.state.asc()),
      text: 'SELECT "o"."client_id", "o"."state", sum("o"."total") AS "total" FROM "orders" AS "o" WHERE "o"."client_id" <= $1::int8 GROUP BY ROLLUP ("o"."client_id", "o"."state") ORDER BY "o"."client_id" ASC, "o"."state" ASC',
      result: [
        { client_id: 1, state: 'paid', total: 120n },
        { client_id: 1, state: null, total: 120n },
        { client_id: 2, state: 'open', total: 70n },
        { client_id: 2, state: 'paid', total: 270n },
        { client_id: 2, state: null, total: 340n },
        { client_id: null, state: null, total: 460n },
      ],
    },
    {
      title: 'Totals of every choice of keys',
      build: q =>
        q
          .select(s.room, s.product_id, { count: sum(s.count) })
          .from(s)
          .groupBy(cube(s.room, s.product_id))
          .orderBy(s.room.asc(), s.product_id.asc()),
      text: 'SELECT "s"."room", "s"."product_id", sum("s"."count") AS "count" FROM "stock" AS "s" GROUP BY CUBE ("s"."room", "s"."product_id") ORDER BY "s"."room" ASC, "s"."product_id" ASC',
      result: [
        { room: 'attic', product_id: 2, count: 1n },
        { room: 'attic', product_id: null, count: 1n },
        { room: 'lab', product_id: 1, count: 2n },
        { room: 'lab', product_id: 2, count: 7n },
        { room: 'lab', product_id: null, count: 9n },
        { room: null, product_id: 1, count: 2n },
        { room: null, product_id: 2, count: 8n },
        { room: null, product_id: null, count: 10n },
      ],
    },
    {
      title: 'Totals of the sets that are named',
      build: q =>
        q
          .select(s.room, s.product_id, { count: sum(s.count) })
          .from(s)
          .groupBy(groupingSets(s.room, [s.room, s.product_id], []))
          .orderBy(s.room.asc(), s.product_id.asc()),
      text: 'SELECT "s"."room", "s"."product_id", sum("s"."count") AS "count" FROM "stock" AS "s" GROUP BY GROUPING SETS ("s"."room", ("s"."room", "s"."product_id"), ()) ORDER BY "s"."room" ASC, "s"."product_id" ASC',
      result: [
        { room: 'attic', product_id: 2, count: 1n },
        { room: 'attic', product_id: null, count: 1n },
        { room: 'lab', product_id: 1, count: 2n },
        { room: 'lab', product_id: 2, count: 7n },
        { room: 'lab', product_id: null, count: 9n },
        { room: null, product_id: null, count: 10n },
      ],
    },
    {
      title: 'Which keys a total is over',
      build: q =>
        q
          .select({ room: coalesce(s.room, 'all'), over: grouping(s.room, s.product_id), count: sum(s.count) })
          .from(s)
          .groupBy(s.room, rollup(s.product_id))
          .having(grouping(s.product_id).eq(1))
          .orderBy(s.room.asc()),
      text: 'SELECT coalesce("s"."room", $1) AS "room", grouping("s"."room", "s"."product_id") AS "over", sum("s"."count") AS "count" FROM "stock" AS "s" GROUP BY "s"."room", ROLLUP ("s"."product_id") HAVING grouping("s"."product_id") = $2::int8 ORDER BY "s"."room" ASC',
      result: [
        { room: 'attic', over: 1, count: 1n },
        { room: 'lab', over: 1, count: 9n },
      ],
    },
    {
      title: 'Sets of grouping inside others',
      build: q =>
        q
          .select(s.room, { count: sum(s.count) })
          .from(s)
          .groupBy(groupingSets(rollup(s.room), [s.product_id]))
          .orderBy(s.room.asc(), sum(s.count).asc()),
      text: 'SELECT "s"."room", sum("s"."count") AS "count" FROM "stock" AS "s" GROUP BY GROUPING SETS (ROLLUP ("s"."room"), "s"."product_id") ORDER BY "s"."room" ASC, sum("s"."count") ASC',
      result: [
        { room: 'attic', count: 1n },
        { room: 'lab', count: 9n },
        { room: null, count: 2n },
        { room: null, count: 8n },
        { room: null, count: 10n },
      ],
    },
    {
      title: 'Texts as one',
      build: q => q.select({ names: stringAgg(c.name, ', ').orderBy(c.level.desc()) }).from(c),
      text: 'SELECT string_agg("c"."name", $1 ORDER BY "c"."level" DESC) AS "names" FROM "clients" AS "c"',
      result: [{ names: 'Doc, Marty, Jennifer, Biff' }],
    },
    {
      title: 'Each text once',
      build: q => q.select({ cities: stringAgg(c.city, '; ').distinct().orderBy(c.city.asc()) }).from(c),
      text: 'SELECT string_agg(DISTINCT "c"."city", $1 ORDER BY "c"."city" ASC) AS "cities" FROM "clients" AS "c"',
      result: [{ cities: 'Hill Valley; Oakland' }],
    },
    {
      title: 'Values as an array',
      build: q =>
        q
          .select({ ids: arrayAgg(o.id).orderBy(o.total.desc()) })
          .from(o)
          .where(o.state.eq('paid')),
      text: 'SELECT array_agg("o"."id" ORDER BY "o"."total" DESC) AS "ids" FROM "orders" AS "o" WHERE "o"."state" = $1',
      result: [{ ids: '{5,1,2,6}' }],
    },
    {
      title: 'Values as JSON',
      build: q =>
        q
          .select({
            json: jsonAgg(o.total).orderBy(o.id.asc()),
            jsonb: jsonbAgg('x'),
            by: jsonObjectAgg(o.id, o.total),
            byb: jsonbObjectAgg(o.id, o.state),
          })
          .from(o)
          .where(o.id.lte(2)),
      text: 'SELECT json_agg("o"."total" ORDER BY "o"."id" ASC) AS "json", jsonb_agg(CAST($1 AS text)) AS "jsonb", json_object_agg("o"."id", "o"."total") AS "by", jsonb_object_agg("o"."id", "o"."state") AS "byb" FROM "orders" AS "o" WHERE "o"."id" <= $2::int8',
      result: [{ json: [120, 50], jsonb: ['x', 'x'], by: { '1': 120, '2': 50 }, byb: { '1': 'paid', '2': 'paid' } }],
    },
    {
      title: 'Conditions over rows',
      build: q =>
        q
          .select({
            every: boolAnd(o.total.gt(0)),
            some: boolOr(o.total.gt(500)),
            bits: bitOr(o.id),
            common: bitAnd(o.id),
            one: anyValue(o.state).filter(o.id.eq(3)),
          })
          .from(o),
      text: 'SELECT bool_and("o"."total" > $1::int8) AS "every", bool_or("o"."total" > $2::int8) AS "some", bit_or("o"."id") AS "bits", bit_and("o"."id") AS "common", any_value("o"."state") FILTER (WHERE "o"."id" = $3::int8) AS "one" FROM "orders" AS "o"',
      result: [{ every: true, some: false, bits: 7, common: 0, one: 'open' }],
    },
    {
      title: 'The middle, and other parts',
      build: q =>
        q
          .select({
            median: percentileCont(0.5).withinGroup(o.total),
            real: percentileDisc(0.5).withinGroup(o.total.asc()),
            quarters: percentileCont([0.25, 0.75]).withinGroup(o.total),
          })
          .from(o),
      text: 'SELECT percentile_cont(CAST($1::float8 AS double precision)) WITHIN GROUP (ORDER BY "o"."total") AS "median", percentile_disc(CAST($2::float8 AS double precision)) WITHIN GROUP (ORDER BY "o"."total" ASC) AS "real", percentile_cont(CAST(ARRAY[$3::float8, $4::float8] AS double precision[])) WITHIN GROUP (ORDER BY "o"."total") AS "quarters" FROM "orders" AS "o"',
      result: [{ median: 60, real: 50, quarters: '{35,107.5}' }],
    },
    {
      title: 'The most frequent value',
      build: q => q.select({ state: mode().withinGroup(o.state) }).from(o),
      text: 'SELECT mode() WITHIN GROUP (ORDER BY "o"."state") AS "state" FROM "orders" AS "o"',
      result: [{ state: 'paid' }],
    },
    {
      title: 'Spread',
      build: q =>
        q
          .select({
            population: round(stddevPop(o.total), 3),
            sample: round(stddevSamp(o.total), 3),
            variance: round(varPop(o.total), 2),
            unbiased: round(varSamp(o.total), 2),
          })
          .from(o),
      text: 'SELECT round(stddev_pop("o"."total"), 3) AS "population", round(stddev_samp("o"."total"), 3) AS "sample", round(var_pop("o"."total"), 2) AS "variance", round(var_samp("o"."total"), 2) AS "unbiased" FROM "orders" AS "o"',
      result: [
        {
          population: decimal('70.159'),
          sample: decimal('76.855'),
          variance: decimal('4922.22'),
          unbiased: decimal('5906.67'),
        },
      ],
    },
    {
      title: 'How numbers go together',
      build: q =>
        q
          .select({
            corr: corr(c.level.mul(2).plus(1), c.level),
            covariance: covarPop(c.level, c.level),
            slope: regrSlope(c.level.mul(2).plus(1), c.level),
            start: regrIntercept(c.level.mul(2).plus(1), c.level),
          })
          .from(c),
      text: 'SELECT corr(("c"."level" * $1::int8) + $2::int8, "c"."level") AS "corr", covar_pop("c"."level", "c"."level") AS "covariance", regr_slope(("c"."level" * $3::int8) + $4::int8, "c"."level") AS "slope", regr_intercept(("c"."level" * $5::int8) + $6::int8, "c"."level") AS "start" FROM "clients" AS "c"',
      result: [{ corr: 1, covariance: 2.1875, slope: 2, start: 1 }],
    },
    {
      title: 'An aggregate of the database by its name',
      build: q => q.select({ any: func('pg_catalog', 'max')(o.total) }).from(o),
      text: 'SELECT "pg_catalog"."max"("o"."total") AS "any" FROM "orders" AS "o"',
      result: [{ any: 220 }],
    },
    {
      title: 'Months',
      build: q =>
        q
          .select({ month: dateTrunc('month', o.placed), n: count() })
          .from(o)
          .groupBy(dateTrunc('month', o.placed))
          .orderBy(dateTrunc('month', o.placed).asc()),
      text: `SELECT date_trunc('month', "o"."placed") AS "month", count(*) AS "n" FROM "orders" AS "o" GROUP BY date_trunc('month', "o"."placed") ORDER BY date_trunc('month', "o"."placed") ASC`,
      result: [
        { month: moment('2026-01-01T00:00:00Z'), n: 2n },
        { month: moment('2026-02-01T00:00:00Z'), n: 2n },
        { month: moment('2026-03-01T00:00:00Z'), n: 2n },
      ],
    },
  ],
}
