import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Temporal } from '@vantage-ts/core'
import { all, field, none, parent, range, record, self, value } from '@vantage-ts/surrealdb/ql'
import { b, g, type GraphQuery, p } from './graph.ts'

// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.
export const reading: Chapter<GraphQuery> = {
  title: 'Reading',
  about: 'A select says what it gives, then where that comes from. It needs `from()`; clauses may come in any order.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Fields and conditions',
      build: q => q.select(p.name, { years: p.age }).from(p).where(p.age.gt(30)).orderBy(p.name.asc()),
      text: 'SELECT name, age AS years FROM person WHERE age > $_0 ORDER BY name ASC',
      result: [
        { name: 'Ann', years: 31 },
        { name: 'Bob', years: 40 },
        { name: 'dee', years: 35 },
      ],
    },
    {
      title: 'All fields',
      build: q => q.select().from(record('product', 1)),
      text: 'SELECT * FROM product:1',
      result: [{ id: 'product:1', name: 'Red pen', price: 2, tags: ['office'] }],
    },
    {
      title: 'All fields and more',
      build: q =>
        q
          .select(all, { tax: g.price.mul(0.25) })
          .from(g)
          .where(g.price.gte(5))
          .orderBy(g.price.asc()),
      text: 'SELECT *, price * $_0 AS tax FROM product WHERE price >= $_1 ORDER BY price ASC',
      result: [
        { id: 'product:2', name: 'Ink', price: 5, tags: ['office', 'art'], tax: 1.25 },
        { id: 'product:3', name: 'Sketch pad', price: 9, tags: ['art'], tax: 2.25 },
      ],
    },
    {
      title: 'All but some fields',
      build: q => q.select().omit(p.joined, p.address, p.tags).from(p).where(p.city.eq('Oslo')),
      text: 'SELECT * OMIT joined, address, tags FROM person WHERE city = $_0',
      result: [
        { age: 31, city: 'Oslo', id: 'person:ann', name: 'Ann' },
        { age: 22, city: 'Oslo', id: 'person:cy', name: 'Cy' },
      ],
    },
    {
      title: 'One value of each row',
      build: q => q.selectValue(p.name).from(p).orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person ORDER BY name ASC',
      result: ['Ann', 'Bob', 'Cy', 'dee'],
    },
    {
      title: 'An object of each row',
      build: q => q.selectValue({ who: p.name, lives: { in: p.city } }).from(record('person', 'ann')),
      text: 'SELECT VALUE { who: name, lives: { `in`: city } } FROM person:ann',
      result: [{ lives: { in: 'Oslo' }, who: 'Ann' }],
    },
    {
      title: 'One record, not in an array',
      build: q => q.select(p.name, p.age).from(record('person', 'ann')).only(),
      text: 'SELECT name, age FROM ONLY person:ann',
      result: { age: 31, name: 'Ann' },
    },
    {
      title: 'One value of one record',
      build: q => q.selectValue(p.age).from(record('person', 'bob')).only(),
      text: 'SELECT VALUE age FROM ONLY person:bob',
      result: 40,
    },
    {
      title: 'Fields of an object',
      build: q => q.select(p.address.get('zip'), { street: field('address', 'street') }).from(record('person', 'ann')),
      text: 'SELECT address.zip, address.street AS street FROM person:ann',
      result: [{ address: { zip: '0150' }, street: 'Elm 1' }],
    },
    {
      title: 'Several tables',
      build: q =>
        q
          .select(field('name'))
          .from(p, g)
          .where(field('tags').contains('art').or(field('tags').contains('chess')))
          .orderBy(field('name').asc()),
      text: 'SELECT name FROM person, product WHERE (tags CONTAINS $_0) OR (tags CONTAINS $_1) ORDER BY name ASC',
      result: [{ name: 'Ann' }, { name: 'Ink' }, { name: 'Sketch pad' }, { name: 'dee' }],
      note: 'Their rows come one after the other; SurrealQL has no joins, but links and graphs.',
    },
    {
      title: 'Several conditions',
      build: q => q.selectValue(p.name).from(p).where(p.age.gt(20), p.city.eq('Oslo')).where(p.tags.contains('ski')),
      text: 'SELECT VALUE name FROM person WHERE (age > $_0) AND (city = $_1) AND (tags CONTAINS $_2)',
      result: ['Ann'],
    },
    {
      title: 'Fields of linked records',
      build: q =>
        q
          .select({ who: b.in.get('name'), what: b.out.get('name') }, b.count)
          .from(b)
          .where(b.out.get('price').gte(5))
          .orderBy(b.count.asc(), field('who').asc()),
      text: 'SELECT `in`.name AS who, `out`.name AS what, `count` FROM buys WHERE `out`.price >= $_0 ORDER BY `count` ASC, who ASC',
      result: [
        { count: 1, what: 'Ink', who: 'Ann' },
        { count: 1, what: 'Sketch pad', who: 'Cy' },
        { count: 3, what: 'Ink', who: 'Cy' },
      ],
    },
    {
      title: 'Linked records in the place of links',
      build: q => q.select(b.count, b.out).from(b).where(b.count.gt(2)).fetch(b.out).orderBy(b.count.asc()),
      text: 'SELECT `count`, `out` FROM buys WHERE `count` > $_0 ORDER BY `count` ASC FETCH `out`',
      result: [
        { count: 3, out: { id: 'product:2', name: 'Ink', price: 5, tags: ['office', 'art'] } },
        { count: 7, out: { id: 'product:1', name: 'Red pen', price: 2, tags: ['office'] } },
      ],
    },
    {
      title: 'An order in both directions',
      build: q => q.select(p.city, p.name).from(p).orderBy(p.city.desc(), p.name.asc()),
      text: 'SELECT city, name FROM person ORDER BY city DESC, name ASC',
      result: [
        { city: 'Rome', name: 'Bob' },
        { city: 'Oslo', name: 'Ann' },
        { city: 'Oslo', name: 'Cy' },
        { city: null, name: 'dee' },
      ],
    },
    {
      title: 'An order that ignores capitals',
      build: q =>
        q
          .select(field('v'))
          .from([{ v: 'b' }, { v: 'C' }, { v: 'a' }])
          .orderBy(field('v').asc().collate()),
      text: 'SELECT v FROM [{ v: $_0 }, { v: $_1 }, { v: $_2 }] ORDER BY v COLLATE ASC',
      result: [{ v: 'a' }, { v: 'b' }, { v: 'C' }],
    },
    {
      title: 'An order by numbers in texts',
      build: q =>
        q
          .select(field('v'))
          .from([{ v: 'a10' }, { v: 'a9' }, { v: 'a1' }])
          .orderBy(field('v').asc().numeric()),
      text: 'SELECT v FROM [{ v: $_0 }, { v: $_1 }, { v: $_2 }] ORDER BY v NUMERIC ASC',
      result: [{ v: 'a1' }, { v: 'a9' }, { v: 'a10' }],
    },
    {
      title: 'An order of both kinds',
      build: q =>
        q
          .select(field('v'))
          .from([{ v: 'b2' }, { v: 'B10' }, { v: 'a1' }])
          .orderBy(field('v').asc().collate().numeric()),
      text: 'SELECT v FROM [{ v: $_0 }, { v: $_1 }, { v: $_2 }] ORDER BY v COLLATE NUMERIC ASC',
      result: [{ v: 'a1' }, { v: 'b2' }, { v: 'B10' }],
    },
    {
      title: 'A part of the rows',
      build: q => q.select(p.name).from(p).orderBy(p.name.asc()).limit(2).start(1),
      text: 'SELECT name FROM person ORDER BY name ASC LIMIT 2 START $_0',
      result: [{ name: 'Bob' }, { name: 'Cy' }],
      note: 'A number of rows stands in the text itself, where the engine keeps no more of them while it orders.',
    },
    {
      title: 'By a number that is computed',
      build: q => q.select(p.name).from(p).orderBy(p.name.asc()).limit(value(1).plus(1)),
      text: 'SELECT name FROM person ORDER BY name ASC LIMIT $_0 + $_1',
      result: [{ name: 'Ann' }, { name: 'Bob' }],
    },
    {
      title: 'A statement in the place of a table',
      build: q =>
        q
          .select(field('name'))
          .from(q.select(p.name, p.age).from(p).where(p.age.lt(36)))
          .where(field('age').gt(30))
          .orderBy(field('name').asc()),
      text: 'SELECT name FROM (SELECT name, age FROM person WHERE age < $_0) WHERE age > $_1 ORDER BY name ASC',
      result: [{ name: 'Ann' }, { name: 'dee' }],
    },
    {
      title: 'Values in the place of a table',
      build: q => q.select(field('n'), { double: field('n').mul(2) }).from([{ n: 1 }, { n: 2 }]),
      text: 'SELECT n, n * $_0 AS double FROM [{ n: $_1 }, { n: $_2 }]',
      result: [
        { double: 2, n: 1 },
        { double: 4, n: 2 },
      ],
    },
    {
      title: 'Records in the place of a table',
      build: q => q.selectValue(p.name).from([record('person', 'cy'), record('person', 'ann')]),
      text: 'SELECT VALUE name FROM [person:cy, person:ann]',
      result: ['Cy', 'Ann'],
    },
    {
      title: 'A statement as a value',
      build: q =>
        q
          .select(p.name, {
            bought: q
              .selectValue(b.count)
              .from(b)
              .where(b.in.eq(p('id'))),
          })
          .from(p)
          .orderBy(p.name.asc()),
      text: 'SELECT name, (SELECT VALUE `count` FROM buys WHERE `in` = $parent.id) AS bought FROM person ORDER BY name ASC',
      result: [
        { bought: [2, 1], name: 'Ann' },
        { bought: [7], name: 'Bob' },
        { bought: [1, 3], name: 'Cy' },
        { bought: [], name: 'dee' },
      ],
      note: 'A field of the table outside is written as one of `$parent`.',
    },
    {
      title: 'The row outside by its own word',
      build: q =>
        q
          .select(p.name, {
            n: q
              .selectValue(b.count)
              .from(b)
              .where(b.in.eq(parent.get('id')), b.count.gt(1)),
          })
          .from(p)
          .where(p.city.eq('Oslo'))
          .orderBy(p.name.asc()),
      text: 'SELECT name, (SELECT VALUE `count` FROM buys WHERE (`in` = $parent.id) AND (`count` > $_0)) AS n FROM person WHERE city = $_1 ORDER BY name ASC',
      result: [
        { n: [2], name: 'Ann' },
        { n: [3], name: 'Cy' },
      ],
    },
    {
      title: 'A condition on a statement',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(p('id').inside(q.selectValue(b.in).from(b).where(b.count.gt(2)))),
      text: 'SELECT VALUE name FROM person WHERE id IN (SELECT VALUE `in` FROM buys WHERE `count` > $_0)',
      result: ['Bob', 'Cy'],
    },
    {
      title: 'The whole row',
      build: q =>
        q
          .selectValue(self.get('name'))
          .from(g)
          .where(g.price.inside(range(1, 6))),
      text: 'SELECT VALUE $this.name FROM product WHERE price IN (1..6)',
      result: ['Red pen', 'Ink'],
    },
    {
      title: 'Rows without a field',
      build: q => q.selectValue(p.name).from(p).where(p.address.eq(none)).orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person WHERE address = NONE ORDER BY name ASC',
      result: ['Bob', 'Cy', 'dee'],
    },
    {
      title: 'By no index, and within a time',
      build: q =>
        q
          .selectValue(g.name)
          .from(g)
          .withIndex()
          .where(g.price.lt(9))
          .timeout(Temporal.Duration.from({ seconds: 5 })),
      text: 'SELECT VALUE name FROM product WITH NOINDEX WHERE price < $_0 TIMEOUT 5s',
      result: ['Red pen', 'Ink'],
    },
    {
      title: 'By an index of a name',
      build: q => q.selectValue(g.name).from(g).withIndex('words').where(g.name.matches('pen')),
      text: 'SELECT VALUE name FROM product WITH INDEX words WHERE name @@ $_0',
      result: ['Red pen'],
    },
    {
      title: 'Ordered in files',
      build: q => q.select(p.name).from(p).orderBy(p.name.desc()).limit(1).tempFiles(),
      text: 'SELECT name FROM person ORDER BY name DESC LIMIT 1 TEMPFILES',
      result: [{ name: 'dee' }],
    },
    {
      title: 'At random',
      build: q => q.selectValue(p.city).from(record('person', 'ann')).orderAtRandom(),
      text: 'SELECT VALUE city FROM person:ann ORDER BY RAND()',
      result: ['Oslo'],
    },
  ],
}
