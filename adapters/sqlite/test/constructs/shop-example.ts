import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  coalesce,
  count,
  cte,
  date,
  ifNull,
  json,
  jsonGroupArray,
  jsonObject,
  julianDay,
  max,
  rank,
  round,
  strftime,
  sum,
  total,
  when,
  window,
} from '@vantage-ts/sqlite/sql'
import { c, l, o, p, s, type ShopQuery } from './shop.ts'

export const shopExample: Chapter<ShopQuery> = {
  title: 'A worked example: the shop',
  about: 'From the lines of orders to what to buy next: each question goes on from the one before.',
  file: import.meta.url,
  constructs: [
    {
      title: '1. What each order comes to by its lines',
      build: q =>
        q
          .select(l.order_id, { due: sum(l.pieces.mul(p.price)) })
          .from(l)
          .join(p, p.id.eq(l.product_id))
          .groupBy(l.order_id)
          .orderBy(l.order_id),
      text: 'SELECT "l"."order_id", sum("l"."pieces" * "p"."price") AS "due" FROM "lines" AS "l" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "l"."order_id" ORDER BY "l"."order_id"',
      result: [
        { order_id: 1, due: 120 },
        { order_id: 2, due: 45.5 },
        { order_id: 3, due: 70 },
        { order_id: 4, due: 30 },
        { order_id: 5, due: 220 },
      ],
    },
    {
      title: '2. Orders whose total is another',
      note: 'The question before becomes a named statement.',
      build: q => {
        const lines = q
          .select(l.order_id, { sum: sum(l.pieces.mul(p.price)) })
          .from(l)
          .join(p, p.id.eq(l.product_id))
        const due = cte('due', lines.groupBy(l.order_id))
        return q
          .with(due)
          .select(o.id, c.name, o.total, { due: due.sum })
          .from(o)
          .join(due, due.order_id.eq(o.id))
          .join(c, c.id.eq(o.client_id))
          .where(due.sum.ne(o.total))
      },
      text: 'WITH "due" AS (SELECT "l"."order_id", sum("l"."pieces" * "p"."price") AS "sum" FROM "lines" AS "l" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "l"."order_id") SELECT "o"."id", "c"."name", "o"."total", "due"."sum" AS "due" FROM "orders" AS "o" JOIN "due" ON "due"."order_id" = "o"."id" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "due"."sum" <> "o"."total"',
      result: [{ id: 2, name: 'Doc', total: 50, due: 45.5 }],
    },
    {
      title: '3. What each month brought, and all of them so far',
      build: q => {
        const month = strftime('%Y-%m', o.placed)
        const months = cte(
          'months',
          q
            .select({ month, sum: sum(o.total) })
            .from(o)
            .groupBy(month),
        )
        return q
          .with(months)
          .select(months.month, months.sum, {
            running: sum(months.sum).over(window().orderBy(months.month)),
            percent: round(months.sum.mul(100).div(total(months.sum).over()), 1),
          })
          .from(months)
          .orderBy(months.month)
      },
      text: 'WITH "months" AS (SELECT strftime(?, "o"."placed") AS "month", sum("o"."total") AS "sum" FROM "orders" AS "o" GROUP BY strftime(?, "o"."placed")) SELECT "months"."month", "months"."sum", sum("months"."sum") OVER (ORDER BY "months"."month") AS "running", round(("months"."sum" * CAST(? AS INTEGER)) / total("months"."sum") OVER (), CAST(? AS INTEGER)) AS "percent" FROM "months" ORDER BY "months"."month"',
      result: [
        { month: '2026-01', sum: 170, running: 170, percent: 34.7 },
        { month: '2026-02', sum: 100, running: 270, percent: 20.4 },
        { month: '2026-03', sum: 220, running: 490, percent: 44.9 },
      ],
    },
    {
      title: '4. How much of each product a client took',
      build: q =>
        q
          .select({ client: c.name, product: p.name, pieces: sum(l.pieces), worth: sum(l.pieces.mul(p.price)) })
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .join(l, l.order_id.eq(o.id))
          .join(p, p.id.eq(l.product_id))
          .groupBy(c.id, p.id)
          .orderBy(c.name, p.name),
      text: 'SELECT "c"."name" AS "client", "p"."name" AS "product", sum("l"."pieces") AS "pieces", sum("l"."pieces" * "p"."price") AS "worth" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" JOIN "lines" AS "l" ON "l"."order_id" = "o"."id" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "c"."id", "p"."id" ORDER BY "c"."name", "p"."name"',
      result: [
        { client: 'Biff', product: 'cap', pieces: 3, worth: 30 },
        { client: 'Doc', product: 'board', pieces: 3, worth: 180 },
        { client: 'Doc', product: 'cap', pieces: 13, worth: 130 },
        { client: 'Doc', product: 'clock', pieces: 1, worth: 25.5 },
        { client: 'Marty', product: 'board', pieces: 2, worth: 120 },
      ],
    },
    {
      title: '5. The product that brought most, of each client',
      build: q => {
        const taken = q
          .select({ client: c.name, product: p.name, worth: sum(l.pieces.mul(p.price)) })
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .join(l, l.order_id.eq(o.id))
          .join(p, p.id.eq(l.product_id))
          .groupBy(c.id, p.id)
          .as('taken')
        const place = rank().over(window().partitionBy(taken.client).orderBy(taken.worth.desc()))
        const placed = q.select(taken.client, taken.product, taken.worth, { place }).from(taken).as('placed')
        return q
          .select(placed.client, placed.product, placed.worth)
          .from(placed)
          .where(placed.place.eq(1))
          .orderBy(placed.client)
      },
      text: 'SELECT "placed"."client", "placed"."product", "placed"."worth" FROM (SELECT "taken"."client", "taken"."product", "taken"."worth", rank() OVER (PARTITION BY "taken"."client" ORDER BY "taken"."worth" DESC) AS "place" FROM (SELECT "c"."name" AS "client", "p"."name" AS "product", sum("l"."pieces" * "p"."price") AS "worth" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" JOIN "lines" AS "l" ON "l"."order_id" = "o"."id" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "c"."id", "p"."id") AS "taken") AS "placed" WHERE "placed"."place" = CAST(? AS INTEGER) ORDER BY "placed"."client"',
      result: [
        { client: 'Biff', product: 'cap', worth: 30 },
        { client: 'Doc', product: 'board', worth: 180 },
        { client: 'Marty', product: 'board', worth: 120 },
      ],
    },
    {
      title: '6. Clients by how long they have been away',
      note: 'By the fifteenth of March; those who never came are in a group of their own.',
      build: q => {
        const latest = cte(
          'latest',
          q
            .select(o.client_id, { day: max(o.placed) })
            .from(o)
            .groupBy(o.client_id),
        )
        const days = julianDay('2026-03-15').minus(julianDay(latest.day))
        return q
          .with(latest)
          .select(c.name, { days, state: when(days.lte(30), 'here').when(days.isNotNull(), 'away').otherwise('never') })
          .from(c)
          .leftJoin(latest, latest.client_id.eq(c.id))
          .orderBy(days.asc().nullsLast())
      },
      text: 'WITH "latest" AS (SELECT "o"."client_id", max("o"."placed") AS "day" FROM "orders" AS "o" GROUP BY "o"."client_id") SELECT "c"."name", julianday(?) - julianday("latest"."day") AS "days", CASE WHEN (julianday(?) - julianday("latest"."day")) <= CAST(? AS INTEGER) THEN ? WHEN (julianday(?) - julianday("latest"."day")) IS NOT NULL THEN ? ELSE ? END AS "state" FROM "clients" AS "c" LEFT JOIN "latest" ON "latest"."client_id" = "c"."id" ORDER BY julianday(?) - julianday("latest"."day") ASC NULLS LAST',
      result: [
        { name: 'Doc', days: 14, state: 'here' },
        { name: 'Biff', days: 29, state: 'here' },
        { name: 'Marty', days: 69, state: 'away' },
        { name: 'Jennifer', days: null, state: 'never' },
      ],
    },
    {
      title: '7. An order with its client and lines as one document',
      note: 'What a statement gives is text to some versions of SQLite: `json` says that it is JSON.',
      build: q => {
        const lines = q
          .select(jsonGroupArray(jsonObject({ product: p.name, pieces: l.pieces })).orderBy(p.name))
          .from(l)
          .join(p, p.id.eq(l.product_id))
          .where(l.order_id.eq(o.id))
        return q
          .select({ document: jsonObject({ order: o.id, client: c.name, lines: json(lines) }) })
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .where(o.id.eq(2))
      },
      text: 'SELECT json_object(?, "o"."id", ?, "c"."name", ?, json((SELECT json_group_array(json_object(?, "p"."name", ?, "l"."pieces") ORDER BY "p"."name") FROM "lines" AS "l" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" WHERE "l"."order_id" = "o"."id"))) AS "document" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [
        {
          document: '{"order":2,"client":"Doc","lines":[{"product":"cap","pieces":2},{"product":"clock","pieces":1}]}',
        },
      ],
    },
    {
      title: '8. What is missing in the stock',
      note: 'As many pieces as were sold since February are wanted.',
      build: q => {
        const sold = cte(
          'sold',
          q
            .select(l.product_id, { pieces: sum(l.pieces) })
            .from(l)
            .join(o, o.id.eq(l.order_id))
            .where(o.placed.gte(date('2026-02-01')))
            .groupBy(l.product_id),
        )
        const stored = cte(
          'stored',
          q
            .select(s.product_id, { pieces: sum(s.pieces) })
            .from(s)
            .groupBy(s.product_id),
        )
        return q
          .with(sold, stored)
          .select(p.name, {
            sold: sold.pieces,
            stored: ifNull(stored.pieces, 0),
            missing: sold.pieces.minus(coalesce(stored.pieces, 0)),
          })
          .from(sold)
          .join(p, p.id.eq(sold.product_id))
          .leftJoin(stored, stored.product_id.eq(sold.product_id))
          .where(sold.pieces.gt(coalesce(stored.pieces, 0)))
      },
      text: 'WITH "sold" AS (SELECT "l"."product_id", sum("l"."pieces") AS "pieces" FROM "lines" AS "l" JOIN "orders" AS "o" ON "o"."id" = "l"."order_id" WHERE "o"."placed" >= date(?) GROUP BY "l"."product_id"), "stored" AS (SELECT "s"."product_id", sum("s"."pieces") AS "pieces" FROM "stock" AS "s" GROUP BY "s"."product_id") SELECT "p"."name", "sold"."pieces" AS "sold", ifnull("stored"."pieces", CAST(? AS INTEGER)) AS "stored", "sold"."pieces" - coalesce("stored"."pieces", CAST(? AS INTEGER)) AS "missing" FROM "sold" JOIN "products" AS "p" ON "p"."id" = "sold"."product_id" LEFT JOIN "stored" ON "stored"."product_id" = "sold"."product_id" WHERE "sold"."pieces" > coalesce("stored"."pieces", CAST(? AS INTEGER))',
      result: [{ name: 'cap', sold: 14, stored: 0, missing: 14 }],
    },
    {
      title: '9. The totals set right',
      build: q => {
        const due = q
          .select(l.order_id, { sum: sum(l.pieces.mul(p.price)) })
          .from(l)
          .join(p, p.id.eq(l.product_id))
          .groupBy(l.order_id)
          .as('due')
        return q
          .update(o)
          .set({ total: due.sum })
          .from(due)
          .where(due.order_id.eq(o.id), due.sum.ne(o.total))
          .returning(o.id, o.total)
      },
      text: 'UPDATE "orders" AS "o" SET "total" = "due"."sum" FROM (SELECT "l"."order_id", sum("l"."pieces" * "p"."price") AS "sum" FROM "lines" AS "l" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "l"."order_id") AS "due" WHERE ("due"."order_id" = "o"."id") AND ("due"."sum" <> "o"."total") RETURNING "id", "total"',
      result: [{ id: 2, total: 45.5 }],
    },
    {
      title: '10. What was sold put into the stock',
      build: q => {
        const sold = q
          .select({ product_id: l.product_id, place: 'store', pieces: sum(l.pieces), checked: '2026-03-15' })
          .from(l)
        return q
          .insertInto(s)
          .from(sold.groupBy(l.product_id))
          .onConflict(s.product_id, s.place)
          .doUpdate(excluded => ({ pieces: s.pieces.plus(excluded.pieces), checked: excluded.checked }))
          .returning(s.product_id, s.pieces)
      },
      text: 'INSERT INTO "stock" AS "s" ("product_id", "place", "pieces", "checked") SELECT "l"."product_id", ? AS "place", sum("l"."pieces") AS "pieces", ? AS "checked" FROM "lines" AS "l" GROUP BY "l"."product_id" ON CONFLICT ("product_id", "place") DO UPDATE SET "pieces" = "s"."pieces" + "excluded"."pieces", "checked" = "excluded"."checked" RETURNING "product_id", "pieces"',
      result: [
        { product_id: 1, pieces: 9 },
        { product_id: 2, pieces: 1 },
        { product_id: 3, pieces: 16 },
      ],
    },
    {
      title: '11. The shop in one row',
      build: q =>
        q.select({
          clients: q.select(count()).from(c),
          orders: q.select(count()).from(o),
          sold: q.select(sum(l.pieces)).from(l),
          stored: q.select(sum(s.pieces)).from(s),
        }),
      text: 'SELECT (SELECT count(*) FROM "clients" AS "c") AS "clients", (SELECT count(*) FROM "orders" AS "o") AS "orders", (SELECT sum("l"."pieces") FROM "lines" AS "l") AS "sold", (SELECT sum("s"."pieces") FROM "stock" AS "s") AS "stored"',
      result: [{ clients: 4, orders: 5, sold: 22, stored: 13 }],
    },
  ],
}
