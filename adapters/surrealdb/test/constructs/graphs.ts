import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { anyEdge, back, both, count, edges, field, math, record, records, recurse, to } from '@vantage-ts/surrealdb/ql'
import { b, type GraphQuery, p } from './graph.ts'

export const graphs: Chapter<GraphQuery> = {
  title: 'Graphs',
  about:
    '`to` goes along edges out of a record and on to what is at their end, `back` the other way, `both` both ways. A path ' +
    'begins at a record, or at the row that is looked at.',
  file: import.meta.url,
  constructs: [
    {
      title: 'From a record',
      build: q => q.return(record('person', 'ann').to('buys').to('product').get('name')),
      text: 'RETURN person:ann->buys->product.name',
      result: ['Red pen', 'Ink'],
    },
    {
      title: 'From every row',
      build: q =>
        q
          .select(p.name, { bought: to('buys').to('product').get('name') })
          .from(p)
          .orderBy(p.name.asc()),
      text: 'SELECT name, ->buys->product.name AS bought FROM person ORDER BY name ASC',
      result: [
        { bought: ['Red pen', 'Ink'], name: 'Ann' },
        { bought: ['Red pen'], name: 'Bob' },
        { bought: ['Sketch pad', 'Ink'], name: 'Cy' },
        { bought: [], name: 'dee' },
      ],
    },
    {
      title: 'Back along edges',
      build: q => q.return(record('product', 1).back('buys').back('person').get('name')),
      text: 'RETURN product:1<-buys<-person.name',
      result: ['Ann', 'Bob'],
    },
    {
      title: 'In both directions',
      build: q => q.return(record('person', 'bob').both('knows').both('person').get('name')),
      text: 'RETURN person:bob<->knows<->person.name',
      result: ['Ann', 'Bob', 'Bob', 'Cy'],
    },
    {
      title: 'The edges themselves',
      build: q => q.return(record('person', 'ann').to('buys').get('count')),
      text: 'RETURN person:ann->buys.`count`',
      result: [2, 1],
    },
    {
      title: 'Edges that meet a condition',
      build: q =>
        q
          .select(p.name, {
            many: to(edges('buys').where(b.count.gt(1)))
              .to('product')
              .get('name'),
          })
          .from(p)
          .where(p.city.eq('Oslo'))
          .orderBy(p.name.asc()),
      text: 'SELECT name, ->(buys WHERE `count` > $_0)->product.name AS many FROM person WHERE city = $_1 ORDER BY name ASC',
      result: [
        { many: ['Red pen'], name: 'Ann' },
        { many: ['Ink'], name: 'Cy' },
      ],
    },
    {
      title: 'Ends that meet a condition',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(to('buys').to(edges('product').where(field('price').gt(4))))
          .orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person WHERE ->buys->(product WHERE price > $_0) ORDER BY name ASC',
      result: ['Ann', 'Cy'],
    },
    {
      title: 'A path under a name',
      build: q =>
        q.select(p.name, to(edges('knows').where(field('since').gt(2016)).as('recent'))).from(record('person', 'ann')),
      text: 'SELECT name, ->(knows WHERE `since` > $_0 AS recent) FROM person:ann',
      result: [{ name: 'Ann', recent: ['knows:4'] }],
    },
    {
      title: 'Fields of edges',
      build: q =>
        q.return(
          record('person', 'ann').to(
            edges('buys')
              .select(b.count, { what: b.out.get('name') })
              .where(b.count.gte(1))
              .limit(1),
          ),
        ),
      text: 'RETURN person:ann->(SELECT `count`, `out`.name AS what FROM buys WHERE `count` >= $_0 LIMIT 1)',
      result: [{ count: 2, what: 'Red pen' }],
    },
    {
      title: 'Edges of several tables',
      build: q => q.return(record('person', 'ann').to('buys', 'knows').to('product', 'person').get('name')),
      text: 'RETURN person:ann->(buys, knows)->(product, person).name',
      result: ['Red pen', 'Ink', 'Bob', 'dee'],
    },
    {
      title: 'Edges of any table',
      build: q => q.return(count(record('person', 'ann').to(anyEdge))),
      text: 'RETURN count(person:ann->?)',
      result: 4,
    },
    {
      title: 'Edges in a range',
      build: q =>
        q.return(
          record('person', 'ann')
            .to(edges(records('buys', 2, 5)))
            .to('product')
            .get('name'),
        ),
      text: 'RETURN person:ann->buys:2..5->product.name',
      result: ['Ink'],
    },
    {
      title: 'Items of a path that meet a condition',
      build: q => q.return(record('person', 'cy').to('buys').items(b.count.gt(2)).to('product').get('name')),
      text: 'RETURN person:cy->buys[WHERE `count` > $_0]->product.name',
      result: ['Ink'],
    },
    {
      title: 'How many edges',
      build: q =>
        q
          .select(p.name, { knows: count(to('knows')), known: count(back('knows')), all: count(both('knows')) })
          .from(p)
          .orderBy(p.name.asc()),
      text: 'SELECT name, count(->knows) AS knows, count(<-knows) AS known, count(<->knows) AS `all` FROM person ORDER BY name ASC',
      result: [
        { all: 2, known: 0, knows: 2, name: 'Ann' },
        { all: 2, known: 1, knows: 1, name: 'Bob' },
        { all: 2, known: 1, knows: 1, name: 'Cy' },
        { all: 2, known: 2, knows: 0, name: 'dee' },
      ],
    },
    {
      title: 'A sum along a path',
      build: q =>
        q
          .select(p.name, {
            spent: math.sum(
              q
                .selectValue(b.count.mul(b.out.get('price')))
                .from(b)
                .where(b.in.eq(p('id'))),
            ),
          })
          .from(p)
          .orderBy(field('spent').desc()),
      text: 'SELECT name, math::sum((SELECT VALUE `count` * `out`.price FROM buys WHERE `in` = $parent.id)) AS spent FROM person ORDER BY spent DESC',
      result: [
        { name: 'Cy', spent: 24 },
        { name: 'Bob', spent: 14 },
        { name: 'Ann', spent: 9 },
        { name: 'dee', spent: 0 },
      ],
    },
    {
      title: 'Objects at the end of a path',
      build: q => q.return(record('person', 'cy').to('buys').to('product').pick('name', 'price')),
      text: 'RETURN person:cy->buys->product.{ name, price }',
      result: [
        { name: 'Sketch pad', price: 9 },
        { name: 'Ink', price: 5 },
      ],
    },
    {
      title: 'Again and again',
      build: q => q.return(record('person', 'ann').recurse({ from: 2, to: 2 }, to('knows').to('person')).get('name')),
      text: 'RETURN person:ann.{2..2}(->knows->person).name',
      result: ['Cy'],
    },
    {
      title: 'All that is reached',
      build: q =>
        q.return(record('person', 'ann').recurse({ to: 3, gives: 'collect' }, to('knows').to('person')).get('name')),
      text: 'RETURN person:ann.{..3+collect}(->knows->person).name',
      result: ['Bob', 'dee', 'Cy'],
    },
    {
      title: 'All that is reached, and the start',
      build: q =>
        q.return(record('person', 'bob').recurse({ gives: 'collect', inclusive: true }, to('knows').to('person'))),
      text: 'RETURN person:bob.{..+collect+inclusive}(->knows->person)',
      result: ['person:bob', 'person:cy', 'person:dee'],
    },
    {
      title: 'All ways',
      build: q => q.return(record('person', 'ann').recurse({ to: 2, gives: 'path' }, to('knows').to('person'))),
      text: 'RETURN person:ann.{..2+path}(->knows->person)',
      result: [['person:dee'], ['person:bob', 'person:cy']],
    },
    {
      title: 'The shortest way',
      build: q =>
        q.return(record('person', 'ann').recurse({ shortest: record('person', 'cy') }, to('knows').to('person'))),
      text: 'RETURN person:ann.{..+shortest=person:cy}(->knows->person)',
      result: ['person:bob', 'person:cy'],
    },
    {
      title: 'A tree',
      build: q =>
        q.return(
          record('person', 'bob')
            .recurse({ from: 1, to: 3 })
            .pick('name', { knows: to('knows').to('person').again() }),
        ),
      text: 'RETURN person:bob.{1..3}.{ name, knows: ->knows->person.@ }',
      result: {
        knows: [{ knows: [{ knows: [], name: 'dee' }], name: 'Cy' }],
        name: 'Bob',
      },
    },
    {
      title: 'Again and again from every row',
      build: q =>
        q
          .select(p.name, { reached: recurse({ to: 2, gives: 'collect' }, to('knows').to('person')).get('name') })
          .from(p)
          .orderBy(p.name.asc())
          .limit(2),
      text: 'SELECT name, @.{..2+collect}(->knows->person).name AS reached FROM person ORDER BY name ASC LIMIT 2',
      result: [
        { name: 'Ann', reached: ['Bob', 'dee', 'Cy'] },
        { name: 'Bob', reached: ['Cy', 'dee'] },
      ],
    },
  ],
}
