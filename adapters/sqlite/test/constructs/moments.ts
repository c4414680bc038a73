import { Temporal } from '@vantage-ts/core'
import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  by,
  cast,
  count,
  date,
  datetime,
  julianDay,
  strftime,
  time,
  timeDiff,
  typeOf,
  unixEpoch,
} from '@vantage-ts/sqlite/sql'
import { o, type ShopQuery } from './shop.ts'

export const moments: Chapter<ShopQuery> = {
  title: 'Dates and times',
  about:
    'SQLite keeps moments as text, as days or as seconds; modifiers move them. A modifier that SQLite does not know is refused when built.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Day, time and both',
      build: q =>
        q.select({
          day: date('2026-01-05 17:30:00'),
          time: time('2026-01-05 17:30:00'),
          both: datetime('2026-01-05T17:30Z'),
        }),
      text: 'SELECT date(?) AS "day", time(?) AS "time", datetime(?) AS "both"',
      result: [{ day: '2026-01-05', time: '17:30:00', both: '2026-01-05 17:30:00' }],
    },
    {
      title: 'Moved by modifiers',
      build: q =>
        q
          .select({
            next: date(o.placed, '+1 month', '-1 day'),
            first: date(o.placed, 'start of month'),
            sunday: date(o.placed, 'weekday 0'),
          })
          .from(o)
          .where(o.id.eq(2)),
      text: 'SELECT date("o"."placed", ?, ?) AS "next", date("o"."placed", ?) AS "first", date("o"."placed", ?) AS "sunday" FROM "orders" AS "o" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [{ next: '2026-02-19', first: '2026-01-01', sunday: '2026-01-25' }],
    },
    {
      title: 'The last day of a month',
      build: q =>
        q.select({
          last: date('2026-02-03', 'start of month', '+1 month', '-1 day'),
          floored: date('2026-01-31', '+1 month', 'floor'),
        }),
      text: 'SELECT date(?, ?, ?, ?) AS "last", date(?, ?, ?) AS "floored"',
      result: [{ last: '2026-02-28', floored: '2026-02-28' }],
    },
    {
      title: 'Moved by what a column says',
      build: q =>
        q
          .select(o.id, { due: date(o.placed, by(o.id.mul(10), 'days')) })
          .from(o)
          .where(o.id.lte(2))
          .orderBy(o.id),
      text: 'SELECT "o"."id", date("o"."placed", ("o"."id" * CAST(? AS INTEGER)) || ?) AS "due" FROM "orders" AS "o" WHERE "o"."id" <= CAST(? AS INTEGER) ORDER BY "o"."id"',
      result: [
        { id: 1, due: '2026-01-15' },
        { id: 2, due: '2026-02-09' },
      ],
    },
    {
      title: 'Parts of a moment',
      build: q =>
        q
          .select({
            year: cast(strftime('%Y', o.placed), 'integer'),
            month: strftime('%m', o.placed),
            weekday: strftime('%w', o.placed),
            day: strftime('%j', o.placed),
          })
          .from(o)
          .where(o.id.eq(5)),
      text: 'SELECT CAST(strftime(?, "o"."placed") AS integer) AS "year", strftime(?, "o"."placed") AS "month", strftime(?, "o"."placed") AS "weekday", strftime(?, "o"."placed") AS "day" FROM "orders" AS "o" WHERE "o"."id" = CAST(? AS INTEGER)',
      result: [{ year: 2026, month: '03', weekday: '0', day: '060' }],
    },
    {
      title: 'Groups by month',
      build: q =>
        q
          .select({ month: strftime('%Y-%m', o.placed), orders: count() })
          .from(o)
          .groupBy(strftime('%Y-%m', o.placed))
          .orderBy(strftime('%Y-%m', o.placed)),
      text: 'SELECT strftime(?, "o"."placed") AS "month", count(*) AS "orders" FROM "orders" AS "o" GROUP BY strftime(?, "o"."placed") ORDER BY strftime(?, "o"."placed")',
      result: [
        { month: '2026-01', orders: 2 },
        { month: '2026-02', orders: 2 },
        { month: '2026-03', orders: 1 },
      ],
    },
    {
      title: 'Days between two moments',
      build: q =>
        q.select({
          days: julianDay('2026-03-01').minus(julianDay('2026-02-01')),
          span: timeDiff('2026-03-01', '2026-01-05 12:00'),
        }),
      text: 'SELECT julianday(?) - julianday(?) AS "days", timediff(?, ?) AS "span"',
      result: [{ days: 28, span: '+0000-01-23 12:00:00.000' }],
    },
    {
      title: 'Seconds since 1970',
      build: q => q.select({ seconds: unixEpoch('2026-01-05'), back: datetime(1767571200, 'unixepoch') }),
      text: 'SELECT unixepoch(?) AS "seconds", datetime(CAST(? AS INTEGER), ?) AS "back"',
      result: [{ seconds: 1767571200, back: '2026-01-05 00:00:00' }],
    },
    {
      title: 'Zones as hours',
      build: q => q.select({ there: datetime('2026-01-05 17:30', '-08:00'), utc: datetime('2026-01-05 17:30+02:00') }),
      text: 'SELECT datetime(?, ?) AS "there", datetime(?) AS "utc"',
      result: [{ there: '2026-01-05 09:30:00', utc: '2026-01-05 15:30:00' }],
    },
    {
      title: 'Now',
      note: 'Without a moment it is the one of the statement, in UTC.',
      build: q => q.select({ text: typeOf(datetime()), whole: typeOf(unixEpoch()), past: date().gt('2020-01-01') }),
      text: 'SELECT typeof(datetime(?)) AS "text", typeof(unixepoch(?)) AS "whole", date(?) > ? AS "past"',
      result: [{ text: 'text', whole: 'integer', past: 1 }],
    },
    {
      title: 'Dates of programs',
      note: 'Values of Temporal are bound as the text that SQLite compares.',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(o.placed.gte(Temporal.PlainDate.from('2026-02-14')))
          .orderBy(o.id),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE "o"."placed" >= ? ORDER BY "o"."id"',
      result: [{ id: 4 }, { id: 5 }],
    },
  ],
}
