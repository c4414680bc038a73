import type { Chapter } from '@vantage-ts/adapter-kit/constructs'
import { bool, col, int, text } from '@vantage-ts/core'
import { array, count, edges, field, recordId, to } from '@vantage-ts/surrealdb/ql'
import { b, type GraphQuery, p, people } from './graph.ts'

export const sets: Chapter<GraphQuery> = {
  title: 'Sets and statements',
  about: 'A statement is an expression of its source, and a set is a statement: each goes on where the other ends.',
  file: import.meta.url,
  constructs: [
    {
      title: 'A set as a statement',
      build: q => q.fromSet(people.where(u => u.age.gt(30))).where(p.city.eq('Rome')),
      text: 'SELECT id.id() AS id, `name` AS name, `age` AS age FROM person WHERE `age` > $_0 AND (city = $_1)',
      result: [{ age: 40, id: 'bob', name: 'Bob' }],
      note: 'The same as `people.where(…).toSelect()`.',
    },
    {
      title: 'An ordered set',
      build: () =>
        people
          .where(u => u.age.gt(30))
          .orderBy(u => u.age.desc())
          .toSelect(),
      text: 'SELECT id.id() AS id, `name` AS name, `age` AS age, `age` AS `~k0` OMIT `~k0` FROM person WHERE `age` > $_0 ORDER BY `~k0` DESC',
      result: [
        { age: 40, id: 'bob', name: 'Bob' },
        { age: 35, id: 'dee', name: 'dee' },
        { age: 31, id: 'ann', name: 'Ann' },
      ],
    },
    {
      title: 'A part of a set',
      build: () =>
        people
          .orderBy(u => u.age)
          .limit(2)
          .toSelect()
          .where(p.name.ne('Cy')),
      text: 'SELECT `id` AS id, `name` AS name, `age` AS age FROM (SELECT VALUE { `id`: `~c0`, `name`: `~c1`, `age`: `~c2` } FROM (SELECT id.id() AS `~c0`, `name` AS `~c1`, `age` AS `~c2`, `age` AS `~k0`, id FROM `person` ORDER BY `~k0` ASC, id ASC) LIMIT $_0) WHERE name != $_1',
      result: [{ age: 31, id: 'ann', name: 'Ann' }],
    },
    {
      title: 'Typed columns in a statement',
      build: q => {
        const u = q.rowsOf(people)
        return q
          .select(u.name, { grown: u.age.gte(30) })
          .from(u)
          .where(u.age.gt(25))
          .orderBy(p.name.asc())
      },
      text: 'SELECT `name` AS name, { LET $_v0 = (IF `age` >= $_0 { true } ELSE IF (`age` > NULL AND `age` < $_0) { false } ELSE { NULL }); IF $_v0 > NULL { $_v0 } ELSE { NULL } } AS grown FROM person WHERE `age` > $_1 ORDER BY name ASC',
      result: [
        { grown: true, name: 'Ann' },
        { grown: true, name: 'Bob' },
        { grown: true, name: 'dee' },
      ],
    },
    {
      title: 'Columns of a set in a statement inside',
      build: q => {
        const u = q.rowsOf(people)
        return q
          .select(u.name, { bought: q.selectValue(b.count).from(b).where(recordId.id(b.in).eq(u.id)) })
          .from(u)
          .orderBy(p.name.asc())
      },
      text: 'SELECT `name` AS name, { LET $_v0 = id.id(); (SELECT VALUE `count` FROM buys WHERE record::id(`in`) = $_v0) } AS bought FROM person ORDER BY name ASC',
      result: [
        { bought: [2, 1], name: 'Ann' },
        { bought: [7], name: 'Bob' },
        { bought: [1, 3], name: 'Cy' },
        { bought: [], name: 'dee' },
      ],
      note: 'What a statement inside, a filter or a closure needs of the set is handed in by name.',
    },
    {
      title: 'Columns of a set in a path and a closure',
      build: q => {
        const u = q.rowsOf(people)
        return q
          .select(u.name, {
            n: count(to(edges('knows').where(field('since').gt(u.age.plus(1990))))),
            sum: array.map([1], n => n.plus(u.age)),
          })
          .from(u)
          .orderBy(p.name.asc())
      },
      text: 'SELECT `name` AS name, { LET $_v0 = `age`; (count(->(knows WHERE `since` > (IF $_v0 > NULL { ($_v0 + $_0) } ELSE { NULL })))) } AS n, { LET $_v1 = `age`; (array::map([$_1], |$x1| ($x1 + $_v1))) } AS sum FROM person ORDER BY name ASC',
      result: [
        { n: 1, name: 'Ann', sum: [32] },
        { n: 0, name: 'Bob', sum: [41] },
        { n: 1, name: 'Cy', sum: [23] },
        { n: 0, name: 'dee', sum: [36] },
      ],
    },
    {
      title: 'A narrowed set in the place of a table',
      build: q => {
        const u = q.rowsOf(people.where(one => one.age.gt(30)))
        return q
          .select({ n: count(), of: array.group(u.name) })
          .from(u)
          .groupAll()
      },
      text: 'SELECT count() AS n, array::group(`name`) AS `of` FROM (SELECT VALUE { `id`: id.id(), `name`: `name`, `age`: `age` } FROM `person` WHERE `age` > $_0) GROUP ALL',
      result: [{ n: 3, of: ['Ann', 'Bob', 'dee'] }],
    },
    {
      title: 'A condition of a set',
      build: q => {
        const u = q.rowsOf(people)
        return q
          .selectValue(u.name)
          .from(u)
          .where(people.$.name.eq('Bob').or(people.$.age.lt(25)))
      },
      text: 'SELECT VALUE `name` FROM person WHERE (`name` = $_0 OR (`age` > NULL AND `age` < $_1))',
      result: ['Bob', 'Cy'],
    },
    {
      title: 'A set that is changed',
      build: q => {
        const u = q.rowsOf(people)
        return q
          .update(u)
          .set({ age: u.age.plus(1) })
          .where(u.name.eq('Ann'))
          .returning(p.name, p.age)
      },
      text: 'UPDATE person SET age = (IF `age` > NULL { (`age` + $_0) } ELSE { NULL }) WHERE `name` = $_1 RETURN name, age',
      result: [{ age: 32, name: 'Ann' }],
    },
    {
      title: 'A statement as a set',
      build: q =>
        listed(
          q
            .select({ id: recordId.id(p('id')) }, { name: p.name, bought: count(to('buys')) })
            .from(p)
            .columns({ id: col(text).id(), name: col(text), bought: col(int) })
            .where(u => u.bought.gt(0))
            .orderBy(u => u.name),
        ),
      text: 'SELECT VALUE [`~c0`, `~c1`, `~c2`] FROM (SELECT `id` AS `~c0`, `name` AS `~c1`, `bought` AS `~c2`, `name` AS `~k0` FROM (SELECT record::id(id) AS id, name, count(->buys) AS bought FROM person) WHERE `bought` > $_0 ORDER BY `~k0` ASC)',
      result: [
        { id: 'ann', name: 'Ann', bought: 2 },
        { id: 'bob', name: 'Bob', bought: 1 },
        { id: 'cy', name: 'Cy', bought: 2 },
      ],
    },
    {
      title: 'A statement in a condition of a set',
      build: q =>
        listed(
          people
            .where(u => u.age.gt(q.select({ mean: count() }).from(p).groupAll().as(int).plus(27)))
            .orderBy(u => u.name),
        ),
      text: '{ LET $_v0 = { LET $_r = (SELECT count() AS mean FROM person GROUP ALL); IF array::len($_r) > 1 { THROW "vantage:cardinality" }; IF type::is_object($_r[0]) { object::values($_r[0])[0] } ELSE { $_r[0] } }; SELECT VALUE [`~c0`, `~c1`, `~c2`] FROM (SELECT id.id() AS `~c0`, `name` AS `~c1`, `age` AS `~c2`, `name` AS `~k0` FROM `person` WHERE { LET $_v1 = $_v0; (`age` > NULL AND $_v1 > NULL AND `age` > ($_v1 + $_0)) } ORDER BY `~k0` ASC) }',
      result: [
        { id: 'bob', name: 'Bob', age: 40 },
        { id: 'dee', name: 'dee', age: 35 },
      ],
    },
    {
      title: 'A path as a calculated column',
      build: q =>
        listed(
          people
            .withExpression('buys', () => q.return(count(to('buys'))).as(int))
            .select('name', 'buys')
            .orderBy(u => u.name),
        ),
      text: 'SELECT VALUE [`~c0`, `~c1`, `~c2`] FROM (SELECT id.id() AS `~c0`, `name` AS `~c1`, { LET $_v0 = (count(->buys)); IF $_v0 > NULL { $_v0 } ELSE { NULL } } AS `~c2`, `name` AS `~k0` FROM `person` ORDER BY `~k0` ASC)',
      result: [
        { id: 'ann', name: 'Ann', buys: 2 },
        { id: 'bob', name: 'Bob', buys: 1 },
        { id: 'cy', name: 'Cy', buys: 2 },
        { id: 'dee', name: 'dee', buys: 0 },
      ],
    },
    {
      title: 'An expression as a condition of a set',
      build: q => listed(people.where(() => q.return(count(to('knows')).eq(2)).as(bool))),
      text: 'SELECT VALUE [id.id(), `name`, `age`] FROM `person` WHERE ((count(->knows) = $_0)) = true',
      result: [{ id: 'ann', name: 'Ann', age: 31 }],
    },
  ],
}

/** A set where a statement is shown: its text is the one of its plan. */
function listed(set: {
  explain(): { readonly steps: readonly { readonly text?: string }[] }
  list(): PromiseLike<readonly unknown[]>
}) {
  return {
    render: () => ({
      text: set
        .explain()
        .steps.map(({ text = '' }) => text)
        .join('\n'),
      values: [],
    }),
    run: () => set.list(),
  }
}
