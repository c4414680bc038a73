import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  age,
  atTimeZone,
  cast,
  clockTimestamp,
  currentDate,
  currentTime,
  currentTimestamp,
  dateBin,
  dateTrunc,
  extract,
  interval,
  justifyInterval,
  localTime,
  localTimestamp,
  makeDate,
  makeInterval,
  makeTime,
  makeTimestamp,
  now,
  overlapsInTime,
  statementTimestamp,
  toChar,
  toDate,
  toNumber,
  toTimestamp,
} from '@vantage-ts/postgres/sql'
import { k, o, type ShopQuery } from './shop.ts'
import { date, decimal, local, moment, span, time } from './values.ts'

export const moments: Chapter<ShopQuery> = {
  title: 'Moments and lengths of time',
  about: 'Units are words of the language, and values of Temporal are bound.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Conditions on days',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(o.placed.gte(date('2026-02-01')), o.placed.lt('2026-03-01'))
          .orderBy(o.id.asc()),
      text: 'SELECT "o"."id" FROM "orders" AS "o" WHERE ("o"."placed" >= $1::date) AND ("o"."placed" < $2) ORDER BY "o"."id" ASC',
      result: [{ id: 3 }, { id: 4 }],
    },
    {
      title: 'Parts of a day',
      build: q =>
        q
          .select({
            year: extract('year', o.placed),
            week: extract('week', o.placed),
            weekday: extract('isodow', o.placed),
            seconds: extract('epoch', o.placed),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT EXTRACT(year FROM "o"."placed") AS "year", EXTRACT(week FROM "o"."placed") AS "week", EXTRACT(isodow FROM "o"."placed") AS "weekday", EXTRACT(epoch FROM "o"."placed") AS "seconds" FROM "orders" AS "o" WHERE "o"."id" = $1::int8',
      result: [{ year: decimal('2026'), week: decimal('2'), weekday: decimal('1'), seconds: decimal('1767571200') }],
    },
    {
      title: 'The beginning of a unit',
      build: q =>
        q
          .select({ month: dateTrunc('month', o.placed), quarter: cast(dateTrunc('quarter', o.placed), 'date') })
          .from(o)
          .where(o.id.eq(4)),
      text: `SELECT date_trunc('month', "o"."placed") AS "month", CAST(date_trunc('quarter', "o"."placed") AS date) AS "quarter" FROM "orders" AS "o" WHERE "o"."id" = $1::int8`,
      result: [{ month: moment('2026-02-01T00:00:00Z'), quarter: date('2026-01-01') }],
    },
    {
      title: 'The beginning of a day in a zone',
      build: q =>
        q
          .select(k.id, { day: dateTrunc('day', k.at, 'Europe/Berlin') })
          .from(k)
          .where(k.id.eq(3)),
      text: `SELECT "k"."id", date_trunc('day', "k"."at", CAST($1 AS text)) AS "day" FROM "bookings" AS "k" WHERE "k"."id" = $2::int8`,
      result: [{ id: 3, day: moment('2026-01-31T23:00:00Z') }],
    },
    {
      title: 'Spans of one length',
      build: q =>
        q
          .select(k.id, { quarter: dateBin('15 minutes', k.at, moment('2026-01-01T00:00:00Z')) })
          .from(k)
          .orderBy(k.id.asc()),
      text: 'SELECT "k"."id", date_bin(CAST($1 AS interval), "k"."at", $2::timestamptz) AS "quarter" FROM "bookings" AS "k" ORDER BY "k"."id" ASC',
      result: [
        { id: 1, quarter: moment('2026-01-04T10:00:00Z') },
        { id: 2, quarter: moment('2026-01-05T10:45:00Z') },
        { id: 3, quarter: moment('2026-01-31T23:30:00Z') },
      ],
    },
    {
      title: 'Adding lengths of time',
      build: q =>
        q
          .select({
            due: o.placed.plus(interval('1 month 3 days')),
            before: o.placed.minus(makeInterval({ weeks: 1 })),
            later: o.placed.plus(cast(7, 'integer')),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT "o"."placed" + CAST($1 AS interval) AS "due", "o"."placed" - make_interval(weeks => 1) AS "before", "o"."placed" + CAST($2::int8 AS integer) AS "later" FROM "orders" AS "o" WHERE "o"."id" = $3::int8',
      result: [{ due: local('2026-02-08T00:00:00'), before: local('2025-12-29T00:00:00'), later: date('2026-01-12') }],
    },
    {
      title: 'A length of time from numbers',
      build: q =>
        q
          .select({
            length: makeInterval({ days: o.id, hours: 2, secs: 1.5 }),
            tidy: justifyInterval(interval('35 days 30 hours')),
          })
          .from(o)
          .where(o.id.eq(3)),
      text: 'SELECT make_interval(days => CAST("o"."id" AS integer), hours => 2, secs => $1::float8) AS "length", justify_interval(CAST($2 AS interval)) AS "tidy" FROM "orders" AS "o" WHERE "o"."id" = $3::int8',
      result: [{ length: span('P3DT2H1.5S'), tidy: span('P1M6DT6H') }],
    },
    {
      title: 'Between two moments',
      build: q =>
        q
          .select({ days: cast('2026-03-01', 'date').minus(o.placed), age: age(cast('2026-03-01', 'date'), o.placed) })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT CAST($1 AS date) - "o"."placed" AS "days", age(CAST($2 AS date), "o"."placed") AS "age" FROM "orders" AS "o" WHERE "o"."id" = $3::int8',
      result: [{ days: 55, age: span('P1M27D') }],
    },
    {
      title: 'Moments from numbers',
      build: q =>
        q.select({
          day: makeDate(2026, 11, 22),
          time: makeTime(14, 30, 1.5),
          clock: makeTimestamp(2026, 11, 22, 14, 0, 0),
          moment: toTimestamp(1795356000),
        }),
      text: 'SELECT make_date(2026, 11, 22) AS "day", make_time(14, 30, $1::float8) AS "time", make_timestamp(2026, 11, 22, 14, 0, $2::int8) AS "clock", to_timestamp($3::int8) AS "moment"',
      result: [
        {
          day: date('2026-11-22'),
          time: time('14:30:01.5'),
          clock: local('2026-11-22T14:00:00'),
          moment: moment('2026-11-22T14:00:00Z'),
        },
      ],
    },
    {
      title: 'To text and from text',
      build: q =>
        q
          .select({
            month: toChar(o.placed, 'YYYY-MM'),
            money: toChar(o.total, 'FM999.00'),
            day: toDate('22.11.2026', 'DD.MM.YYYY'),
            number: toNumber('1,210.50', '9,999.99'),
          })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT to_char("o"."placed", $1) AS "month", to_char("o"."total", $2) AS "money", to_date($3, $4) AS "day", to_number($5, $6) AS "number" FROM "orders" AS "o" WHERE "o"."id" = $7::int8',
      result: [{ month: '2026-01', money: '120.00', day: date('2026-11-22'), number: decimal('1210.5') }],
    },
    {
      title: 'Clocks of a zone',
      build: q =>
        q
          .select({
            local: atTimeZone(k.at, 'America/Los_Angeles'),
            back: atTimeZone(cast('2026-01-01 12:00', 'timestamp'), 'Asia/Tokyo'),
          })
          .from(k)
          .where(k.id.eq(1)),
      text: 'SELECT "k"."at" AT TIME ZONE $1 AS "local", CAST($2 AS timestamp) AT TIME ZONE $3 AS "back" FROM "bookings" AS "k" WHERE "k"."id" = $4::int8',
      result: [{ local: local('2026-01-04T02:07:30'), back: moment('2026-01-01T03:00:00Z') }],
    },
    {
      title: 'Now',
      build: q =>
        q.select({
          now: now().eq(currentTimestamp()),
          started: statementTimestamp().gte(now()),
          later: clockTimestamp().gte(statementTimestamp()),
          today: currentDate().eq(cast(now(), 'date')),
          local: localTimestamp().eq(cast(now(), 'timestamp')),
          time: cast(currentTime(), 'time').eq(localTime()),
        }),
      text: 'SELECT now() = CURRENT_TIMESTAMP AS "now", statement_timestamp() >= now() AS "started", clock_timestamp() >= statement_timestamp() AS "later", CURRENT_DATE = CAST(now() AS date) AS "today", LOCALTIMESTAMP = CAST(now() AS timestamp) AS "local", CAST(CURRENT_TIME AS time) = LOCALTIME AS "time"',
      result: [{ now: true, started: true, later: true, today: true, local: true, time: true }],
    },
    {
      title: 'Periods that share a moment',
      build: q =>
        q
          .select({
            shares: overlapsInTime(
              o.placed,
              interval('10 days'),
              cast('2026-01-10', 'date'),
              cast('2026-01-12', 'date'),
            ),
          })
          .from(o)
          .where(o.id.lte(2))
          .orderBy(o.id.asc()),
      text: 'SELECT (("o"."placed", CAST($1 AS interval)) OVERLAPS (CAST($2 AS date), CAST($3 AS date))) AS "shares" FROM "orders" AS "o" WHERE "o"."id" <= $4::int8 ORDER BY "o"."id" ASC',
      result: [{ shares: true }, { shares: false }],
    },
  ],
}
