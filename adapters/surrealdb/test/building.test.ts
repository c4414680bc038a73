import { col, Entity, int, Table, Temporal, text } from '@vantage-ts/core'
import { surrealdb } from '@vantage-ts/surrealdb'
import * as words from '@vantage-ts/surrealdb/ql'
import { array, edges, field, given, record, records, table, to, value, variable } from '@vantage-ts/surrealdb/ql'
import { expect, test } from 'vitest'
import type { ChangeStatement } from '../src/query/changes.ts'

// What cannot be right is refused while it is built or rendered, naming the place; nothing here connects.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
const p = table('person', { fields: ['name', 'age'] })
const b = table('buys')
const other = table('shop')
class Person extends Entity('person', { id: col(text).id(), name: col(text), age: col(int) }) {}
const people = Person.table(db)
/** What a program without types may give. */
const any = (value: unknown): never => value as never
const untypedChange = (value: unknown) => value as ChangeStatement

test.each<readonly [string, RegExp, () => unknown]>([
  ['a name with NUL', /NUL/, () => field('a\0b')],
  ['a table with NUL', /NUL/, () => table('a\0b')],
  ['a key with NUL', /NUL/, () => record('person', 'a\0')],
  ['an empty name', /not empty/, () => table('')],
  ['half a character', /surrogate/, () => field('\ud800')],
  ['a name that is none', /is a text/, () => field(any(7))],
  ['an unknown field', /person has no field "nme".*name/, () => p('nme')],
  ['an unknown field that is set', /set\(\): person has no field "agee"/, () => q.update(p).set({ agee: 1 })],
  ['an unknown field that is inserted', /values\(\): person has no field "x"/, () => q.insertInto(p).values({ x: 1 })],
  [
    'a field of another table',
    /name is a field of shop, which nothing here reads/,
    () => q.select(other('name')).from(p).render(),
  ],
  [
    'a condition on another table',
    /gone is a field of shop/,
    () => q.update(p).set({ age: 0 }).where(other('gone').isNone()).render(),
  ],
  [
    'an order of another table',
    /name is a field of shop/,
    () => q.select(p.age).from(p).orderBy(other('name').asc()).render(),
  ],
  ['an empty list', /inside\(\) of an empty list/, () => p.age.inside([])],
  ['no conditions', /and\(\) of no conditions/, () => words.and()],
  ['undefined', /eq\(\) was given undefined/, () => p.age.eq(any(undefined))],
  ['a table as a value', /of rows it takes one of their fields/, () => p.name.eq(any(b))],
  ['a text as an order', /orderBy\(\) takes fields/, () => q.select().from(p).orderBy(any('name desc'))],
  ['a text to read', /from\(\) takes tables/, () => q.select().from(any('person'))],
  ['text that was put together', /ql is a tag/, () => words.ql(any('1 = 1'))],
  ['a mode of return', /returning\(\) takes one of 'none'/, () => q.delete(p).returning(any('all'))],
  ['merge in a create', /CREATE has no merge/, () => untypedChange(q.create(p)).merge({ a: 1 })],
  ['a condition in a create', /CREATE has no where/, () => untypedChange(q.create(p)).where(true)],
  ['content said twice', /say twice/, () => q.update(p).content({ a: 1 }).merge({ b: 1 })],
  ['nothing set', /set\(\) sets nothing/, () => q.update(p).set({})],
  [
    'values of another length',
    /row 2 has 1 values for 2 fields/,
    () => q.insertInto(b).tuples(['a', 'b'], [1, 2], [3]),
  ],
  ['a key that is none', /key of a record/, () => record('person', any(1.5))],
  ['a key of a range that is none', /key of a record/, () => records('person', any(true))],
  ['a type that is none', /name of a type/, () => value(1).cast('int> REMOVE')],
  ['a variable by a strange name', /letters, digits/, () => variable('a b')],
  ['a variable of the engine', /\$this has a meaning/, () => variable('this')],
  ['a uuid that is none', /uuid as text/, () => words.uuid("x'; REMOVE")],
  ['a recursion without end', /levels are whole numbers/, () => to('a').recurse({ to: any(1e9) })],
  ['a recursion that ends before it begins', /from level 5 to level 2/, () => to('a').recurse({ from: 5, to: 2 })],
  ['two variables of one name', /a variable "a" already/, () => q.let('a', 1).let('a', 2)],
  ['a length below zero', /whole number from 0 up/, () => words.rand.string(-1)],
  ['a step of a patch that is none', /step 1 is no/, () => q.update(p).patch([any(null)])],
  ['a parameter of rows', /\$this has a meaning/, () => words.param('this')],
  [
    'a write as a table',
    /columns\(\) is for statements that only read/,
    () =>
      q
        .update(p)
        .set({ age: 1 })
        .everything()
        .columns({ age: col(int) }),
  ],
  [
    'a write in a block as a table',
    /columns\(\) is for statements that only read/,
    () =>
      q
        .block()
        .do(q.create(p))
        .return(1)
        .columns({ age: col(int) }),
  ],
  [
    'a write as a table of core',
    /fromQuery\(\) is for statements that only read/,
    () => Table.fromQuery(db, any(q.delete(p).everything()), { age: col(int) }),
  ],
  ['a live query as a table', /only read/, () => q.live(p).columns({ age: col(int) })],
  ['a write as a value of sets', /as\(\) is for statements that only read/, () => q.create(p).as(int)],
  ['two columns as a value of sets', /select of one column/, () => q.select(p.name, p.age).from(p).as(int)],
  [
    'a statement as a list',
    /in\(\) on person.id takes an array or a column expression, such as statement.columns/,
    () => people.where(u => u.id.in(any(people.toSelect()))),
  ],
  ['an edge that is none', /names of tables/, () => to(any(7))],
  ['a negative limit', /whole number/, () => q.select().from(p).limit(-1)],
  [
    'a duration of months',
    /weeks, days/,
    () =>
      q
        .select()
        .from(p)
        .timeout(Temporal.Duration.from({ months: 1 })),
  ],
  ['no group keys', /groupAll/, () => q.select().from(p).groupBy()],
  ['something after return', /nothing follows return/, () => q.let('a', 1).return(2).let('b', 3)],
  ['columns beside a value', /no columns besides/, () => q.selectValue(p.age).select(p.name)],
  ['no set', /a set is wanted/, () => q.fromSet(any({}))],
  ['a name picked twice', /two fields that are picked/, () => p.name.pick('zip', { zip: field('street') })],
  ['two fields of edges', /two fields of the edges/, () => edges('buys').select(field('n'), { n: 1 })],
  ['no method', /name of a function/, () => p.name.call('x(); y')],
])('%s is refused when built', (_, why, build) => {
  expect(build).toThrow(why)
})

test.each<readonly [string, RegExp, () => { render(): unknown }]>([
  ['a select of nothing', /without from/, () => q.select(p.name)],
  ['a delete of all', /everything\(\)/, () => q.delete(p)],
  ['an update of all', /everything\(\)/, () => q.update(p).set({ age: 1 })],
  ['an insert of nothing', /without records/, () => q.insertInto(p)],
  ['an empty block', /without statements/, () => q.block()],
  [
    'a field of the row in a closure',
    /"name" is read inside a closure/,
    () => q.select({ x: array.map([1], () => p.name) }).from(p),
  ],
  [
    'a field of the row in a filter',
    /"age" is read inside a filter/,
    () => q.select({ x: to(edges('buys').where(field('n').lt(p.age))) }).from(p),
  ],
  [
    'a field of the row two selects further out',
    /not directly inside/,
    () => q.select({ x: q.select({ y: q.select().from(table('c')).where(p.age.gt(1)) }).from(b) }).from(p),
  ],
  ['a set beside a table', /stand there alone/, () => q.select().from(q.rowsOf(people), b)],
  [
    'a narrowed set that is changed',
    /more than a table/,
    () => q.delete(q.rowsOf(people.where(u => u.age.gt(1)))).everything(),
  ],
  ['two fields of one name', /two fields of the result are called age/, () => q.select(p.age, { age: p.name }).from(p)],
  ['a field twice', /two fields of the result are called age/, () => q.select(p.age).select(p.age).from(p)],
  [
    'two fields of one name in what a write returns',
    /two fields of the result are called `select`/,
    () => q.delete(b).everything().returning({ select: 1 }, b('select')),
  ],
  [
    'two fields of one name inside',
    /two fields of the result are called x/,
    () => q.return(q.select({ x: 1 }, { x: 2 }).from(b)),
  ],
  [
    'rows of a set inside themselves',
    /read inside itself under one name/,
    () => {
      const [u, v] = [q.rowsOf(people), q.rowsOf(people)]
      return q.select({ n: q.select(v.name).from(v).where(v.age.gt(u.age)) }).from(u)
    },
  ],
  ['a variable that nothing defines', /nothing before it defines the variable \$zz/, () => q.return(variable('zz'))],
  ['a variable before it is defined', /variable \$b/, () => q.let('a', variable('b')).let('b', 1)],
  ['a variable of a block inside', /variable \$b/, () => q.block().do(q.let('b', 1).return(2)).return(variable('b'))],
  [
    'a variable of a loop outside',
    /variable \$n/,
    () =>
      q
        .block()
        .for('n', [1], n => q.return(n))
        .return(variable('n')),
  ],
  [
    'a variable in a condition of a set',
    /variable \$n/,
    () => people.where(u => u.age.gt(q.return(variable('n')).as(int))).toSelect(),
  ],
  ['a parameter behind a variable', /\$vat hides the parameter/, () => q.let('vat', 1).return(words.param('vat'))],
  ['a column of a set that is not read', /does not read/, () => q.select().from(b).where(people.$.age.gt(1))],
])('%s is refused when rendered', (_, why, build) => {
  expect(() => build().render()).toThrow(why)
})

test('fields of tables that are read are those of any object of their name', () => {
  const again = table('person', { fields: ['age'] })
  expect(q.select(p.name).from(again).where(again.age.gt(1)).render().text).toBe(
    'SELECT name FROM person WHERE age > $_0',
  )
  expect(q.select(p.name, other('city')).from(p, other).render().text).toBe('SELECT name, city FROM person, shop')
})

test('statements are immutable', () => {
  const base = q.select(p.name).from(p)
  base.where(p.age.gt(1)).orderBy(p.name.asc()).limit(1)
  expect(base.render().text).toBe('SELECT name FROM person')
  const begun = q.let('a', 1)
  begun.let('b', 2)
  expect(begun.return(variable('a')).render().text).toBe('{ LET $a = $_0; ($a) }')
})

test('one text for one shape: values are not in it', () => {
  const of = (age: number) => q.select(p.name).from(p).where(p.age.gt(age)).render()
  expect(of(1).text).toBe(of(2).text)
  expect(of(2).values).toEqual([2])
  expect(q.select(p.name).from(p).where(p.age.gt(7)).preview()).not.toContain('7')
})

test('a long chain of conditions does not nest too deeply', () => {
  const long = words.or(...Array.from({ length: 700 }, (_, at) => p.age.eq(at)))
  expect(long.or(p.age.eq(-1))).toBeDefined()
  expect(q.select().from(p).where(long).render().values).toHaveLength(700)
})

test('a value of the row is named where it is not seen', () => {
  const made = given({ age: p.age }, ({ age }) => array.map([1], n => n.plus(age)))
  expect(q.select({ x: made }).from(p).render().text).toBe(
    'SELECT { LET $age = age; (array::map([$_0], |$x1| ($x1 + $age))) } AS x FROM person',
  )
})

test('variables that raw text, loops, blocks around and given() name are defined', () => {
  const read = q.return(variable('a'))
  expect(q.ql`LET $a = 1; RETURN ${variable('a')}`.render().text).toBe('LET $a = 1; RETURN $a')
  expect(q.ql`LET $a = 1; RETURN ${read.as(int)}`.render().text).toContain('$a')
  expect(
    q
      .block()
      .for('a', [1], () => read)
      .render().text,
  ).toContain('RETURN $a')
  expect(
    q
      .let('a', 1)
      .do(q.let('b', 2).return(variable('a')))
      .render().text,
  ).toContain('($a)')
  expect(
    q
      .let('a', 1)
      .return(array.map([1], x => x.plus(variable('a'))))
      .render().text,
  ).toContain('$x1 + $a')
  const older = people.where(u => u.age.gt(read.as(int))).toSelect()
  expect(q.let('a', 1).return(older).render().text).toContain('$a')
  expect(() => older.explain()).toThrow('variable $a')
})
