import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  cast,
  containedBy,
  contains,
  hasAllKeys,
  hasAnyKey,
  hasKey,
  jsonBuildArray,
  jsonBuildObject,
  jsonGet,
  jsonGetText,
  jsonPath,
  jsonPathText,
  jsonb,
  jsonbArrayLength,
  jsonbBuildArray,
  jsonbBuildObject,
  jsonbInsert,
  jsonbPathExists,
  jsonbPathQueryArray,
  jsonbPathQueryFirst,
  jsonbPretty,
  jsonbSet,
  jsonbStripNulls,
  jsonbTypeof,
  jsonbWithout,
  jsonbWithoutPath,
  toJson,
  toJsonb,
} from '@vantage-ts/postgres/sql'
import { c, p, type ShopQuery } from './shop.ts'

export const json: Chapter<ShopQuery> = {
  title: 'JSON',
  about: 'Keys and paths are bound; `jsonb(…)` binds a value of JSON.',
  file: import.meta.url,
  constructs: [
    {
      title: 'What is under a key',
      build: q =>
        q
          .select(p.id, { colour: jsonGetText(p.data, 'colour'), parts: jsonGet(p.data, 'parts') })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT "p"."id", "p"."data" ->> CAST($1 AS text) AS "colour", "p"."data" -> CAST($2 AS text) AS "parts" FROM "products" AS "p" WHERE "p"."id" = $3::int8',
      result: [{ id: 2, colour: 'pink', parts: [{ name: 'magnet', count: 2 }] }],
    },
    {
      title: 'An element of an array',
      build: q =>
        q
          .select({ second: jsonGet(jsonGet(p.data, 'parts'), 1), last: jsonGetText(jsonGet(p.data, 'parts'), -1) })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT ("p"."data" -> CAST($1 AS text)) -> (1) AS "second", ("p"."data" -> CAST($2 AS text)) ->> (-1) AS "last" FROM "products" AS "p" WHERE "p"."id" = $3::int8',
      result: [{ second: { name: 'box', count: 1 }, last: '{"name": "box", "count": 1}' }],
    },
    {
      title: 'What is at the end of a path',
      build: q =>
        q
          .select({ city: jsonPathText(p.data, 'origin', 'city'), first: jsonPath(p.data, 'parts', 0, 'name') })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT "p"."data" #>> ARRAY[CAST($1 AS text), CAST($2 AS text)] AS "city", "p"."data" #> ARRAY[CAST($3 AS text), CAST($4 AS text), CAST($5 AS text)] AS "first" FROM "products" AS "p" WHERE "p"."id" = $6::int8',
      result: [{ city: 'Hill Valley', first: 'tube' }],
    },
    {
      title: 'A condition on a number in it',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(cast(jsonGetText(p.data, 'pages'), 'integer').gt(100)),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE CAST("p"."data" ->> CAST($1 AS text) AS integer) > $2::int8',
      result: [{ name: 'Almanac' }],
    },
    {
      title: 'Objects from expressions',
      build: q =>
        q
          .select({
            json: jsonBuildObject({ id: c.id, name: c.name, kind: 'client', city: null }),
            jsonb: jsonbBuildObject({ level: c.level, from: jsonbBuildObject({ city: c.city }) }),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT json_build_object(CAST($1 AS text), "c"."id", CAST($2 AS text), "c"."name", CAST($3 AS text), CAST($4 AS text), CAST($5 AS text), NULL) AS "json", jsonb_build_object(CAST($6 AS text), "c"."level", CAST($7 AS text), jsonb_build_object(CAST($8 AS text), "c"."city")) AS "jsonb" FROM "clients" AS "c" WHERE "c"."id" = $9::int8',
      result: [
        {
          json: { id: 1, name: 'Marty', kind: 'client', city: null },
          jsonb: { from: { city: 'Hill Valley' }, level: 3 },
        },
      ],
    },
    {
      title: 'Arrays from expressions',
      build: q =>
        q
          .select({ json: jsonBuildArray(c.id, 'a', null, true), jsonb: jsonbBuildArray(c.name, 1.5) })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT json_build_array("c"."id", CAST($1 AS text), NULL, $2::bool) AS "json", jsonb_build_array("c"."name", $3::float8) AS "jsonb" FROM "clients" AS "c" WHERE "c"."id" = $4::int8',
      result: [{ json: [1, 'a', null, true], jsonb: ['Marty', 1.5] }],
    },
    {
      title: 'Any value as JSON',
      build: q =>
        q
          .select({ array: toJson(p.tags), number: toJsonb(p.price), text: toJsonb('x') })
          .from(p)
          .where(p.id.eq(3)),
      text: 'SELECT to_json("p"."tags") AS "array", to_jsonb("p"."price") AS "number", to_jsonb(CAST($1 AS text)) AS "text" FROM "products" AS "p" WHERE "p"."id" = $2::int8',
      result: [{ array: ['book'], number: 5.25, text: 'x' }],
    },
    {
      title: 'Whether it has all of another',
      build: q =>
        q
          .select(p.id)
          .from(p)
          .where(contains(p.data, jsonb({ parts: [{ name: 'box' }] }))),
      text: 'SELECT "p"."id" FROM "products" AS "p" WHERE "p"."data" @> CAST($1 AS jsonb)',
      result: [{ id: 1 }],
    },
    {
      title: 'Whether another has all of it',
      build: q =>
        q
          .select(p.id)
          .from(p)
          .where(containedBy(jsonGet(p.data, 'parts'), jsonb([{ name: 'magnet', count: 2 }])))
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."id" FROM "products" AS "p" WHERE ("p"."data" -> CAST($1 AS text)) <@ CAST($2 AS jsonb) ORDER BY "p"."id" ASC',
      result: [{ id: 2 }, { id: 3 }],
    },
    {
      title: 'Whether there are keys',
      build: q =>
        q
          .select(p.id, {
            pages: hasKey(p.data, 'pages'),
            any: hasAnyKey(p.data, 'pages', 'origin'),
            all: hasAllKeys(p.data, 'colour', 'origin'),
          })
          .from(p)
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."id", "p"."data" ? CAST($1 AS text) AS "pages", "p"."data" ?| ARRAY[CAST($2 AS text), CAST($3 AS text)] AS "any", "p"."data" ?& ARRAY[CAST($4 AS text), CAST($5 AS text)] AS "all" FROM "products" AS "p" ORDER BY "p"."id" ASC',
      result: [
        { id: 1, pages: false, any: true, all: true },
        { id: 2, pages: false, any: true, all: true },
        { id: 3, pages: true, any: true, all: false },
      ],
    },
    {
      title: 'Changes',
      build: q =>
        q
          .select({
            set: jsonbSet(jsonGet(p.data, 'origin'), ['city'], 'Oakland'),
            added: jsonbSet(jsonGet(p.data, 'origin'), ['state'], 'CA', { create: false }),
            put: jsonbInsert(jsonb([1, 3]), [1], 2),
            after: jsonbInsert(jsonb([1]), [0], jsonb({ a: null }), true),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT jsonb_set("p"."data" -> CAST($1 AS text), ARRAY[CAST($2 AS text)], to_jsonb(CAST($3 AS text))) AS "set", jsonb_set("p"."data" -> CAST($4 AS text), ARRAY[CAST($5 AS text)], to_jsonb(CAST($6 AS text)), $7::bool) AS "added", jsonb_insert(CAST($8 AS jsonb), ARRAY[CAST($9 AS text)], to_jsonb($10::int8), $11::bool) AS "put", jsonb_insert(CAST($12 AS jsonb), ARRAY[CAST($13 AS text)], to_jsonb(CAST($14 AS jsonb)), $15::bool) AS "after" FROM "products" AS "p" WHERE "p"."id" = $16::int8',
      result: [{ set: { city: 'Oakland' }, added: { city: 'Hill Valley' }, put: [1, 2, 3], after: [1, { a: null }] }],
    },
    {
      title: 'Less of it',
      build: q =>
        q
          .select({
            key: jsonbWithout(p.data, 'parts'),
            element: jsonbWithout(jsonb(['a', 'b']), 0),
            path: jsonbWithoutPath(p.data, 'parts', 0),
            nulls: jsonbStripNulls(p.data),
            both: p.data.concat(jsonb({ pages: 1 })),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT "p"."data" - CAST($1 AS text) AS "key", CAST($2 AS jsonb) - (0) AS "element", "p"."data" #- ARRAY[CAST($3 AS text), CAST($4 AS text)] AS "path", jsonb_strip_nulls("p"."data") AS "nulls", "p"."data" || CAST($5 AS jsonb) AS "both" FROM "products" AS "p" WHERE "p"."id" = $6::int8',
      result: [
        {
          key: { colour: 'pink', origin: null },
          element: ['b'],
          path: { parts: [], colour: 'pink', origin: null },
          nulls: { parts: [{ name: 'magnet', count: 2 }], colour: 'pink' },
          both: { pages: 1, parts: [{ name: 'magnet', count: 2 }], colour: 'pink', origin: null },
        },
      ],
    },
    {
      title: 'Kind and size',
      build: q =>
        q
          .select({
            kind: jsonbTypeof(jsonGet(p.data, 'parts')),
            size: jsonbArrayLength(jsonGet(p.data, 'parts')),
            text: jsonbPretty(jsonGet(p.data, 'origin')),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT jsonb_typeof("p"."data" -> CAST($1 AS text)) AS "kind", jsonb_array_length("p"."data" -> CAST($2 AS text)) AS "size", jsonb_pretty("p"."data" -> CAST($3 AS text)) AS "text" FROM "products" AS "p" WHERE "p"."id" = $4::int8',
      result: [{ kind: 'array', size: 2, text: '{\n    "city": "Hill Valley"\n}' }],
    },
    {
      title: 'Paths of SQL/JSON',
      build: q =>
        q
          .select(p.id, {
            many: jsonbPathExists(p.data, '$.parts[*] ? (@.count > $least)', { least: 2 }),
            first: jsonbPathQueryFirst(p.data, '$.parts[*].name'),
            all: jsonbPathQueryArray(p.data, '$.parts[*].count'),
          })
          .from(p)
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."id", jsonb_path_exists("p"."data", CAST($1 AS jsonpath), CAST($2 AS jsonb)) AS "many", jsonb_path_query_first("p"."data", CAST($3 AS jsonpath)) AS "first", jsonb_path_query_array("p"."data", CAST($4 AS jsonpath)) AS "all" FROM "products" AS "p" ORDER BY "p"."id" ASC',
      result: [
        { id: 1, many: true, first: 'tube', all: [3, 1] },
        { id: 2, many: false, first: 'magnet', all: [2] },
        { id: 3, many: false, first: null, all: [] },
      ],
    },
    {
      title: 'An update of a part',
      build: q =>
        q
          .update(p)
          .set({ data: jsonbSet(p.data, ['colour'], 'red') })
          .where(p.id.eq(3))
          .returning(p.data),
      text: 'UPDATE "products" AS "p" SET "data" = jsonb_set("p"."data", ARRAY[CAST($1 AS text)], to_jsonb(CAST($2 AS text))) WHERE "p"."id" = $3::int8 RETURNING "p"."data"',
      result: [{ data: { pages: 160, parts: [], colour: 'red' } }],
    },
  ],
}
