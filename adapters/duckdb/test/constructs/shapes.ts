import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Temporal } from '@vantage-ts/core'
import { allColumns, count, cte, extract, pivot, sum, unpivot } from '@vantage-ts/duckdb/sql'
import { m, o, s, type ShopQuery } from './shop.ts'

export const shapes: Chapter<ShopQuery> = {
  title: 'Rows as columns, columns as rows',
  about:
    'PIVOT and UNPIVOT give rows of another shape: to read from, to join, to name. The values that become columns are written as names, so that they are no bound values; ' +
    'DuckDB compares them with the text of what is there.',
  file: import.meta.url,
  constructs: [
    {
      title: 'PIVOT: values as columns',
      build: q => {
        const year = extract('year', s.sold)
        const sold = q.select(s.product, s.pieces, { year }).from(s).as('sold')
        const y = pivot(sold, 'y', {
          on: sold.year,
          values: { y2025: 2025, y2026: 2026 },
          using: sum(sold.pieces),
          groupBy: [sold.product],
        })
        return q.select(y.product, y.y2025, y.y2026).from(y).orderBy(y.product)
      },
      text: 'SELECT "y"."product", "y"."y2025", "y"."y2026" FROM (SELECT "s"."product", "s"."pieces", EXTRACT(year FROM "s"."sold") AS "year" FROM "sales" AS "s") AS "sold" PIVOT (sum("pieces") FOR "year" IN ("2025" AS "y2025", "2026" AS "y2026") GROUP BY "product") AS "y" ORDER BY "y"."product"',
      result: [
        { product: 'bun', y2025: null, y2026: 6n },
        { product: 'cake', y2025: 1n, y2026: null },
      ],
    },
    {
      title: 'Several aggregates',
      note: 'Columns go by value and aggregate.',
      build: q => {
        const y = pivot(s, 'y', {
          on: s.product,
          values: ['bun', 'cake'],
          using: { pieces: sum(s.pieces), sales: count() },
          groupBy: [s.sold],
        })
        return q.select(y.sold, y.bun_pieces, y.cake_sales).from(y).orderBy(y.sold)
      },
      text: 'SELECT "y"."sold", "y"."bun_pieces", "y"."cake_sales" FROM "sales" AS "s" PIVOT (sum("pieces") AS "pieces", count(*) AS "sales" FOR "product" IN ("bun", "cake") GROUP BY "sold") AS "y" ORDER BY "y"."sold"',
      result: [
        { sold: Temporal.PlainDateTime.from('2025-12-31T00:00:00'), bun_pieces: null, cake_sales: 1n },
        { sold: Temporal.PlainDateTime.from('2026-01-15T00:00:00'), bun_pieces: 4n, cake_sales: 0n },
        { sold: Temporal.PlainDateTime.from('2026-02-15T00:00:00'), bun_pieces: 2n, cake_sales: 0n },
      ],
    },
    {
      title: 'A pivot under a name, joined',
      note: 'Without `groupBy` rows are told apart by all other columns, which go by `y(…)`.',
      build: q => {
        const few = cte('few', q.select(s.product, s.pieces).from(s).where(s.pieces.lt(4)))
        const y = pivot(few, 'y', { on: few.product, values: { buns: 'bun', cakes: 'cake' }, using: count() })
        return q
          .with(few)
          .select(o.id, y('buns'))
          .from(o)
          .join(y, o.id.eq(y('pieces')))
          .orderBy(o.id)
      },
      text: 'WITH "few" AS (SELECT "s"."product", "s"."pieces" FROM "sales" AS "s" WHERE "s"."pieces" < CAST($1 AS BIGINT)) SELECT "o"."id", "y"."buns" FROM "orders" AS "o" JOIN "few" PIVOT (count(*) FOR "product" IN ("bun" AS "buns", "cake" AS "cakes")) AS "y" ON "o"."id" = "y"."pieces" ORDER BY "o"."id"',
      result: [
        { id: 1, buns: 0n },
        { id: 2, buns: 1n },
      ],
    },
    {
      title: 'UNPIVOT: columns as rows',
      build: q => {
        const u = unpivot(m, 'u', { on: [m.jan, m.feb], name: 'month', value: 'pieces' })
        return q.select(u.product, u.month, u.pieces).from(u).where(u.pieces.gt(1)).orderBy(allColumns())
      },
      text: 'SELECT "u"."product", "u"."month", "u"."pieces" FROM "months" AS "m" UNPIVOT ("pieces" FOR "month" IN ("jan", "feb")) AS "u" WHERE "u"."pieces" > CAST($1 AS BIGINT) ORDER BY ALL',
      result: [
        { product: 'bun', month: 'feb', pieces: 2 },
        { product: 'bun', month: 'jan', pieces: 4 },
      ],
    },
    {
      title: 'With nulls, and under other names',
      note: 'What becomes rows may be calculated.',
      build: q => {
        const u = unpivot(m, 'u', {
          on: { January: m.jan, twice: m.feb.mul(2) },
          name: 'month',
          value: 'pieces',
          includeNulls: true,
        })
        return q.select(u.product, u.month, u.pieces).from(u).orderBy(allColumns())
      },
      text: 'SELECT "u"."product", "u"."month", "u"."pieces" FROM "months" AS "m" UNPIVOT INCLUDE NULLS ("pieces" FOR "month" IN ("jan" AS "January", "feb" * CAST($1 AS BIGINT) AS "twice")) AS "u" ORDER BY ALL',
      result: [
        { product: 'bun', month: 'January', pieces: 4n },
        { product: 'bun', month: 'twice', pieces: 4n },
        { product: 'cake', month: 'January', pieces: 1n },
        { product: 'cake', month: 'twice', pieces: null },
      ],
    },
    {
      title: 'Groups of columns as rows',
      note: 'Several values come from each group. A null among them leaves the row out, unless `includeNulls` is true.',
      build: q => {
        const year = q
          .select(m.product, m.jan, m.feb, { janPrice: m.jan.mul(2), febPrice: m.feb.mul(3) })
          .from(m)
          .as('year')
        const u = unpivot(year, 'u', {
          on: { January: [year.jan, year.janPrice], February: [year.feb, year.febPrice] },
          name: 'month',
          values: ['pieces', 'price'],
        })
        return q.select(u.product, u.month, u.pieces, u.price).from(u).orderBy(allColumns())
      },
      text: 'SELECT "u"."product", "u"."month", "u"."pieces", "u"."price" FROM (SELECT "m"."product", "m"."jan", "m"."feb", "m"."jan" * CAST($1 AS BIGINT) AS "janPrice", "m"."feb" * CAST($2 AS BIGINT) AS "febPrice" FROM "months" AS "m") AS "year" UNPIVOT (("pieces", "price") FOR "month" IN (("jan", "janPrice") AS "January", ("feb", "febPrice") AS "February")) AS "u" ORDER BY ALL',
      result: [
        { product: 'bun', month: 'February', pieces: 2, price: 6n },
        { product: 'bun', month: 'January', pieces: 4, price: 8n },
        { product: 'cake', month: 'January', pieces: 1, price: 2n },
      ],
    },
  ],
}
