import { type LanguageSource, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { describe, expect, test } from 'vitest'
import { demo, numbered } from '../../test/demo.ts'
import { demoLanguage } from '../../test/demo-language.ts'
import { speechOf } from './call.ts'
import { SqlQuery } from './query.ts'
import { RowsCall } from './rows-call.ts'
import { vocabulary } from './vocabulary.ts'

const { count, cte, func, ident, recursive, renamed, resultColumn, table, value, window } = vocabulary(demoLanguage)
const q = new SqlQuery(unchecked<LanguageSource>(demo(numbered).db, 'a source of the core'), demoLanguage)
const o = table('orders', { as: 'o' })
const one = q.select({ n: 1 })
const rows = new RowsCall(speechOf(demoLanguage).call('parts_of', 1))

/** Where a program gives names: what the name is of, the call that it is given to, and how. */
const places: readonly (readonly [string, string, (name: string) => unknown])[] = [
  ['a table', 'table', name => table(name)],
  ['a schema', 'table', name => table('orders', { schema: ['a', name] })],
  ['rows', 'table', name => table('orders', name)],
  ['rows', 'table', name => table('orders', { as: name })],
  ['a column', 'table', name => table('orders', { columns: ['id', name] })],
  ['a column', 'o', name => o(name)],
  ['a column', 'o', name => Reflect.get(o, name)],
  ['a column of the result', 'select', name => q.select({ [name]: 1 })],
  ['a column of the result', 'resultColumn', name => resultColumn(name)],
  ['a column of the result', 'returning', name => q.deleteFrom(o).returning({ [name]: 1 })],
  ['rows', 'as', name => one.as(name)],
  ['a statement', 'cte', name => cte(name, Object(one))],
  ['a statement', 'recursive', name => recursive(name, ['n'], () => Object(one))],
  ['a column', 'recursive', name => recursive('t', [name], () => Object(one))],
  ['rows', 'renamed', name => renamed(Object(cte('t', Object(one))), name)],
  ['a window', 'window', name => one.window(name, window())],
  ['a window', 'window', name => window(name)],
  ['a window', 'over', name => count().over(name)],
  ['a column', 'joinUsing', name => one.from(o).joinUsing(table('b'), name)],
  ['a column', 'values', name => q.insertInto(o).values({ [name]: 1 })],
  ['a column', 'values', name => q.insertInto(o).values({ id: 1 }, { [name]: 1 })],
  ['a column', 'values', name => q.insertInto(o).from(one, name)],
  ['a column', 'set', name => q.update(o).set({ [name]: 1 })],
  [
    'a column',
    'doUpdate',
    name =>
      q
        .insertInto(o)
        .values({ id: 1 })
        .onConflict(o('id'))
        .doUpdate(() => ({ [name]: 1 })),
  ],
  ['a constraint', 'onConflict', name => q.insertInto(o).values({ id: 1 }).onConflict({ constraint: name })],
  ['rows', 'asRows', name => q.values([1]).asRows(name, ['n'])],
  ['a column', 'asRows', name => q.values([1]).asRows('v', [name])],
  ['rows', 'asRows', name => rows.asRows(name, ['n'])],
  ['a column', 'asRows', name => rows.asRows('r', [name])],
  ['a column', 'asRows', name => rows.asRows('r', { [name]: 'text' })],
  ['rows', 'rowsOf', name => q.rowsOf({}, name)],
  ['a function', 'func', name => func('shop', name)(1)],
  ['something in raw text', 'ident', name => ident('a', name)],
  ['a collation', 'collate', name => value('x').collate(name)],
]

const refusal = (build: () => unknown): VantageError => {
  try {
    build()
  } catch (thrown) {
    if (thrown instanceof VantageError) return thrown
    throw thrown
  }
  throw new Error('it was not refused')
}

describe.each(places)('the name of %s in %s()', (of, place, build) => {
  test('with NUL is refused when it is given, and not shown', () => {
    const { kind, message, details } = refusal(() => build('dr\0op'))
    expect({ kind, message }).toEqual({
      kind: 'invalid',
      message: `${place}(): the name of ${of} holds the character NUL, which no statement can carry`,
    })
    expect(JSON.stringify(details)).not.toMatch(/dr|op/)
  })
  test('with half a surrogate pair is, too', () => {
    const { message } = refusal(() => build('dr\ud800op'))
    expect(message).toBe(`${place}(): the name of ${of} holds half a surrogate pair, which no encoding can carry`)
  })
  test('that is empty is, too', () => {
    expect(refusal(() => build('')).message).toBe(`${place}(): the name of ${of} is a text that is not empty`)
  })
})
