import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { count, resultColumn, sum, table } from '@vantage-ts/postgres/sql'
import { c, o, p, s, type ShopQuery } from './shop.ts'

export const joins: Chapter<ShopQuery> = {
  title: 'Joins',
  about: 'A join takes rows and the condition that they meet.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Rows that meet',
      build: q =>
        q.select(c.name, o.total).from(c).join(o, o.client_id.eq(c.id)).where(o.total.gte(70)).orderBy(o.id.asc()),
      text: 'SELECT "c"."name", "o"."total" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" WHERE "o"."total" >= $1::int8 ORDER BY "o"."id" ASC',
      result: [
        { name: 'Marty', total: 120 },
        { name: 'Doc', total: 70 },
        { name: 'Doc', total: 220 },
      ],
    },
    {
      title: 'All on the left',
      build: q =>
        q
          .select(c.name, { orders: count(o.id) })
          .from(c)
          .leftJoin(o, o.client_id.eq(c.id))
          .groupBy(c.name)
          .orderBy(c.name.asc()),
      text: 'SELECT "c"."name", count("o"."id") AS "orders" FROM "clients" AS "c" LEFT JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."name" ORDER BY "c"."name" ASC',
      result: [
        { name: 'Biff', orders: 1n },
        { name: 'Doc', orders: 3n },
        { name: 'Jennifer', orders: 0n },
        { name: 'Marty', orders: 1n },
      ],
    },
    {
      title: 'All on the right',
      build: q =>
        q
          .select(c.name, o.id)
          .from(c)
          .rightJoin(o, o.client_id.eq(c.id))
          .where(o.placed.gte('2026-03-01'))
          .orderBy(o.id.asc()),
      text: 'SELECT "c"."name", "o"."id" FROM "clients" AS "c" RIGHT JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" WHERE "o"."placed" >= $1 ORDER BY "o"."id" ASC',
      result: [
        { name: 'Doc', id: 5 },
        { name: null, id: 6 },
      ],
    },
    {
      title: 'All of both',
      build: q =>
        q
          .select(c.name, o.id)
          .from(c)
          .fullJoin(o, o.client_id.eq(c.id))
          .where(c.id.isNull().or(o.id.isNull()))
          .orderBy(c.name.asc()),
      text: 'SELECT "c"."name", "o"."id" FROM "clients" AS "c" FULL JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" WHERE ("c"."id" IS NULL) OR ("o"."id" IS NULL) ORDER BY "c"."name" ASC',
      result: [
        { name: 'Jennifer', id: null },
        { name: null, id: 6 },
      ],
    },
    {
      title: 'Each with each',
      build: q => {
        const other = table('clients', { as: 'other', columns: ['id', 'name', 'city'] })
        return q
          .select(c.name, { with: other.name })
          .from(c)
          .crossJoin(other)
          .where(c.id.lt(other.id), c.city.eq(other.city))
      },
      text: 'SELECT "c"."name", "other"."name" AS "with" FROM "clients" AS "c" CROSS JOIN "clients" AS "other" WHERE ("c"."id" < "other"."id") AND ("c"."city" = "other"."city")',
      result: [{ name: 'Marty', with: 'Doc' }],
    },
    {
      title: 'A table with itself',
      build: q => {
        const [one, two] = [table('stock', 'one'), table('stock', 'two')]
        return q
          .select(one('product_id'), { here: one('room'), there: two('room') })
          .from(one)
          .join(
            two,
            two('product_id')
              .eq(one('product_id'))
              .and(one('room').lt(two('room'))),
          )
      },
      text: 'SELECT "one"."product_id", "one"."room" AS "here", "two"."room" AS "there" FROM "stock" AS "one" JOIN "stock" AS "two" ON ("two"."product_id" = "one"."product_id") AND ("one"."room" < "two"."room")',
      result: [{ product_id: 2, here: 'attic', there: 'lab' }],
      note: 'Two names tell its places apart. A table whose columns are not told gives each column that is asked for.',
    },
    {
      title: 'Several tables',
      build: q =>
        q
          .select({ product: p.name }, s.room, s.count)
          .from(s, p)
          .where(s.product_id.eq(p.id), s.count.gt(1))
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."name" AS "product", "s"."room", "s"."count" FROM "stock" AS "s", "products" AS "p" WHERE ("s"."product_id" = "p"."id") AND ("s"."count" > $1::int8) ORDER BY "p"."id" ASC',
      result: [
        { product: 'Flux capacitor', room: 'lab', count: 2 },
        { product: 'Hoverboard', room: 'lab', count: 7 },
      ],
    },
    {
      title: 'All columns of one name',
      build: q => {
        const notes = q.values([1, 'fragile'], [3, 'old']).asRows('notes', ['id', 'note'])
        return q.select(p.name, notes.note).from(p).naturalJoin(notes).orderBy(p.id.asc())
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") ORDER BY "p"."id" ASC',
      result: [
        { name: 'Flux capacitor', note: 'fragile' },
        { name: 'Almanac', note: 'old' },
      ],
      note: '`naturalLeftJoin`, `naturalRightJoin` and `naturalFullJoin` keep rows without a partner. A new column may change what they mean; `joinUsing` names the columns.',
    },
    {
      title: 'Whatever has no partner, by all columns of one name',
      build: q => {
        const notes = q.values([1, 'fragile'], [9, 'gone']).asRows('notes', ['id', 'note'])
        const all = q.select(p.name, notes.note).from(p)
        return all
          .naturalLeftJoin(notes)
          .where(notes.note.isNull())
          .union(all.naturalRightJoin(notes).where(p.name.isNull()))
          .union(all.naturalFullJoin(notes).where(p.name.isNull().or(notes.note.isNull())))
          .orderBy(resultColumn('name').asc())
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL LEFT JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") WHERE "notes"."note" IS NULL UNION SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL RIGHT JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") WHERE "p"."name" IS NULL UNION SELECT "p"."name", "notes"."note" FROM "products" AS "p" NATURAL FULL JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") WHERE ("p"."name" IS NULL) OR ("notes"."note" IS NULL) ORDER BY "name" ASC',
      result: [
        { name: 'Almanac', note: null },
        { name: 'Hoverboard', note: null },
        { name: null, note: 'gone' },
      ],
    },
    {
      title: 'Columns of one name',
      build: q => {
        const notes = q.values([1, 'fragile'], [3, 'old']).asRows('notes', ['id', 'note'])
        return q.select(p.name, notes.note).from(p).joinUsing(notes, 'id').orderBy(p.id.asc())
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") USING ("id") ORDER BY "p"."id" ASC',
      result: [
        { name: 'Flux capacitor', note: 'fragile' },
        { name: 'Almanac', note: 'old' },
      ],
    },
    {
      title: 'Columns of one name, all on the left',
      build: q => {
        const notes = q.values([1, 'fragile'], [3, 'old']).asRows('notes', ['id', 'note'])
        return q.select(p.name, notes.note).from(p).leftJoinUsing(notes, 'id').orderBy(p.id.asc())
      },
      text: 'SELECT "p"."name", "notes"."note" FROM "products" AS "p" LEFT JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") USING ("id") ORDER BY "p"."id" ASC',
      result: [
        { name: 'Flux capacitor', note: 'fragile' },
        { name: 'Hoverboard', note: null },
        { name: 'Almanac', note: 'old' },
      ],
    },
    {
      title: 'Columns of one name, all of both',
      build: q => {
        const notes = q.values([1, 'fragile'], [9, 'gone']).asRows('notes', ['id', 'note'])
        return q
          .select(resultColumn('id'), p.name, notes.note)
          .from(p)
          .fullJoinUsing(notes, 'id')
          .where(p.id.isNull().or(p.id.lte(2)))
          .orderBy(resultColumn('id'))
      },
      text: 'SELECT "id", "p"."name", "notes"."note" FROM "products" AS "p" FULL JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") USING ("id") WHERE ("p"."id" IS NULL) OR ("p"."id" <= $5::int8) ORDER BY "id"',
      result: [
        { id: 1n, name: 'Flux capacitor', note: 'fragile' },
        { id: 2n, name: 'Hoverboard', note: null },
        { id: 9n, name: null, note: 'gone' },
      ],
    },
    {
      title: 'Columns of one name, all on the right',
      build: q => {
        const notes = q.values([1, 'fragile'], [9, 'gone']).asRows('notes', ['id', 'note'])
        return q.select(notes.id, p.name, notes.note).from(p).rightJoinUsing(notes, 'id').orderBy(notes.id.asc())
      },
      text: 'SELECT "notes"."id", "p"."name", "notes"."note" FROM "products" AS "p" RIGHT JOIN (VALUES ($1::int8, $2), ($3::int8, $4)) AS "notes" ("id", "note") USING ("id") ORDER BY "notes"."id" ASC',
      result: [
        { id: 1n, name: 'Flux capacitor', note: 'fragile' },
        { id: 9n, name: null, note: 'gone' },
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
        return q.select(c.name, latest.total).from(c).joinLateral(latest).orderBy(c.id.asc())
      },
      text: 'SELECT "c"."name", "latest"."total" FROM "clients" AS "c" JOIN LATERAL (SELECT "o"."id", "o"."total" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id" ORDER BY "o"."placed" DESC LIMIT $1::int8) AS "latest" ON TRUE ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', total: 120 },
        { name: 'Doc', total: 220 },
        { name: 'Biff', total: 30 },
      ],
    },
    {
      title: 'The same, keeping rows without one',
      build: q => {
        const latest = q
          .select(o.id, o.total)
          .from(o)
          .where(o.client_id.eq(c.id))
          .orderBy(o.placed.desc())
          .limit(1)
          .as('latest')
        return q.select(c.name, latest.total).from(c).leftJoinLateral(latest, latest.total.gt(100)).orderBy(c.id.asc())
      },
      text: 'SELECT "c"."name", "latest"."total" FROM "clients" AS "c" LEFT JOIN LATERAL (SELECT "o"."id", "o"."total" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id" ORDER BY "o"."placed" DESC LIMIT $1::int8) AS "latest" ON "latest"."total" > $2::int8 ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', total: 120 },
        { name: 'Doc', total: 220 },
        { name: 'Biff', total: null },
        { name: 'Jennifer', total: null },
      ],
    },
    {
      title: 'The same with each row',
      build: q => {
        const spent = q
          .select({ total: sum(o.total) })
          .from(o)
          .where(o.client_id.eq(c.id))
          .as('spent')
        return q.select(c.name, spent.total).from(c).crossJoinLateral(spent).where(c.level.gt(1)).orderBy(c.id.asc())
      },
      text: 'SELECT "c"."name", "spent"."total" FROM "clients" AS "c" CROSS JOIN LATERAL (SELECT sum("o"."total") AS "total" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id") AS "spent" WHERE "c"."level" > $1::int8 ORDER BY "c"."id" ASC',
      result: [
        { name: 'Marty', total: 120n },
        { name: 'Doc', total: 340n },
        { name: 'Jennifer', total: null },
      ],
    },
  ],
}
