import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { count, every, sum } from '@vantage-ts/sqlite/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const reading: Chapter<ShopQuery> = {
  title: 'Reading',
  about: 'A select says what it gives, then where that comes from.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns and conditions',
      build: q => q.select(c.id, { client: c.name }).from(c).where(c.level.gte(3)).orderBy(c.name.asc()),
      text: 'SELECT "c"."id", "c"."name" AS "client" FROM "clients" AS "c" WHERE "c"."level" >= CAST(? AS INTEGER) ORDER BY "c"."name" ASC',
      result: [
        { id: 2, client: 'Doc' },
        { id: 1, client: 'Marty' },
      ],
    },
    {
      title: 'All columns of rows',
      build: q => q.select(every(o)).from(o).where(o.id.eq(1)),
      text: 'SELECT "o".* FROM "orders" AS "o" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [{ id: 1, client_id: 1, total: 120, placed: '2026-01-05' }],
    },
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
      text: 'SELECT "c"."name", count(*) AS "orders", sum("o"."total") AS "spent" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."name" HAVING sum("o"."total") > CAST(? AS INTEGER) ORDER BY sum("o"."total") DESC',
      result: [
        { name: 'Doc', orders: 3, spent: 340 },
        { name: 'Marty', orders: 1, spent: 120 },
      ],
    },
  ],
}
