import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { match } from '@vantage-ts/mysql/sql'
import { p, type ShopQuery } from './shop.ts'

export const search: Chapter<ShopQuery> = {
  title: 'Full text',
  about: 'Columns of a full-text index are asked together.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Words',
      build: q => q.select(p.id).from(p).where(match(p.name, p.about).against('travelling')).orderBy(p.id),
      text: 'SELECT `p`.`id` FROM `products` AS `p` WHERE MATCH (`p`.`name`, `p`.`about`) AGAINST (?) ORDER BY `p`.`id`',
      result: [{ id: 1 }, { id: 3 }],
    },
    {
      title: 'With operators',
      build: q => q.select(p.id).from(p).where(match(p.name, p.about).against('+travelling -past', 'boolean')),
      text: 'SELECT `p`.`id` FROM `products` AS `p` WHERE MATCH (`p`.`name`, `p`.`about`) AGAINST (? IN BOOLEAN MODE)',
      result: [{ id: 1 }],
    },
    {
      title: 'The best first',
      build: q => q.select(p.name).from(p).orderBy(match(p.name, p.about).against('board wheels').desc()).limit(1),
      text: 'SELECT `p`.`name` FROM `products` AS `p` ORDER BY MATCH (`p`.`name`, `p`.`about`) AGAINST (?) DESC LIMIT ?',
      result: [{ name: 'Hoverboard' }],
    },
  ],
}
