import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { count, sum, table } from '@vantage-ts/sqlite/sql'
import { c, l, o, p, s, type ShopQuery } from './shop.ts'

export const joins: Chapter<ShopQuery> = {
  title: 'Joins',
  about: 'A join names its rows and its condition; a place of the statement is told from another by its name.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Inner join',
      build: q => q.select(o.id, c.name).from(o).join(c, c.id.eq(o.client_id)).where(o.total.lt(60)).orderBy(o.id),
      text: 'SELECT "o"."id", "c"."name" FROM "orders" AS "o" JOIN "clients" AS "c" ON "c"."id" = "o"."client_id" WHERE "o"."total" < CAST(? AS INTEGER) ORDER BY "o"."id"',
      result: [
        { id: 2, name: 'Doc' },
        { id: 4, name: 'Biff' },
      ],
    },
    {
      title: 'Left join',
      build: q =>
        q
          .select(c.name, { orders: count(o.id) })
          .from(c)
          .leftJoin(o, o.client_id.eq(c.id))
          .groupBy(c.id)
          .orderBy(c.id),
      text: 'SELECT "c"."name", count("o"."id") AS "orders" FROM "clients" AS "c" LEFT JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."id" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', orders: 1 },
        { name: 'Doc', orders: 3 },
        { name: 'Biff', orders: 1 },
        { name: 'Jennifer', orders: 0 },
      ],
    },
    {
      title: 'Right join',
      build: q => q.select(s.place, p.name).from(s).rightJoin(p, p.id.eq(s.product_id)).orderBy(p.id, s.place),
      text: 'SELECT "s"."place", "p"."name" FROM "stock" AS "s" RIGHT JOIN "products" AS "p" ON "p"."id" = "s"."product_id" ORDER BY "p"."id", "s"."place"',
      result: [
        { place: 'attic', name: 'board' },
        { place: 'store', name: 'board' },
        { place: 'store', name: 'clock' },
        { place: null, name: 'cap' },
      ],
    },
    {
      title: 'Full join',
      build: q => {
        const first = q.values([1], [2]).asRows('first', ['id'])
        const second = q.values([2], [3]).asRows('second', ['id'])
        return q
          .select({ first: first.id, second: second.id })
          .from(first)
          .fullJoin(second, second.id.eq(first.id))
          .orderBy(first.id.asc().nullsLast())
      },
      text: 'SELECT "first"."id" AS "first", "second"."id" AS "second" FROM (WITH "first" ("id") AS (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER))) SELECT * FROM "first") AS "first" FULL JOIN (WITH "second" ("id") AS (VALUES (CAST(? AS INTEGER)), (CAST(? AS INTEGER))) SELECT * FROM "second") AS "second" ON "second"."id" = "first"."id" ORDER BY "first"."id" ASC NULLS LAST',
      result: [
        { first: 1, second: null },
        { first: 2, second: 2 },
        { first: null, second: 3 },
      ],
    },
    {
      title: 'Cross join',
      build: q => {
        const size = q.values(['S'], ['L']).asRows('size', ['name'])
        return q
          .select({ product: p.name, size: size.name })
          .from(p)
          .crossJoin(size)
          .where(p.id.lte(2))
          .orderBy(p.id, size.name.desc())
      },
      text: 'SELECT "p"."name" AS "product", "size"."name" AS "size" FROM "products" AS "p" CROSS JOIN (WITH "size" ("name") AS (VALUES (?), (?)) SELECT * FROM "size") AS "size" WHERE "p"."id" <= CAST(? AS INTEGER) ORDER BY "p"."id", "size"."name" DESC',
      result: [
        { product: 'board', size: 'S' },
        { product: 'board', size: 'L' },
        { product: 'clock', size: 'S' },
        { product: 'clock', size: 'L' },
      ],
    },
    {
      title: 'Several rows after FROM',
      build: q => q.select(o.id, c.name).from(o, c).where(c.id.eq(o.client_id), o.total.gt(100)).orderBy(o.id),
      text: 'SELECT "o"."id", "c"."name" FROM "orders" AS "o", "clients" AS "c" WHERE ("c"."id" = "o"."client_id") AND ("o"."total" > CAST(? AS INTEGER)) ORDER BY "o"."id"',
      result: [
        { id: 1, name: 'Marty' },
        { id: 5, name: 'Doc' },
      ],
    },
    {
      title: 'Joins by columns of the same name',
      build: q =>
        q
          .select(l.order_id, { wanted: l.pieces, stored: s.pieces })
          .from(l)
          .joinUsing(s, 'product_id')
          .where(s.place.eq('store'))
          .orderBy(l.order_id),
      text: 'SELECT "l"."order_id", "l"."pieces" AS "wanted", "s"."pieces" AS "stored" FROM "lines" AS "l" JOIN "stock" AS "s" USING ("product_id") WHERE "s"."place" = ? ORDER BY "l"."order_id"',
      result: [
        { order_id: 1, wanted: 2, stored: 4 },
        { order_id: 2, wanted: 1, stored: 0 },
        { order_id: 5, wanted: 3, stored: 4 },
      ],
    },
    {
      title: 'Left join by columns of the same name',
      build: q =>
        q
          .select(l.order_id, l.product_id, s.place)
          .from(l)
          .leftJoinUsing(s, 'product_id')
          .where(l.order_id.eq(2))
          .orderBy(l.product_id),
      text: 'SELECT "l"."order_id", "l"."product_id", "s"."place" FROM "lines" AS "l" LEFT JOIN "stock" AS "s" USING ("product_id") WHERE "l"."order_id" = CAST(? AS INTEGER) ORDER BY "l"."product_id"',
      result: [
        { order_id: 2, product_id: 2, place: 'store' },
        { order_id: 2, product_id: 3, place: null },
      ],
    },
    {
      title: 'Right join by columns of the same name',
      build: q =>
        q
          .select({ stored: s.place, wanted: l.pieces })
          .from(s)
          .rightJoinUsing(l, 'product_id')
          .where(l.order_id.eq(2))
          .orderBy(l.product_id),
      text: 'SELECT "s"."place" AS "stored", "l"."pieces" AS "wanted" FROM "stock" AS "s" RIGHT JOIN "lines" AS "l" USING ("product_id") WHERE "l"."order_id" = CAST(? AS INTEGER) ORDER BY "l"."product_id"',
      result: [
        { stored: 'store', wanted: 1 },
        { stored: null, wanted: 2 },
      ],
    },
    {
      title: 'Full join by columns of the same name',
      build: q => {
        const first = q.values([1, 'a'], [2, 'b']).asRows('first', ['id', 'word'])
        const second = q.values([2, 'c'], [3, 'd']).asRows('second', ['id', 'word'])
        return q
          .select({ first: first.word, second: second.word })
          .from(first)
          .fullJoinUsing(second, 'id')
          .orderBy(first.word.asc().nullsLast())
      },
      text: 'SELECT "first"."word" AS "first", "second"."word" AS "second" FROM (WITH "first" ("id", "word") AS (VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?)) SELECT * FROM "first") AS "first" FULL JOIN (WITH "second" ("id", "word") AS (VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?)) SELECT * FROM "second") AS "second" USING ("id") ORDER BY "first"."word" ASC NULLS LAST',
      result: [
        { first: 'a', second: null },
        { first: 'b', second: 'c' },
        { first: null, second: 'd' },
      ],
    },
    {
      title: 'All columns of one name',
      build: q => {
        const notes = q.values([1, 'fragile'], [9, 'gone']).asRows('notes', ['id', 'note'])
        return q.select(p.name, notes.note).from(p).naturalJoin(notes)
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL JOIN (WITH "notes" ("id", "note") AS (VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?)) SELECT * FROM "notes") AS "notes"',
      result: [{ name: 'board', note: 'fragile' }],
      note: '`naturalLeftJoin`, `naturalRightJoin` and `naturalFullJoin` keep rows without a partner. A new column may change what they mean; `joinUsing` names the columns.',
    },
    {
      title: 'All columns of one name, with rows of both sides',
      build: q => {
        const notes = q.values([1, 'fragile'], [9, 'gone']).asRows('notes', ['id', 'note'])
        return q.select(p.name, notes.note).from(p).naturalFullJoin(notes).orderBy(p.name.asc().nullsLast())
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL FULL JOIN (WITH "notes" ("id", "note") AS (VALUES (CAST(? AS INTEGER), ?), (CAST(? AS INTEGER), ?)) SELECT * FROM "notes") AS "notes" ORDER BY "p"."name" ASC NULLS LAST',
      result: [
        { name: 'board', note: 'fragile' },
        { name: 'cap', note: null },
        { name: 'clock', note: null },
        { name: null, note: 'gone' },
      ],
    },
    {
      title: 'Four tables',
      build: q =>
        q
          .select({ client: c.name, product: p.name, pieces: sum(l.pieces) })
          .from(c)
          .join(o, o.client_id.eq(c.id))
          .join(l, l.order_id.eq(o.id))
          .join(p, p.id.eq(l.product_id))
          .groupBy(c.id, p.id)
          .orderBy(c.id, p.id),
      text: 'SELECT "c"."name" AS "client", "p"."name" AS "product", sum("l"."pieces") AS "pieces" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" JOIN "lines" AS "l" ON "l"."order_id" = "o"."id" JOIN "products" AS "p" ON "p"."id" = "l"."product_id" GROUP BY "c"."id", "p"."id" ORDER BY "c"."id", "p"."id"',
      result: [
        { client: 'Marty', product: 'board', pieces: 2 },
        { client: 'Doc', product: 'board', pieces: 3 },
        { client: 'Doc', product: 'clock', pieces: 1 },
        { client: 'Doc', product: 'cap', pieces: 13 },
        { client: 'Biff', product: 'cap', pieces: 3 },
      ],
    },
    {
      title: 'A table with itself',
      build: q => {
        const other = table('clients', { as: 'other', columns: ['id', 'name', 'city'] })
        return q
          .select({ one: c.name, other: other.name })
          .from(c)
          .join(other, other.city.eq(c.city).and(other.id.gt(c.id)))
      },
      text: 'SELECT "c"."name" AS "one", "other"."name" AS "other" FROM "clients" AS "c" JOIN "clients" AS "other" ON ("other"."city" = "c"."city") AND ("other"."id" > "c"."id")',
      result: [{ one: 'Marty', other: 'Doc' }],
    },
    {
      title: 'A statement as rows',
      build: q => {
        const spent = q
          .select(o.client_id, { sum: sum(o.total) })
          .from(o)
          .groupBy(o.client_id)
          .as('spent')
        return q.select(c.name, spent.sum).from(c).join(spent, spent.client_id.eq(c.id)).orderBy(spent.sum.desc())
      },
      text: 'SELECT "c"."name", "spent"."sum" FROM "clients" AS "c" JOIN (SELECT "o"."client_id", sum("o"."total") AS "sum" FROM "orders" AS "o" GROUP BY "o"."client_id") AS "spent" ON "spent"."client_id" = "c"."id" ORDER BY "spent"."sum" DESC',
      result: [
        { name: 'Doc', sum: 340 },
        { name: 'Marty', sum: 120 },
        { name: 'Biff', sum: 30 },
      ],
    },
  ],
}
