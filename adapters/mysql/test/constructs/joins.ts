import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { count, cte, exists, max, recursive, sum, table, value } from '@vantage-ts/mysql/sql'
import { c, e, m, o, s, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const joins: Chapter<ShopQuery> = {
  title: 'Joins and sub-queries',
  about: 'Tables side by side, and statements inside others. There is no FULL JOIN.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Inner and left joins',
      build: q =>
        q
          .select(c.name, { orders: count(o.id) })
          .from(c)
          .leftJoin(o, o.client_id.eq(c.id))
          .groupBy(c.id, c.name)
          .orderBy(c.id),
      text: 'SELECT `c`.`name`, count(`o`.`id`) AS `orders` FROM `clients` AS `c` LEFT JOIN `orders` AS `o` ON `o`.`client_id` = `c`.`id` GROUP BY `c`.`id`, `c`.`name` ORDER BY `c`.`id`',
      result: [
        { name: 'Marty', orders: 1n },
        { name: 'Doc', orders: 3n },
        { name: 'Biff', orders: 1n },
        { name: 'Jennifer', orders: 0n },
      ],
    },
    {
      title: 'A right join',
      build: q => q.select(o.id, c.name).from(c).rightJoin(o, o.client_id.eq(c.id)).where(c.id.isNull()),
      text: 'SELECT `o`.`id`, `c`.`name` FROM `clients` AS `c` RIGHT JOIN `orders` AS `o` ON `o`.`client_id` = `c`.`id` WHERE `c`.`id` IS NULL',
      result: [{ id: 6, name: null }],
    },
    {
      title: 'Every row with every other',
      build: q => q.select({ pairs: count() }).from(c).crossJoin(s),
      text: 'SELECT count(*) AS `pairs` FROM `clients` AS `c` CROSS JOIN `stock` AS `s`',
      result: [{ pairs: 12n }],
    },
    {
      title: 'By columns of one name',
      build: q => {
        const t = table('stock', { as: 't', columns: ['product_id', 'room', 'count'] })
        return q.select({ n: count() }).from(s).joinUsing(t, 'product_id')
      },
      text: 'SELECT count(*) AS `n` FROM `stock` AS `s` JOIN `stock` AS `t` USING (`product_id`)',
      result: [{ n: 5n }],
    },
    {
      title: 'Rows that have others',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(
            exists(
              q
                .select({ one: value(1) })
                .from(o)
                .where(o.client_id.eq(c.id), o.state.eq('open')),
            ),
          )
          .orderBy(c.name),
      text: 'SELECT `c`.`name` FROM `clients` AS `c` WHERE EXISTS (SELECT ? AS `one` FROM `orders` AS `o` WHERE (`o`.`client_id` = `c`.`id`) AND (`o`.`state` = ?)) ORDER BY `c`.`name`',
      result: [{ name: 'Biff' }, { name: 'Doc' }],
    },
    {
      title: 'Values of another statement',
      build: q =>
        q
          .select(c.name)
          .from(c)
          .where(c.id.notIn(q.select(o.client_id).from(o).where(o.client_id.isNotNull()))),
      text: 'SELECT `c`.`name` FROM `clients` AS `c` WHERE `c`.`id` NOT IN (SELECT `o`.`client_id` FROM `orders` AS `o` WHERE `o`.`client_id` IS NOT NULL)',
      result: [{ name: 'Jennifer' }],
    },
    {
      title: 'A statement as a value',
      build: q =>
        q
          .select(c.name, { spent: q.select(sum(o.total)).from(o).where(o.client_id.eq(c.id)) })
          .from(c)
          .where(c.id.lt(3))
          .orderBy(c.id),
      text: 'SELECT `c`.`name`, (SELECT sum(`o`.`total`) FROM `orders` AS `o` WHERE `o`.`client_id` = `c`.`id`) AS `spent` FROM `clients` AS `c` WHERE `c`.`id` < ? ORDER BY `c`.`id`',
      result: [
        { name: 'Marty', spent: decimal('120') },
        { name: 'Doc', spent: decimal('340') },
      ],
    },
    {
      title: 'A statement as rows',
      build: q => {
        const t = q
          .select(o.client_id, { spent: sum(o.total) })
          .from(o)
          .groupBy(o.client_id)
          .as('t')
        return q.select(c.name, t.spent).from(t).join(c, c.id.eq(t.client_id)).orderBy(t.spent.desc()).limit(1)
      },
      text: 'SELECT `c`.`name`, `t`.`spent` FROM (SELECT `o`.`client_id`, sum(`o`.`total`) AS `spent` FROM `orders` AS `o` GROUP BY `o`.`client_id`) AS `t` JOIN `clients` AS `c` ON `c`.`id` = `t`.`client_id` ORDER BY `t`.`spent` DESC LIMIT ?',
      result: [{ name: 'Doc', spent: decimal('340') }],
    },
    {
      title: 'A named statement, read twice',
      build: q => {
        const t = cte('t', q.select(o.state, { n: count() }).from(o).groupBy(o.state))
        return q
          .with(t)
          .select(t.state, t.n)
          .from(t)
          .where(t.n.eq(q.select(max(t.n)).from(t)))
      },
      text: 'WITH `t` AS (SELECT `o`.`state`, count(*) AS `n` FROM `orders` AS `o` GROUP BY `o`.`state`) SELECT `t`.`state`, `t`.`n` FROM `t` WHERE `t`.`n` = (SELECT max(`t`.`n`) FROM `t`)',
      result: [{ state: 'paid', n: 4n }],
    },
    {
      title: 'A statement that reads its own rows',
      build: q => {
        const tree = recursive('tree', ['id', 'depth'], rows =>
          q
            .select(e.id, { depth: value(1) })
            .from(e)
            .where(e.manager_id.isNull())
            .unionAll(
              q
                .select(m.id, { depth: rows.depth.plus(1) })
                .from(m)
                .join(rows, m.manager_id.eq(rows.id)),
            ),
        )
        return q.with(tree).select(tree.id, tree.depth).from(tree).orderBy(tree.id)
      },
      text: 'WITH RECURSIVE `tree` (`id`, `depth`) AS (SELECT `e`.`id`, ? AS `depth` FROM `employees` AS `e` WHERE `e`.`manager_id` IS NULL UNION ALL SELECT `m`.`id`, `tree`.`depth` + ? AS `depth` FROM `employees` AS `m` JOIN `tree` ON `m`.`manager_id` = `tree`.`id`) SELECT `tree`.`id`, `tree`.`depth` FROM `tree` ORDER BY `tree`.`id`',
      result: [
        { id: 1, depth: 1n },
        { id: 2, depth: 2n },
        { id: 3, depth: 2n },
        { id: 4, depth: 3n },
        { id: 5, depth: 3n },
      ],
    },
  ],
}
