import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal } from '@vantage-ts/core'
import {
  concat,
  field,
  flatten,
  jsonArrayLength,
  jsonGet,
  jsonGetText,
  jsonGroupArray,
  jsonObject,
  jsonType,
  lambda,
  len,
  list,
  listConcat,
  listContains,
  listExtract,
  listFilter,
  listReduce,
  listSort,
  listSum,
  listTransform,
  map,
  mapExtract,
  mapKeys,
  mod,
  rangeList,
  struct,
  unnest,
  upper,
} from '@vantage-ts/duckdb/sql'
import { c, o, type ShopQuery } from './shop.ts'

export const lists: Chapter<ShopQuery> = {
  title: 'Lists, structs and maps',
  about: 'Values inside of values; a lambda is a function of one element.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Elements',
      build: q =>
        q
          .select(c.name, { first: listExtract(c.tags, 1), count: len(c.tags), late: listContains(c.tags, 'late') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT "c"."name", list_extract("c"."tags", CAST($1 AS BIGINT)) AS "first", len("c"."tags") AS "count", list_contains("c"."tags", CAST($2 AS VARCHAR)) AS "late" FROM "clients" AS "c" ORDER BY "c"."id"',
      result: [
        { name: 'Marty', first: 'young', count: 2n, late: true },
        { name: 'Doc', first: 'late', count: 1n, late: true },
        { name: 'Biff', first: null, count: 0n, late: false },
      ],
    },
    {
      title: 'A function for each element',
      build: q =>
        q
          .select({
            loud: listTransform(
              c.tags,
              lambda('tag', tag => concat(upper(tag), '!')),
            ),
          })
          .from(c)
          .where(c.id.eq(1)),
      text: 'SELECT list_transform("c"."tags", lambda "tag": concat(upper("tag"), CAST($1 AS VARCHAR))) AS "loud" FROM "clients" AS "c" WHERE "c"."id" = CAST($2 AS BIGINT)',
      result: [{ loud: ['YOUNG!', 'LATE!'] }],
    },
    {
      title: 'Elements that meet a condition',
      build: q =>
        q.select({
          even: listFilter(
            rangeList(1, 10),
            lambda('x', x => mod(x, 2).eq(0)),
          ),
        }),
      text: 'SELECT list_filter(range(CAST($1 AS BIGINT), CAST($2 AS BIGINT)), lambda "x": fmod("x", CAST($3 AS BIGINT)) = CAST($4 AS BIGINT)) AS "even"',
      result: [{ even: [2, 4, 6, 8] }],
    },
    {
      title: 'A function of two: places, and all elements as one',
      build: q =>
        q.select({
          placed: listTransform(
            list('a', 'b'),
            lambda(['x', 'place'], (x, place) => concat(x, place)),
          ),
          sum: listReduce(
            list(1, 2, 3),
            lambda(['sum', 'x'], (sum, x) => sum.mul(2).plus(x)),
          ),
        }),
      text: 'SELECT list_transform(list_value(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR)), lambda "x", "place": concat("x", "place")) AS "placed", list_reduce(list_value(CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT)), lambda "sum", "x": ("sum" * CAST($6 AS BIGINT)) + "x") AS "sum"',
      result: [{ placed: ['a1', 'b2'], sum: 11n }],
    },
    {
      title: 'One row for each element',
      build: q => {
        const tag = unnest(c.tags).asRows('t', ['tag'])
        return q.select(c.name, tag.tag).from(c).crossJoin(tag).orderBy(c.name, tag.tag)
      },
      text: 'SELECT "c"."name", "t"."tag" FROM "clients" AS "c" CROSS JOIN unnest("c"."tags") AS "t" ("tag") ORDER BY "c"."name", "t"."tag"',
      result: [
        { name: 'Doc', tag: 'late' },
        { name: 'Marty', tag: 'late' },
        { name: 'Marty', tag: 'young' },
      ],
    },
    {
      title: 'Lists out of lists',
      build: q =>
        q.select({
          sorted: listSort(list(3, 1, 2)),
          both: listConcat(list(1), list(2)),
          sum: listSum(list(1, 2, 3)),
          flat: flatten(list(list(1), list(2))),
        }),
      text: 'SELECT list_sort(list_value(CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT))) AS "sorted", list_concat(list_value(CAST($4 AS BIGINT)), list_value(CAST($5 AS BIGINT))) AS "both", list_sum(list_value(CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT))) AS "sum", flatten(list_value(list_value(CAST($9 AS BIGINT)), list_value(CAST($10 AS BIGINT)))) AS "flat"',
      result: [{ sorted: [1, 2, 3], both: [1, 2], sum: 6n, flat: [1, 2] }],
    },
    {
      title: 'Structs',
      build: q => {
        const made = struct({ id: o.id, euros: o.total })
        return q
          .select({ made, id: field(made, 'id') })
          .from(o)
          .where(o.id.eq(1))
      },
      text: 'SELECT struct_pack("id" := "o"."id", "euros" := "o"."total") AS "made", (struct_pack("id" := "o"."id", "euros" := "o"."total"))."id" AS "id" FROM "orders" AS "o" WHERE "o"."id" = CAST($1 AS BIGINT)',
      result: [{ made: { id: 1, euros: Decimal.from('120') }, id: 1 }],
    },
    {
      title: 'Maps',
      build: q =>
        q.select({
          size: mapExtract(map(list('s', 'm'), list(1, 2)), 'm'),
          keys: mapKeys(map(list('s', 'm'), list(1, 2))),
        }),
      text: 'SELECT map_extract_value(map(list_value(CAST($1 AS VARCHAR), CAST($2 AS VARCHAR)), list_value(CAST($3 AS BIGINT), CAST($4 AS BIGINT))), CAST($5 AS VARCHAR)) AS "size", map_keys(map(list_value(CAST($6 AS VARCHAR), CAST($7 AS VARCHAR)), list_value(CAST($8 AS BIGINT), CAST($9 AS BIGINT)))) AS "keys"',
      result: [{ size: 2n, keys: ['s', 'm'] }],
    },
    {
      title: 'JSON',
      build: q =>
        q
          .select(o.id, {
            colour: jsonGetText(o.data, '$.colour'),
            sizes: jsonArrayLength(jsonGet(o.data, '$.sizes')),
            type: jsonType(o.data),
          })
          .from(o)
          .orderBy(o.id),
      text: 'SELECT "o"."id", "o"."data" ->> CAST($1 AS VARCHAR) AS "colour", json_array_length("o"."data" -> CAST($2 AS VARCHAR)) AS "sizes", json_type("o"."data") AS "type" FROM "orders" AS "o" ORDER BY "o"."id"',
      result: [
        { id: 1, colour: 'red', sizes: 2n, type: 'OBJECT' },
        { id: 2, colour: 'blue', sizes: null, type: 'OBJECT' },
        { id: 3, colour: null, sizes: null, type: null },
        { id: 4, colour: null, sizes: null, type: 'OBJECT' },
      ],
    },
    {
      title: 'JSON of rows',
      build: q =>
        q
          .select({ all: jsonGroupArray(jsonObject({ id: c.id, name: c.name })) })
          .from(c)
          .where(c.id.lte(2)),
      text: 'SELECT json_group_array(json_object(CAST($1 AS VARCHAR), "c"."id", CAST($2 AS VARCHAR), "c"."name")) AS "all" FROM "clients" AS "c" WHERE "c"."id" <= CAST($3 AS BIGINT)',
      result: [{ all: '[{"id":1,"name":"Marty"},{"id":2,"name":"Doc"}]' }],
    },
  ],
}
