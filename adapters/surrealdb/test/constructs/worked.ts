import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { array, back, count, edges, field, math, record, recurse, time, to, variable } from '@vantage-ts/surrealdb/ql'
import { b, g, type GraphQuery, p } from './graph.ts'

// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.
export const worked: Chapter<GraphQuery> = {
  title: 'A worked example: the graph',
  about: 'Eight questions that a shop asks of its graph, and an order that is billed in one block.',
  file: import.meta.url,
  constructs: [
    {
      title: 'What did each person spend?',
      build: q =>
        q
          .select(p.name, {
            spent: math.sum(to(edges('buys').select({ cost: b.count.mul(b.out.get('price')) })).get('cost')),
          })
          .from(p)
          .orderBy(field('spent').desc(), p.name.asc()),
      text: 'SELECT name, math::sum(->(SELECT `count` * `out`.price AS cost FROM buys).cost) AS spent FROM person ORDER BY spent DESC, name ASC',
      result: [
        { name: 'Cy', spent: 24 },
        { name: 'Bob', spent: 14 },
        { name: 'Ann', spent: 9 },
        { name: 'dee', spent: 0 },
      ],
    },
    {
      title: 'What sells best?',
      build: q =>
        q
          .select({ product: b.out.get('name'), pieces: math.sum(b.count), buyers: count() })
          .from(b)
          .groupBy(field('product'))
          .orderBy(field('pieces').desc()),
      text: 'SELECT `out`.name AS product, math::sum(`count`) AS pieces, count() AS buyers FROM buys GROUP BY product ORDER BY pieces DESC',
      result: [
        { buyers: 2, pieces: 9, product: 'Red pen' },
        { buyers: 2, pieces: 4, product: 'Ink' },
        { buyers: 1, pieces: 1, product: 'Sketch pad' },
      ],
    },
    {
      title: 'What was sold in each month?',
      build: q =>
        q
          .select({
            month: time.format(time.group(b.at, 'month'), '%Y-%m'),
            revenue: math.sum(b.count.mul(b.out.get('price'))),
          })
          .from(b)
          .groupBy(field('month'))
          .orderBy(field('month').asc()),
      text: 'SELECT time::format(time::group(`at`, $_0), $_1) AS month, math::sum(`count` * `out`.price) AS revenue FROM buys GROUP BY month ORDER BY month ASC',
      result: [
        { month: '2025-01', revenue: 9 },
        { month: '2025-02', revenue: 23 },
        { month: '2025-03', revenue: 15 },
      ],
    },
    {
      title: 'Who bought what Ann bought?',
      build: q =>
        q
          .let('ann', record('person', 'ann'))
          .return(
            array
              .sort(
                array
                  .distinct(
                    array.complement(variable('ann').to('buys').to('product').back('buys').back('person'), [
                      variable('ann'),
                    ]),
                  )
                  .get('name'),
              )
              .call('sort'),
          ),
      text: '{ LET $ann = person:ann; (array::sort(array::distinct(array::complement($ann->buys->product<-buys<-person, [$ann])).name).sort()) }',
      result: ['Bob', 'Cy'],
    },
    {
      title: 'What do the friends of each person buy that the person does not?',
      build: q =>
        q
          .select(p.name, {
            offers: array
              .complement(array.distinct(to('knows').to('person').to('buys').to('product')), to('buys').to('product'))
              .get('name'),
          })
          .from(p)
          .orderBy(p.name.asc()),
      text: 'SELECT name, array::complement(array::distinct(->knows->person->buys->product), ->buys->product).name AS offers FROM person ORDER BY name ASC',
      result: [
        { name: 'Ann', offers: [] },
        { name: 'Bob', offers: ['Sketch pad', 'Ink'] },
        { name: 'Cy', offers: [] },
        { name: 'dee', offers: [] },
      ],
    },
    {
      title: 'Whom can each person reach, and how far?',
      build: q =>
        q
          .select(p.name, {
            friends: count(to('knows')),
            reach: count(recurse({ gives: 'collect' }, to('knows').to('person'))),
          })
          .from(p)
          .orderBy(field('reach').desc(), p.name.asc()),
      text: 'SELECT name, count(->knows) AS friends, count(@.{..+collect}(->knows->person)) AS reach FROM person ORDER BY reach DESC, name ASC',
      result: [
        { friends: 2, name: 'Ann', reach: 3 },
        { friends: 1, name: 'Bob', reach: 2 },
        { friends: 1, name: 'Cy', reach: 1 },
        { friends: 0, name: 'dee', reach: 0 },
      ],
    },
    {
      title: 'How does Bob get to Dee?',
      build: q =>
        q.return(
          record('person', 'bob')
            .recurse({ shortest: record('person', 'dee'), inclusive: true }, to('knows').to('person'))
            .get('name'),
        ),
      text: 'RETURN person:bob.{..+shortest=person:dee+inclusive}(->knows->person).name',
      result: ['Bob', 'Cy', 'dee'],
    },
    {
      title: 'Which products were never bought in bulk?',
      build: q =>
        q
          .select(g.name, { most: math.max(back('buys').get('count').coalesce([0])) })
          .from(g)
          .where(count(back(edges('buys').where(field('count').gt(2)))).eq(0))
          .orderBy(g.name.asc()),
      text: 'SELECT name, math::max(<-buys.`count` ?? [$_0]) AS most FROM product WHERE count(<-(buys WHERE `count` > $_1)) = $_2 ORDER BY name ASC',
      result: [{ most: 1, name: 'Sketch pad' }],
    },
    {
      title: 'Bill an order, and write down who bought',
      build: q =>
        q
          .block()
          .do(q.relate(record('person', 'dee'), record('buys', 6), record('product', 3)).set({ count: 2 }))
          .let(
            'total',
            q
              .selectValue(b.count.mul(b.out.get('price')))
              .from(record('buys', 6))
              .only(),
          )
          .do(q.create(record('audit', 'bill')).set({ what: variable('total'), who: 'dee' }))
          .return(record('audit', 'bill').pick('who', 'what')),
      text: '{ RELATE person:dee->buys:6->product:3 SET `count` = $_0; LET $x0 = IF true { LET $total = (SELECT VALUE `count` * `out`.price FROM ONLY buys:6); CREATE audit:bill SET what = $total, who = $_1; (audit:bill.{ who, what }) }; ($x0) }',
      result: { what: 18, who: 'dee' },
    },
  ],
}
