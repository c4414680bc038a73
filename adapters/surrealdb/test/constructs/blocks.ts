import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import {
  array,
  breakLoop,
  count,
  continueLoop,
  math,
  param,
  range,
  record,
  throwError,
  to,
  value,
  variable,
  when,
} from '@vantage-ts/surrealdb/ql'
import { audit, b, g, type GraphQuery, p } from './graph.ts'

// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.
export const blocks: Chapter<GraphQuery> = {
  title: 'Blocks',
  about:
    'A block is one expression: it may stand wherever a value does. Run by itself it is one statement to the database, so ' +
    'either all of it happens or nothing. Its value is what stands last: RETURN would end the statement around it as well.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Named values',
      build: q =>
        q
          .let('low', 3)
          .let('high', variable('low').plus(4))
          .return([variable('low'), variable('high')]),
      text: '{ LET $low = $_0; LET $high = $low + $_1; ([$low, $high]) }',
      result: [3, 7],
    },
    {
      title: 'A parameter of the database',
      build: q => q.selectValue(g.price.mul(param('vat'))).from(record('product', 2)),
      text: 'SELECT VALUE price * $vat FROM product:2',
      result: [1.25],
      note:
        '`variable()` is for names that `let`, `for` or raw text defines before it, and anything else is refused; `param()` is ' +
        "for what `DEFINE PARAM` made, and for the session's own: `auth`, `session`, `token`, `access`. One that is missing is NONE.",
    },
    {
      title: 'A statement that is used twice',
      build: q =>
        q
          .let('oslo', q.selectValue(p.age).from(p).where(p.city.eq('Oslo')))
          .return({ n: array.len(variable('oslo')), sum: math.sum(variable('oslo')) }),
      text: '{ LET $oslo = (SELECT VALUE age FROM person WHERE city = $_0); ({ n: array::len($oslo), sum: math::sum($oslo) }) }',
      result: { n: 2, sum: 53 },
    },
    {
      title: 'Several writes',
      build: q =>
        q
          .block()
          .do(q.create(record('product', 9)).set({ name: 'Box', price: 1 }))
          .do(q.relate(record('person', 'dee'), b, record('product', 9)).set({ count: 1 }))
          .return(record('person', 'dee').to('buys').to('product').get('name')),
      text: '{ CREATE product:9 SET name = $_0, price = $_1; RELATE person:dee->buys->product:9 SET `count` = $_2; (person:dee->buys->product.name) }',
      result: ['Box'],
    },
    {
      title: 'A write under a condition',
      build: q =>
        q
          .let('n', count(record('person', 'dee').to('buys')))
          .do(when(variable('n').eq(0), q.create(audit).set({ what: 'buys nothing', who: 'dee' })))
          .return(q.select(audit.what, audit.who).from(audit)),
      text: '{ LET $n = count(person:dee->buys); IF $n = $_0 { (CREATE audit SET what = $_1, who = $_2) }; (SELECT what, who FROM audit) }',
      result: [{ what: 'buys nothing', who: 'dee' }],
    },
    {
      title: 'A loop',
      build: q =>
        q
          .block()
          .for('n', range(1, 4), n => q.create(audit).set({ what: n }))
          .return(q.selectValue(audit.what).from(audit).orderBy(audit.what.asc())),
      text: '{ FOR $n IN 1..4 { CREATE audit SET what = $n }; (SELECT VALUE what FROM audit ORDER BY what ASC) }',
      result: [1, 2, 3],
    },
    {
      title: 'A loop that ends early',
      build: q =>
        q
          .block()
          .for('n', [1, 2, 3, 4], n =>
            q
              .block()
              .do(when(n.eq(2), continueLoop))
              .do(when(n.eq(4), breakLoop))
              .do(q.create(audit).set({ what: n })),
          )
          .return(q.selectValue(audit.what).from(audit).orderBy(audit.what.asc())),
      text: '{ FOR $n IN [$_0, $_1, $_2, $_3] { IF $n = $_4 { CONTINUE }; IF $n = $_5 { BREAK }; CREATE audit SET what = $n }; (SELECT VALUE what FROM audit ORDER BY what ASC) }',
      result: [1, 3],
    },
    {
      title: 'A block as a value',
      build: q =>
        q
          .select(g.name, { stock: q.let('n', g.price).return(variable('n').mul(100)) })
          .from(g)
          .orderBy(g.name.asc()),
      text: 'SELECT name, { LET $n = price; ($n * $_0) } AS stock FROM product ORDER BY name ASC',
      result: [
        { name: 'Ink', stock: 500 },
        { name: 'Red pen', stock: 200 },
        { name: 'Sketch pad', stock: 900 },
      ],
    },
    {
      title: 'A failure of your own',
      build: q =>
        q
          .let('price', q.selectValue(g.price).from(record('product', 3)).only())
          .do(when(variable('price').gt(100), throwError('too dear')))
          .return(variable('price')),
      text: '{ LET $price = (SELECT VALUE price FROM ONLY product:3); IF $price > $_0 { THROW $_1 }; ($price) }',
      result: 9,
      note: 'In a block the fields of a record are read by a select: a path from the record fails there, in this engine (3.0.2).',
    },
    {
      title: 'The result of the last statement',
      build: q =>
        q.let('who', 'dee').do(
          q
            .update(p)
            .set({ city: 'Lyon' })
            .where(p.name.eq(variable('who')))
            .returning(p.name, p.city),
        ),
      text: '{ LET $who = $_0; UPDATE person SET city = $_1 WHERE name = $who RETURN name, city }',
      result: [{ city: 'Lyon', name: 'dee' }],
    },
    {
      title: 'The value of an expression',
      build: q => q.return(value(1).plus(math.max(to('buys').get('count').coalesce([2])))),
      text: 'RETURN $_0 + math::max(->buys.`count` ?? [$_1])',
      result: 3,
    },
  ],
}
