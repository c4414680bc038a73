import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { Decimal, Temporal } from '@vantage-ts/core'
import { array, field, given, ident, none, ql, record, to, value, when } from '@vantage-ts/surrealdb/ql'
import { type GraphQuery, g, p } from './graph.ts'

export const values: Chapter<GraphQuery> = {
  title: 'Values and paths',
  about: 'Arrays and objects are written as in JavaScript; every value in them is bound.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Values',
      build: q => q.return(['text', 7, 1.5, true, null, none, 9007199254740993n, Decimal.from('1.50')]),
      text: 'RETURN [$_0, $_1, $_2, $_3, NULL, NONE, $_4, $_5]',
      result: ['text', 7, 1.5, true, null, undefined, 9007199254740993n, '1.5'],
    },
    {
      title: 'Moments and durations',
      build: q => q.return([Temporal.Instant.from('2026-01-02T03:04:05Z'), Temporal.Duration.from({ hours: 36 })]),
      text: 'RETURN [$_0, $_1]',
      result: ['2026-01-02T03:04:05.000Z', '1d12h'],
    },
    {
      title: 'Objects',
      build: q => q.return({ name: 'Ann', 'unit price': 2, nested: { list: [1, { two: 2 }] }, empty: {} }),
      text: 'RETURN { name: $_0, `unit price`: $_1, nested: { `list`: [$_2, { two: $_3 }] }, empty: {} }',
      result: {
        empty: {},
        name: 'Ann',
        nested: { list: [1, { two: 2 }] },
        'unit price': 2,
      },
    },
    {
      title: 'A field of a value',
      build: q => q.return(value({ a: { b: 3 } }).get('a', 'b')),
      text: 'RETURN ({ a: { b: $_0 } }).a.b',
      result: 3,
    },
    {
      title: 'A field by a computed name',
      build: q => q.return(value({ a: 1, b: 2 }).at(value('b'))),
      text: 'RETURN ({ a: $_0, b: $_1 })[$_2]',
      result: 2,
    },
    {
      title: 'Items of an array',
      build: q => q.return([value([5, 6, 7]).at(0), value([5, 6, 7]).last()]),
      text: 'RETURN [[$_0, $_1, $_2][0], [$_3, $_4, $_5][$]]',
      result: [5, 7],
    },
    {
      title: 'Fields of all items',
      build: q => q.return(value([{ n: 1 }, { n: 2 }]).get('n')),
      text: 'RETURN [{ n: $_0 }, { n: $_1 }].n',
      result: [1, 2],
    },
    {
      title: 'Items that meet a condition',
      build: q => q.return(value([{ n: 1 }, { n: 2 }, { n: 3 }]).items(field('n').gt(1))),
      text: 'RETURN [{ n: $_0 }, { n: $_1 }, { n: $_2 }][WHERE n > $_3]',
      result: [{ n: 2 }, { n: 3 }],
    },
    {
      title: 'A path through what may be missing',
      build: q => q.return(record('person', 'bob').get('address').optional().get('zip')),
      text: 'RETURN person:bob.address.?.zip',
      result: undefined,
    },
    {
      title: 'All fields of a record',
      build: q => q.return(record('product', 2).all()),
      text: 'RETURN product:2.*',
      result: { id: 'product:2', name: 'Ink', price: 5, tags: ['office', 'art'] },
    },
    {
      title: 'Some fields of a record',
      build: q =>
        q.return(
          record('person', 'ann').pick('name', {
            zip: field('address', 'zip'),
            friends: to('knows').to('person').get('name'),
          }),
        ),
      text: 'RETURN person:ann.{ name, zip: address.zip, friends: ->knows->person.name }',
      result: { friends: ['Bob', 'dee'], name: 'Ann', zip: '0150' },
    },
    {
      title: 'A branch',
      build: q =>
        q
          .select(p.name, { is: when(p.age.lt(30), 'young').when(p.age.lt(36), 'grown').otherwise('old') })
          .from(p)
          .orderBy(p.name.asc()),
      text: 'SELECT name, IF age < $_0 { $_1 } ELSE IF age < $_2 { $_3 } ELSE { $_4 } AS `is` FROM person ORDER BY name ASC',
      result: [
        { is: 'grown', name: 'Ann' },
        { is: 'old', name: 'Bob' },
        { is: 'young', name: 'Cy' },
        { is: 'grown', name: 'dee' },
      ],
    },
    {
      title: 'A branch without an end',
      build: q => q.return([when(value(1).gt(2), 'more')]),
      text: 'RETURN [IF $_0 > $_1 { $_2 }]',
      result: [undefined],
    },
    {
      title: 'Values of the row by name',
      build: q =>
        q
          .selectValue(given({ price: g.price }, ({ price }) => array.map([1, 2], n => n.mul(price))))
          .from(record('product', 3)),
      text: 'SELECT VALUE { LET $price = price; (array::map([$_0, $_1], |$x1| ($x1 * $price))) } FROM product:3',
      result: [[9, 18]],
      note: 'Closures and filters see no row outside; `given` names what they need of it.',
    },
    {
      title: 'A method',
      build: q =>
        q.select({ name: p.name.call('uppercase'), first: p.name.call('slice', 0, 1) }).from(record('person', 'ann')),
      text: 'SELECT name.uppercase() AS name, name.slice($_0, $_1) AS first FROM person:ann',
      result: [{ first: 'A', name: 'ANN' }],
    },
    {
      title: 'Raw text',
      build: q =>
        q.select({ name: ql`string::uppercase(${p.name})`, n: ql`${2} * ${3}` }).from(record('person', 'bob')),
      text: 'SELECT string::uppercase(name) AS name, $_0 * $_1 AS n FROM person:bob',
      result: [{ n: 6, name: 'BOB' }],
      note: 'The last resort. Values are bound, fields stay fields, `ident` quotes a name.',
    },
    {
      title: 'Names in raw text',
      build: q =>
        q.ql`SELECT ${ident('name')}, ${ident('address', 'zip')} AS ${ident('post code')} FROM ${p} WHERE ${ident('age')} = ${31}`,
      text: 'SELECT name, address.zip AS `post code` FROM person WHERE age = $_0',
      result: [{ name: 'Ann', 'post code': '0150' }],
    },
  ],
}
