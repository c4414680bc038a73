import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  json,
  jsonArray,
  jsonArrayLength,
  jsonErrorPosition,
  jsonExtract,
  jsonGet,
  jsonGetText,
  jsonGroupArray,
  jsonGroupObject,
  jsonInsert,
  jsonObject,
  jsonPatch,
  jsonPretty,
  jsonQuote,
  jsonRemove,
  jsonReplace,
  jsonSet,
  jsonType,
  jsonValid,
  jsonValue,
  jsonb,
  jsonbArray,
  jsonbExtract,
  jsonbGroupArray,
  jsonbGroupObject,
  jsonbInsert,
  jsonbObject,
  jsonbPatch,
  jsonbRemove,
  jsonbReplace,
  jsonbSet,
  jsonEach,
  jsonTree,
  exists,
  typeOf,
} from '@vantage-ts/sqlite/sql'
import { c, o, p, type ShopQuery } from './shop.ts'

export const jsonChapter: Chapter<ShopQuery> = {
  title: 'JSON',
  about: [
    'JSON is text, or bytes in the binary form that functions with `jsonb` give. Paths and keys are bound as values are. SQLite has no booleans:',
    'one that is bound is 1 or 0, in JSON too, and one that is read out of JSON as a value of SQL is 1 or 0. `jsonValue(true)` is the one of JSON.',
  ].join('\n'),
  file: import.meta.url,
  constructs: [
    {
      title: 'What is under a key',
      build: q =>
        q
          .select({
            json: jsonGet(p.data, 'size'),
            width: jsonGetText(jsonGet(p.data, 'size'), 'w'),
            first: jsonGetText(jsonGet(p.data, 'colours'), 0),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT "p"."data" -> ? AS "json", ("p"."data" -> ?) ->> ? AS "width", ("p"."data" -> ?) ->> CAST(? AS INTEGER) AS "first" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER)',
      result: [{ json: '{"w":20,"l":70}', width: 20, first: 'pink' }],
    },
    {
      title: 'What a path leads to',
      build: q =>
        q
          .select({
            width: jsonExtract(p.data, '$.size.w'),
            last: jsonGetText(p.data, '$.colours[#-1]'),
            two: jsonExtract(p.data, '$.new', '$.colours[0]'),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT json_extract("p"."data", ?) AS "width", "p"."data" ->> ? AS "last", json_extract("p"."data", ?, ?) AS "two" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER)',
      result: [{ width: 20, last: 'green', two: '[true,"pink"]' }],
    },
    {
      title: 'A condition on JSON',
      build: q => q.select(p.name).from(p).where(jsonGetText(p.data, '$.hands').eq(2)),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ("p"."data" ->> ?) = CAST(? AS INTEGER)',
      result: [{ name: 'clock' }],
    },
    {
      title: 'An object',
      build: q =>
        q
          .select({ client: jsonObject({ id: c.id, name: c.name, city: c.city }) })
          .from(c)
          .where(c.id.eq(3)),
      text: 'SELECT json_object(?, "c"."id", ?, "c"."name", ?, "c"."city") AS "client" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ client: '{"id":3,"name":"Biff","city":null}' }],
    },
    {
      title: 'An array',
      build: q =>
        q
          .select({ array: jsonArray(c.id, c.name, null, jsonArray(1.5), jsonValue({ isOld: true })) })
          .from(c)
          .where(c.id.eq(2)),
      text: 'SELECT json_array("c"."id", "c"."name", NULL, json_array(?), json(?)) AS "array" FROM "clients" AS "c" WHERE "c"."id" = CAST(? AS INTEGER)',
      result: [{ array: '[2,"Doc",null,[1.5],{"isOld":true}]' }],
    },
    {
      title: 'Booleans',
      build: q =>
        q.select({
          bound: jsonObject({ isNew: true, isOld: false }),
          meant: jsonObject({ isNew: jsonValue(true), isOld: jsonValue(false) }),
          array: jsonArray(true, jsonValue(true)),
          asValue: jsonGetText('{"isNew":true}', 'isNew'),
          asJson: jsonGet('{"isNew":true}', 'isNew'),
        }),
      text: 'SELECT json_object(?, CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) AS "bound", json_object(?, json(?), ?, json(?)) AS "meant", json_array(CAST(? AS INTEGER), json(?)) AS "array", ? ->> ? AS "asValue", ? -> ? AS "asJson"',
      result: [
        {
          bound: '{"isNew":1,"isOld":0}',
          meant: '{"isNew":true,"isOld":false}',
          array: '[1,true]',
          asValue: 1,
          asJson: 'true',
        },
      ],
      note: 'A boolean is bound as 1 or 0; `jsonValue` says true and false of JSON.',
    },
    {
      title: 'A value as JSON',
      build: q =>
        q.select({
          value: jsonValue({ colour: 'red', sizes: [1, 2], isNew: true }),
          text: jsonQuote('say "so"'),
          number: jsonQuote(7),
        }),
      text: 'SELECT json(?) AS "value", json_quote(?) AS "text", json_quote(CAST(? AS INTEGER)) AS "number"',
      result: [
        {
          value: '{"colour":"red","sizes":[1,2],"isNew":true}',
          text: '"say \\"so\\""',
          number: '7',
        },
      ],
    },
    {
      title: 'Checked and without spaces',
      build: q => q.select({ json: json(' { "a" : [ 1, 2 ] } '), pretty: jsonPretty('{"a":[1]}') }),
      text: 'SELECT json(?) AS "json", json_pretty(?) AS "pretty"',
      result: [{ json: '{"a":[1,2]}', pretty: '{\n    "a": [\n        1\n    ]\n}' }],
    },
    {
      title: 'Set, insert, replace',
      build: q =>
        q.select({
          set: jsonSet('{"a":1}', { '$.a': 2, '$.b': jsonValue([true]) }),
          insert: jsonInsert('{"a":[1]}', { '$.a[#]': 2, '$.a[0]': 9 }),
          replace: jsonReplace('{"a":1}', { '$.a': 'x', '$.b': 3 }),
        }),
      text: 'SELECT json_set(?, ?, CAST(? AS INTEGER), ?, json(?)) AS "set", json_insert(?, ?, CAST(? AS INTEGER), ?, CAST(? AS INTEGER)) AS "insert", json_replace(?, ?, ?, ?, CAST(? AS INTEGER)) AS "replace"',
      result: [{ set: '{"a":2,"b":[true]}', insert: '{"a":[1,2]}', replace: '{"a":"x"}' }],
    },
    {
      title: 'Remove and patch',
      build: q =>
        q.select({
          removed: jsonRemove('{"a":[1,2,3],"b":2}', '$.a[1]', '$.b'),
          patched: jsonPatch('{"a":1,"b":{"c":2}}', jsonValue({ a: null, b: { d: 3 } })),
        }),
      text: 'SELECT json_remove(?, ?, ?) AS "removed", json_patch(?, json(?)) AS "patched"',
      result: [{ removed: '{"a":[1,3]}', patched: '{"b":{"c":2,"d":3}}' }],
    },
    {
      title: 'An update of a part',
      build: q =>
        q
          .update(p)
          .set({ data: jsonSet(p.data, { '$.hands': 3 }) })
          .where(p.id.eq(2))
          .returning(p.data),
      text: 'UPDATE "products" AS "p" SET "data" = json_set("p"."data", ?, CAST(? AS INTEGER)) WHERE "p"."id" = CAST(? AS INTEGER) RETURNING "data"',
      result: [{ data: '{"colours":["brown"],"hands":3}' }],
    },
    {
      title: 'Types, lengths and validity',
      build: q =>
        q
          .select(
            p.id,
            {
              type: jsonType(p.data),
              colours: jsonType(p.data, '$.colours'),
              number: jsonArrayLength(p.data, '$.colours'),
            },
            { valid: jsonValid(p.data), bad: jsonValid('{'), at: jsonErrorPosition('{"a":]') },
          )
          .from(p)
          .orderBy(p.id),
      text: 'SELECT "p"."id", json_type("p"."data") AS "type", json_type("p"."data", ?) AS "colours", json_array_length("p"."data", ?) AS "number", json_valid("p"."data") AS "valid", json_valid(?) AS "bad", json_error_position(?) AS "at" FROM "products" AS "p" ORDER BY "p"."id"',
      result: [
        { id: 1, type: 'object', colours: 'array', number: 2, valid: 1, bad: 0, at: 6 },
        { id: 2, type: 'object', colours: 'array', number: 1, valid: 1, bad: 0, at: 6 },
        { id: 3, type: 'object', colours: 'array', number: 0, valid: 1, bad: 0, at: 6 },
      ],
    },
    {
      title: 'Length of an array',
      build: q => q.select({ three: jsonArrayLength('[1,2,3]') }),
      text: 'SELECT json_array_length(?) AS "three"',
      result: [{ three: 3 }],
    },
    {
      title: 'Rows as an array',
      build: q =>
        q
          .select(c.name, { orders: jsonGroupArray(o.total).orderBy(o.total.desc()) })
          .from(c)
          .join(o, o.client_id.eq(c.id))
          .groupBy(c.id)
          .orderBy(c.id),
      text: 'SELECT "c"."name", json_group_array("o"."total" ORDER BY "o"."total" DESC) AS "orders" FROM "clients" AS "c" JOIN "orders" AS "o" ON "o"."client_id" = "c"."id" GROUP BY "c"."id" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', orders: '[120]' },
        { name: 'Doc', orders: '[220,70,50]' },
        { name: 'Biff', orders: '[30]' },
      ],
    },
    {
      title: 'Rows as an object',
      build: q => q.select({ prices: jsonGroupObject(p.name, p.price) }).from(p),
      text: 'SELECT json_group_object("p"."name", "p"."price") AS "prices" FROM "products" AS "p"',
      result: [{ prices: '{"board":60.0,"clock":25.5,"cap":10.0}' }],
    },
    {
      title: 'Records inside records',
      build: q =>
        q
          .select(c.name, {
            orders: q
              .select(jsonGroupArray(jsonObject({ id: o.id, total: o.total })))
              .from(o)
              .where(o.client_id.eq(c.id)),
          })
          .from(c)
          .where(c.id.gte(2))
          .orderBy(c.id),
      text: 'SELECT "c"."name", (SELECT json_group_array(json_object(?, "o"."id", ?, "o"."total")) FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id") AS "orders" FROM "clients" AS "c" WHERE "c"."id" >= CAST(? AS INTEGER) ORDER BY "c"."id"',
      result: [
        { name: 'Doc', orders: '[{"id":2,"total":50},{"id":3,"total":70},{"id":5,"total":220}]' },
        { name: 'Biff', orders: '[{"id":4,"total":30}]' },
        { name: 'Jennifer', orders: '[]' },
      ],
    },
    {
      title: 'Elements as rows',
      build: q => {
        const colour = jsonEach(p.data, '$.colours').asRows('colour')
        return q
          .select(p.name, { at: colour.key, colour: colour.value })
          .from(p)
          .crossJoin(colour)
          .orderBy(p.id, colour.key)
      },
      text: 'SELECT "p"."name", "colour"."key" AS "at", "colour"."value" AS "colour" FROM "products" AS "p" CROSS JOIN json_each("p"."data", ?) AS "colour" ORDER BY "p"."id", "colour"."key"',
      result: [
        { name: 'board', at: 0, colour: 'pink' },
        { name: 'board', at: 1, colour: 'green' },
        { name: 'clock', at: 0, colour: 'brown' },
      ],
    },
    {
      title: 'Elements of an array that was given',
      build: q => {
        const wanted = jsonEach(jsonValue([2, 3])).asRows('wanted')
        return q
          .select(p.name)
          .from(p)
          .where(p.id.in(q.select(wanted.value).from(wanted)))
          .orderBy(p.id)
      },
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE "p"."id" IN (SELECT "wanted"."value" FROM json_each(json(?)) AS "wanted") ORDER BY "p"."id"',
      result: [{ name: 'clock' }, { name: 'cap' }],
    },
    {
      title: 'Whether an array has an element',
      build: q => {
        const colour = jsonEach(p.data, '$.colours').asRows('colour')
        return q
          .select(p.name)
          .from(p)
          .where(exists(q.select(colour.key).from(colour).where(colour.value.eq('green'))))
      },
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE EXISTS (SELECT "colour"."key" FROM json_each("p"."data", ?) AS "colour" WHERE "colour"."value" = ?)',
      result: [{ name: 'board' }],
    },
    {
      title: 'Everything inside as rows',
      build: q => {
        const part = jsonTree(p.data, '$.size').asRows('part')
        return q
          .select(part.fullkey, part.type, part.atom, part.path)
          .from(p)
          .crossJoin(part)
          .where(p.id.eq(1))
          .orderBy(part.id)
      },
      text: 'SELECT "part"."fullkey", "part"."type", "part"."atom", "part"."path" FROM "products" AS "p" CROSS JOIN json_tree("p"."data", ?) AS "part" WHERE "p"."id" = CAST(? AS INTEGER) ORDER BY "part"."id"',
      result: [
        { fullkey: '$.size', type: 'object', atom: null, path: '$' },
        { fullkey: '$.size.w', type: 'integer', atom: 20, path: '$.size' },
        { fullkey: '$.size.l', type: 'integer', atom: 70, path: '$.size' },
      ],
    },
    {
      title: 'The binary form',
      build: q =>
        q
          .select({
            type: typeOf(jsonb(p.data)),
            back: json(jsonb(p.data)),
            width: jsonGetText(jsonbExtract(jsonb(p.data), '$.size'), 'w'),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT typeof(jsonb("p"."data")) AS "type", json(jsonb("p"."data")) AS "back", jsonb_extract(jsonb("p"."data"), ?) ->> ? AS "width" FROM "products" AS "p" WHERE "p"."id" = CAST(? AS INTEGER)',
      result: [
        {
          type: 'blob',
          back: '{"colours":["pink","green"],"size":{"w":20,"l":70},"new":true}',
          width: 20,
        },
      ],
    },
    {
      title: 'The binary form changed',
      build: q =>
        q.select({
          set: json(jsonbSet(jsonb('{"a":1}'), { '$.a': 2 })),
          inserted: json(jsonbInsert('{}', { '$.b': 1 })),
          replaced: json(jsonbReplace('{"a":1}', { '$.a': 3 })),
          removed: json(jsonbRemove('{"a":1,"b":2}', '$.a')),
          patched: json(jsonbPatch('{"a":1}', '{"a":null}')),
        }),
      text: 'SELECT json(jsonb_set(jsonb(?), ?, CAST(? AS INTEGER))) AS "set", json(jsonb_insert(?, ?, CAST(? AS INTEGER))) AS "inserted", json(jsonb_replace(?, ?, CAST(? AS INTEGER))) AS "replaced", json(jsonb_remove(?, ?)) AS "removed", json(jsonb_patch(?, ?)) AS "patched"',
      result: [
        {
          set: '{"a":2}',
          inserted: '{"b":1}',
          replaced: '{"a":3}',
          removed: '{"b":2}',
          patched: '{}',
        },
      ],
    },
    {
      title: 'The binary form made',
      build: q =>
        q
          .select({
            object: json(jsonbObject({ a: 1 })),
            array: json(jsonbArray(1, 'x')),
            grouped: json(jsonbGroupArray(c.id).filter(c.id.lt(3))),
            byKey: json(jsonbGroupObject(c.name, c.level)),
          })
          .from(c)
          .where(c.id.lte(2)),
      text: 'SELECT json(jsonb_object(?, CAST(? AS INTEGER))) AS "object", json(jsonb_array(CAST(? AS INTEGER), ?)) AS "array", json(jsonb_group_array("c"."id") FILTER (WHERE "c"."id" < CAST(? AS INTEGER))) AS "grouped", json(jsonb_group_object("c"."name", "c"."level")) AS "byKey" FROM "clients" AS "c" WHERE "c"."id" <= CAST(? AS INTEGER)',
      result: [{ object: '{"a":1}', array: '[1,"x"]', grouped: '[1,2]', byKey: '{"Marty":3,"Doc":5}' }],
    },
  ],
}
