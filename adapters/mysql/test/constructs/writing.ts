import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { defaultValue, sum } from '@vantage-ts/mysql/sql'
import { c, o, s, v, type ShopQuery } from './shop.ts'

export const writing: Chapter<ShopQuery> = {
  title: 'Writing',
  about: 'Rows are written only by statements that say which. What RETURNING gives is MariaDB’s alone.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Rows by column',
      build: q => q.insertInto(v).values({ place: 'lab', count: 2 }, { place: 'attic', count: defaultValue() }),
      text: 'INSERT INTO `visits` (`place`, `count`) VALUES (?, ?), (?, DEFAULT)',
      result: 2,
    },
    {
      title: 'A row of what columns have by themselves',
      build: q => q.insertInto(v).defaultValues(),
      text: 'INSERT INTO `visits` () VALUES ()',
      result: 1,
    },
    {
      title: 'Rows of a statement',
      build: q =>
        q.insertInto(v).from(
          q
            .select({ place: s.room }, { count: sum(s.count) })
            .from(s)
            .groupBy(s.room),
          'place',
          'count',
        ),
      text: 'INSERT INTO `visits` (`place`, `count`) SELECT `s`.`room` AS `place`, sum(`s`.`count`) AS `count` FROM `stock` AS `s` GROUP BY `s`.`room`',
      result: 2,
    },
    {
      title: 'What becomes of a row that is there',
      note: 'It counts two for a row that was changed, as MySQL does.',
      build: q =>
        q
          .insertInto(s)
          .values({ product_id: 1, room: 'lab', count: 5 })
          .onDuplicateKeyUpdate(inserted => ({ count: s.count.plus(inserted.count) })),
      text: 'INSERT INTO `stock` (`product_id`, `room`, `count`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `count` = `stock`.`count` + VALUES(`count`)',
      result: 2,
    },
    {
      title: 'Rows that come back',
      build: q => q.insertInto(v).values({ place: 'lab' }).returning(v.place, { n: v.count }),
      text: 'INSERT INTO `visits` (`place`) VALUES (?) RETURNING `place`, `count` AS `n`',
      result: [{ place: 'lab', n: 1 }],
    },
    {
      title: 'Changed by a condition',
      build: q =>
        q
          .update(o)
          .set({ state: 'paid', total: o.total.plus(1) })
          .where(o.state.eq('open')),
      text: 'UPDATE `orders` SET `state` = ?, `total` = `orders`.`total` + ? WHERE `orders`.`state` = ?',
      result: 2,
    },
    {
      title: 'Changed by other rows',
      build: q => q.update(o).from(c).set({ total: c.level }).where(c.id.eq(o.client_id), o.id.lt(4)),
      text: 'UPDATE `orders`, `clients` AS `c` SET `orders`.`total` = `c`.`level` WHERE (`c`.`id` = `orders`.`client_id`) AND (`orders`.`id` < ?)',
      result: 3,
    },
    {
      title: 'Removed',
      build: q => q.deleteFrom(o).where(o.client_id.isNull()),
      text: 'DELETE FROM `orders` WHERE `orders`.`client_id` IS NULL',
      result: 1,
    },
    {
      title: 'Removed by other rows',
      build: q => q.deleteFrom(o).using(c).where(c.id.eq(o.client_id), c.name.eq('Doc')),
      text: 'DELETE FROM `orders` USING `orders`, `clients` AS `c` WHERE (`c`.`id` = `orders`.`client_id`) AND (`c`.`name` = ?)',
      result: 3,
    },
    {
      title: 'Removed rows that come back',
      build: q => q.deleteFrom(s).where(s.room.eq('attic')).returning(s.product_id),
      text: 'DELETE FROM `stock` WHERE `stock`.`room` = ? RETURNING `product_id`',
      result: [{ product_id: 2 }],
    },
    {
      title: 'All of them',
      build: q => q.deleteFrom(s).everything(),
      text: 'DELETE FROM `stock`',
      result: 3,
    },
  ],
}
