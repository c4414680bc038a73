import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { every, ifNull, iif, or, regexp, row, when } from '@vantage-ts/mysql/sql'
import { c, o, s, type ShopQuery } from './shop.ts'

export const reading: Chapter<ShopQuery> = {
  title: 'Reading',
  about: 'Columns, conditions, order and windows of rows.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Columns by their names, and expressions by names of their own',
      build: q =>
        q
          .select(c.id, c.name, { next: c.level.plus(1) })
          .from(c)
          .where(c.level.gt(2))
          .orderBy(c.id),
      text: 'SELECT `c`.`id`, `c`.`name`, `c`.`level` + ? AS `next` FROM `clients` AS `c` WHERE `c`.`level` > ? ORDER BY `c`.`id`',
      result: [
        { id: 1, name: 'Marty', next: 4n },
        { id: 2, name: 'Doc', next: 6n },
      ],
    },
    {
      title: 'Each value once',
      build: q => q.select(o.state).distinct().from(o).orderBy(o.state),
      text: 'SELECT DISTINCT `o`.`state` FROM `orders` AS `o` ORDER BY `o`.`state`',
      result: [{ state: 'open' }, { state: 'paid' }],
    },
    {
      title: 'Nulls first or last',
      note: 'MySQL has no words for it: a key before the key says it.',
      build: q => q.select(c.id, c.city).from(c).orderBy(c.city.asc().nullsLast(), c.id.desc()),
      text: 'SELECT `c`.`id`, `c`.`city` FROM `clients` AS `c` ORDER BY `c`.`city` IS NULL, `c`.`city` ASC, `c`.`id` DESC',
      result: [
        { id: 2, city: 'Hill Valley' },
        { id: 1, city: 'Hill Valley' },
        { id: 4, city: 'Oakland' },
        { id: 3, city: null },
      ],
    },
    {
      title: 'A part of the rows',
      build: q => q.select(o.id).from(o).orderBy(o.total.desc()).limit(2).offset(1),
      text: 'SELECT `o`.`id` FROM `orders` AS `o` ORDER BY `o`.`total` DESC LIMIT ? OFFSET ?',
      result: [{ id: 1 }, { id: 3 }],
    },
    {
      title: 'All rows from one on',
      build: q => q.select(o.id).from(o).orderBy(o.id).offset(4),
      text: 'SELECT `o`.`id` FROM `orders` AS `o` ORDER BY `o`.`id` LIMIT 18446744073709551615 OFFSET ?',
      result: [{ id: 5 }, { id: 6 }],
    },
    {
      title: 'All columns',
      build: q => q.select(every(s)).from(s).where(s.room.eq('attic')),
      text: 'SELECT `s`.* FROM `stock` AS `s` WHERE `s`.`room` = ?',
      result: [{ product_id: 2, room: 'attic', count: 1 }],
    },
    {
      title: 'Rows that are written down',
      build: q => {
        const codes = q.values(['a', 1], ['b', 2]).asRows('codes', ['code', 'size'])
        return q.select(codes.code).from(codes).where(codes.size.gt(1))
      },
      text: 'SELECT `codes`.`code` FROM (WITH `codes` (`code`, `size`) AS (SELECT ?, ? UNION ALL SELECT ?, ?) SELECT * FROM `codes`) AS `codes` WHERE `codes`.`size` > ?',
      result: [{ code: 'b' }],
    },
    {
      title: 'Null is equal to null',
      build: q => q.select(c.id).from(c).where(c.city.isNotDistinctFrom(null)),
      text: 'SELECT `c`.`id` FROM `clients` AS `c` WHERE `c`.`city` <=> NULL',
      result: [{ id: 3 }],
    },
    {
      title: 'Null differs from a value',
      build: q => q.select(c.id).from(c).where(c.city.isDistinctFrom('Oakland')).orderBy(c.id),
      text: 'SELECT `c`.`id` FROM `clients` AS `c` WHERE NOT (`c`.`city` <=> ?) ORDER BY `c`.`id`',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }],
    },
    {
      title: 'One of several, a range, a pattern',
      build: q =>
        q
          .select(c.id)
          .from(c)
          .where(or(c.id.in([1, 3]), c.level.between(5, 9), c.name.like('J%')))
          .orderBy(c.id),
      text: 'SELECT `c`.`id` FROM `clients` AS `c` WHERE (`c`.`id` IN (?, ?)) OR (`c`.`level` BETWEEN ? AND ?) OR (`c`.`name` LIKE ?) ORDER BY `c`.`id`',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
    },
    {
      title: 'Rows compared from left to right',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .where(row(o.state, o.total).gt(row('paid', 50)))
          .orderBy(o.id),
      text: 'SELECT `o`.`id` FROM `orders` AS `o` WHERE (`o`.`state`, `o`.`total`) > (?, ?) ORDER BY `o`.`id`',
      result: [{ id: 1 }, { id: 5 }],
    },
    {
      title: 'A regular expression',
      build: q => q.select(c.name).from(c).where(regexp(c.name, '^[DM].*[cy]$')).orderBy(c.name),
      text: 'SELECT `c`.`name` FROM `clients` AS `c` WHERE `c`.`name` REGEXP ? ORDER BY `c`.`name`',
      result: [{ name: 'Doc' }, { name: 'Marty' }],
    },
    {
      title: 'A branch',
      build: q =>
        q
          .select(c.name, { rank: when(c.level.gte(5), 'gold').when(c.level.gte(3), 'silver').otherwise('plain') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT `c`.`name`, CASE WHEN `c`.`level` >= ? THEN ? WHEN `c`.`level` >= ? THEN ? ELSE ? END AS `rank` FROM `clients` AS `c` ORDER BY `c`.`id`',
      result: [
        { name: 'Marty', rank: 'silver' },
        { name: 'Doc', rank: 'gold' },
        { name: 'Biff', rank: 'plain' },
        { name: 'Jennifer', rank: 'plain' },
      ],
    },
    {
      title: 'One of two',
      build: q =>
        q
          .select(c.name, { home: iif(c.city.eq('Hill Valley'), 'here', 'away') }, { city: ifNull(c.city, 'nowhere') })
          .from(c)
          .orderBy(c.id),
      text: 'SELECT `c`.`name`, if(`c`.`city` = ?, ?, ?) AS `home`, ifnull(`c`.`city`, ?) AS `city` FROM `clients` AS `c` ORDER BY `c`.`id`',
      result: [
        { name: 'Marty', home: 'here', city: 'Hill Valley' },
        { name: 'Doc', home: 'here', city: 'Hill Valley' },
        { name: 'Biff', home: 'away', city: 'nowhere' },
        { name: 'Jennifer', home: 'away', city: 'Oakland' },
      ],
    },
    {
      title: 'Rows held until the transaction ends',
      build: q => q.select(o.id).from(o).where(o.state.eq('open')).orderBy(o.id).forUpdate({ skipLocked: true }),
      text: 'SELECT `o`.`id` FROM `orders` AS `o` WHERE `o`.`state` = ? ORDER BY `o`.`id` FOR UPDATE SKIP LOCKED',
      result: [{ id: 3 }, { id: 4 }],
    },
    {
      title: 'Rows kept as they are',
      build: q => q.select(o.id).from(o).where(o.id.eq(1)).forShare(),
      text: 'SELECT `o`.`id` FROM `orders` AS `o` WHERE `o`.`id` = ? LOCK IN SHARE MODE',
      result: [{ id: 1 }],
    },
  ],
}
