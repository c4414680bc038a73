import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { array, count, field, math, time } from '@vantage-ts/surrealdb/ql'
import { b, type GraphQuery, g, p } from './graph.ts'

export const grouping: Chapter<GraphQuery> = {
  title: 'Groups',
  about: 'Functions of arrays and numbers are over the rows of a group where they stand in a select with groups.',
  file: import.meta.url,
  constructs: [
    {
      title: 'By a field',
      build: q =>
        q
          .select(p.city, { people: count(), oldest: math.max(p.age) })
          .from(p)
          .groupBy(p.city)
          .orderBy(p.city.asc()),
      text: 'SELECT city, count() AS people, math::max(age) AS oldest FROM person GROUP BY city ORDER BY city ASC',
      result: [
        { city: null, oldest: 35, people: 1 },
        { city: 'Oslo', oldest: 31, people: 2 },
        { city: 'Rome', oldest: 40, people: 1 },
      ],
    },
    {
      title: 'All rows as one group',
      build: q =>
        q
          .select({ people: count(), mean: math.mean(p.age) })
          .from(p)
          .groupAll(),
      text: 'SELECT count() AS people, math::mean(age) AS mean FROM person GROUP ALL',
      result: [{ mean: 32, people: 4 }],
    },
    {
      title: 'By what is computed',
      build: q =>
        q
          .select({ month: time.group(b.at, 'month'), pieces: math.sum(b.count) })
          .from(b)
          .groupBy(field('month'))
          .orderBy(field('month').asc()),
      text: 'SELECT time::group(`at`, $_0) AS month, math::sum(`count`) AS pieces FROM buys GROUP BY month ORDER BY month ASC',
      result: [
        { month: '2025-01-01T00:00:00.000Z', pieces: 3 },
        { month: '2025-02-01T00:00:00.000Z', pieces: 8 },
        { month: '2025-03-01T00:00:00.000Z', pieces: 3 },
      ],
    },
    {
      title: 'By two fields',
      build: q =>
        q
          .select({ who: b.in.get('name'), year: time.year(b.at), n: count() })
          .from(b)
          .groupBy(field('who'), field('year'))
          .orderBy(field('who').asc()),
      text: 'SELECT `in`.name AS who, time::year(`at`) AS year, count() AS n FROM buys GROUP BY who, year ORDER BY who ASC',
      result: [
        { n: 2, who: 'Ann', year: 2025 },
        { n: 1, who: 'Bob', year: 2025 },
        { n: 2, who: 'Cy', year: 2025 },
      ],
    },
    {
      title: 'How many meet a condition',
      build: q =>
        q
          .select({ grown: count(p.age.gte(30)), all: count() })
          .from(p)
          .groupAll(),
      text: 'SELECT count(age >= $_0) AS grown, count() AS `all` FROM person GROUP ALL',
      result: [{ all: 4, grown: 3 }],
    },
    {
      title: 'The values of a group',
      build: q =>
        q
          .select(p.city, { names: array.sort(array.group(p.name)) })
          .from(p)
          .groupBy(p.city)
          .orderBy(p.city.asc()),
      text: 'SELECT city, array::sort(array::group(name)) AS names FROM person GROUP BY city ORDER BY city ASC',
      result: [
        { city: null, names: ['dee'] },
        { city: 'Oslo', names: ['Ann', 'Cy'] },
        { city: 'Rome', names: ['Bob'] },
      ],
    },
    {
      title: 'Groups that meet a condition',
      build: q =>
        q
          .select()
          .from(q.select(p.city, { n: count() }).from(p).groupBy(p.city))
          .where(field('n').gt(1)),
      text: 'SELECT * FROM (SELECT city, count() AS n FROM person GROUP BY city) WHERE n > $_0',
      result: [{ city: 'Oslo', n: 2 }],
      note: 'SurrealQL has no HAVING: a select around it does the same.',
    },
    {
      title: 'A row for every item',
      build: q => q.select(g.name, g.tags).from(g).split(g.tags).orderBy(g.name.asc(), g.tags.asc()),
      text: 'SELECT name, tags FROM product SPLIT tags ORDER BY name ASC, tags ASC',
      result: [
        { name: 'Ink', tags: 'art' },
        { name: 'Ink', tags: 'office' },
        { name: 'Red pen', tags: 'office' },
        { name: 'Sketch pad', tags: 'art' },
      ],
    },
    {
      title: 'Groups by items',
      build: q =>
        q
          .select(field('tags'), { n: count() })
          .from(q.select(g.tags).from(g).split(g.tags))
          .groupBy(field('tags'))
          .orderBy(field('tags').asc()),
      text: 'SELECT tags, count() AS n FROM (SELECT tags FROM product SPLIT tags) GROUP BY tags ORDER BY tags ASC',
      result: [
        { n: 2, tags: 'art' },
        { n: 2, tags: 'office' },
      ],
    },
    {
      title: 'Statistics',
      build: q =>
        q
          .select({ median: math.median(p.age), deviation: math.stddev(p.age), last: time.max(p.joined) })
          .from(p)
          .groupAll(),
      text: 'SELECT math::median(age) AS median, math::stddev(age) AS deviation, time::max(joined) AS last FROM person GROUP ALL',
      result: [{ deviation: 7.615773105863909, last: '2025-03-11T00:00:00.000Z', median: 33 }],
    },
  ],
}
