import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { field, none, record, recordId, records, type, uuid, value } from '@vantage-ts/surrealdb/ql'
import { audit, g, type GraphQuery, p } from './graph.ts'

export const recordsChapter: Chapter<GraphQuery> = {
  title: 'Records and ranges of them',
  about:
    'A record is named by its table and key. The key is a part of the text and quoted where it must be; one that comes from ' +
    'elsewhere is better bound with `type.record()`, so that the text stays the same.',
  file: import.meta.url,
  constructs: [
    {
      title: 'By a text',
      build: q => q.return(record('person', 'ann').get('name')),
      text: 'RETURN person:ann.name',
      result: 'Ann',
    },
    {
      title: 'By a text that needs quotes',
      build: q => q.create(record('person', 'o`neil ⟩ x')).set({ name: 'O' }).returningValue(field('id')),
      text: 'CREATE person:`o\\`neil ⟩ x` SET name = $_0 RETURN VALUE id',
      result: ['person:⟨o`neil \\⟩ x⟩'],
    },
    {
      title: 'By a number',
      build: q => q.return(record('product', 2).get('name')),
      text: 'RETURN product:2.name',
      result: 'Ink',
    },
    {
      title: 'By a number as text',
      build: q => q.create(record('product', '2')).set({ name: 'Other' }).returningValue(field('id')),
      text: 'CREATE product:`2` SET name = $_0 RETURN VALUE id',
      result: ['product:⟨2⟩'],
    },
    {
      title: 'By a uuid',
      build: q =>
        q
          .create(record('audit', uuid('018f2f4e-0000-7000-8000-000000000000')))
          .set({ what: 'x' })
          .returningValue(field('id')),
      text: "CREATE audit:u'018f2f4e-0000-7000-8000-000000000000' SET what = $_0 RETURN VALUE id",
      result: ['audit:u"018f2f4e-0000-7000-8000-000000000000"'],
    },
    {
      title: 'By an array',
      build: q =>
        q
          .create(record('audit', ['Oslo', 3]))
          .set({ what: 'x' })
          .returningValue(field('id')),
      text: 'CREATE audit:[$_0, $_1] SET what = $_2 RETURN VALUE id',
      result: ['audit:[ s"Oslo", 3 ]'],
    },
    {
      title: 'By an object',
      build: q =>
        q
          .create(record('audit', { at: 7, by: 'ann' }))
          .set({ what: 'x' })
          .returningValue(field('id')),
      text: 'CREATE audit:{ `at`: $_0, `by`: $_1 } SET what = $_2 RETURN VALUE id',
      result: ['audit:{ "at": 7, "by": s"ann" }'],
    },
    {
      title: 'By a value that is bound',
      build: q => q.selectValue(p.name).from(type.record('person', 'bob')),
      text: 'SELECT VALUE name FROM type::record($_0, $_1)',
      result: ['Bob'],
    },
    {
      title: 'The table and key of a record',
      build: q =>
        q.return([
          recordId.table(record('person', 'ann')),
          recordId.id(record('product', 3)),
          recordId.exists(record('person', 'zoe')),
        ]),
      text: 'RETURN [record::table(person:ann), record::id(product:3), record::exists(person:zoe)]',
      result: ['person', 3, false],
    },
    {
      title: 'A range',
      build: q => q.selectValue(g.name).from(records('product', 1, 3)),
      text: 'SELECT VALUE name FROM product:1..3',
      result: ['Red pen', 'Ink'],
    },
    {
      title: 'A range with its end',
      build: q => q.selectValue(g.name).from(records('product', 2, 3, { includesEnd: true })),
      text: 'SELECT VALUE name FROM product:2..=3',
      result: ['Ink', 'Sketch pad'],
    },
    {
      title: 'A range without its start',
      build: q => q.selectValue(g.name).from(records('product', 1, 3, { excludesStart: true, includesEnd: true })),
      text: 'SELECT VALUE name FROM product:1>..=3',
      result: ['Ink', 'Sketch pad'],
    },
    {
      title: 'A range that is open',
      build: q => q.selectValue(p.name).from(records('person', 'bob')),
      text: 'SELECT VALUE name FROM person:bob..',
      result: ['Bob', 'Cy', 'dee'],
    },
    {
      title: 'A range of arrays',
      build: q =>
        q
          .block()
          .do(
            q
              .insertInto(audit)
              .values({ id: ['a', 1], what: 'x' }, { id: ['a', 2], what: 'y' }, { id: ['b', 1], what: 'z' }),
          )
          .return(q.selectValue(audit.what).from(records('audit', ['a', none], ['a', value(9)]))),
      text: '{ INSERT INTO audit [{ id: [$_0, $_1], what: $_2 }, { id: [$_3, $_4], what: $_5 }, { id: [$_6, $_7], what: $_8 }]; (SELECT VALUE what FROM audit:[$_9, NONE]..[$_10, $_11]) }',
      result: ['x', 'y'],
    },
  ],
}
