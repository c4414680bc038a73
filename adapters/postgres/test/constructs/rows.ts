import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  count,
  func,
  generateSeries,
  interval,
  jsonGet,
  jsonb,
  jsonbArrayElements,
  jsonbArrayElementsText,
  jsonbEach,
  jsonbEachText,
  jsonbObjectKeys,
  jsonbPathQuery,
  jsonbToRecord,
  jsonbToRecordset,
  regexpMatches,
  regexpSplitToTable,
  rowsOfCall,
  stringToTable,
  unnest,
} from '@vantage-ts/postgres/sql'
import { o, p, type ShopQuery } from './shop.ts'
import { date, moment } from './values.ts'

export const rows: Chapter<ShopQuery> = {
  title: 'Functions that give rows',
  about: '`asRows` gives them a name, and names for their columns; they may take columns of the rows before them.',
  file: import.meta.url,
  constructs: [
    {
      title: 'A series of numbers',
      build: q => {
        const n = generateSeries(1, 10, 4).asRows('n', ['value'])
        return q.select(n.value, { square: n.value.mul(n.value) }).from(n)
      },
      text: 'SELECT "n"."value", "n"."value" * "n"."value" AS "square" FROM generate_series($1::int8, $2::int8, $3::int8) AS "n" ("value")',
      result: [
        { value: 1n, square: 1n },
        { value: 5n, square: 25n },
        { value: 9n, square: 81n },
      ],
    },
    {
      title: 'A series of days, with what happened on them',
      build: q => {
        const days = generateSeries(date('2026-01-01'), date('2026-03-01'), interval('1 month')).asRows('d', ['month'])
        return q
          .select({ month: days.month, orders: count(o.id) })
          .from(days)
          .leftJoin(o, o.placed.gte(days.month).and(o.placed.lt(days.month.plus(interval('1 month')))))
          .groupBy(days.month)
          .orderBy(days.month.asc())
      },
      text: 'SELECT "d"."month", count("o"."id") AS "orders" FROM generate_series($1::date, $2::date, CAST($3 AS interval)) AS "d" ("month") LEFT JOIN "orders" AS "o" ON ("o"."placed" >= "d"."month") AND ("o"."placed" < ("d"."month" + CAST($4 AS interval))) GROUP BY "d"."month" ORDER BY "d"."month" ASC',
      result: [
        { month: moment('2026-01-01T00:00:00Z'), orders: 2n },
        { month: moment('2026-02-01T00:00:00Z'), orders: 2n },
        { month: moment('2026-03-01T00:00:00Z'), orders: 2n },
      ],
    },
    {
      title: 'Elements of an array, with their places',
      build: q => {
        const t = unnest(p.tags).withOrdinality().asRows('t', ['tag', 'place'])
        return q.select(p.id, t.tag, t.place).from(p).crossJoin(t).orderBy(p.id.asc(), t.place.asc())
      },
      text: 'SELECT "p"."id", "t"."tag", "t"."place" FROM "products" AS "p" CROSS JOIN unnest("p"."tags") WITH ORDINALITY AS "t" ("tag", "place") ORDER BY "p"."id" ASC, "t"."place" ASC',
      result: [
        { id: 1, tag: 'time', place: 1n },
        { id: 1, tag: 'electric', place: 2n },
        { id: 2, tag: 'toy', place: 1n },
        { id: 2, tag: 'electric', place: 2n },
        { id: 3, tag: 'book', place: 1n },
      ],
    },
    {
      title: 'Arrays side by side',
      build: q => {
        const both = unnest(p.tags, p.sizes).asRows('both', ['tag', 'size'])
        return q.select(both.tag, both.size).from(p).crossJoin(both).where(p.id.eq(2))
      },
      text: 'SELECT "both"."tag", "both"."size" FROM "products" AS "p" CROSS JOIN unnest("p"."tags", "p"."sizes") AS "both" ("tag", "size") WHERE "p"."id" = $1::int8',
      result: [
        { tag: 'toy', size: 7 },
        { tag: 'electric', size: 8 },
        { tag: null, size: 9 },
      ],
    },
    {
      title: 'Elements of JSON',
      build: q => {
        const part = jsonbArrayElements(jsonGet(p.data, 'parts')).asRows('part', ['value'])
        return q
          .select(p.id, { name: jsonGet(part.value, 'name') })
          .from(p)
          .crossJoin(part)
          .orderBy(p.id.asc(), jsonGet(part.value, 'name').asc())
      },
      text: 'SELECT "p"."id", "part"."value" -> CAST($1 AS text) AS "name" FROM "products" AS "p" CROSS JOIN jsonb_array_elements("p"."data" -> CAST($2 AS text)) AS "part" ("value") ORDER BY "p"."id" ASC, "part"."value" -> CAST($3 AS text) ASC',
      result: [
        { id: 1, name: 'box' },
        { id: 1, name: 'tube' },
        { id: 2, name: 'magnet' },
      ],
    },
    {
      title: 'Elements of JSON as text, numbered',
      build: q => {
        const e = jsonbArrayElementsText(jsonb(['a', 2, null]))
          .withOrdinality()
          .asRows('e', ['text', 'n'])
        return q.select(e.n, e.text).from(e)
      },
      text: 'SELECT "e"."n", "e"."text" FROM jsonb_array_elements_text(CAST($1 AS jsonb)) WITH ORDINALITY AS "e" ("text", "n")',
      result: [
        { n: 1n, text: 'a' },
        { n: 2n, text: '2' },
        { n: 3n, text: null },
      ],
    },
    {
      title: 'Keys and values of JSON',
      build: q => {
        const e = jsonbEach(p.data).asRows('e', ['key', 'value'])
        const t = jsonbEachText(jsonb({ a: 1 })).asRows('t', ['key', 'text'])
        return q
          .select(e.key, e.value, t.text)
          .from(p)
          .crossJoin(e)
          .crossJoin(t)
          .where(p.id.eq(3), e.key.ne('parts'))
          .orderBy(e.key.asc())
      },
      text: 'SELECT "e"."key", "e"."value", "t"."text" FROM "products" AS "p" CROSS JOIN jsonb_each("p"."data") AS "e" ("key", "value") CROSS JOIN jsonb_each_text(CAST($1 AS jsonb)) AS "t" ("key", "text") WHERE ("p"."id" = $2::int8) AND ("e"."key" <> $3) ORDER BY "e"."key" ASC',
      result: [
        { key: 'colour', value: 'grey', text: '1' },
        { key: 'pages', value: 160, text: '1' },
      ],
    },
    {
      title: 'JSON as rows of columns',
      build: q => {
        const part = jsonbToRecordset(jsonGet(p.data, 'parts')).asRows('part', { name: 'text', count: 'integer' })
        return q.select(p.id, part.name, part.count).from(p).crossJoin(part).where(part.count.gt(1)).orderBy(p.id.asc())
      },
      text: 'SELECT "p"."id", "part"."name", "part"."count" FROM "products" AS "p" CROSS JOIN jsonb_to_recordset("p"."data" -> CAST($1 AS text)) AS "part" ("name" text, "count" integer) WHERE "part"."count" > $2::int8 ORDER BY "p"."id" ASC',
      result: [
        { id: 1, name: 'tube', count: 3 },
        { id: 2, name: 'magnet', count: 2 },
      ],
    },
    {
      title: 'JSON as one row of columns',
      build: q => {
        const r = jsonbToRecord(p.data).asRows('r', { colour: 'text', pages: 'int' })
        return q.select(p.id, r.colour, r.pages).from(p).crossJoin(r).orderBy(p.id.asc())
      },
      text: 'SELECT "p"."id", "r"."colour", "r"."pages" FROM "products" AS "p" CROSS JOIN jsonb_to_record("p"."data") AS "r" ("colour" text, "pages" int) ORDER BY "p"."id" ASC',
      result: [
        { id: 1, colour: 'silver', pages: null },
        { id: 2, colour: 'pink', pages: null },
        { id: 3, colour: 'grey', pages: 160 },
      ],
    },
    {
      title: 'What a path finds',
      build: q => {
        const found = jsonbPathQuery(p.data, '$.parts[*] ? (@.count >= $n).name', { n: 2 }).asRows('found', ['name'])
        return q.select(p.id, found.name).from(p).crossJoin(found).orderBy(p.id.asc())
      },
      text: 'SELECT "p"."id", "found"."name" FROM "products" AS "p" CROSS JOIN jsonb_path_query("p"."data", CAST($1 AS jsonpath), CAST($2 AS jsonb)) AS "found" ("name") ORDER BY "p"."id" ASC',
      result: [
        { id: 1, name: 'tube' },
        { id: 2, name: 'magnet' },
      ],
    },
    {
      title: 'Parts of a text',
      build: q => {
        const w = stringToTable('a b c', ' ').withOrdinality().asRows('w', ['word', 'n'])
        const f = regexpMatches('x1y22', '[0-9]+').asRows('f', ['found'])
        return q.select(w.word, f.found).from(w, f).where(w.n.lt(3)).orderBy(w.n.asc(), f.found.asc())
      },
      text: 'SELECT "w"."word", "f"."found" FROM string_to_table($1, $2) WITH ORDINALITY AS "w" ("word", "n"), regexp_matches($3, $4, CAST($5 AS text)) AS "f" ("found") WHERE "w"."n" < $6::int8 ORDER BY "w"."n" ASC, "f"."found" ASC',
      result: [
        { word: 'a', found: '{1}' },
        { word: 'a', found: '{22}' },
        { word: 'b', found: '{1}' },
        { word: 'b', found: '{22}' },
      ],
    },
    {
      title: 'Rows in the place of a column',
      build: q =>
        q
          .select(p.id, { key: jsonbObjectKeys(p.data), part: regexpSplitToTable('a-b', '-') })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT "p"."id", jsonb_object_keys("p"."data") AS "key", regexp_split_to_table($1, $2) AS "part" FROM "products" AS "p" WHERE "p"."id" = $3::int8',
      result: [
        { id: 2, key: 'parts', part: 'a' },
        { id: 2, key: 'colour', part: 'b' },
        { id: 2, key: 'origin', part: null },
      ],
    },
    {
      title: 'A function of your own',
      build: q => {
        const n = rowsOfCall(func('generate_series')(1, 2)).asRows('n', ['value'])
        return q.select(n.value).from(n)
      },
      text: 'SELECT "n"."value" FROM "generate_series"($1::int8, $2::int8) AS "n" ("value")',
      result: [{ value: 1n }, { value: 2n }],
    },
  ],
}
