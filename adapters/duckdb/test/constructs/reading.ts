import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal, Temporal } from '@vantage-ts/core'
import {
  allColumns,
  and,
  cast,
  columnsAsArguments,
  count,
  cte,
  eachColumn,
  everyBut,
  greatest,
  lambda,
  generateSeries,
  max,
  min,
  or,
  recursiveByKey,
  recursive,
  resultColumn,
  sampled,
  upper,
} from '@vantage-ts/duckdb/sql'
import { c, m, o, p, s, type ShopQuery } from './shop.ts'

export const reading: Chapter<ShopQuery> = {
  title: 'Reading',
  about: 'A select says what it gives, then where that comes from. Values are bound, and names stand in quotes.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns, conditions and order',
      build: q =>
        q.select(o.id, { euros: o.total }).from(o).where(o.total.gt(60), o.client_id.eq(2)).orderBy(o.total.desc()),
      text: 'SELECT "o"."id", "o"."total" AS "euros" FROM "orders" AS "o" WHERE ("o"."total" > CAST($1 AS BIGINT)) AND ("o"."client_id" = CAST($2 AS BIGINT)) ORDER BY "o"."total" DESC',
      result: [
        { id: 4, euros: Decimal.from('220.25') },
        { id: 3, euros: Decimal.from('70') },
      ],
    },
    {
      title: 'A join',
      build: q => q.select(c.name, o.total).from(c).join(o, o.client_id.eq(c.id)).orderBy(o.id),
      text: 'SELECT "c"."name", "o"."total" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" ORDER BY "o"."id"',
      result: [
        { name: 'Marty', total: Decimal.from('120') },
        { name: 'Doc', total: Decimal.from('50.5') },
        { name: 'Doc', total: Decimal.from('70') },
        { name: 'Doc', total: Decimal.from('220.25') },
      ],
    },
    {
      title: 'Rows that have one on the other side, or none',
      note: 'Each row once, however many there are.',
      build: q => q.select(c.name).from(c).semiJoin(o, o.client_id.eq(c.id)).orderBy(c.id),
      text: 'SELECT "c"."name" FROM "clients" AS "c" SEMI JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" ORDER BY "c"."id"',
      result: [{ name: 'Marty' }, { name: 'Doc' }],
    },
    {
      title: 'Rows that have none',
      build: q => q.select(c.name).from(c).antiJoin(o, o.client_id.eq(c.id)),
      text: 'SELECT "c"."name" FROM "clients" AS "c" ANTI JOIN "orders" AS "o" ON "o"."client_id" = "c"."id"',
      result: [{ name: 'Biff' }],
    },
    {
      title: 'The nearest row: ASOF',
      note: 'The price that held when a piece was sold; a sale before the first price has none.',
      build: q =>
        q
          .select(s.product, s.pieces, p.price)
          .from(s)
          .asofLeftJoin(p, and(s.product.eq(p.product), s.sold.gte(p.since)))
          .orderBy(s.sold),
      text: 'SELECT "s"."product", "s"."pieces", "p"."price" FROM "sales" AS "s" ASOF LEFT JOIN "prices" AS "p" ON ("s"."product" = "p"."product") AND ("s"."sold" >= "p"."since") ORDER BY "s"."sold"',
      result: [
        { product: 'cake', pieces: 1, price: null },
        { product: 'bun', pieces: 4, price: Decimal.from('1.5') },
        { product: 'bun', pieces: 2, price: Decimal.from('1.75') },
      ],
    },
    {
      title: 'The nearest row, where there is one',
      build: q =>
        q
          .select(s.product, s.sold, p.price)
          .from(s)
          .asofJoin(p, and(s.product.eq(p.product), s.sold.gte(p.since)))
          .orderBy(s.sold),
      text: 'SELECT "s"."product", "s"."sold", "p"."price" FROM "sales" AS "s" ASOF JOIN "prices" AS "p" ON ("s"."product" = "p"."product") AND ("s"."sold" >= "p"."since") ORDER BY "s"."sold"',
      result: [
        { product: 'bun', sold: Temporal.PlainDateTime.from('2026-01-15T00:00:00'), price: Decimal.from('1.5') },
        { product: 'bun', sold: Temporal.PlainDateTime.from('2026-02-15T00:00:00'), price: Decimal.from('1.75') },
      ],
    },
    {
      title: 'Joins by columns of one name',
      note: 'Of ASOF, the last column is the one that orders.',
      build: q => {
        const prices = q.select(p.product, { sold: p.since }, p.price).from(p).as('prices')
        return q.select(s.pieces, prices.price).from(s).asofJoinUsing(prices, 'product', 'sold').orderBy(s.sold)
      },
      text: 'SELECT "s"."pieces", "prices"."price" FROM "sales" AS "s" ASOF JOIN (SELECT "p"."product", "p"."since" AS "sold", "p"."price" FROM "prices" AS "p") AS "prices" USING ("product", "sold") ORDER BY "s"."sold"',
      result: [
        { pieces: 4, price: Decimal.from('1.5') },
        { pieces: 2, price: Decimal.from('1.75') },
      ],
    },
    {
      title: 'Rows that have none, by a column of one name',
      build: q => {
        const clients = q.select({ client_id: c.id }, c.name).from(c).as('clients')
        return q.select(clients.name).from(clients).antiJoinUsing(o, 'client_id')
      },
      text: 'SELECT "clients"."name" FROM (SELECT "c"."id" AS "client_id", "c"."name" FROM "clients" AS "c") AS "clients" ANTI JOIN "orders" AS "o" USING ("client_id")',
      result: [{ name: 'Biff' }],
    },
    {
      title: 'Rows at the same places',
      build: q => {
        const names = q.select(c.name).from(c).orderBy(c.id).as('names')
        const totals = q.select(o.total).from(o).orderBy(o.id).as('totals')
        return q.select(names.name, totals.total).from(names).positionalJoin(totals)
      },
      text: 'SELECT "names"."name", "totals"."total" FROM (SELECT "c"."name" FROM "clients" AS "c" ORDER BY "c"."id") AS "names" POSITIONAL JOIN (SELECT "o"."total" FROM "orders" AS "o" ORDER BY "o"."id") AS "totals"',
      result: [
        { name: 'Marty', total: Decimal.from('120') },
        { name: 'Doc', total: Decimal.from('50.5') },
        { name: 'Biff', total: Decimal.from('70') },
        { name: null, total: Decimal.from('220.25') },
      ],
    },
    {
      title: 'A statement that sees the rows before it',
      build: q => {
        const latest = q
          .select(o.id, o.total)
          .from(o)
          .where(o.client_id.eq(c.id))
          .orderBy(o.placed.desc())
          .limit(1)
          .as('latest')
        return q.select(c.name, latest.total).from(c).leftJoinLateral(latest).orderBy(c.id)
      },
      text: 'SELECT "c"."name", "latest"."total" FROM "clients" AS "c" LEFT JOIN LATERAL (SELECT "o"."id", "o"."total" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id" ORDER BY "o"."placed" DESC LIMIT CAST($1 AS BIGINT)) AS "latest" ON TRUE ORDER BY "c"."id"',
      result: [
        { name: 'Marty', total: Decimal.from('120') },
        { name: 'Doc', total: Decimal.from('220.25') },
        { name: 'Biff', total: null },
      ],
    },
    {
      title: 'The first row of each group',
      build: q => q.select(o.client_id, o.id).distinctOn(o.client_id).from(o).orderBy(o.client_id, o.placed.desc()),
      text: 'SELECT DISTINCT ON ("o"."client_id") "o"."client_id", "o"."id" FROM "orders" AS "o" ORDER BY "o"."client_id", "o"."placed" DESC',
      result: [
        { client_id: 1, id: 1 },
        { client_id: 2, id: 4 },
      ],
    },
    {
      title: 'A statement under a name',
      build: q => {
        const large = cte('large', q.select(o.id, o.client_id).from(o).where(o.total.gt(100)))
        return q.with(large).select(large.id, c.name).from(large).join(c, c.id.eq(large.client_id)).orderBy(large.id)
      },
      text: 'WITH "large" AS (SELECT "o"."id", "o"."client_id" FROM "orders" AS "o" WHERE "o"."total" > CAST($1 AS BIGINT)) SELECT "large"."id", "c"."name" FROM "large" JOIN "clients" AS "c" ON "c"."id" = "large"."client_id" ORDER BY "large"."id"',
      result: [
        { id: 1, name: 'Marty' },
        { id: 4, name: 'Doc' },
      ],
    },
    {
      title: 'A statement that reads its own rows',
      build: q => {
        const powers = recursive('powers', ['n'], rows =>
          q.select({ n: cast(1, 'INTEGER') }).unionAll(
            q
              .select({ n: rows.n.mul(2) })
              .from(rows)
              .where(rows.n.lt(100)),
          ),
        )
        return q
          .with(powers)
          .select({ last: max(powers.n), count: count() })
          .from(powers)
      },
      text: 'WITH RECURSIVE "powers" ("n") AS (SELECT CAST(CAST($1 AS BIGINT) AS INTEGER) AS "n" UNION ALL SELECT "powers"."n" * CAST($2 AS BIGINT) AS "n" FROM "powers" WHERE "powers"."n" < CAST($3 AS BIGINT)) SELECT max("powers"."n") AS "last", count(*) AS "count" FROM "powers"',
      result: [{ last: 128, count: 8n }],
    },
    {
      title: 'A statement whose rows take the place of earlier ones',
      note: 'One row for each key: by steps of 2 and of 3 from 0, how few reach a number.',
      build: q => {
        const generated = generateSeries(2, 3).asRows('g', ['by'])
        const fewest = recursiveByKey('fewest', ['n', 'steps'], ['n'], (last, all) => {
          const next = q
            .select({ n: last.n.plus(generated.by), steps: last.steps.plus(1) })
            .from(last, generated)
            .where(last.n.lt(7))
            .as('next')
          return q.select({ n: cast(0, 'BIGINT'), steps: cast(0, 'BIGINT') }).union(
            q
              .select(next.n, { steps: min(next.steps) })
              .from(next)
              .leftJoin(all, all.n.eq(next.n))
              .where(or(all.n.isNull(), next.steps.lt(all.steps)))
              .groupBy(next.n),
          )
        })
        return q.with(fewest).select(fewest.n, fewest.steps).from(fewest).where(fewest.n.gte(6)).orderBy(fewest.n)
      },
      text: 'WITH RECURSIVE "fewest" ("n", "steps") USING KEY ("n") AS (SELECT CAST(CAST($1 AS BIGINT) AS BIGINT) AS "n", CAST(CAST($2 AS BIGINT) AS BIGINT) AS "steps" UNION SELECT "next"."n", min("next"."steps") AS "steps" FROM (SELECT "fewest"."n" + "g"."by" AS "n", "fewest"."steps" + CAST($3 AS BIGINT) AS "steps" FROM "fewest", generate_series(CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT)) AS "g" ("by") WHERE "fewest"."n" < CAST($7 AS BIGINT)) AS "next" LEFT JOIN "recurring"."fewest" AS "recurring" ON "recurring"."n" = "next"."n" WHERE ("recurring"."n" IS NULL) OR ("next"."steps" < "recurring"."steps") GROUP BY "next"."n") SELECT "fewest"."n", "fewest"."steps" FROM "fewest" WHERE "fewest"."n" >= CAST($8 AS BIGINT) ORDER BY "fewest"."n"',
      result: [
        { n: 6n, steps: 2n },
        { n: 7n, steps: 3n },
        { n: 8n, steps: 3n },
        { n: 9n, steps: 3n },
      ],
    },
    {
      title: 'Rows of several statements',
      build: q => q.select(c.id).from(c).exceptAll(q.select(o.client_id).from(o)).orderBy(resultColumn('id')),
      text: 'SELECT "c"."id" FROM "clients" AS "c" EXCEPT ALL SELECT "o"."client_id" FROM "orders" AS "o" ORDER BY "id"',
      result: [{ id: 3 }],
    },
    {
      title: 'All of a sample',
      note: 'Which rows come is chance; all of them are here.',
      build: q => q.select({ rows: count() }).from(q.select(o.id).from(o).usingSample({ percent: 100 }).as('some')),
      text: 'SELECT count(*) AS "rows" FROM (SELECT "o"."id" FROM "orders" AS "o" USING SAMPLE 100 PERCENT) AS "some"',
      result: [{ rows: 4n }],
    },
    {
      title: 'So many of a hundred rows',
      build: q => q.select(o.id).from(o).orderBy(o.total.desc()).limitPercent(50),
      text: 'SELECT "o"."id" FROM "orders" AS "o" ORDER BY "o"."total" DESC LIMIT (CAST($1 AS BIGINT)) %',
      result: [{ id: 4 }, { id: 1 }],
    },
    {
      title: 'A sample of a table',
      note: 'Before anything else looks at it; a seed draws the same rows again.',
      build: q => {
        const some = sampled(o, { rows: 2, method: 'reservoir', seed: 7 })
        return q.select({ rows: count() }).from(some).where(some.total.gte(0))
      },
      text: 'SELECT count(*) AS "rows" FROM "orders" AS "o" TABLESAMPLE reservoir(2 ROWS) REPEATABLE (7) WHERE "o"."total" >= CAST($1 AS BIGINT)',
      result: [{ rows: 2n }],
    },
    {
      title: 'All columns but some',
      build: q =>
        q
          .select(everyBut(c, { exclude: ['tags'], replace: { name: upper(c.name) }, rename: { city: 'town' } }))
          .from(c)
          .where(c.id.lte(2))
          .orderBy(c.id),
      text: 'SELECT "c".* EXCLUDE ("tags") REPLACE (upper("c"."name") AS "name") RENAME ("city" AS "town") FROM "clients" AS "c" WHERE "c"."id" <= CAST($1 AS BIGINT) ORDER BY "c"."id"',
      result: [
        { id: 1, name: 'MARTY', town: 'Hill Valley' },
        { id: 2, name: 'DOC', town: 'Hill Valley' },
      ],
    },
    {
      title: 'An expression for each of several columns',
      build: q => q.select(max(eachColumn(everyBut(m, { exclude: ['product'] }))).mul(10)).from(m),
      text: 'SELECT max(COLUMNS("m".* EXCLUDE ("product"))) * CAST($1 AS BIGINT) FROM "months" AS "m"',
      result: [{ jan: 40n, feb: 20n }],
    },
    {
      title: 'Columns by their names, and as arguments',
      build: q =>
        q
          .select(eachColumn(lambda('name', name => name.like('p%'))), {
            most: greatest(columnsAsArguments(everyBut(m, { exclude: ['product'] }))),
          })
          .from(m)
          .orderBy(m.product),
      text: 'SELECT COLUMNS(lambda "name": "name" LIKE CAST($1 AS VARCHAR)), greatest(*COLUMNS("m".* EXCLUDE ("product"))) AS "most" FROM "months" AS "m" ORDER BY "m"."product"',
      result: [
        { product: 'bun', most: 4 },
        { product: 'cake', most: 1 },
      ],
    },
    {
      title: 'Rows of several statements, by the names of their columns',
      build: q =>
        q.select(m.product, m.jan).from(m).unionAllByName(q.select(m.feb, m.product).from(m)).orderBy(allColumns()),
      text: 'SELECT "m"."product", "m"."jan" FROM "months" AS "m" UNION ALL BY NAME SELECT "m"."feb", "m"."product" FROM "months" AS "m" ORDER BY ALL',
      result: [
        { product: 'bun', jan: 4, feb: null },
        { product: 'bun', jan: null, feb: 2 },
        { product: 'cake', jan: 1, feb: null },
        { product: 'cake', jan: null, feb: null },
      ],
    },
    {
      title: 'A vendor text',
      build: q => q.sql`SELECT ${o.id} FROM ${o} WHERE ${o.total} > ${100} ORDER BY 1`,
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."total" > CAST($1 AS BIGINT) ORDER BY 1',
      result: [{ id: 1 }, { id: 4 }],
    },
  ],
}
