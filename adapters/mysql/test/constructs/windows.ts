import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { firstValue, lag, ntile, rank, rowNumber, sum, window } from '@vantage-ts/mysql/sql'
import { o, type ShopQuery } from './shop.ts'
import { decimal } from './values.ts'

export const windows: Chapter<ShopQuery> = {
  title: 'Windows',
  about: 'Functions over rows around each row.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Numbers and ranks',
      build: q =>
        q
          .select(
            o.id,
            { n: rowNumber().over(window().orderBy(o.total)) },
            { r: rank().over(window().partitionBy(o.state).orderBy(o.total.desc())) },
          )
          .from(o)
          .orderBy(o.id),
      text: 'SELECT `o`.`id`, row_number() OVER (ORDER BY `o`.`total`) AS `n`, rank() OVER (PARTITION BY `o`.`state` ORDER BY `o`.`total` DESC) AS `r` FROM `orders` AS `o` ORDER BY `o`.`id`',
      result: [
        { id: 1, n: 5n, r: 2n },
        { id: 2, n: 3n, r: 3n },
        { id: 3, n: 4n, r: 1n },
        { id: 4, n: 2n, r: 2n },
        { id: 5, n: 6n, r: 1n },
        { id: 6, n: 1n, r: 4n },
      ],
    },
    {
      title: 'A running sum',
      build: q =>
        q
          .select(o.id, { so_far: sum(o.total).over(window().orderBy(o.id).rows('unbounded preceding')) })
          .from(o)
          .orderBy(o.id)
          .limit(3),
      text: 'SELECT `o`.`id`, sum(`o`.`total`) OVER (ORDER BY `o`.`id` ROWS UNBOUNDED PRECEDING) AS `so_far` FROM `orders` AS `o` ORDER BY `o`.`id` LIMIT ?',
      result: [
        { id: 1, so_far: decimal('120') },
        { id: 2, so_far: decimal('170') },
        { id: 3, so_far: decimal('240') },
      ],
    },
    {
      title: 'The row before',
      build: q =>
        q
          .select(o.id, { before: lag(o.total).over(window().orderBy(o.id)) })
          .from(o)
          .orderBy(o.id)
          .limit(2),
      text: 'SELECT `o`.`id`, lag(`o`.`total`) OVER (ORDER BY `o`.`id`) AS `before` FROM `orders` AS `o` ORDER BY `o`.`id` LIMIT ?',
      result: [
        { id: 1, before: null },
        { id: 2, before: 120 },
      ],
    },
    {
      title: 'A window under a name',
      build: q =>
        q
          .select(o.id, { share: firstValue(o.total).over('w') }, { half: ntile(2).over('w') })
          .from(o)
          .window('w', window().partitionBy(o.state).orderBy(o.id))
          .orderBy(o.id)
          .limit(3),
      text: 'SELECT `o`.`id`, first_value(`o`.`total`) OVER `w` AS `share`, ntile(2) OVER `w` AS `half` FROM `orders` AS `o` WINDOW `w` AS (PARTITION BY `o`.`state` ORDER BY `o`.`id`) ORDER BY `o`.`id` LIMIT ?',
      result: [
        { id: 1, share: 120, half: 1n },
        { id: 2, share: 120, half: 1n },
        { id: 3, share: 70, half: 1n },
      ],
    },
  ],
}
