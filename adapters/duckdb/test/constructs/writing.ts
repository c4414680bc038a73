import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal } from '@vantage-ts/core'
import { and, cast, copyFrom, copyTo, every, mergeAction } from '@vantage-ts/duckdb/sql'
import { c, m, monthsFile, o, p, s, type ShopQuery } from './shop.ts'

export const writing: Chapter<ShopQuery> = {
  title: 'Writing',
  about: 'Each statement is undone after its test.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Rows',
      build: q =>
        q
          .insertInto(c)
          .values({ id: 4, name: 'Jennifer', city: 'Hill Valley' }, { id: 5, name: 'Lorraine', city: null })
          .returning(c.id, c.name),
      text: 'INSERT INTO "clients" AS "c" ("id", "name", "city") VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR), CAST($3 AS VARCHAR)), (CAST($4 AS BIGINT), CAST($5 AS VARCHAR), NULL) RETURNING "id", "name"',
      result: [
        { id: 4, name: 'Jennifer' },
        { id: 5, name: 'Lorraine' },
      ],
    },
    {
      title: 'Rows of a statement',
      build: q =>
        q
          .insertInto(s)
          .from(q.select(p.product, p.since, { pieces: cast(1, 'INTEGER') }).from(p), 'product', 'sold', 'pieces'),
      text: 'INSERT INTO "sales" AS "s" ("product", "sold", "pieces") SELECT "p"."product", "p"."since", CAST(CAST($1 AS BIGINT) AS INTEGER) AS "pieces" FROM "prices" AS "p"',
      result: 3,
    },
    {
      title: 'Rows of a statement, by the names of its columns',
      build: q =>
        q
          .insertInto(m)
          .fromByName(q.select({ feb: s.pieces }, s.product).from(s).where(s.pieces.gt(3)))
          .returning(every(m)),
      text: 'INSERT INTO "months" AS "m" BY NAME SELECT "s"."pieces" AS "feb", "s"."product" FROM "sales" AS "s" WHERE "s"."pieces" > CAST($1 AS BIGINT) RETURNING *',
      result: [{ product: 'bun', jan: null, feb: 4 }],
    },
    {
      title: 'A row that is there already',
      build: q =>
        q
          .insertInto(c)
          .values({ id: 1, name: 'Calvin' })
          .onConflict(c.id)
          .doUpdate(excluded => ({ name: excluded.name }))
          .returning(c.name, c.city),
      text: 'INSERT INTO "clients" AS "c" ("id", "name") VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)) ON CONFLICT ("id") DO UPDATE SET "name" = "excluded"."name" RETURNING "name", "city"',
      result: [{ name: 'Calvin', city: 'Hill Valley' }],
    },
    {
      title: 'Nothing where it is there',
      build: q => q.insertInto(c).values({ id: 1, name: 'Calvin' }).onConflict().doNothing(),
      text: 'INSERT INTO "clients" AS "c" ("id", "name") VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)) ON CONFLICT DO NOTHING',
      result: 0,
    },
    {
      title: 'In the place of what is there',
      build: q => q.insertInto(c, { or: 'replace' }).values({ id: 3, name: 'Griff' }).returning(c.name),
      text: 'INSERT OR REPLACE INTO "clients" AS "c" ("id", "name") VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)) RETURNING "name"',
      result: [{ name: 'Griff' }],
    },
    {
      title: 'Changes',
      build: q =>
        q
          .update(o)
          .set({ total: o.total.mul(2) })
          .where(o.id.lte(2))
          .returning(o.id, o.total),
      text: 'UPDATE "orders" AS "o" SET "total" = "o"."total" * CAST($1 AS BIGINT) WHERE "o"."id" <= CAST($2 AS BIGINT) RETURNING "id", "total"',
      result: [
        { id: 1, total: Decimal.from('240') },
        { id: 2, total: Decimal.from('101') },
      ],
    },
    {
      title: 'Changes by other rows',
      build: q =>
        q
          .update(s)
          .set({ pieces: s.pieces.plus(1) })
          .from(p)
          .where(s.product.eq(p.product), p.price.gt(10)),
      text: 'UPDATE "sales" AS "s" SET "pieces" = "s"."pieces" + CAST($1 AS BIGINT) FROM "prices" AS "p" WHERE ("s"."product" = "p"."product") AND ("p"."price" > CAST($2 AS BIGINT))',
      result: 1,
    },
    {
      title: 'Removals',
      build: q => q.deleteFrom(o).where(o.total.lt(100)).returning(o.id),
      text: 'DELETE FROM "orders" AS "o" WHERE "o"."total" < CAST($1 AS BIGINT) RETURNING "id"',
      result: [{ id: 2 }, { id: 3 }],
    },
    {
      title: 'Removals by other rows',
      build: q => q.deleteFrom(o).using(c).where(o.client_id.eq(c.id), c.name.eq('Doc')),
      text: 'DELETE FROM "orders" AS "o" USING "clients" AS "c" WHERE ("o"."client_id" = "c"."id") AND ("c"."name" = CAST($1 AS VARCHAR))',
      result: 3,
    },
    {
      title: 'Rows that come beside those that are there: MERGE',
      build: q => {
        const come = q.values([1, 'Martin'], [4, 'Jennifer']).asRows('come', ['id', 'name'])
        return q
          .mergeInto(c)
          .using(come, come.id.eq(c.id))
          .whenMatched()
          .update({ name: come.name })
          .whenNotMatched()
          .insert({ id: come.id, name: come.name })
          .whenNotMatchedBySource(c.city.isNull())
          .delete()
          .returning({ did: mergeAction() }, c.id, c.name)
      },
      text: 'MERGE INTO "clients" AS "c" USING (VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)), (CAST($3 AS BIGINT), CAST($4 AS VARCHAR))) AS "come" ("id", "name") ON "come"."id" = "c"."id" WHEN MATCHED THEN UPDATE SET "name" = "come"."name" WHEN NOT MATCHED THEN INSERT ("id", "name") VALUES ("come"."id", "come"."name") WHEN NOT MATCHED BY SOURCE AND "c"."city" IS NULL THEN DELETE RETURNING merge_action AS "did", "id", "name"',
      result: [
        { did: 'UPDATE', id: 1, name: 'Martin' },
        { did: 'DELETE', id: 3, name: 'Biff' },
        { did: 'INSERT', id: 4, name: 'Jennifer' },
      ],
    },
    {
      title: 'A merge by columns that both sides call the same',
      build: q => {
        const come = q.values([1, 'Martin'], [4, 'Jennifer']).asRows('come', ['id', 'name'])
        return q
          .mergeInto(c)
          .usingColumns(come, 'id')
          .whenMatched()
          .update({ name: come.name })
          .whenNotMatched()
          .insert({ id: come.id, name: come.name })
          .returning({ did: mergeAction() }, c.id, c.name)
      },
      text: 'MERGE INTO "clients" AS "c" USING (VALUES (CAST($1 AS BIGINT), CAST($2 AS VARCHAR)), (CAST($3 AS BIGINT), CAST($4 AS VARCHAR))) AS "come" ("id", "name") USING ("id") WHEN MATCHED THEN UPDATE SET "name" = "come"."name" WHEN NOT MATCHED THEN INSERT ("id", "name") VALUES ("come"."id", "come"."name") RETURNING merge_action AS "did", "id", "name"',
      result: [
        { did: 'UPDATE', id: 1, name: 'Martin' },
        { did: 'INSERT', id: 4, name: 'Jennifer' },
      ],
    },
    {
      title: 'A merge of some of the rows',
      note: 'The first clause whose conditions hold is taken.',
      build: q =>
        q
          .mergeInto(s)
          .using(p, and(p.product.eq(s.product), p.since.lte(s.sold)))
          .whenMatched(p.price.gt(10))
          .doNothing()
          .whenMatched(s.pieces.gt(100))
          .fail('too many')
          .whenMatched(p.price.lt(1.7))
          .update({ pieces: s.pieces.plus(10) }),
      text: 'MERGE INTO "sales" AS "s" USING "prices" AS "p" ON ("p"."product" = "s"."product") AND ("p"."since" <= "s"."sold") WHEN MATCHED AND "p"."price" > CAST($1 AS BIGINT) THEN DO NOTHING WHEN MATCHED AND "s"."pieces" > CAST($2 AS BIGINT) THEN ERROR CAST($3 AS VARCHAR) WHEN MATCHED AND "p"."price" < CAST($4 AS DOUBLE) THEN UPDATE SET "pieces" = "s"."pieces" + CAST($5 AS BIGINT)',
      result: 2,
    },
    {
      title: 'Rows into a file: COPY',
      note: 'Parquet, CSV or JSON, whole or in parts by the values of columns. A rollback leaves the file.',
      build: q =>
        copyTo(q.select(o.id, o.total).from(o).where(o.total.gt(60)), '/dev/null', { format: 'csv', delimiter: ';' }),
      text: 'COPY (SELECT "o"."id", "o"."total" FROM "orders" AS "o" WHERE "o"."total" > CAST($1 AS BIGINT)) TO (CAST($2 AS VARCHAR)) (FORMAT csv, DELIMITER (CAST($3 AS VARCHAR)))',
      result: 3,
    },
    {
      title: 'Rows of a file into a table: COPY',
      note:
        '`monthsFile` is the path of a CSV file of three lines: `product,jan,feb`, `pie,3,` and `tart,5,6`. Columns of CSV and Parquet go by their places, keys ' +
        'of JSON by their names; without `columns` they go to all of the table. All rows are added or none.',
      build: q => copyFrom(q, m, monthsFile, { format: 'csv', columns: ['product', 'jan', 'feb'], header: true }),
      text: 'COPY "months" ("product", "jan", "feb") FROM (CAST($1 AS VARCHAR)) (FORMAT csv, HEADER true)',
      result: 2,
    },
  ],
}
