import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  bitOrAgg,
  count,
  groupConcat,
  jsonArrayAgg,
  jsonObjectAgg,
  max,
  round,
  stddevPop,
  sum,
  varSamp,
  when,
} from '@vantage-ts/mysql/sql'
import { c, o, s, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const groups: Chapter<ShopQuery> = {
  title: 'Groups',
  about: 'Aggregates over rows.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Counts, sums and extremes',
      build: q =>
        q
          .select(o.state, { n: count() }, { sum: sum(o.total) }, { most: max(o.total) })
          .from(o)
          .groupBy(o.state)
          .having(count().gt(1))
          .orderBy(o.state),
      text: 'SELECT `o`.`state`, count(*) AS `n`, sum(`o`.`total`) AS `sum`, max(`o`.`total`) AS `most` FROM `orders` AS `o` GROUP BY `o`.`state` HAVING count(*) > ? ORDER BY `o`.`state`',
      result: [
        { state: 'open', n: 2n, sum: decimal('100'), most: 70 },
        { state: 'paid', n: 4n, sum: decimal('400'), most: 220 },
      ],
    },
    {
      title: 'Different values',
      build: q => q.select({ n: count(o.client_id).distinct() }).from(o),
      text: 'SELECT count(DISTINCT `o`.`client_id`) AS `n` FROM `orders` AS `o`',
      result: [{ n: 3n }],
    },
    {
      title: 'Only some rows',
      note: 'A branch stands in the place of FILTER, which MySQL lacks.',
      build: q => q.select({ paid: sum(when(o.state.eq('paid'), o.total).otherwise(0)) }).from(o),
      text: 'SELECT sum(CASE WHEN `o`.`state` = ? THEN `o`.`total` ELSE ? END) AS `paid` FROM `orders` AS `o`',
      result: [{ paid: decimal('400') }],
    },
    {
      title: 'Texts together, in an order',
      build: q => q.select({ names: groupConcat(c.name).orderBy(c.name.desc()) }).from(c),
      text: 'SELECT group_concat(`c`.`name` ORDER BY `c`.`name` DESC) AS `names` FROM `clients` AS `c`',
      result: [{ names: 'Marty,Jennifer,Doc,Biff' }],
    },
    {
      title: 'As JSON',
      build: q =>
        q
          .select({ list: jsonArrayAgg(s.count) }, { byRoom: jsonObjectAgg(s.room, s.count) })
          .from(s)
          .where(s.product_id.eq(2)),
      text: 'SELECT json_arrayagg(`s`.`count`) AS `list`, json_objectagg(`s`.`room`, `s`.`count`) AS `byRoom` FROM `stock` AS `s` WHERE `s`.`product_id` = ?',
      result: [{ list: '[1,7]', byRoom: '{"attic":1, "lab":7}' }],
    },
    {
      title: 'How far values are spread',
      build: q => q.select({ s: round(stddevPop(o.total), 2) }, { v: round(varSamp(o.total), 2) }).from(o),
      text: 'SELECT round(stddev_pop(`o`.`total`), ?) AS `s`, round(var_samp(`o`.`total`), ?) AS `v` FROM `orders` AS `o`',
      result: [{ s: 70.16, v: 5906.67 }],
    },
    {
      title: 'Bits of all',
      build: q => q.select({ all: bitOrAgg(c.level) }).from(c),
      text: 'SELECT bit_or(`c`.`level`) AS `all` FROM `clients` AS `c`',
      result: [{ all: 7n }],
    },
  ],
}
