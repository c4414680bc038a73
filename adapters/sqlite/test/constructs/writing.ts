import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { avg, cte, date, exists, rowId, sql, sum } from '@vantage-ts/sqlite/sql'
import { c, l, log, o, p, s, type ShopQuery } from './shop.ts'

export const writing: Chapter<ShopQuery> = {
  title: 'Writing',
  about:
    'A write gives the number of rows that it wrote, or the rows that `returning` names. One of all rows says `everything()`.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Insert',
      build: q => q.insertInto(c).values({ name: 'Lorraine', level: 2 }, { name: 'George', level: 1 }),
      text: 'INSERT INTO "clients" AS "c" ("name", "level") VALUES (?, CAST(? AS INTEGER)), (?, CAST(? AS INTEGER))',
      result: 2,
    },
    {
      title: 'Insert with calculated values',
      build: q =>
        q
          .insertInto(o)
          .values({ client_id: 1, total: q.select(sum(o.total)).from(o), placed: date('2026-01-31', '+1 month') })
          .returning(o.total, o.placed),
      text: 'INSERT INTO "orders" AS "o" ("client_id", "total", "placed") VALUES (CAST(? AS INTEGER), (SELECT sum("o"."total") FROM "orders" AS "o"), date(?, ?)) RETURNING "total", "placed"',
      result: [{ total: 490, placed: '2026-03-03' }],
    },
    {
      title: 'Returning',
      build: q =>
        q
          .insertInto(c)
          .values({ name: 'Lorraine', city: 'Hill Valley' })
          .returning(c.id, { label: c.name.concat('/', c.level), row: rowId(c) }),
      text: 'INSERT INTO "clients" AS "c" ("name", "city") VALUES (?, ?) RETURNING "id", "name" || ? || "level" AS "label", "rowid" AS "row"',
      result: [{ id: 5, label: 'Lorraine/1', row: 5 }],
    },
    {
      title: 'Insert of what columns have by themselves',
      build: q => q.insertInto(log).defaultValues().returning(log.what),
      text: 'INSERT INTO "orders_log" DEFAULT VALUES RETURNING "what"',
      result: [{ what: 'seen' }],
    },
    {
      title: 'Insert from a select',
      build: q => q.insertInto(s).from(q.select({ product_id: p.id, place: 'shop', checked: '2026-03-01' }).from(p)),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "place", "checked") SELECT "p"."id" AS "product_id", ? AS "place", ? AS "checked" FROM "products" AS "p"',
      result: 3,
    },
    {
      title: 'Insert from a select into named columns',
      build: q =>
        q
          .insertInto(s)
          .from(q.select(p.id, { n: 5 }).from(p).where(p.id.eq(3)), 'product_id', 'pieces')
          .returning(s.place, s.pieces),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "pieces") SELECT "p"."id", CAST(? AS INTEGER) AS "n" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER) RETURNING "place", "pieces"',
      result: [{ place: 'store', pieces: 5 }],
    },
    {
      title: 'Insert with a named statement',
      build: q => {
        const gone = cte(
          'gone',
          q
            .select(p.id)
            .from(p)
            .where(p.id.notIn(q.select(s.product_id).from(s))),
        )
        return q
          .with(gone)
          .insertInto(s)
          .from(q.select({ product_id: gone.id }).from(gone))
          .returning(s.product_id, s.place)
      },
      text: 'WITH "gone" AS (SELECT "p"."id" FROM "products" AS "p" WHERE "p"."id" NOT IN (SELECT "s"."product_id" FROM "stock" AS "s")) INSERT INTO "stock" AS "s" ("product_id") SELECT "gone"."id" AS "product_id" FROM "gone" RETURNING "product_id", "place"',
      result: [{ product_id: 3, place: 'store' }],
    },
    {
      title: 'Insert or ignore',
      build: q => q.insertInto(c, { or: 'ignore' }).values({ id: 1, name: 'Marvin' }, { id: 9, name: 'Strickland' }),
      text: 'INSERT OR IGNORE INTO "clients" AS "c" ("id", "name") VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?)',
      result: 1,
    },
    {
      title: 'Insert or replace',
      note: 'Rows that stand in the way are removed, and what is not given is what the columns have by themselves.',
      build: q => q.insertInto(c, { or: 'replace' }).values({ id: 7, name: 'Marty' }).returning(c.id, c.name, c.city),
      text: 'INSERT OR REPLACE INTO "clients" AS "c" ("id", "name") VALUES (CAST(? AS INTEGER), ?) RETURNING "id", "name", "city"',
      result: [{ id: 7, name: 'Marty', city: null }],
    },
    {
      title: 'Insert or abort',
      note: 'What SQLite does by itself; `fail` keeps the rows before, `rollback` ends the transaction.',
      build: q => q.insertInto(c, { or: 'abort' }).values({ name: 'Goldie' }),
      text: 'INSERT OR ABORT INTO "clients" AS "c" ("name") VALUES (?)',
      result: 1,
    },
    {
      title: 'On conflict do nothing',
      build: q => q.insertInto(c).values({ id: 1, name: 'Marvin' }, { id: 9, name: 'Goldie' }).onConflict().doNothing(),
      text: 'INSERT INTO "clients" AS "c" ("id", "name") VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?) ON CONFLICT DO NOTHING',
      result: 1,
    },
    {
      title: 'On conflict of a column do nothing',
      build: q => q.insertInto(c).values({ id: 1, name: 'Marvin' }).onConflict(c.id).doNothing().returning(c.id),
      text: 'INSERT INTO "clients" AS "c" ("id", "name") VALUES (CAST(? AS INTEGER), ?) ON CONFLICT ("id") DO NOTHING RETURNING "id"',
      result: [],
    },
    {
      title: 'Upsert',
      note: '`excluded` is the row that was to be inserted.',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 1, place: 'store', pieces: 3 })
          .onConflict(s.product_id, s.place)
          .doUpdate(excluded => ({ pieces: s.pieces.plus(excluded.pieces), checked: '2026-03-01' }))
          .returning(s.place, s.pieces, s.checked),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "place", "pieces") VALUES (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) ON CONFLICT ("product_id", "place") DO UPDATE SET "pieces" = "s"."pieces" + "excluded"."pieces", "checked" = ? RETURNING "place", "pieces", "checked"',
      result: [{ place: 'store', pieces: 7, checked: '2026-03-01' }],
    },
    {
      title: 'Upsert with a condition',
      note: 'Rows that do not meet it stay as they are.',
      build: q =>
        q
          .insertInto(c)
          .values({ id: 1, name: 'Martin', level: 2 }, { id: 3, name: 'Griff', level: 4 })
          .onConflict(c.id)
          .where(c.level.lt(3))
          .doUpdate(excluded => ({ name: excluded.name, level: excluded.level }))
          .returning(c.id, c.name),
      text: 'INSERT INTO "clients" AS "c" ("id", "name", "level") VALUES (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)), (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) ON CONFLICT ("id") DO UPDATE SET "name" = "excluded"."name", "level" = "excluded"."level" WHERE "c"."level" < CAST(? AS INTEGER) RETURNING "id", "name"',
      result: [{ id: 3, name: 'Griff' }],
    },
    {
      title: 'Upsert by a partial index',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 1, place: 'cellar', pieces: 5 })
          .onConflict(s.product_id)
          .targetWhere(s.checked.isNull())
          .doUpdate(excluded => ({ place: excluded.place }))
          .returning(s.place, s.pieces),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "place", "pieces") VALUES (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) ON CONFLICT ("product_id") WHERE "checked" IS NULL DO UPDATE SET "place" = "excluded"."place" RETURNING "place", "pieces"',
      result: [{ place: 'cellar', pieces: 9 }],
    },
    {
      title: 'Upsert with several clauses',
      note: 'The first whose conflict it is decides.',
      build: q =>
        q
          .insertInto(c)
          .values({ id: 2, name: 'Emmett', level: 9 }, { id: 8, name: 'Biff', level: 9 })
          .onConflict(c.id)
          .doUpdate(excluded => ({ level: excluded.level }))
          .onConflict(c.name)
          .doUpdate(excluded => ({ city: 'Hill Valley', level: excluded.level.minus(1) }))
          .returning(c.id, c.name, c.level),
      text: 'INSERT INTO "clients" AS "c" ("id", "name", "level") VALUES (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)), (CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) ON CONFLICT ("id") DO UPDATE SET "level" = "excluded"."level" ON CONFLICT ("name") DO UPDATE SET "city" = ?, "level" = "excluded"."level" - CAST(? AS INTEGER) RETURNING "id", "name", "level"',
      result: [
        { id: 2, name: 'Doc', level: 9 },
        { id: 3, name: 'Biff', level: 8 },
      ],
    },
    {
      title: 'Upsert from a select',
      note: 'Without a condition SQLite would take ON for that of a join, so the builder writes one.',
      build: q =>
        q
          .insertInto(s)
          .from(q.select({ product_id: p.id, place: 'store', pieces: 10 }).from(p))
          .onConflict(s.product_id, s.place)
          .doUpdate(excluded => ({ pieces: excluded.pieces }))
          .returning(s.product_id, s.pieces),
      text: 'INSERT INTO "stock" AS "s" ("product_id", "place", "pieces") SELECT "p"."id" AS "product_id", ? AS "place", CAST(? AS INTEGER) AS "pieces" FROM "products" AS "p" WHERE TRUE ON CONFLICT ("product_id", "place") DO UPDATE SET "pieces" = "excluded"."pieces" RETURNING "product_id", "pieces"',
      result: [
        { product_id: 1, pieces: 10 },
        { product_id: 2, pieces: 10 },
        { product_id: 3, pieces: 10 },
      ],
    },
    {
      title: 'Update',
      build: q =>
        q
          .update(c)
          .set({ level: c.level.plus(1) })
          .where(c.city.eq('Hill Valley')),
      text: 'UPDATE "clients" AS "c" SET "level" = "c"."level" + CAST(? AS INTEGER) WHERE "c"."city" = ?',
      result: 2,
    },
    {
      title: 'Update with returning',
      build: q => q.update(c).set({ city: null, level: 0 }).where(c.id.eq(2)).returning(c.name, { at: c.level }),
      text: 'UPDATE "clients" AS "c" SET "city" = NULL, "level" = CAST(? AS INTEGER) WHERE "c"."id" = CAST(? AS INTEGER) RETURNING "name", "level" AS "at"',
      result: [{ name: 'Doc', at: 0 }],
    },
    {
      title: 'Update of every row',
      build: q =>
        q
          .update(o)
          .set({ total: o.total.mul(2) })
          .everything(),
      text: 'UPDATE "orders" AS "o" SET "total" = "o"."total" * CAST(? AS INTEGER)',
      result: 5,
    },
    {
      title: 'Update from other rows',
      build: q =>
        q
          .update(o)
          .set({ total: sql`${o.total} - ${c.level}` })
          .from(c)
          .where(c.id.eq(o.client_id), c.level.gte(3))
          .returning(o.id, o.total),
      text: 'UPDATE "orders" AS "o" SET "total" = "o"."total" - "c"."level" FROM "clients" AS "c" WHERE ("c"."id" = "o"."client_id") AND ("c"."level" >= CAST(? AS INTEGER)) RETURNING "id", "total"',
      result: [
        { id: 1, total: 117 },
        { id: 2, total: 45 },
        { id: 3, total: 65 },
        { id: 5, total: 215 },
      ],
    },
    {
      title: 'Update from a statement',
      build: q => {
        const sums = q
          .select(l.order_id, { sum: sum(l.pieces.mul(p.price)) })
          .from(l)
          .join(p, p.id.eq(l.product_id))
          .groupBy(l.order_id)
          .as('sums')
        return q
          .update(o)
          .set({ total: sums.sum })
          .from(sums)
          .where(sums.order_id.eq(o.id), sums.sum.ne(o.total))
          .returning(o.id, o.total)
      },
      text: 'UPDATE "orders" AS "o" SET "total" = "sums"."sum" FROM (SELECT "l"."order_id", sum("l"."pieces" * "p"."price") AS "sum" FROM "lines" AS "l" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "l"."order_id") AS "sums" WHERE ("sums"."order_id" = "o"."id") AND ("sums"."sum" <> "o"."total") RETURNING "id", "total"',
      result: [{ id: 2, total: 45.5 }],
    },
    {
      title: 'Update with a value that a statement gives',
      build: q =>
        q
          .update(c)
          .set({
            level: q
              .select({ orders: avg(o.total) })
              .from(o)
              .where(o.client_id.eq(c.id)),
          })
          .where(c.id.eq(3))
          .returning(c.level),
      text: 'UPDATE "clients" AS "c" SET "level" = (SELECT avg("o"."total") AS "orders" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id") WHERE "c"."id" = CAST(? AS INTEGER) RETURNING "level"',
      result: [{ level: 30 }],
    },
    {
      title: 'Update or ignore',
      build: q =>
        q
          .update(c, { or: 'ignore' })
          .set({ name: 'Doc' })
          .where(c.id.in([1, 2])),
      text: 'UPDATE OR IGNORE "clients" AS "c" SET "name" = ? WHERE "c"."id" IN (CAST(? AS INTEGER), CAST(? AS INTEGER))',
      result: 1,
    },
    {
      title: 'Update or replace',
      build: q => q.update(c, { or: 'replace' }).set({ name: 'Doc' }).where(c.id.eq(1)).returning(c.id, c.name),
      text: 'UPDATE OR REPLACE "clients" AS "c" SET "name" = ? WHERE "c"."id" = CAST(? AS INTEGER) RETURNING "id", "name"',
      result: [{ id: 1, name: 'Doc' }],
    },
    {
      title: 'Update with a named statement',
      build: q => {
        const best = cte(
          'best',
          q.select({ id: o.client_id }).from(o).groupBy(o.client_id).orderBy(sum(o.total).desc()).limit(1),
        )
        return q
          .with(best)
          .update(c)
          .set({ level: 10 })
          .where(c.id.in(q.select(best.id).from(best)))
          .returning(c.name)
      },
      text: 'WITH "best" AS (SELECT "o"."client_id" AS "id" FROM "orders" AS "o" GROUP BY "o"."client_id" ORDER BY sum("o"."total") DESC LIMIT CAST(? AS INTEGER)) UPDATE "clients" AS "c" SET "level" = CAST(? AS INTEGER) WHERE "c"."id" IN (SELECT "best"."id" FROM "best") RETURNING "name"',
      result: [{ name: 'Doc' }],
    },
    {
      title: 'Delete',
      build: q => q.deleteFrom(o).where(o.placed.lt('2026-02-01')),
      text: 'DELETE FROM "orders" AS "o" WHERE "o"."placed" < ?',
      result: 2,
    },
    {
      title: 'Delete with returning',
      build: q => q.deleteFrom(o).where(o.total.lte(50)).returning(o.id, { gone: o.total }),
      text: 'DELETE FROM "orders" AS "o" WHERE "o"."total" <= CAST(? AS INTEGER) RETURNING "id", "total" AS "gone"',
      result: [
        { id: 2, gone: 50 },
        { id: 4, gone: 30 },
      ],
    },
    {
      title: 'Delete by other rows',
      build: q =>
        q
          .deleteFrom(c)
          .where(exists(q.select(o.id).from(o).where(o.client_id.eq(c.id), o.total.lt(40))))
          .returning(c.name),
      text: 'DELETE FROM "clients" AS "c" WHERE EXISTS (SELECT "o"."id" FROM "orders" AS "o" WHERE ("o"."client_id" = "c"."id") AND ("o"."total" < CAST(? AS INTEGER))) RETURNING "name"',
      result: [{ name: 'Biff' }],
    },
    {
      title: 'Delete of every row',
      build: q => q.deleteFrom(l).everything(),
      text: 'DELETE FROM "lines" AS "l"',
      result: 7,
    },
  ],
}
