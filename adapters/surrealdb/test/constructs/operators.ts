import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { geometry, value as typed } from '@vantage-ts/core'
import { and, cast, field, not, or, range, search, type, value } from '@vantage-ts/surrealdb/ql'
import { g, type GraphQuery, p } from './graph.ts'

const corners: readonly [number, number][] = [
  [0, 0],
  [5, 0],
  [5, 5],
  [0, 5],
  [0, 0],
]
const area = typed(geometry, { type: 'Polygon', coordinates: [corners] })

export const operators: Chapter<GraphQuery> = {
  title: 'Operators',
  about:
    'Methods of expressions. What is no single word stands in brackets beside another operator, so the tree is what counts.',
  file: import.meta.url,
  constructs: [
    {
      title: 'Arithmetic',
      build: q =>
        q.return([
          value(7).plus(2),
          value(7).minus(2),
          value(7).mul(2),
          value(7).div(2),
          value(7).mod(4),
          value(2).power(10),
          value(3).negate(),
        ]),
      text: 'RETURN [$_0 + $_1, $_2 - $_3, $_4 * $_5, $_6 / $_7, $_8 % $_9, $_10 ** $_11, -$_12]',
      result: [9, 5, 14, 3, 3, 1024, -3],
    },
    {
      title: 'Brackets',
      build: q =>
        q.return([value(1).plus(2).mul(3), value(1).plus(value(2).mul(3)), value(10).minus(value(4).minus(1))]),
      text: 'RETURN [($_0 + $_1) * $_2, $_3 + ($_4 * $_5), $_6 - ($_7 - $_8)]',
      result: [9, 7, 7],
    },
    {
      title: 'Comparisons',
      build: q =>
        q.return([
          value(1).eq(1),
          value(1).ne(2),
          value(1).lt(2),
          value(2).lte(2),
          value(3).gt(2),
          value(2).gte(3),
          value(1).exactly('1'),
        ]),
      text: 'RETURN [$_0 = $_1, $_2 != $_3, $_4 < $_5, $_6 <= $_7, $_8 > $_9, $_10 >= $_11, $_12 == $_13]',
      result: [true, true, true, true, true, false, false],
    },
    {
      title: 'All and one of several',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(or(and(p.city.eq('Oslo'), p.age.gt(30)), p.age.gt(36)))
          .orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person WHERE ((city = $_0) AND (age > $_1)) OR (age > $_2) ORDER BY name ASC',
      result: ['Ann', 'Bob'],
    },
    {
      title: 'Not',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(not(p.city.eq('Oslo')), p.tags.contains('ski').not().not()),
      text: 'SELECT VALUE name FROM person WHERE (!(city = $_0)) AND (!(!(tags CONTAINS $_1)))',
      result: ['Bob'],
    },
    {
      title: 'Inside',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(p.city.inside(['Rome', 'Paris'])),
      text: 'SELECT VALUE name FROM person WHERE city IN [$_0, $_1]',
      result: ['Bob'],
    },
    {
      title: 'Not inside',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(p.age.notInside([22, 40]))
          .orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person WHERE age NOT IN [$_0, $_1] ORDER BY name ASC',
      result: ['Ann', 'dee'],
    },
    {
      title: 'Inside a range',
      build: q =>
        q
          .selectValue(p.name)
          .from(p)
          .where(p.age.inside(range(22, 31, { includesEnd: true })))
          .orderBy(p.name.asc()),
      text: 'SELECT VALUE name FROM person WHERE age IN (22..=31) ORDER BY name ASC',
      result: ['Ann', 'Cy'],
    },
    {
      title: 'Contains',
      build: q =>
        q.return([
          value(['a', 'b']).contains('a'),
          value(['a', 'b']).containsNot('c'),
          value(['a', 'b']).containsAll(['a', 'b']),
          value(['a', 'b']).containsAny(['b', 'z']),
          value(['a', 'b']).containsNone(['z']),
        ]),
      text: 'RETURN [[$_0, $_1] CONTAINS $_2, [$_3, $_4] CONTAINSNOT $_5, [$_6, $_7] CONTAINSALL [$_8, $_9], [$_10, $_11] CONTAINSANY [$_12, $_13], [$_14, $_15] CONTAINSNONE [$_16]]',
      result: [true, true, true, true, true],
    },
    {
      title: 'Lists without items',
      build: q =>
        q.return([
          value(['a']).containsAll([]),
          value(['a']).containsNone([]),
          value(['a']).containsAny([]),
          value([]).allInside(['a']),
          value([]).anyInside(['a']),
        ]),
      text: 'RETURN [[$_0] CONTAINSALL [], [$_1] CONTAINSNONE [], [$_2] CONTAINSANY [], [] ALLINSIDE [$_3], [] ANYINSIDE [$_4]]',
      result: [true, true, false, true, false],
      note:
        'All of nothing and none of nothing hold, any of nothing does not. `inside([])` and `notInside([])` are refused, as `in()` ' +
        'of an empty list is in every language here: leave the condition out, or write what it means.',
    },
    {
      title: 'All, one or none of a list inside another',
      build: q =>
        q.return([
          value(['a']).allInside(['a', 'b']),
          value(['a', 'z']).anyInside(['a']),
          value(['z']).noneInside(['a']),
        ]),
      text: 'RETURN [[$_0] ALLINSIDE [$_1, $_2], [$_3, $_4] ANYINSIDE [$_5], [$_6] NONEINSIDE [$_7]]',
      result: [true, true, true],
    },
    {
      title: 'Any and all items equal',
      build: q => q.return([value([1, 2]).anyEqual(2), value([2, 2]).allEqual(2)]),
      text: 'RETURN [[$_0, $_1] ?= $_2, [$_3, $_4] *= $_5]',
      result: [true, true],
    },
    {
      title: 'None and null',
      build: q =>
        q
          .select(p.name, { none: p.address.isNone(), null: p.city.isNull() })
          .from(p)
          .where(p.city.isNotNull().or(p.address.isNotNone()))
          .orderBy(p.name.asc()),
      text: 'SELECT name, address = NONE AS `none`, city = NULL AS `null` FROM person WHERE (city != NULL) OR (address != NONE) ORDER BY name ASC',
      result: [
        { name: 'Ann', none: false, null: false },
        { name: 'Bob', none: true, null: false },
        { name: 'Cy', none: true, null: false },
      ],
    },
    {
      title: 'Another value where one is missing',
      build: q =>
        q
          .select(p.name, { where: p.city.coalesce('nowhere') })
          .from(p)
          .orderBy(p.name.desc())
          .limit(2),
      text: 'SELECT name, city ?? $_0 AS `where` FROM person ORDER BY name DESC LIMIT 2',
      result: [
        { name: 'dee', where: 'nowhere' },
        { name: 'Cy', where: 'Oslo' },
      ],
    },
    {
      title: 'Another value where one is empty',
      build: q => q.return([value(0).otherwise(5), value('').otherwise('x'), value(3).otherwise(5)]),
      text: 'RETURN [$_0 ?: $_1, $_2 ?: $_3, $_4 ?: $_5]',
      result: [5, 'x', 3],
    },
    {
      title: 'Texts and arrays one after the other',
      build: q => q.return([value('a').plus('b'), value([1]).plus([2])]),
      text: 'RETURN [$_0 + $_1, [$_2] + [$_3]]',
      result: ['ab', [1, 2]],
    },
    {
      title: 'Casts',
      build: q =>
        q.return([
          cast('int', '41').plus(1),
          cast('array<int>', ['1', '2']),
          value(3).cast('string'),
          cast('datetime', '2026-01-02T00:00:00Z'),
          cast('decimal', '1.50'),
        ]),
      text: 'RETURN [(<int>$_0) + $_1, <array<int>>[$_2, $_3], <string>$_4, <datetime>$_5, <decimal>$_6]',
      result: [42, [1, 2], '3', '2026-01-02T00:00:00.000Z', '1.5'],
    },
    {
      title: 'Areas',
      build: q =>
        q.return([
          type.point([1, 2]).inside(area),
          type.point([9, 9]).outside(area),
          value(area).contains(type.point([1, 2])),
        ]),
      text: 'RETURN [type::point([$_0, $_1]) IN $_2, type::point([$_3, $_4]) OUTSIDE $_5, $_6 CONTAINS type::point([$_7, $_8])]',
      result: [true, true, true],
      note: '`area` is `value(geometry, { type: "Polygon", … })` of `@vantage-ts/core`, a square from 0 to 5.',
    },
    {
      title: 'Full-text search',
      build: q =>
        q
          .select(g.name, { shown: search.highlight('<b>', '</b>', 1) })
          .from(g)
          .where(g.name.matches('PEN', 1)),
      text: 'SELECT name, search::highlight($_0, $_1, 1) AS shown FROM product WHERE name @1@ $_2',
      result: [{ name: 'Red pen', shown: 'Red <b>pen</b>' }],
      note: 'Of a field with a FULLTEXT index.',
    },
    {
      title: 'The nearest vectors',
      build: q =>
        q
          .selectValue(field('id'))
          .from([
            { id: 1, at: [0, 1] },
            { id: 2, at: [5, 5] },
            { id: 3, at: [1, 1] },
          ])
          .where(field('at').nearest([0, 0], 2, 'EUCLIDEAN')),
      text: 'SELECT VALUE id FROM [{ id: $_0, `at`: [$_1, $_2] }, { id: $_3, `at`: [$_4, $_5] }, { id: $_6, `at`: [$_7, $_8] }] WHERE `at` <|2,EUCLIDEAN|> [$_9, $_10]',
      result: [1, 3],
    },
    {
      title: 'A chain of many',
      build: q => q.return(or(...[1, 2, 3, 4].map(n => value(n).eq(4)))),
      text: 'RETURN ($_0 = $_1) OR ($_2 = $_3) OR ($_4 = $_5) OR ($_6 = $_7)',
      result: true,
    },
    {
      title: 'A field by a name that needs quotes',
      build: q => q.select(field('a b'), field('select')).from([{ 'a b': 1, select: 2 }]),
      text: 'SELECT `a b`, `select` FROM [{ `a b`: $_0, `select`: $_1 }]',
      result: [{ 'a b': 1, select: 2 }],
    },
  ],
}
