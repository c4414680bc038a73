import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  array,
  cast,
  coalesce,
  count,
  cte,
  dateTrunc,
  generateSeries,
  grouping,
  interval,
  jsonbAgg,
  jsonbBuildObject,
  lag,
  overlaps,
  resultColumn,
  rollup,
  round,
  rowNumber,
  sum,
  toChar,
  value,
  when,
  window,
} from '@vantage-ts/postgres/sql'
import { c, o, p, s, type ShopQuery } from './shop.ts'
import { date, decimal } from './values.ts'

export const shopExample: Chapter<ShopQuery> = {
  title: 'A worked example: the shop',
  about: 'From who bought to what is left, each question going on where the one before ended.',
  file: import.meta.url,
  constructs: [
    {
      title: 'What each client has spent',
      build: q =>
        q
          .select(c.name, { orders: count(o.id), spent: coalesce(sum(o.total), 0) })
          .from(c)
          .leftJoin(o, o.client_id.eq(c.id))
          .groupBy(c.id, c.name)
          .orderBy(resultColumn('spent').desc(), c.name.asc()),
      text: 'SELECT "c"."name", count("o"."id") AS "orders", coalesce(sum("o"."total"), $1::int8) AS "spent" FROM "clients" AS "c" LEFT JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."id", "c"."name" ORDER BY "spent" DESC, "c"."name" ASC',
      result: [
        { name: 'Doc', orders: 3n, spent: 340n },
        { name: 'Marty', orders: 1n, spent: 120n },
        { name: 'Biff', orders: 1n, spent: 30n },
        { name: 'Jennifer', orders: 0n, spent: 0n },
      ],
    },
    {
      title: 'And what share of everything that is',
      build: q => {
        const spent = cte(
          'spent',
          q
            .select(o.client_id, { total: sum(o.total) })
            .from(o)
            .groupBy(o.client_id),
        )
        return q
          .with(spent)
          .select({ client: coalesce(c.name, 'unknown') }, spent.total, {
            percent: round(spent.total.mul(100).div(sum(spent.total).over()), 1),
          })
          .from(spent)
          .leftJoin(c, c.id.eq(spent.client_id))
          .orderBy(spent.total.desc())
      },
      text: 'WITH "spent" AS (SELECT "o"."client_id", sum("o"."total") AS "total" FROM "orders" AS "o" GROUP BY "o"."client_id") SELECT coalesce("c"."name", $1) AS "client", "spent"."total", round(("spent"."total" * $2::int8) / sum("spent"."total") OVER (), 1) AS "percent" FROM "spent" LEFT JOIN "clients" AS "c" ON "c"."id" = "spent"."client_id" ORDER BY "spent"."total" DESC',
      result: [
        { client: 'Doc', total: 340n, percent: decimal('68') },
        { client: 'Marty', total: 120n, percent: decimal('24') },
        { client: 'Biff', total: 30n, percent: decimal('6') },
        { client: 'unknown', total: 10n, percent: decimal('2') },
      ],
    },
    {
      title: 'Month by month, those without an order too',
      build: q => {
        const months = generateSeries(date('2025-12-01'), date('2026-04-01'), interval('1 month')).asRows('months', [
          'start',
        ])
        return q
          .select({ month: toChar(months.start, 'YYYY-MM'), orders: count(o.id), total: coalesce(sum(o.total), 0) })
          .from(months)
          .leftJoin(o, dateTrunc('month', o.placed).eq(months.start))
          .groupBy(months.start)
          .orderBy(months.start.asc())
      },
      text: `SELECT to_char("months"."start", $1) AS "month", count("o"."id") AS "orders", coalesce(sum("o"."total"), $2::int8) AS "total" FROM generate_series($3::date, $4::date, CAST($5 AS interval)) AS "months" ("start") LEFT JOIN "orders" AS "o" ON date_trunc('month', "o"."placed") = "months"."start" GROUP BY "months"."start" ORDER BY "months"."start" ASC`,
      result: [
        { month: '2025-12', orders: 0n, total: 0n },
        { month: '2026-01', orders: 2n, total: 170n },
        { month: '2026-02', orders: 2n, total: 100n },
        { month: '2026-03', orders: 2n, total: 230n },
        { month: '2026-04', orders: 0n, total: 0n },
      ],
    },
    {
      title: 'And how that changes',
      build: q => {
        const monthly = cte(
          'monthly',
          q
            .select({ month: dateTrunc('month', o.placed), total: sum(o.total) })
            .from(o)
            .groupBy(dateTrunc('month', o.placed)),
        )
        return q
          .with(monthly)
          .select({ month: cast(monthly.month, 'date') }, monthly.total, {
            change: monthly.total.minus(lag(monthly.total).over('m')),
            sofar: sum(monthly.total).over('m'),
          })
          .from(monthly)
          .window('m', window().orderBy(monthly.month.asc()))
          .orderBy(monthly.month.asc())
      },
      text: `WITH "monthly" AS (SELECT date_trunc('month', "o"."placed") AS "month", sum("o"."total") AS "total" FROM "orders" AS "o" GROUP BY date_trunc('month', "o"."placed")) SELECT CAST("monthly"."month" AS date) AS "month", "monthly"."total", "monthly"."total" - lag("monthly"."total") OVER "m" AS "change", sum("monthly"."total") OVER "m" AS "sofar" FROM "monthly" WINDOW "m" AS (ORDER BY "monthly"."month" ASC) ORDER BY "monthly"."month" ASC`,
      result: [
        { month: date('2026-01-01'), total: 170n, change: null, sofar: decimal('170') },
        { month: date('2026-02-01'), total: 100n, change: -70n, sofar: decimal('270') },
        { month: date('2026-03-01'), total: 230n, change: 130n, sofar: decimal('500') },
      ],
    },
    {
      title: 'The largest order of each client',
      build: q => {
        const ranked = q
          .select(o.client_id, o.id, o.total, {
            place: rowNumber().over(window().partitionBy(o.client_id).orderBy(o.total.desc())),
          })
          .from(o)
          .as('ranked')
        return q
          .select(c.name, ranked.id, ranked.total)
          .from(ranked)
          .join(c, c.id.eq(ranked.client_id))
          .where(ranked.place.eq(1))
          .orderBy(ranked.total.desc())
      },
      text: 'SELECT "c"."name", "ranked"."id", "ranked"."total" FROM (SELECT "o"."client_id", "o"."id", "o"."total", row_number() OVER (PARTITION BY "o"."client_id" ORDER BY "o"."total" DESC) AS "place" FROM "orders" AS "o") AS "ranked" JOIN "clients" AS "c" ON "c"."id" = "ranked"."client_id" WHERE "ranked"."place" = $1::int8 ORDER BY "ranked"."total" DESC',
      result: [
        { name: 'Doc', id: 5, total: 220 },
        { name: 'Marty', id: 1, total: 120 },
        { name: 'Biff', id: 4, total: 30 },
      ],
    },
    {
      title: 'What a client sees of the orders, as one document',
      build: q =>
        q
          .select({
            document: jsonbBuildObject({
              client: c.name,
              orders: jsonbAgg(jsonbBuildObject({ id: o.id, total: o.total, open: o.state.eq('open') })).orderBy(
                o.placed.desc(),
              ),
            }),
          })
          .from(c)
          .join(o, o.client_id.eq(c.id))
          .where(c.id.eq(2))
          .groupBy(c.name),
      text: 'SELECT jsonb_build_object(CAST($1 AS text), "c"."name", CAST($2 AS text), jsonb_agg(jsonb_build_object(CAST($3 AS text), "o"."id", CAST($4 AS text), "o"."total", CAST($5 AS text), "o"."state" = $6) ORDER BY "o"."placed" DESC)) AS "document" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" WHERE "c"."id" = $7::int8 GROUP BY "c"."name"',
      result: [
        {
          document: {
            client: 'Doc',
            orders: [
              { id: 5, open: false, total: 220 },
              { id: 3, open: true, total: 70 },
              { id: 2, open: false, total: 50 },
            ],
          },
        },
      ],
    },
    {
      title: 'What the stock is worth, by room and in all',
      build: q =>
        q
          .select({
            room: when(grouping(s.room).eq(1), 'all rooms').otherwise(s.room),
            pieces: sum(s.count),
            worth: sum(p.price.mul(s.count)),
          })
          .from(s)
          .join(p, p.id.eq(s.product_id))
          .groupBy(rollup(s.room))
          .orderBy(grouping(s.room).asc(), s.room.asc()),
      text: 'SELECT CASE WHEN grouping("s"."room") = $1::int8 THEN $2 ELSE "s"."room" END AS "room", sum("s"."count") AS "pieces", sum("p"."price" * "s"."count") AS "worth" FROM "stock" AS "s" JOIN "products" AS "p" ON "p"."id" = "s"."product_id" GROUP BY ROLLUP ("s"."room") ORDER BY grouping("s"."room") ASC, "s"."room" ASC',
      result: [
        { room: 'attic', pieces: 1n, worth: decimal('80.5') },
        { room: 'lab', pieces: 9n, worth: decimal('2983.5') },
        { room: 'all rooms', pieces: 10n, worth: decimal('3064') },
      ],
    },
    {
      title: 'What is electric or a toy, and where it lies',
      build: q => {
        const places = q
          .select({ rooms: jsonbAgg(s.room).orderBy(s.room.asc()), pieces: sum(s.count) })
          .from(s)
          .where(s.product_id.eq(p.id))
          .as('places')
        return q
          .select(p.name, places.rooms, places.pieces)
          .from(p)
          .crossJoinLateral(places)
          .where(overlaps(p.tags, array('electric', 'toy')))
          .orderBy(p.id.asc())
      },
      text: 'SELECT "p"."name", "places"."rooms", "places"."pieces" FROM "products" AS "p" CROSS JOIN LATERAL (SELECT jsonb_agg("s"."room" ORDER BY "s"."room" ASC) AS "rooms", sum("s"."count") AS "pieces" FROM "stock" AS "s" WHERE "s"."product_id" = "p"."id") AS "places" WHERE "p"."tags" && ARRAY[CAST($1 AS text), CAST($2 AS text)] ORDER BY "p"."id" ASC',
      result: [
        { name: 'Flux capacitor', rooms: ['lab'], pieces: 2n },
        { name: 'Hoverboard', rooms: ['attic', 'lab'], pieces: 8n },
      ],
    },
    {
      title: 'One is sold: taken from the fullest room, unless somebody else is about to',
      build: q => {
        const fullest = q
          .select(s.product_id, s.room)
          .from(s)
          .where(s.product_id.eq(2), s.count.gt(0))
          .orderBy(s.count.desc())
          .limit(1)
          .forUpdate({ skipLocked: true })
        const chosen = cte('chosen', fullest)
        const taken = cte(
          'taken',
          q
            .update(s)
            .set({ count: s.count.minus(1) })
            .from(chosen)
            .where(s.product_id.eq(chosen.product_id), s.room.eq(chosen.room))
            .returning(s.product_id, s.room, s.count),
        )
        return q
          .with(chosen, taken)
          .insertInto(o)
          .from(
            q
              .select(
                { id: value(7) },
                { client_id: 4, total: cast(round(p.price), 'integer'), placed: date('2026-03-03'), state: 'open' },
              )
              .from(taken)
              .join(p, p.id.eq(taken.product_id)),
            'id',
            'client_id',
            'total',
            'placed',
            'state',
          )
          .returning(o.id, o.total)
      },
      text: 'WITH "chosen" AS (SELECT "s"."product_id", "s"."room" FROM "stock" AS "s" WHERE ("s"."product_id" = $1::int8) AND ("s"."count" > $2::int8) ORDER BY "s"."count" DESC LIMIT $3::int8 FOR UPDATE SKIP LOCKED), "taken" AS (UPDATE "stock" AS "s" SET "count" = "s"."count" - $4::int8 FROM "chosen" WHERE ("s"."product_id" = "chosen"."product_id") AND ("s"."room" = "chosen"."room") RETURNING "s"."product_id", "s"."room", "s"."count") INSERT INTO "orders" AS "o" ("id", "client_id", "total", "placed", "state") SELECT $5::int8 AS "id", $6::int8 AS "client_id", CAST(round("p"."price") AS integer) AS "total", $7::date AS "placed", $8 AS "state" FROM "taken" JOIN "products" AS "p" ON "p"."id" = "taken"."product_id" RETURNING "o"."id", "o"."total"',
      result: [{ id: 7, total: 81 }],
    },
  ],
}
