import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { resultColumn } from '@vantage-ts/mysql/sql'
import { c, e, o, type ShopQuery } from './shop.ts'

export const combining: Chapter<ShopQuery> = {
  title: 'Combining',
  about: 'Rows of several statements as one.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Each once, or all',
      build: q =>
        q
          .select({ n: c.name })
          .from(c)
          .where(c.id.eq(1))
          .union(q.select({ n: e.name }).from(e).where(e.id.eq(1)))
          .orderBy(resultColumn('n')),
      text: 'SELECT `c`.`name` AS `n` FROM `clients` AS `c` WHERE `c`.`id` = ? UNION SELECT `e`.`name` AS `n` FROM `employees` AS `e` WHERE `e`.`id` = ? ORDER BY `n`',
      result: [{ n: 'Emmett' }, { n: 'Marty' }],
    },
    {
      title: 'Rows that both give',
      build: q => q.select(c.id).from(c).intersect(q.select(o.client_id).from(o)).orderBy(resultColumn('id')),
      text: 'SELECT `c`.`id` FROM `clients` AS `c` INTERSECT SELECT `o`.`client_id` FROM `orders` AS `o` ORDER BY `id`',
      result: [{ id: 1 }, { id: 2 }, { id: 3 }],
    },
    {
      title: 'Rows that the other does not give',
      build: q => q.select(c.id).from(c).except(q.select(o.client_id).from(o)),
      text: 'SELECT `c`.`id` FROM `clients` AS `c` EXCEPT SELECT `o`.`client_id` FROM `orders` AS `o`',
      result: [{ id: 4 }],
    },
    {
      title: 'Parts with an order of their own',
      build: q =>
        q
          .select(o.id)
          .from(o)
          .orderBy(o.total.desc())
          .limit(1)
          .unionAll(q.select(o.id).from(o).orderBy(o.total).limit(1)),
      text: '(SELECT `o`.`id` FROM `orders` AS `o` ORDER BY `o`.`total` DESC LIMIT ?) UNION ALL (SELECT `o`.`id` FROM `orders` AS `o` ORDER BY `o`.`total` LIMIT ?)',
      result: [{ id: 5 }, { id: 6 }],
    },
  ],
}
