import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { cte, defaultValue, every, lower, table, upper } from '@vantage-ts/postgres/sql'
import { b, c, o, p, s, type ShopQuery } from './shop.ts'

const visits = table('visits', { columns: ['id', 'place', 'count'] })
const stock = table('stock', { columns: ['product_id', 'room', 'count'] })

export const writing: Chapter<ShopQuery> = {
  title: 'Writing',
  about: [
    'A write gives the number of its rows, and with `returning` something of each. `stock` and `visits` are tables without short names:',
    "`table('stock', { columns: ['product_id', 'room', 'count'] })`, `table('visits', { columns: ['id', 'place', 'count'] })`.",
  ].join('\n'),
  file: import.meta.url,
  constructs: [
    {
      title: 'Insert',
      build: q =>
        q
          .insertInto(stock)
          .values({ product_id: 3, room: 'lab', count: 1 }, { product_id: 3, room: 'attic', count: 5 }),
      text: 'INSERT INTO "stock" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8), ($4::int8, $5, $6::int8)',
      result: 2,
    },
    {
      title: 'Insert and return',
      build: q =>
        q
          .insertInto(b)
          .values({ id: 9, code: 'c3', holder: 'Biff' })
          .returning(b.id, { code: upper(b.code) }, b.active),
      text: 'INSERT INTO "badges" AS "b" ("id", "code", "holder") VALUES ($1::int8, $2, $3) RETURNING "b"."id", upper("b"."code") AS "code", "b"."active"',
      result: [{ id: 9, code: 'C3', active: true }],
    },
    {
      title: 'What a column has by itself, as a value',
      build: q =>
        q
          .insertInto(b)
          .values({ id: 9, code: 'C3', holder: defaultValue() }, { id: 10, code: 'D4', holder: 'Biff' })
          .returning(b.id, b.holder),
      text: 'INSERT INTO "badges" AS "b" ("id", "code", "holder") VALUES ($1::int8, $2, DEFAULT), ($3::int8, $4, $5) RETURNING "b"."id", "b"."holder"',
      result: [
        { id: 9, holder: 'nobody' },
        { id: 10, holder: 'Biff' },
      ],
    },
    {
      title: 'A name before a write',
      build: q =>
        q
          .with(cte('t', q.select({ one: 1 })))
          .insertInto(b)
          .values({ code: 'E5' })
          .returning(b.holder),
      text: 'WITH "t" AS (SELECT $1::int8 AS "one") INSERT INTO "badges" AS "b" ("code") VALUES ($2) RETURNING "b"."holder"',
      result: [{ holder: 'nobody' }],
    },
    {
      title: 'A row of nothing else',
      build: q => q.insertInto(visits).defaultValues().returning(visits.count, visits.place),
      text: 'INSERT INTO "visits" DEFAULT VALUES RETURNING "visits"."count", "visits"."place"',
      result: [{ count: 1, place: 'shop' }],
    },
    {
      title: 'Insert what a statement gives',
      build: q =>
        q
          .insertInto(stock)
          .from(
            q.select(p.id, { room: 'shelf' }, { count: 0 }).from(p).where(p.price.lt(100)),
            'product_id',
            'room',
            'count',
          )
          .returning(stock.product_id, stock.room),
      text: 'INSERT INTO "stock" ("product_id", "room", "count") SELECT "p"."id", $1 AS "room", $2::int8 AS "count" FROM "products" AS "p" WHERE "p"."price" < $3::int8 RETURNING "stock"."product_id", "stock"."room"',
      result: [
        { product_id: 2, room: 'shelf' },
        { product_id: 3, room: 'shelf' },
      ],
    },
    {
      title: 'Or do nothing',
      build: q =>
        q
          .insertInto(stock)
          .values({ product_id: 1, room: 'lab', count: 9 }, { product_id: 1, room: 'attic', count: 1 })
          .onConflict()
          .doNothing(),
      text: 'INSERT INTO "stock" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8), ($4::int8, $5, $6::int8) ON CONFLICT DO NOTHING',
      result: 1,
    },
    {
      title: 'Or do nothing, where these columns meet',
      build: q =>
        q
          .insertInto(stock)
          .values({ product_id: 1, room: 'lab', count: 9 })
          .onConflict(stock.product_id, stock.room)
          .doNothing()
          .returning(stock.count),
      text: 'INSERT INTO "stock" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8) ON CONFLICT ("product_id", "room") DO NOTHING RETURNING "stock"."count"',
      result: [],
    },
    {
      title: 'Or update',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 1, room: 'lab', count: 5 })
          .onConflict(s.product_id, s.room)
          .doUpdate(excluded => ({ count: s.count.plus(excluded.count) }))
          .returning(s.count),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8) ON CONFLICT ("product_id", "room") DO UPDATE SET "count" = "s"."count" + "excluded"."count" RETURNING "s"."count"',
      result: [{ count: 7 }],
    },
    {
      title: 'Or update, with the rows of a statement',
      build: q =>
        q
          .insertInto(s)
          .from(q.select(p.id, { room: 'lab' }, { count: 1 }).from(p), 'product_id', 'room', 'count')
          .onConflict(s.product_id, s.room)
          .doUpdate(excluded => ({ count: s.count.plus(excluded.count) }))
          .returning(s.product_id, s.count),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "room", "count") SELECT "p"."id", $1 AS "room", $2::int8 AS "count" FROM "products" AS "p" ON CONFLICT ("product_id", "room") DO UPDATE SET "count" = "s"."count" + "excluded"."count" RETURNING "s"."product_id", "s"."count"',
      result: [
        { product_id: 1, count: 3 },
        { product_id: 2, count: 8 },
        { product_id: 3, count: 1 },
      ],
    },
    {
      title: 'Or update, where a named constraint is met',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 2, room: 'lab', count: 5 })
          .onConflict({ constraint: 'one_per_room' })
          .doUpdate(excluded => ({ count: excluded.count }))
          .returning(every(s)),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8) ON CONFLICT ON CONSTRAINT "one_per_room" DO UPDATE SET "count" = "excluded"."count" RETURNING "s".*',
      result: [{ product_id: 2, room: 'lab', count: 5 }],
    },
    {
      title: 'Or update, where an expression is met',
      build: q =>
        q
          .insertInto(b)
          .values({ id: 9, code: 'a1', holder: 'Jennifer' })
          .onConflict(lower(b.code))
          .doUpdate(excluded => ({ holder: excluded.holder }))
          .returning(b.id, b.code, b.holder),
      text: 'INSERT INTO "badges" AS "b" ("id", "code", "holder") VALUES ($1::int8, $2, $3) ON CONFLICT (lower("code")) DO UPDATE SET "holder" = "excluded"."holder" RETURNING "b"."id", "b"."code", "b"."holder"',
      result: [{ id: 1, code: 'A1', holder: 'Jennifer' }],
    },
    {
      title: 'Or update, where an operator is met',
      build: q =>
        q
          .insertInto(b)
          .values({ id: 9, code: 'A', holder: '1Marty' })
          .onConflict(b.code.concat(b.holder))
          .doUpdate(() => ({ active: false }))
          .returning(b.id, b.active),
      text: 'INSERT INTO "badges" AS "b" ("id", "code", "holder") VALUES ($1::int8, $2, $3) ON CONFLICT (("code" || "holder")) DO UPDATE SET "active" = $4::bool RETURNING "b"."id", "b"."active"',
      result: [{ id: 1, active: false }],
    },
    {
      title: 'Or update, where a partial index is met',
      build: q =>
        q
          .insertInto(b)
          .values({ id: 9, code: 'z9', holder: 'Marty' })
          .onConflict(b.holder)
          .targetWhere(b.active)
          .doUpdate(excluded => ({ code: excluded.code }))
          .returning(b.id, b.code),
      text: 'INSERT INTO "badges" AS "b" ("id", "code", "holder") VALUES ($1::int8, $2, $3) ON CONFLICT ("holder") WHERE "active" DO UPDATE SET "code" = "excluded"."code" RETURNING "b"."id", "b"."code"',
      result: [{ id: 1, code: 'z9' }],
    },
    {
      title: 'Or update only some rows',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 1, room: 'lab', count: 1 }, { product_id: 2, room: 'lab', count: 9 })
          .onConflict(s.product_id, s.room)
          .where(s.count.lt(5))
          .doUpdate(excluded => ({ count: excluded.count }))
          .returning(s.product_id, s.count),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "room", "count") VALUES ($1::int8, $2, $3::int8), ($4::int8, $5, $6::int8) ON CONFLICT ("product_id", "room") DO UPDATE SET "count" = "excluded"."count" WHERE "s"."count" < $7::int8 RETURNING "s"."product_id", "s"."count"',
      result: [{ product_id: 1, count: 1 }],
    },
    {
      title: 'Update',
      build: q =>
        q
          .update(s)
          .set({ count: s.count.mul(2), room: 'cellar' })
          .where(s.count.gt(1))
          .returning(every(s)),
      text: 'UPDATE "stock" AS "s" SET "count" = "s"."count" * $1::int8, "room" = $2 WHERE "s"."count" > $3::int8 RETURNING "s".*',
      result: [
        { product_id: 1, room: 'cellar', count: 4 },
        { product_id: 2, room: 'cellar', count: 14 },
      ],
    },
    {
      title: 'Update everything',
      build: q => q.update(b).set({ active: false, holder: defaultValue() }).everything(),
      text: 'UPDATE "badges" AS "b" SET "active" = $1::bool, "holder" = DEFAULT',
      result: 2,
    },
    {
      title: 'Update from other rows',
      build: q =>
        q
          .update(o)
          .set({ state: c.city })
          .from(c)
          .where(o.client_id.eq(c.id), c.level.eq(5))
          .returning(o.id, o.state, { client: c.name }),
      text: 'UPDATE "orders" AS "o" SET "state" = "c"."city" FROM "clients" AS "c" WHERE ("o"."client_id" = "c"."id") AND ("c"."level" = $1::int8) RETURNING "o"."id", "o"."state", "c"."name" AS "client"',
      result: [
        { id: 2, state: 'Hill Valley', client: 'Doc' },
        { id: 3, state: 'Hill Valley', client: 'Doc' },
        { id: 5, state: 'Hill Valley', client: 'Doc' },
      ],
    },
    {
      title: 'Update by a statement',
      build: q =>
        q
          .update(s)
          .set({ count: q.select(p.id).from(p).where(p.id.eq(s.product_id)) })
          .where(s.room.eq('lab'))
          .returning(s.product_id, s.count),
      text: 'UPDATE "stock" AS "s" SET "count" = (SELECT "p"."id" FROM "products" AS "p" WHERE "p"."id" = "s"."product_id") WHERE "s"."room" = $1 RETURNING "s"."product_id", "s"."count"',
      result: [
        { product_id: 1, count: 1 },
        { product_id: 2, count: 2 },
      ],
    },
    {
      title: 'Delete',
      build: q => q.deleteFrom(o).where(o.state.eq('open')),
      text: 'DELETE FROM "orders" AS "o" WHERE "o"."state" = $1',
      result: 2,
    },
    {
      title: 'Delete by other rows',
      build: q => q.deleteFrom(o).using(c).where(o.client_id.eq(c.id), c.city.isNull()).returning(o.id, c.name),
      text: 'DELETE FROM "orders" AS "o" USING "clients" AS "c" WHERE ("o"."client_id" = "c"."id") AND ("c"."city" IS NULL) RETURNING "o"."id", "c"."name"',
      result: [{ id: 4, name: 'Biff' }],
    },
    {
      title: 'Delete everything',
      build: q => q.deleteFrom(s).everything(),
      text: 'DELETE FROM "stock" AS "s"',
      result: 3,
    },
  ],
}
