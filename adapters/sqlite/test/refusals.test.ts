import { col, Entity, int, Table, text } from '@vantage-ts/core'
import {
  by,
  count,
  cte,
  date,
  func,
  greatest,
  groupConcat,
  highlight,
  jsonEach,
  jsonExtract,
  jsonSet,
  jsonValue,
  match,
  row,
  snippet,
  strftime,
  sum,
  table,
} from '@vantage-ts/sqlite/sql'
import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import { expect, it, test } from 'vitest'
import { sqlite } from '../src/index.ts'

// What the builders of SQLite refuse before anything runs, where the database would take it for something else or fail later.

const db = sqlite({ file: ':memory:' })
const q = db.query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })
const n = table('notes', { as: 'n', columns: ['title', 'body'] })
class Client extends Entity('clients', { id: col(int).id(), name: col(text), level: col(int) }) {}
const clients = Client.table(db)
const gone = q.deleteFrom(c).everything().returning(c.id)
const never = (given: unknown) => unchecked<never>(given, 'a caller without types')

function refusal(work: () => unknown): { readonly kind: string; readonly message: string } {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof VantageError) return { kind: thrown.kind, message: thrown.message }
    throw thrown
  }
  throw new Error('it was not refused')
}

const refused: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['an unknown modifier', () => date('now', '1 fortnight'), /"1 fortnight" is no modifier/],
  ['a modifier with a typing error', () => date('now', 'start of mnth'), /Did you mean "?start of month/],
  ['a modifier of another function', () => strftime('%Y', 'now', '+1 moth'), /strftime\(\): "\+1 moth" is no modifier/],
  ['an unknown unit', () => by(3, never('day')), /by\(\): "day" is no unit.*days/],
  ['a path that is none', () => jsonExtract('{}', 'a.b'), /jsonExtract\(\): "a\.b" is no path of JSON/],
  ['no path', () => jsonExtract('{}'), /at least one path/],
  ['a path of rows', () => jsonEach('{}', 'a'), /jsonEach\(\): "a" is no path/],
  ['values by no path', () => jsonSet('{}', {}), /jsonSet\(\) takes values by path/],
  ['a value that is no JSON', () => jsonValue(never(undefined)), /takes a value of JSON/],
  ['the largest of one', () => greatest(1), /greatest\(\) takes at least two values/],
  ['a row of one', () => row(1), /row\(\) takes at least two/],
  [
    'rows of unequal length',
    () => row(c.id, 1).eq(never(row(1, 2, 3))),
    /eq\(\): one side has 2 values and the other 3/,
  ],
  ['a row beside a value', () => row(c.id, 1).gt(never(7)), /gt\(\): one side has 2 values and the other 1/],
  [
    'rows of unequal length in a list',
    () => row(c.id, 1).in(never([row(1, 2), row(1, 2, 3)])),
    /in\(\): one side has 2/,
  ],
  [
    'a bound of another length',
    () => row(c.id, 1).between(row(1, 1), never(row(1, 2, 3))),
    /between\(\): one side has 2/,
  ],
  [
    'a statement of other many columns',
    () => row(c.id, 1).in(q.select(c.id).from(c)),
    /in\(\): one side has 2 values and the other 1/,
  ],
  [
    'several columns beside one',
    () => c.id.in(q.select(c.id, c.name).from(c)),
    /in\(\): the statement gives 2 columns where one is compared; select one, or .*columns\(\{ id: col\(int\) \}\)\.fieldExpr/,
  ],
  [
    'several columns as a value',
    () => c.id.eq(q.select(c.id, c.name).from(c)),
    /eq\(\): the statement gives 2 columns/,
  ],
  ['a set as a list', () => c.id.in(clients.toSelect()), /gives 3 columns .* set\.fieldExpr\(r => r\.id\)/],
  ['a set that is no list', () => c.id.in(never(clients)), /of a set it is set\.fieldExpr\(r => r\.id\)/],
  ['a write inside', () => q.select(c.id).from(c).where(c.id.in(gone)).render(), /a write is no part.*run it first/],
  ['a write in a compound', () => q.select(c.id).from(c).union(never(gone)).render(), /a write is no part/],
  [
    'a table of a write',
    () => Table.fromQuery(db, never(gone), { id: col(int) }),
    /fromQuery\(\) is for statements that only read/,
  ],
  ['a search in a statement', () => match(q.select(n.title).from(n).as('t'), 'x'), /match\(\) takes a table of FTS5/],
  ['an unknown column of a search', () => highlight(n, 'bdy', '[', ']'), /no such column.*body/],
  ['a column by name where none is known', () => highlight(table('notes'), 'body', '[', ']'), /columns are not known/],
  ['a part of no words', () => snippet(n, 'body', { words: 0 }), /from 1 to 64 words/],
  [
    'another word for a conflict',
    () => q.insertInto(c, { or: never('ignroe') }),
    /or is one of.*Did you mean "?ignore/,
  ],
  ['a word of an object', () => q.update(c, { or: never('toString') }), /or is one of/],
  ['an unknown column', () => Reflect.get(c, 'nmae'), /c has no column "nmae"/],
  ['a name with NUL', () => table('a\0b'), /^table\(\): the name of a table holds the character NUL/],
  ['another with NUL', () => jsonEach('[]').asRows('a\0b'), /^asRows\(\): the name of rows holds the character NUL/],
  ['an empty list', () => c.id.in([]), /in\(\) of an empty list/],
  [
    'a window that nobody defines',
    () =>
      q
        .select({ s: sum(c.id).over('w') })
        .from(c)
        .render(),
    /there is no window "w"/,
  ],
  ['values of unequal length', () => q.values([1, 2], [3]), /row 2 has 1 values/],
  [
    'a compound of unequal width',
    () => q.select(c.id).from(c).union(q.select(c.id, c.name).from(c)),
    /1 columns and the other 2/,
  ],
  [
    'a name used twice',
    () => q.with(cte('a', q.select(c.id).from(c)), cte('a', q.select(c.id).from(c))),
    /"a" is used twice/,
  ],
  ['an update of everything by mistake', () => q.update(c).set({ name: 'x' }).render(), /narrow it with where/],
  ['a delete of everything by mistake', () => q.deleteFrom(c).render(), /narrow it with where/],
  ['a function without a name', () => func()(), /at least one name/],
]

test.each(refused)('%s', (_title, work, message) => {
  const { kind, message: given } = refusal(work)
  expect(kind).toBe('invalid')
  expect(given).toMatch(message)
})

type Untyped = Record<
  'intersectAll' | 'distinctOn' | 'forUpdate',
  (...given: readonly unknown[]) => { render(): unknown }
>
const untyped = unchecked<Untyped>(q.select(c.id).from(c), 'a caller without types')

const lacking: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['INTERSECT ALL', () => untyped.intersectAll(q.select(c.id).from(c)).render(), /SQLite has no INTERSECT ALL/],
  ['DISTINCT ON', () => untyped.distinctOn(c.id).render(), /SQLite has no DISTINCT ON/],
  ['FOR UPDATE', () => untyped.forUpdate().render(), /SQLite has no FOR UPDATE/],
  ['writes in WITH', () => cte('gone', never(gone)), /SQLite has no writes in WITH; run the write first/],
  ['DISTINCT over a window', () => count(c.id).distinct().over(), /SQLite has no DISTINCT over a window; aggregate/],
  ['DISTINCT over a named window', () => count(c.id).over('w').distinct(), /SQLite has no DISTINCT over a window/],
  [
    'ORDER BY inside a function over a window',
    () => groupConcat(c.name).orderBy(c.name).over(),
    /SQLite has no ORDER BY inside a function over a window; give the window an order/,
  ],
]

it.each(lacking)('says that there is no %s', (_title, work, message) => {
  const { kind, message: given } = refusal(work)
  expect(kind).toBe('unsupported')
  expect(given).toMatch(message)
})
