import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { c, o, type ShopQuery } from './shop.ts'

export const locks: Chapter<ShopQuery> = {
  title: 'Locks',
  about: 'In a transaction, rows are kept from others until it ends.',
  file: import.meta.url,
  constructs: [
    {
      title: 'To change them',
      build: q => q.select(o.id).from(o).where(o.id.eq(1)).forUpdate(),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."id" = $1::int8 FOR UPDATE',
      result: [{ id: 1 }],
    },
    {
      title: 'Leaving out what others hold',
      build: q =>
        q.select(o.id).from(o).where(o.state.eq('open')).orderBy(o.id.asc()).limit(1).forUpdate({ skipLocked: true }),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."state" = $1 ORDER BY "o"."id" ASC LIMIT $2::int8 FOR UPDATE SKIP LOCKED',
      result: [{ id: 3 }],
    },
    {
      title: 'Or failing at once',
      build: q => q.select(o.id).from(o).where(o.id.eq(2)).forNoKeyUpdate({ noWait: true }),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."id" = $1::int8 FOR NO KEY UPDATE NOWAIT',
      result: [{ id: 2 }],
    },
    {
      title: 'Only of some tables',
      build: q =>
        q
          .select(o.id, c.name)
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .where(o.id.eq(3))
          .forShare({ of: [c] }),
      text: 'SELECT "o"."id", "c"."name" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "o"."id" = $1::int8 FOR SHARE OF "c"',
      result: [{ id: 3, name: 'Doc' }],
    },
    {
      title: 'Two kinds',
      build: q =>
        q
          .select(o.id, c.name)
          .from(o)
          .join(c, c.id.eq(o.client_id))
          .where(o.id.eq(3))
          .forUpdate({ of: [o], skipLocked: true })
          .forKeyShare({ of: [c] }),
      text: 'SELECT "o"."id", "c"."name" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "o"."id" = $1::int8 FOR UPDATE OF "o" SKIP LOCKED FOR KEY SHARE OF "c"',
      result: [{ id: 3, name: 'Doc' }],
    },
  ],
}
