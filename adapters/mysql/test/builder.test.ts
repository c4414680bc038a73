import * as fc from 'fast-check'
import { unchecked } from '@vantage-ts/core/adapter'
import { expect, test } from 'vitest'
import { mysql } from '../src/index.ts'
import {
  count,
  cte,
  every,
  greatest,
  jsonTable,
  match,
  sum,
  table,
  value,
  window,
  dateAdd,
  jsonExtract,
  when,
} from '../src/sql/index.ts'

// Nothing is sent.
const q = mysql({ host: 'none' }).query()
const o = table('orders', { as: 'o', columns: ['id', 'total'] })
const loose = (given: unknown): never => unchecked<never>(given, 'built without types')

/** A method that the types do not have. */
const calling = (statement: object, method: string, ...args: readonly unknown[]): object =>
  Object(Reflect.apply(Reflect.get(statement, method), statement, args))

const names = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter(name => !/[\0\u{10000}-\u{10ffff}]| $/u.test(name) && name.isWellFormed() && name !== 'result')

/** The text without what stands in backticks, and what stood there. */
function parted(text: string): { readonly words: string; readonly names: readonly string[] } {
  const found: string[] = []
  const words = text.replace(/`((?:[^`]|``)*)`/g, (_, name: string) => {
    found.push(name.replaceAll('``', '`'))
    return '`'
  })
  return { words, names: found }
}

test('names are quoted, values are bound, whatever they are', () => {
  fc.assert(
    fc.property(
      names,
      names,
      fc.string({ unit: 'binary' }).filter(text => text.isWellFormed()),
      (name, alias, given) => {
        const rows = table(name, { as: alias })
        const text = (built: { render(): { text: string; values: readonly unknown[] } }) => built.render()
        const select = text(
          q
            .select({ result: rows(name) })
            .from(rows)
            .where(rows(name).eq(given)),
        )
        expect(parted(select.text)).toEqual({
          words: 'SELECT `.` AS ` FROM ` AS ` WHERE `.` = ?',
          names: [alias, name, 'result', name, alias, alias, name],
        })
        expect(select.values).toEqual([given])
        const insert = text(
          q
            .insertInto(rows)
            .values({ [name]: given })
            .onDuplicateKeyUpdate(row => ({ [name]: row(name) })),
        )
        expect(parted(insert.text).words).toBe('INSERT INTO ` (`) VALUES (?) ON DUPLICATE KEY UPDATE ` = VALUES(`)')
        const change = text(
          q
            .update(rows)
            .set({ [name]: given })
            .where(rows(name).isNull()),
        )
        expect(parted(change.text)).toEqual({
          words: 'UPDATE ` SET ` = ? WHERE `.` IS NULL',
          names: [name, name, name, name],
        })
      },
    ),
  )
})

test.each([
  ['a name that ends in a blank', () => q.select(table('a ')('b')).from(table('a ')), /ends in a blank/],
  ['a result that begins with a blank', () => q.select({ ' a': value(1) }), /begins with a blank/],
  ['a result that begins with a control character', () => q.select({ '\u0001a': value(1) }), /begins with a blank/],
  [
    'a character beyond ASCII that escapes',
    () => q.select(o.id).from(o).where(o.id.like('é%', 'é')),
    /no ESCAPE outside of ASCII/,
  ],
  ['a name beyond U+FFFF', () => q.select(table('a😀')('b')).from(table('a😀')), /beyond U\+FFFF/],
  ['a path of JSON', () => q.select({ a: jsonExtract('{}', 'a.b') }), /is no path of JSON/],
  [
    'a path in the text',
    () => q.select({ a: value(1) }).from(jsonTable('[]', "$') --", { a: 'int' }, 't')),
    /is no path of JSON/,
  ],
  [
    'a type in the text',
    () => q.select({ a: value(1) }).from(jsonTable('[]', '$', { a: "int path '$'" }, 't')),
    /is no name of a type/,
  ],
  ['a unit in the text', () => q.select({ a: dateAdd('2026-01-01', 1, loose('day) --')) }), /is no unit/],
  ['a mode in the text', () => q.select({ a: match(o.id).against('x', loose(') --')) }), /the mode is one of/],
  ['FULL JOIN', () => calling(q.select(o.id).from(o), 'fullJoin', table('x'), o.id.eq(1)), /has no FULL JOIN/],
  [
    'ON CONFLICT',
    () => calling(calling(q.insertInto(o).values({ id: 1 }), 'onConflict', o.id), 'doNothing'),
    /has no ON CONFLICT/,
  ],
  ['FILTER', () => q.select({ n: count().filter(o.id.gt(1)) }).from(o), /has no FILTER/],
  [
    'frames of groups',
    () => q.select({ n: sum(o.total).over(window().orderBy(o.id).groups('current row')) }).from(o),
    /has no GROUPS/,
  ],
  [
    'RETURNING of an update',
    () => calling(q.update(o).set({ total: 1 }).everything(), 'returning', o.id),
    /has no RETURNING of an update/,
  ],
  [
    'WITH before a write',
    () =>
      q
        .with(cte('t', q.select(o.id).from(o)))
        .insertInto(o)
        .values({ id: greatest(1, 2) }),
    /has no WITH before a write/,
  ],
])('%s', (_what, build, message) => {
  const render = () => calling(build(), 'render')
  expect(render).toThrow(message)
})

test('WITH in a part of a compound stands inside of a select, which MariaDB reads', () => {
  const small = cte('small', q.select(o.id).from(o))
  const part = q.with(small).select(every(small)).from(small)
  const text =
    'SELECT * FROM (WITH `small` AS (SELECT `o`.`id` FROM `orders` AS `o`) SELECT `small`.* FROM `small`) AS `part`'
  const selected = q.select(o.id).from(o)
  const plain = 'SELECT `o`.`id` FROM `orders` AS `o`'
  expect(part.except(selected).render().text).toBe(`${text} EXCEPT ${plain}`)
  expect(selected.union(part.except(selected)).render().text).toBe(`${plain} UNION (${text} EXCEPT ${plain})`)
})

test('a branch stands in the place of FILTER, and every column is asked for by its rows', () => {
  expect(
    q
      .select(every(o), { n: sum(when(o.id.gt(1), o.total).otherwise(0)) })
      .from(o)
      .render().text,
  ).toBe('SELECT `o`.*, sum(CASE WHEN `o`.`id` > ? THEN `o`.`total` ELSE ? END) AS `n` FROM `orders` AS `o`')
})
