import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  count,
  cte,
  every,
  extract,
  recursive,
  renamed,
  resultColumn,
  sum,
  table,
  value,
} from '@vantage-ts/postgres/sql'
import { c, o, s, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

const archive = table('stock', { columns: ['product_id', 'room', 'count'] })

export const combining: Chapter<ShopQuery> = {
  title: 'Statements together',
  about: [
    'Rows of several statements as one, from left to right; and statements under names. `archive` is the table of stock without a short name:',
    "`table('stock', { columns: ['product_id', 'room', 'count'] })`.",
  ].join('\n'),
  file: import.meta.url,
  constructs: [
    {
      title: 'Rows of both, each once',
      build: q => q.select(c.id).from(c).union(q.select(o.client_id).from(o)).orderBy(resultColumn('id').asc()),
      text: 'SELECT "c"."id" FROM "clients" AS "c" UNION SELECT "o"."client_id" FROM "orders" AS "o" ORDER BY "id" ASC',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: null }],
    },
    {
      title: 'Rows of both, all of them',
      build: q => q.select({ n: count() }).from(c).unionAll(q.select(count()).from(o)).orderBy(resultColumn('n').asc()),
      text: 'SELECT count(*) AS "n" FROM "clients" AS "c" UNION ALL SELECT count(*) FROM "orders" AS "o" ORDER BY "n" ASC',
      result: [{ n: 4n }, { n: 6n }],
    },
    {
      title: 'Rows that both give',
      build: q => q.select(c.id).from(c).intersect(q.select(o.client_id).from(o)).orderBy(resultColumn('id').asc()),
      text: 'SELECT "c"."id" FROM "clients" AS "c" INTERSECT SELECT "o"."client_id" FROM "orders" AS "o" ORDER BY "id" ASC',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }],
    },
    {
      title: 'Rows that both give, as often as both do',
      build: q => q.values([1], [1], [2]).intersectAll(q.values([1], [1], [3])),
      text: '(VALUES ($1::int8), ($2::int8), ($3::int8)) INTERSECT ALL (VALUES ($4::int8), ($5::int8), ($6::int8))',
      result: [{ column1: 1n }, { column1: 1n }],
    },
    {
      title: 'Rows that the other does not give',
      build: q => q.select(c.id).from(c).except(q.select(o.client_id).from(o)),
      text: 'SELECT "c"."id" FROM "clients" AS "c" EXCEPT SELECT "o"."client_id" FROM "orders" AS "o"',
      result: [{ id: 4 }],
    },
    {
      title: 'Less one for each of the other',
      build: q =>
        q
          .values([1], [1], [2])
          .exceptAll(q.values([1]))
          .orderBy(resultColumn('column1').asc()),
      text: '(VALUES ($1::int8), ($2::int8), ($3::int8)) EXCEPT ALL (VALUES ($4::int8)) ORDER BY "column1" ASC',
      result: [{ column1: 1n }, { column1: 2n }],
    },
    {
      title: 'From left to right',
      build: q =>
        q
          .values([1], [2])
          .union(q.values([3]))
          .intersect(q.values([3], [4])),
      text: '((VALUES ($1::int8), ($2::int8)) UNION (VALUES ($3::int8))) INTERSECT (VALUES ($4::int8), ($5::int8))',
      result: [{ column1: 3n }],
    },
    {
      title: 'One inside another',
      build: q =>
        q
          .values([1], [2])
          .union(q.values([3]).intersect(q.values([3], [4])))
          .orderBy(resultColumn('column1').asc()),
      text: '(VALUES ($1::int8), ($2::int8)) UNION ((VALUES ($3::int8)) INTERSECT (VALUES ($4::int8), ($5::int8))) ORDER BY "column1" ASC',
      result: [{ column1: 1n }, { column1: 2n }, { column1: 3n }],
    },
    {
      title: 'Parts with an order of their own',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .orderBy(o.total.desc())
          .limit(1)
          .unionAll(q.select(o.id).from(o).orderBy(o.total.asc()).limit(1))
          .orderBy(resultColumn('id').asc())
          .limit(10)
          .offset(0),
      text: '(SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" DESC LIMIT $1::int8) UNION ALL (SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" ASC LIMIT $2::int8) ORDER BY "id" ASC LIMIT $3::int8 OFFSET $4::int8',
      result: [{ id: 5 }, { id: 6 }],
    },
    {
      title: 'A statement under a name',
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
          .select(c.name, spent.total)
          .from(c)
          .join(spent, spent.client_id.eq(c.id))
          .orderBy(c.id.asc())
      },
      text: 'WITH "spent" AS (SELECT "o"."client_id", sum("o"."total") AS "total" FROM "orders" AS "o" GROUP BY "o"."client_id") SELECT "c"."name", "spent"."total" FROM "clients" AS "c" JOIN "spent" ON "spent"."client_id" = "c"."id" ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', total: 120n },
        { name: 'Doc', total: 340n },
        { name: 'Biff', total: 30n },
      ],
    },
    {
      title: 'Names that read other names',
      build: q => {
        const paid = cte('paid', q.select(o.client_id, o.total).from(o).where(o.state.eq('paid')))
        const large = cte('large', q.select(paid.client_id).from(paid).where(paid.total.gt(100)))
        return q.with(paid, large).select(large.client_id).from(large).orderBy(large.client_id.asc())
      },
      text: 'WITH "paid" AS (SELECT "o"."client_id", "o"."total" FROM "orders" AS "o" WHERE "o"."state" = $1), "large" AS (SELECT "paid"."client_id" FROM "paid" WHERE "paid"."total" > $2::int8) SELECT "large"."client_id" FROM "large" ORDER BY "large"."client_id" ASC',
      result: [{ client_id: 1 }, { client_id: 2 }],
    },
    {
      title: 'A named statement read twice',
      build: q => {
        const monthly = cte(
          'monthly',
          q
            .select({ month: extract('month', o.placed), total: sum(o.total) })
            .from(o)
            .groupBy(extract('month', o.placed)),
        )
        const before = renamed(monthly, 'before')
        return q
          .with(monthly)
          .select(monthly.month, { change: monthly.total.minus(before.total) })
          .from(monthly)
          .join(before, before.month.eq(monthly.month.minus(1)))
          .orderBy(monthly.month.asc())
      },
      text: 'WITH "monthly" AS (SELECT EXTRACT(month FROM "o"."placed") AS "month", sum("o"."total") AS "total" FROM "orders" AS "o" GROUP BY EXTRACT(month FROM "o"."placed")) SELECT "monthly"."month", "monthly"."total" - "before"."total" AS "change" FROM "monthly" JOIN "monthly" AS "before" ON "before"."month" = ("monthly"."month" - $1::int8) ORDER BY "monthly"."month" ASC',
      result: [
        { month: decimal('2'), change: -70n },
        { month: decimal('3'), change: 130n },
      ],
    },
    {
      title: 'Computed once',
      build: q => {
        const rows = cte('rows', q.select(o.id).from(o), { materialized: true })
        return q.with(rows).select(count()).from(rows)
      },
      text: 'WITH "rows" AS MATERIALIZED (SELECT "o"."id" FROM "orders" AS "o") SELECT count(*) FROM "rows"',
      result: [{ count: 6n }],
    },
    {
      title: 'Computed as a part of what reads it',
      build: q => {
        const rows = cte('rows', q.select(o.id).from(o), { materialized: false })
        return q.with(rows).select(count()).from(rows)
      },
      text: 'WITH "rows" AS NOT MATERIALIZED (SELECT "o"."id" FROM "orders" AS "o") SELECT count(*) FROM "rows"',
      result: [{ count: 6n }],
    },
    {
      title: 'A statement that reads its own rows',
      build: q => {
        const powers = recursive('powers', ['n', 'power'], it =>
          q.select({ n: value(1), power: value(2) }).unionAll(
            q
              .select({ n: it.n.plus(1), power: it.power.mul(2) })
              .from(it)
              .where(it.n.lt(5)),
          ),
        )
        return q.with(powers).select(every(powers)).from(powers).where(powers.n.gte(4))
      },
      text: 'WITH RECURSIVE "powers" ("n", "power") AS (SELECT $1::int8 AS "n", $2::int8 AS "power" UNION ALL SELECT "powers"."n" + $3::int8 AS "n", "powers"."power" * $4::int8 AS "power" FROM "powers" WHERE "powers"."n" < $5::int8) SELECT "powers".* FROM "powers" WHERE "powers"."n" >= $6::int8',
      result: [
        { n: 4n, power: 16n },
        { n: 5n, power: 32n },
      ],
    },
    {
      title: 'A write under a name',
      build: q => {
        const gone = cte(
          'gone',
          q.deleteFrom(archive).where(archive.room.eq('attic')).returning(archive.product_id, archive.count),
        )
        return q.with(gone).select(gone.product_id, gone.count).from(gone)
      },
      text: 'WITH "gone" AS (DELETE FROM "stock" WHERE "stock"."room" = $1 RETURNING "stock"."product_id", "stock"."count") SELECT "gone"."product_id", "gone"."count" FROM "gone"',
      result: [{ product_id: 2, count: 1 }],
    },
    {
      title: 'A write that puts elsewhere what another took',
      build: q => {
        const gone = cte('gone', q.deleteFrom(s).where(s.room.eq('attic')).returning(s.product_id, s.count))
        return q
          .with(gone)
          .insertInto(archive)
          .from(q.select(gone.product_id, { room: 'cellar' }, gone.count).from(gone))
          .returning(every(archive))
      },
      text: 'WITH "gone" AS (DELETE FROM "stock" AS "s" WHERE "s"."room" = $1 RETURNING "s"."product_id", "s"."count") INSERT INTO "stock" ("product_id", "room", "count") SELECT "gone"."product_id", $2 AS "room", "gone"."count" FROM "gone" RETURNING "stock".*',
      result: [{ product_id: 2, room: 'cellar', count: 1 }],
    },
  ],
}
