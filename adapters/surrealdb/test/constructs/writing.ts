import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Temporal } from '@vantage-ts/core'
import {
  after,
  before,
  decrease,
  extend,
  field,
  increase,
  input,
  record,
  records,
  table,
  type,
  value,
} from '@vantage-ts/surrealdb/ql'
import { audit, b, g, type GraphQuery, k, p } from './graph.ts'

// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.
export const writing: Chapter<GraphQuery> = {
  title: 'Writing',
  about:
    'Every write gives its records, as they are then, unless `returning` says otherwise. An update or delete of a whole table says `everything()`.',
  file: import.meta.url,
  constructs: [
    {
      title: 'A record',
      build: q => q.create(record('person', 'eve')).set({ name: 'Eve', age: 27 }),
      text: 'CREATE person:eve SET name = $_0, age = $_1',
      result: [{ age: 27, id: 'person:eve', name: 'Eve' }],
    },
    {
      title: 'A record of an object',
      build: q =>
        q
          .create(record('person', 'eve'))
          .content({ name: 'Eve', address: { zip: '9' } })
          .only(),
      text: 'CREATE ONLY person:eve CONTENT { name: $_0, address: { zip: $_1 } }',
      result: { address: { zip: '9' }, id: 'person:eve', name: 'Eve' },
    },
    {
      title: 'A record whose key the database makes',
      build: q =>
        q
          .create(audit)
          .set({ what: 'seen' })
          .returning({ what: field('what'), hasKey: type.isString(field('id').call('id')) }),
      text: 'CREATE audit SET what = $_0 RETURN what, type::is_string(id.id()) AS hasKey',
      result: [{ hasKey: true, what: 'seen' }],
    },
    {
      title: 'Several records',
      build: q =>
        q.insertInto(g).values({ id: 7, name: 'Cup', price: 4 }, { id: 8, name: 'Tee', price: 3 }).returning(g.name),
      text: 'INSERT INTO product [{ id: $_0, name: $_1, price: $_2 }, { id: $_3, name: $_4, price: $_5 }] RETURN name',
      result: [{ name: 'Cup' }, { name: 'Tee' }],
    },
    {
      title: 'Values in rows',
      build: q => q.insertInto(g).tuples(['id', 'name'], [7, 'Cup'], [8, 'Tee']),
      text: 'INSERT INTO product (id, name) VALUES ($_0, $_1), ($_2, $_3)',
      result: [
        { id: 'product:7', name: 'Cup' },
        { id: 'product:8', name: 'Tee' },
      ],
    },
    {
      title: 'Records that are there already',
      build: q =>
        q
          .insertInto(g)
          .values({ id: 1, name: 'Pen', price: 3 }, { id: 9, name: 'New', price: 1 })
          .onDuplicateKeyUpdate({ price: input.get('price'), name: increase('!') })
          .returning(g.name, g.price),
      text: 'INSERT INTO product [{ id: $_0, name: $_1, price: $_2 }, { id: $_3, name: $_4, price: $_5 }] ON DUPLICATE KEY UPDATE price = $input.price, name += $_6 RETURN name, price',
      result: [
        { name: 'Red pen', price: 3 },
        { name: 'New', price: 1 },
      ],
    },
    {
      title: 'Only records that are not there',
      build: q => q.insertInto(g).ignore().values({ id: 1, name: 'Pen' }, { id: 9, name: 'New' }),
      text: 'INSERT IGNORE INTO product [{ id: $_0, name: $_1 }, { id: $_2, name: $_3 }]',
      result: [{ id: 'product:9', name: 'New' }],
    },
    {
      title: 'The records of a statement',
      build: q =>
        q
          .insertInto(audit)
          .from(q.select({ who: p.name, what: 'rich' }).from(p).where(p.age.gt(36)))
          .returning(audit.who, audit.what),
      text: 'INSERT INTO audit (SELECT name AS who, $_0 AS what FROM person WHERE age > $_1) RETURN who, what',
      result: [{ what: 'rich', who: 'Bob' }],
    },
    {
      title: 'Edges as records',
      build: q =>
        q
          .insertInto(k)
          .relation()
          .values({ id: 9, in: record('person', 'dee'), out: record('person', 'ann'), since: 2026 }),
      text: 'INSERT RELATION INTO knows { id: $_0, `in`: person:dee, `out`: person:ann, `since`: $_1 }',
      result: [{ id: 'knows:9', in: 'person:dee', out: 'person:ann', since: 2026 }],
    },
    {
      title: 'Edges',
      build: q => q.relate(record('person', 'dee'), record('buys', 9), record('product', 2)).set({ count: 4 }),
      text: 'RELATE person:dee->buys:9->product:2 SET `count` = $_0',
      result: [{ count: 4, id: 'buys:9', in: 'person:dee', out: 'product:2' }],
    },
    {
      title: 'Edges of each pair',
      build: q =>
        q
          .relate([record('person', 'ann'), record('person', 'bob')], table('likes'), [
            record('product', 1),
            record('product', 2),
          ])
          .content({ stars: 5 })
          .returningValue(field('stars')),
      text: 'RELATE [person:ann, person:bob]->likes->[product:1, product:2] CONTENT { stars: $_0 } RETURN VALUE stars',
      result: [5, 5, 5, 5],
    },
    {
      title: 'Edges from a statement',
      build: q =>
        q
          .relate(q.selectValue(p('id')).from(p).where(p.city.eq('Oslo')), table('likes'), record('product', 3))
          .set({ stars: 3 })
          .returning({ who: field('in'), stars: field('stars') }),
      text: 'RELATE (SELECT VALUE id FROM person WHERE city = $_0)->likes->product:3 SET stars = $_1 RETURN `in` AS who, stars',
      result: [
        { stars: 3, who: 'person:ann' },
        { stars: 3, who: 'person:cy' },
      ],
    },
    {
      title: 'One edge',
      build: q =>
        q.relate(record('person', 'ann'), record('likes', 'x'), record('product', 1)).only().set({ stars: 1 }),
      text: 'RELATE ONLY person:ann->likes:x->product:1 SET stars = $_0',
      result: { id: 'likes:x', in: 'person:ann', out: 'product:1', stars: 1 },
    },
    {
      title: 'Changed fields',
      build: q =>
        q
          .update(p)
          .set({ age: increase(1), city: 'Bergen' })
          .where(p.city.eq('Oslo'))
          .returning(p.name, p.age, p.city),
      text: 'UPDATE person SET age += $_0, city = $_1 WHERE city = $_2 RETURN name, age, city',
      result: [
        { age: 32, city: 'Bergen', name: 'Ann' },
        { age: 23, city: 'Bergen', name: 'Cy' },
      ],
    },
    {
      title: 'Added and taken items',
      build: q =>
        q
          .update(record('person', 'ann'))
          .set({ tags: extend('ski') })
          .set({ age: decrease(1) })
          .returning(field('tags'), field('age')),
      text: 'UPDATE person:ann SET tags +?= $_0, age -= $_1 RETURN tags, age',
      result: [{ age: 30, tags: ['chess', 'ski'] }],
    },
    {
      title: 'Fields that are taken away',
      build: q => q.update(record('person', 'ann')).unset('address', 'joined', 'tags'),
      text: 'UPDATE person:ann UNSET address, joined, tags',
      result: [{ age: 31, city: 'Oslo', id: 'person:ann', name: 'Ann' }],
    },
    {
      title: 'Merged objects',
      build: q =>
        q
          .update(record('person', 'ann'))
          .merge({ address: { zip: '0151' } })
          .returning(field('address')),
      text: 'UPDATE person:ann MERGE { address: { zip: $_0 } } RETURN address',
      result: [{ address: { street: 'Elm 1', zip: '0151' } }],
    },
    {
      title: 'Steps of a patch',
      build: q =>
        q.update(record('product', 1)).patch([
          { op: 'replace', path: '/price', value: 3 },
          { op: 'add', path: '/tags/-', value: 'new' },
          { op: 'remove', path: '/name' },
        ]),
      text: 'UPDATE product:1 PATCH [{ op: $_0, path: $_1, `value`: $_2 }, { op: $_3, path: $_4, `value`: $_5 }, { op: $_6, path: $_7 }]',
      result: [{ id: 'product:1', price: 3, tags: ['office', 'new'] }],
    },
    {
      title: 'Other content',
      build: q => q.update(record('product', 1)).content({ name: 'Blue pen' }),
      text: 'UPDATE product:1 CONTENT { name: $_0 }',
      result: [{ id: 'product:1', name: 'Blue pen' }],
    },
    {
      title: 'A record replaced',
      build: q => q.update(record('product', 1)).replace({ name: 'Green pen' }).only(),
      text: 'UPDATE ONLY product:1 REPLACE { name: $_0 }',
      result: { id: 'product:1', name: 'Green pen' },
    },
    {
      title: 'A record that may not be there',
      build: q => q.upsert(record('product', 5)).set({ name: 'Tape', price: increase(2) }),
      text: 'UPSERT product:5 SET name = $_0, price += $_1',
      result: [{ id: 'product:5', name: 'Tape', price: 2 }],
    },
    {
      title: 'By what is computed',
      build: q =>
        q
          .update(g)
          .set({ price: g.price.mul(2).plus(1) })
          .where(g.price.lt(6))
          .returning(g.name, g.price),
      text: 'UPDATE product SET price = (price * $_0) + $_1 WHERE price < $_2 RETURN name, price',
      result: [
        { name: 'Red pen', price: 5 },
        { name: 'Ink', price: 11 },
      ],
    },
    {
      title: 'What was before',
      build: q => q.update(record('product', 1)).set({ price: 8 }).returning('before'),
      text: 'UPDATE product:1 SET price = $_0 RETURN BEFORE',
      result: [{ id: 'product:1', name: 'Red pen', price: 2, tags: ['office'] }],
    },
    {
      title: 'What changed',
      build: q => q.update(record('product', 1)).set({ price: 8 }).returning('diff'),
      text: 'UPDATE product:1 SET price = $_0 RETURN DIFF',
      result: [[{ op: 'replace', path: '/price', value: 8 }]],
    },
    {
      title: 'Nothing back',
      build: q => q.update(g).set({ price: 0 }).everything().returning('none'),
      text: 'UPDATE product SET price = $_0 RETURN NONE',
      result: [],
    },
    {
      title: 'Before and after',
      build: q =>
        q
          .update(record('product', 1))
          .set({ price: increase(5) })
          .returning({ old: before.get('price'), new: after.get('price') }),
      text: 'UPDATE product:1 SET price += $_0 RETURN $before.price AS old, $after.price AS new',
      result: [{ new: 7, old: 2 }],
    },
    {
      title: 'Within a time',
      build: q =>
        q
          .update(record('product', 1))
          .set({ price: 8 })
          .timeout(Temporal.Duration.from({ seconds: 5 })),
      text: 'UPDATE product:1 SET price = $_0 TIMEOUT 5s',
      result: [{ id: 'product:1', name: 'Red pen', price: 8, tags: ['office'] }],
    },
    {
      title: 'Deleted records',
      build: q => q.delete(b).where(b.count.lt(2)).returning('before'),
      text: 'DELETE buys WHERE `count` < $_0 RETURN BEFORE',
      result: [
        { at: '2025-01-20T10:00:00.000Z', count: 1, id: 'buys:2', in: 'person:ann', out: 'product:2' },
        { at: '2025-02-14T10:00:00.000Z', count: 1, id: 'buys:4', in: 'person:cy', out: 'product:3' },
      ],
    },
    {
      title: 'A deleted record',
      build: q => q.delete(record('product', 3)).only().returning('before'),
      text: 'DELETE ONLY product:3 RETURN BEFORE',
      result: { id: 'product:3', name: 'Sketch pad', price: 9, tags: ['art'] },
    },
    {
      title: 'A deleted range',
      build: q => q.delete(records('product', 1, 3)).returning('before'),
      text: 'DELETE product:1..3 RETURN BEFORE',
      result: [
        { id: 'product:1', name: 'Red pen', price: 2, tags: ['office'] },
        { id: 'product:2', name: 'Ink', price: 5, tags: ['office', 'art'] },
      ],
    },
    {
      title: 'All of a table',
      build: q => q.delete(k).everything(),
      text: 'DELETE knows',
      result: [],
    },
    {
      title: 'A condition on a statement',
      build: q =>
        q
          .update(p)
          .set({ tags: value(['buyer']) })
          .where(p('id').inside(q.selectValue(b.in).from(b).where(b.count.gt(2))))
          .returningValue(p.name),
      text: 'UPDATE person SET tags = [$_0] WHERE id IN (SELECT VALUE `in` FROM buys WHERE `count` > $_1) RETURN VALUE name',
      result: ['Bob', 'Cy'],
    },
  ],
}
