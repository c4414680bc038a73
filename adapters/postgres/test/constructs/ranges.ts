import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  adjacentTo,
  containedBy,
  contains,
  daterange,
  int4range,
  int8range,
  isEmptyRange,
  lower,
  numrange,
  overlaps,
  rangeMerge,
  tsrange,
  tstzrange,
  upper,
} from '@vantage-ts/postgres/sql'
import { k, type ShopQuery } from './shop.ts'
import { date, local, moment } from './values.ts'

export const ranges: Chapter<ShopQuery> = {
  title: 'Ranges',
  about: 'A range has its first value and is without its last, unless told otherwise.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Whether a value is in a range',
      build: q =>
        q
          .select(k.id)
          .from(k)
          .where(contains(k.days, date('2026-01-09')))
          .orderBy(k.id.asc()),
      text: 'SELECT "k"."id" FROM "bookings" AS "k" WHERE "k"."days" @> $1::date ORDER BY "k"."id" ASC',
      result: [{ id: 1 }, { id: 2 }],
    },
    {
      title: 'Whether ranges overlap',
      build: q =>
        q
          .select(k.id)
          .from(k)
          .where(overlaps(k.days, daterange(date('2026-01-11'), date('2026-02-01'), '[]')))
          .orderBy(k.id.asc()),
      text: 'SELECT "k"."id" FROM "bookings" AS "k" WHERE "k"."days" && daterange($1::date, $2::date, $3) ORDER BY "k"."id" ASC',
      result: [{ id: 2 }, { id: 3 }],
    },
    {
      title: 'Ends of a range',
      build: q =>
        q
          .select(k.id, { from: lower(k.days), to: upper(k.days), nights: upper(k.days).minus(lower(k.days)) })
          .from(k)
          .orderBy(k.id.asc()),
      text: 'SELECT "k"."id", lower("k"."days") AS "from", upper("k"."days") AS "to", upper("k"."days") - lower("k"."days") AS "nights" FROM "bookings" AS "k" ORDER BY "k"."id" ASC',
      result: [
        { id: 1, from: date('2026-01-05'), to: date('2026-01-10'), nights: 5 },
        { id: 2, from: date('2026-01-08'), to: date('2026-01-12'), nights: 4 },
        { id: 3, from: date('2026-02-01'), to: date('2026-02-03'), nights: 2 },
      ],
    },
    {
      title: 'Making ranges',
      build: q =>
        q.select({
          numbers: int4range(1, 5, '[]'),
          big: int8range(1, null),
          open: numrange(1.5, 2.5, '()'),
          local: tsrange(local('2026-01-01T00:00'), local('2026-01-02T00:00')),
          moments: contains(tstzrange(moment('2026-01-01T00:00:00Z'), null), moment('2026-01-02T00:00:00Z')),
        }),
      text: 'SELECT int4range(1, 5, $1) AS "numbers", int8range($2::int8, NULL) AS "big", numrange(CAST($3::float8 AS numeric), CAST($4::float8 AS numeric), $5) AS "open", tsrange($6::timestamp, $7::timestamp) AS "local", tstzrange($8::timestamptz, NULL) @> $9::timestamptz AS "moments"',
      result: [
        {
          numbers: '[1,6)',
          big: '[1,)',
          open: '(1.5,2.5)',
          local: '["2026-01-01 00:00:00","2026-01-02 00:00:00")',
          moments: true,
        },
      ],
    },
    {
      title: 'Ranges beside each other',
      build: q =>
        q.select({
          touch: adjacentTo(int8range(1, 3), int8range(3, 5)),
          merged: rangeMerge(int8range(1, 3), int8range(7, 9)),
          none: isEmptyRange(int8range(1, 1)),
          in: containedBy(3, int8range(1, 5)),
        }),
      text: 'SELECT int8range($1::int8, $2::int8) -|- int8range($3::int8, $4::int8) AS "touch", range_merge(int8range($5::int8, $6::int8), int8range($7::int8, $8::int8)) AS "merged", isempty(int8range($9::int8, $10::int8)) AS "none", $11::int8 <@ int8range($12::int8, $13::int8) AS "in"',
      result: [{ touch: true, merged: '[1,9)', none: true, in: true }],
    },
  ],
}
