import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  all,
  any,
  array,
  arrayAppend,
  arrayCat,
  arrayFrom,
  arrayLength,
  arrayPosition,
  arrayPositions,
  arrayPrepend,
  arrayRemove,
  arrayReplace,
  arrayToString,
  at,
  cardinality,
  cast,
  contains,
  containedBy,
  overlaps,
  slice,
  stringToArray,
  value,
} from '@vantage-ts/postgres/sql'
import { c, o, p, type ShopQuery } from './shop.ts'

export const arrays: Chapter<ShopQuery> = {
  title: 'Arrays',
  about: 'Elements are counted from 1. Arrays come as their text.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Making arrays',
      build: q =>
        q
          .select({
            texts: array('a', c.name),
            numbers: array(1, c.level),
            none: cast(array(), 'text[]'),
            rows: arrayFrom(q.select(o.id).from(o).where(o.client_id.eq(c.id)).orderBy(o.id.asc())),
          })
          .from(c)
          .where(c.id.eq(2)),
      text: 'SELECT ARRAY[CAST($1 AS text), "c"."name"] AS "texts", ARRAY[$2::int8, "c"."level"] AS "numbers", CAST(ARRAY[] AS text[]) AS "none", ARRAY(SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."client_id" = "c"."id" ORDER BY "o"."id" ASC) AS "rows" FROM "clients" AS "c" WHERE "c"."id" = $3::int8',
      result: [{ texts: '{a,Doc}', numbers: '{1,5}', none: '{}', rows: '{2,3,5}' }],
    },
    {
      title: 'Any of an array',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(value('electric').eq(any(p.tags)))
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE $1 = ANY("p"."tags") ORDER BY "p"."id" ASC',
      result: [{ name: 'Flux capacitor' }, { name: 'Hoverboard' }],
    },
    {
      title: 'Any of values that are written down',
      build: q =>
        q
          .select(o.id, { wanted: o.total.eq(any(array(50, 70))) })
          .from(o)
          .where(o.client_id.eq(2))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id", "o"."total" = ANY(ARRAY[$1::int8, $2::int8]) AS "wanted" FROM "orders" AS "o" WHERE "o"."client_id" = $3::int8 ORDER BY "o"."id" ASC',
      result: [
        { id: 2, wanted: true },
        { id: 3, wanted: true },
        { id: 5, wanted: false },
      ],
    },
    {
      title: 'All of an array, and any row of a statement',
      build: q =>
        q
          .select(p.name)
          .from(p)
          .where(value(5).lt(all(p.sizes)), p.id.eq(any(q.select(c.level).from(c))))
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."name" FROM "products" AS "p" WHERE ($1::int8 < ALL("p"."sizes")) AND ("p"."id" = ANY (SELECT "c"."level" FROM "clients" AS "c")) ORDER BY "p"."id" ASC',
      result: [{ name: 'Hoverboard' }, { name: 'Almanac' }],
    },
    {
      title: 'More than all rows of a statement',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(o.total.gte(all(q.select(o.total).from(o)))),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."total" >= ALL (SELECT "o"."total" FROM "orders" AS "o")',
      result: [{ id: 5 }],
    },
    {
      title: 'What arrays have in common',
      build: q =>
        q
          .select(p.id, {
            has: contains(p.tags, array('electric')),
            within: containedBy(p.tags, array('book', 'toy')),
            some: overlaps(p.tags, array('toy', 'time')),
          })
          .from(p)
          .orderBy(p.id.asc()),
      text: 'SELECT "p"."id", "p"."tags" @> ARRAY[CAST($1 AS text)] AS "has", "p"."tags" <@ ARRAY[CAST($2 AS text), CAST($3 AS text)] AS "within", "p"."tags" && ARRAY[CAST($4 AS text), CAST($5 AS text)] AS "some" FROM "products" AS "p" ORDER BY "p"."id" ASC',
      result: [
        { id: 1, has: true, within: false, some: true },
        { id: 2, has: true, within: false, some: true },
        { id: 3, has: false, within: true, some: false },
      ],
      note: "Numbers are bound as bigint: beside an array of integers, cast the array: `contains(p.sizes, cast(array(7), 'int[]'))`.",
    },
    {
      title: 'Arrays of numbers',
      build: q =>
        q
          .select(p.id)
          .from(p)
          .where(contains(p.sizes, cast(array(7, 9), 'int[]'))),
      text: 'SELECT "p"."id" FROM "products" AS "p" WHERE "p"."sizes" @> CAST(ARRAY[$1::int8, $2::int8] AS int[])',
      result: [{ id: 2 }],
    },
    {
      title: 'Elements and slices',
      build: q =>
        q
          .select({
            first: at(p.sizes, 1),
            none: at(p.sizes, 9),
            some: slice(p.sizes, 2, 3),
            rest: slice(p.sizes, 2),
            computed: at(p.sizes, cardinality(p.sizes)),
            inner: at(cast('{{1,2},{3,4}}', 'int[]'), 2, 1),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT ("p"."sizes")[1] AS "first", ("p"."sizes")[9] AS "none", ("p"."sizes")[2:3] AS "some", ("p"."sizes")[2:] AS "rest", ("p"."sizes")[CAST(cardinality("p"."sizes") AS integer)] AS "computed", (CAST($1 AS int[]))[2][1] AS "inner" FROM "products" AS "p" WHERE "p"."id" = $2::int8',
      result: [{ first: 7, none: null, some: '{8,9}', rest: '{8,9}', computed: 9, inner: 3 }],
    },
    {
      title: 'Sizes and places',
      build: q =>
        q
          .select({
            length: arrayLength(p.sizes),
            none: arrayLength(cast(array(), 'int[]')),
            all: cardinality(p.sizes),
            at: arrayPosition(p.tags, 'toy'),
            places: arrayPositions(array(1, 2, 1), 1),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT array_length("p"."sizes", 1) AS "length", array_length(CAST(ARRAY[] AS int[]), 1) AS "none", cardinality("p"."sizes") AS "all", array_position("p"."tags", $1) AS "at", array_positions(ARRAY[$2::int8, $3::int8, $4::int8], $5::int8) AS "places" FROM "products" AS "p" WHERE "p"."id" = $6::int8',
      result: [{ length: 3, none: null, all: 3, at: 1, places: '{1,3}' }],
    },
    {
      title: 'Other arrays from one',
      build: q =>
        q
          .select({
            without: arrayRemove(p.tags, 'toy'),
            other: arrayReplace(p.tags, 'toy', 'game'),
            more: arrayAppend(p.tags, 'new'),
            before: arrayPrepend('new', p.tags),
            both: arrayCat(p.tags, array('x')),
          })
          .from(p)
          .where(p.id.eq(2)),
      text: 'SELECT array_remove("p"."tags", $1) AS "without", array_replace("p"."tags", $2, $3) AS "other", array_append("p"."tags", $4) AS "more", array_prepend($5, "p"."tags") AS "before", array_cat("p"."tags", ARRAY[CAST($6 AS text)]) AS "both" FROM "products" AS "p" WHERE "p"."id" = $7::int8',
      result: [
        {
          without: '{electric}',
          other: '{game,electric}',
          more: '{toy,electric,new}',
          before: '{new,toy,electric}',
          both: '{toy,electric,x}',
        },
      ],
    },
    {
      title: 'Arrays and text',
      build: q =>
        q
          .select({
            text: arrayToString(p.tags, ', '),
            nulls: arrayToString(array('a', null), '-', '?'),
            array: stringToArray('a,b,c', ','),
          })
          .from(p)
          .where(p.id.eq(1)),
      text: 'SELECT array_to_string("p"."tags", $1) AS "text", array_to_string(ARRAY[CAST($2 AS text), NULL], $3, $4) AS "nulls", string_to_array(CAST($5 AS text), $6) AS "array" FROM "products" AS "p" WHERE "p"."id" = $7::int8',
      result: [{ text: 'time, electric', nulls: 'a-?', array: '{a,b,c}' }],
    },
  ],
}
