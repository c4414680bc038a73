import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { count, cte, date, recursive, renamed, resultColumn, strftime, sum } from '@vantage-ts/sqlite/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const combining: Chapter<ShopQuery> = {
  title: 'Named statements and compounds',
  about: '`cte` gives a statement a name; `with` defines it, and what follows reads it as rows.',
  file: import.meta.url,
  constructs: [
    {
      title: 'A named statement',
      build: q => {
        const big = cte('big', q.select(o.client_id, o.total).from(o).where(o.total.gte(70)))
        return q.with(big).select(c.name, big.total).from(big).join(c, c.id.eq(big.client_id)).orderBy(big.total)
      },
      text: 'WITH "big" AS (SELECT "o"."client_id", "o"."total" FROM "orders" AS "o" WHERE "o"."total" >= CAST(? AS INTEGER)) SELECT "c"."name", "big"."total" FROM "big" JOIN "clients" AS "c" ON "c"."id" = "big"."client_id" ORDER BY "big"."total"',
      result: [
        { name: 'Doc', total: 70 },
        { name: 'Marty', total: 120 },
        { name: 'Doc', total: 220 },
      ],
    },
    {
      title: 'One that reads another',
      build: q => {
        const spent = cte(
          'spent',
          q
            .select(o.client_id, { sum: sum(o.total) })
            .from(o)
            .groupBy(o.client_id),
        )
        const best = cte('best', q.select(spent.client_id).from(spent).orderBy(spent.sum.desc()).limit(1))
        return q.with(spent, best).select(c.name).from(c).join(best, best.client_id.eq(c.id))
      },
      text: 'WITH "spent" AS (SELECT "o"."client_id", sum("o"."total") AS "sum" FROM "orders" AS "o" GROUP BY "o"."client_id"), "best" AS (SELECT "spent"."client_id" FROM "spent" ORDER BY "spent"."sum" DESC LIMIT CAST(? AS INTEGER)) SELECT "c"."name" FROM "clients" AS "c" JOIN "best" ON "best"."client_id" = "c"."id"',
      result: [{ name: 'Doc' }],
    },
    {
      title: 'One that is read twice',
      build: q => {
        const spent = cte(
          'spent',
          q
            .select(o.client_id, { sum: sum(o.total) })
            .from(o)
            .groupBy(o.client_id),
        )
        const less = renamed(spent, 'less')
        return q
          .with(spent)
          .select(spent.client_id, { below: count(less.sum) })
          .from(spent)
          .leftJoin(less, less.sum.lt(spent.sum))
          .groupBy(spent.client_id)
          .orderBy(spent.client_id)
      },
      text: 'WITH "spent" AS (SELECT "o"."client_id", sum("o"."total") AS "sum" FROM "orders" AS "o" GROUP BY "o"."client_id") SELECT "spent"."client_id", count("less"."sum") AS "below" FROM "spent" LEFT JOIN "spent" AS "less" ON "less"."sum" < "spent"."sum" GROUP BY "spent"."client_id" ORDER BY "spent"."client_id"',
      result: [
        { client_id: 1, below: 1 },
        { client_id: 2, below: 2 },
        { client_id: 3, below: 0 },
      ],
    },
    {
      title: 'Computed once',
      build: q => {
        const sums = cte('sums', q.select({ sum: sum(o.total) }).from(o), { materialized: true })
        return q.with(sums).select(sums.sum).from(sums)
      },
      text: 'WITH "sums" AS MATERIALIZED (SELECT sum("o"."total") AS "sum" FROM "orders" AS "o") SELECT "sums"."sum" FROM "sums"',
      result: [{ sum: 490 }],
    },
    {
      title: 'Computed as a part of what reads it',
      build: q => {
        const early = cte('early', q.select(o.id, o.placed).from(o), { materialized: false })
        return q.with(early).select(early.id).from(early).where(early.placed.lt('2026-02-01')).orderBy(early.id)
      },
      text: 'WITH "early" AS NOT MATERIALIZED (SELECT "o"."id", "o"."placed" FROM "orders" AS "o") SELECT "early"."id" FROM "early" WHERE "early"."placed" < ? ORDER BY "early"."id"',
      result: [{ id: 1 }, { id: 2 }],
    },
    {
      title: 'A series of numbers',
      note: 'A recursive statement reads its own rows. SQLite has no generate_series of its own.',
      build: q => {
        const series = recursive('series', ['n'], rows =>
          q.select({ n: 1 }).unionAll(
            q
              .select({ n: rows.n.plus(2) })
              .from(rows)
              .where(rows.n.lt(7)),
          ),
        )
        return q.with(series).select(series.n).from(series)
      },
      text: 'WITH RECURSIVE "series" ("n") AS (SELECT CAST(? AS INTEGER) AS "n" UNION ALL SELECT "series"."n" + CAST(? AS INTEGER) AS "n" FROM "series" WHERE "series"."n" < CAST(? AS INTEGER)) SELECT "series"."n" FROM "series"',
      result: [{ n: 1 }, { n: 3 }, { n: 5 }, { n: 7 }],
    },
    {
      title: 'A calendar with gaps filled',
      build: q => {
        const months = recursive('months', ['first'], rows =>
          q.select({ first: '2026-01-01' }).unionAll(
            q
              .select({ first: date(rows.first, '+1 month') })
              .from(rows)
              .where(rows.first.lt('2026-04-01')),
          ),
        )
        return q
          .with(months)
          .select({ month: strftime('%Y-%m', months.first), orders: count(o.id) })
          .from(months)
          .leftJoin(o, strftime('%Y-%m', o.placed).eq(strftime('%Y-%m', months.first)))
          .groupBy(months.first)
          .orderBy(months.first)
      },
      text: 'WITH RECURSIVE "months" ("first") AS (SELECT ? AS "first" UNION ALL SELECT date("months"."first", ?) AS "first" FROM "months" WHERE "months"."first" < ?) SELECT strftime(?, "months"."first") AS "month", count("o"."id") AS "orders" FROM "months" LEFT JOIN "orders" AS "o" ON strftime(?, "o"."placed") = strftime(?, "months"."first") GROUP BY "months"."first" ORDER BY "months"."first"',
      result: [
        { month: '2026-01', orders: 2 },
        { month: '2026-02', orders: 2 },
        { month: '2026-03', orders: 1 },
        { month: '2026-04', orders: 0 },
      ],
    },
    {
      title: 'Union',
      build: q =>
        q
          .select(c.city)
          .from(c)
          .union(q.select({ city: 'Lone Pine' }))
          .orderBy(resultColumn('city').asc()),
      text: 'SELECT "c"."city" FROM "clients" AS "c" UNION SELECT ? AS "city" ORDER BY "city" ASC',
      result: [{ city: null }, { city: 'Grand Canyon' }, { city: 'Hill Valley' }, { city: 'Lone Pine' }],
    },
    {
      title: 'Union of all rows',
      build: q => {
        const low = q.select(o.id).from(o).where(o.total.lt(60))
        const late = q.select(o.id).from(o).where(o.placed.gte('2026-02-10'))
        return low.unionAll(late).orderBy(resultColumn('id').desc()).limit(3)
      },
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."total" < CAST(? AS INTEGER) UNION ALL SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."placed" >= ? ORDER BY "id" DESC LIMIT CAST(? AS INTEGER)',
      result: [{ id: 5 }, { id: 4 }, { id: 4 }],
    },
    {
      title: 'Intersect',
      build: q => q.select({ id: c.id }).from(c).intersect(q.select(o.client_id).from(o)),
      text: 'SELECT "c"."id" FROM "clients" AS "c" INTERSECT SELECT "o"."client_id" FROM "orders" AS "o"',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }],
    },
    {
      title: 'Except',
      build: q => q.select({ id: c.id }).from(c).except(q.select(o.client_id).from(o)),
      text: 'SELECT "c"."id" FROM "clients" AS "c" EXCEPT SELECT "o"."client_id" FROM "orders" AS "o"',
      result: [{ id: 4 }],
    },
    {
      title: 'Operators from left to right',
      build: q =>
        q
          .values([1], [2], [3])
          .except(q.values([2]))
          .union(q.values([2], [9]))
          .intersect(q.values([1], [2], [9])),
      text: 'SELECT * FROM (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER)), (CAST(? AS INTEGER))) EXCEPT SELECT * FROM (VALUES (CAST(? AS INTEGER))) UNION SELECT * FROM (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER))) INTERSECT SELECT * FROM (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER)), (CAST(? AS INTEGER)))',
      result: [{ column1: 1 }, { column1: 2 }, { column1: 9 }],
    },
    {
      title: 'A compound inside another',
      note: 'SQLite takes no brackets around a part, so the part becomes rows to select from.',
      build: q => q.values([1], [2], [3]).except(q.values([2]).union(q.values([3]))),
      text: 'SELECT * FROM (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER)), (CAST(? AS INTEGER))) EXCEPT SELECT * FROM (SELECT * FROM (VALUES (CAST(? AS INTEGER))) UNION SELECT * FROM (VALUES (CAST(? AS INTEGER))))',
      result: [{ column1: 1 }],
    },
    {
      title: 'A part with its own order and limit',
      build: q => {
        const largest = q.select(o.id).from(o).orderBy(o.total.desc()).limit(1)
        const smallest = q.select(o.id).from(o).orderBy(o.total.asc()).limit(1)
        return largest.unionAll(smallest)
      },
      text: 'SELECT * FROM (SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" DESC LIMIT CAST(? AS INTEGER)) UNION ALL SELECT * FROM (SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" ASC LIMIT CAST(? AS INTEGER))',
      result: [{ id: 5 }, { id: 4 }],
    },
    {
      title: 'A part with named statements of its own',
      build: q => {
        const big = cte('big', q.select(o.id).from(o).where(o.total.gt(100)))
        return q
          .with(big)
          .select(big.id)
          .from(big)
          .unionAll(q.values([7]))
          .orderBy(resultColumn('id'))
      },
      text: 'SELECT * FROM (WITH "big" AS (SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."total" > CAST(? AS INTEGER)) SELECT "big"."id" FROM "big") UNION ALL SELECT * FROM (VALUES (CAST(? AS INTEGER))) ORDER BY "id"',
      result: [{ id: 1 }, { id: 5 }, { id: 7 }],
    },
    {
      title: 'A compound as rows',
      build: q => {
        const both = q
          .select({ name: c.name })
          .from(c)
          .union(q.select({ name: c.city }).from(c))
          .as('both')
        return q.select({ names: count(both.name) }).from(both)
      },
      text: 'SELECT count("both"."name") AS "names" FROM (SELECT "c"."name" FROM "clients" AS "c" UNION SELECT "c"."city" AS "name" FROM "clients" AS "c") AS "both"',
      result: [{ names: 6 }],
    },
  ],
}
