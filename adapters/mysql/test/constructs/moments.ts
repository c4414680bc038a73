import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  dateAdd,
  dateDiff,
  dateFormat,
  dateSub,
  extract,
  fromUnixtime,
  lastDay,
  month,
  strToDate,
  sum,
  timestampDiff,
  unixTimestamp,
  weekday,
  year,
} from '@vantage-ts/mysql/sql'
import { o, type ShopQuery } from './shop.ts'
import { decimal, date, local } from './values.ts'

export const moments: Chapter<ShopQuery> = {
  title: 'Dates and times',
  about: 'Sessions are in UTC.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Parts',
      build: q =>
        q
          .select(
            { y: year(o.placed) },
            { m: month(o.placed) },
            { d: extract('day', o.placed) },
            { w: weekday(o.placed) },
          )
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT year(`o`.`placed`) AS `y`, month(`o`.`placed`) AS `m`, extract(DAY FROM `o`.`placed`) AS `d`, weekday(`o`.`placed`) AS `w` FROM `orders` AS `o` WHERE `o`.`id` = ?',
      result: [{ y: 2026, m: 1, d: 5, w: 0 }],
    },
    {
      title: 'Moved',
      build: q =>
        q
          .select(
            { later: dateAdd(o.placed, 3, 'day') },
            { earlier: dateSub(o.placed, 1, 'month') },
            { last: lastDay(o.placed) },
          )
          .from(o)
          .where(o.id.eq(2)),
      text: 'SELECT date_add(`o`.`placed`, INTERVAL ? DAY) AS `later`, date_sub(`o`.`placed`, INTERVAL ? MONTH) AS `earlier`, last_day(`o`.`placed`) AS `last` FROM `orders` AS `o` WHERE `o`.`id` = ?',
      result: [{ later: date('2026-01-23'), earlier: date('2025-12-20'), last: date('2026-01-31') }],
    },
    {
      title: 'Between two',
      build: q =>
        q
          .select(
            { days: dateDiff('2026-03-01', o.placed) },
            { months: timestampDiff('month', o.placed, '2026-03-01') },
          )
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT datediff(?, `o`.`placed`) AS `days`, timestampdiff(MONTH, `o`.`placed`, ?) AS `months` FROM `orders` AS `o` WHERE `o`.`id` = ?',
      result: [{ days: 55, months: 1n }],
    },
    {
      title: 'As text, and from text',
      build: q =>
        q
          .select({ month: dateFormat(o.placed, '%Y-%m') }, { day: strToDate('5.1.2026', '%d.%m.%Y') })
          .from(o)
          .where(o.id.eq(1)),
      text: 'SELECT date_format(`o`.`placed`, ?) AS `month`, str_to_date(?, ?) AS `day` FROM `orders` AS `o` WHERE `o`.`id` = ?',
      result: [{ month: '2026-01', day: date('2026-01-05') }],
    },
    {
      title: 'By month',
      build: q =>
        q
          .select({ month: month(o.placed) }, { sum: sum(o.total) })
          .from(o)
          .groupBy(month(o.placed))
          .orderBy(month(o.placed)),
      text: 'SELECT month(`o`.`placed`) AS `month`, sum(`o`.`total`) AS `sum` FROM `orders` AS `o` GROUP BY month(`o`.`placed`) ORDER BY month(`o`.`placed`)',
      result: [
        { month: 1, sum: decimal('170') },
        { month: 2, sum: decimal('100') },
        { month: 3, sum: decimal('230') },
      ],
    },
    {
      title: 'Seconds since 1970',
      build: q => q.select({ s: unixTimestamp('2026-01-05 00:00:01') }, { m: fromUnixtime(1) }),
      text: 'SELECT unix_timestamp(?) AS `s`, from_unixtime(?) AS `m`',
      result: [{ s: 1767571201n, m: local('1970-01-01T00:00:01') }],
    },
  ],
}
