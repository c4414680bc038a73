// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.
import { VantageError } from '@vantage-ts/core'
import { surrealdb } from '@vantage-ts/surrealdb'
import * as words from '@vantage-ts/surrealdb/ql'
import {
  array,
  breakLoop,
  cast,
  closure,
  crypto,
  field,
  fn,
  type Input,
  math,
  none,
  ql,
  type QlExpression,
  rand,
  range,
  record,
  search,
  self,
  table,
  to,
  type,
  uuid,
  value,
  vector,
} from '@vantage-ts/surrealdb/ql'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Statements that builders let pass and the engine does not: each failure has a kind that a program can branch on, and says what to do.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
const p = table('person')
const knows = table('knows')
const one = record('person', 1)

beforeAll(async () => {
  await q.ql`
    DEFINE TABLE person; DEFINE TABLE product; DEFINE TABLE knows TYPE RELATION;
    DEFINE FUNCTION fn::twice($n: number) { RETURN $n * 2 };
    DEFINE FUNCTION fn::wrong() -> int { RETURN 'a' };
    DEFINE INDEX near ON product FIELDS place HNSW DIMENSION 3;
    CREATE person:1 SET name = 'a', age = 1, list = [1, 2];
    CREATE person:2 SET name = 'b';
    RELATE person:1->knows->person:2;
    RELATE person:1->knows:7->person:1
  `.run()
})
afterAll(() => db.close())

const anyInput = (given: unknown): Input => given as Input

test.each<readonly [string, string, RegExp, () => { run(): PromiseLike<unknown> }]>([
  [
    'a method of another type',
    'type-mismatch',
    /uppercase\(\) is no method of a value of type int; cast/,
    () => q.return(value(1).call('uppercase')),
  ],
  [
    'an unknown method',
    'invalid',
    /no method foo\(\) of a value of type array; take another/,
    () => q.return(value([1]).call('foo')),
  ],
  [
    'a method with too many arguments',
    'invalid',
    /len\(\) takes 1 argument, the value .* among them/,
    () => q.return(value('a').call('len', 1)),
  ],
  ['a function with too few', 'invalid', /array::add\(\) takes 2 arguments; give/, () => q.return(array.add([1]))],
  ['a function of the database with too many', 'invalid', /fn::twice\(\) takes/, () => q.return(fn('twice')(1, 2))],
  [
    'a function over another type',
    'type-mismatch',
    /math::sum\(\) was given a value of another type/,
    () => q.return(math.sum('a')),
  ],
  [
    'a function beyond what it takes',
    'type-mismatch',
    /does not take what it was given: .*greater than/,
    () => q.return(array.clump([1], -5)),
  ],
  [
    'a function that says it in words',
    'type-mismatch',
    /expects a string hash/,
    () => q.return(crypto.argon2Compare(1, 'a')),
  ],
  ['a function whose result is none of its type', 'type-mismatch', /fn::wrong\(\) gave/, () => q.return(fn('wrong')())],
  [
    'a call of no function',
    'type-mismatch',
    /no function but a value of type int; invoke/,
    () => q.return(value(1).invoke(1)),
  ],
  [
    'a closure over another type',
    'type-mismatch',
    /a closure does not take what it was given/,
    () => q.return(ql`(|$x: int| $x)('a')`),
  ],
  ['a closure as the result', 'unsupported', /call it, with invoke/, () => q.return(closure(x => x))],
  ['a closure to store', 'unsupported', /call it, with invoke/, () => q.create(p).set({ c: closure(x => x) })],
  ['a pattern as the result', 'unsupported', /make it text/, () => q.return(cast('regex', 'a'))],
  ['two rows of only()', 'cardinality', /only\(\) met several records; narrow/, () => q.select().from(p).only()],
  [
    'two records of only() that are changed',
    'cardinality',
    /only\(\) met several/,
    () => q.update(p).set({ x: 1 }).everything().only(),
  ],
  [
    'a key that is none',
    'type-mismatch',
    /key of a record is text/,
    () => q.return(type.record('person', range(true, true))),
  ],
  ['a table that is none', 'type-mismatch', /table of a record is a text/, () => q.return(type.table(1))],
  [
    'the end of an edge that changes',
    'constraint',
    /insert another one/,
    () => q.relate(one, record('knows', 7), record('person', 2)),
  ],
  ['content that is no object', 'type-mismatch', /content takes an object/, () => q.create(p).content(1)],
  ['merge of no object', 'type-mismatch', /merge takes an object/, () => q.update(one).merge('x')],
  [
    'a patch of no operation',
    'invalid',
    /patch\(\) takes steps such as/,
    () => q.update(one).patch([{ op: 'nope' as 'add', path: '/x', value: 1 }]),
  ],
  [
    'a patch whose test fails',
    'conflict',
    /read it again/,
    () => q.update(one).patch([{ op: 'test', path: '/name', value: 'z' }]),
  ],
  ['a fetch of no path', 'invalid', /fetch\(\) takes fields/, () => q.select().from(p).fetch(value(1))],
  ['a limit that is no number', 'invalid', /LIMIT.*preview\(\)/, () => q.select().from(p).limit(value('a'))],
  [
    'a start below zero',
    'invalid',
    /START must be a non-negative integer.*preview\(\)/,
    () => q.select().from(p).start(value(-1)),
  ],
  ['a break outside a loop', 'invalid', /stand in the body of for/, () => q.return(breakLoop)],
  ['again() outside a recursion', 'invalid', /again\(\) stands at the end/, () => q.return(one.to('knows').again())],
  ['a group of all fields', 'invalid', /cannot be aggregated/, () => q.select().from(p).groupBy(field('age'))],
  [
    'an order by what is not selected',
    'invalid',
    /Missing order idiom/,
    () => q.select(field('name')).from(p).orderBy(field('list').asc()),
  ],
  [
    'a search that nothing asked for',
    'invalid',
    /no MATCHES clause/,
    () => q.select(search.highlight('<', '>', 1)).from(p),
  ],
  ['an analyzer that is missing', 'not-found', /no analyzer nope/, () => q.return(search.analyze('nope', 'a'))],
  ['a table that is missing', 'not-found', /no table nope/, () => q.select().from(table('nope'))],
  ['a function that is missing', 'invalid', /no function fn::nope/, () => q.return(fn('nope')())],
  ['a value of no use to write to', 'invalid', /refuses the statement/, () => q.update(value(1)).set({ x: 1 })],
  [
    'a vector of another dimension',
    'type-mismatch',
    /vector of 2 numbers meets an index of 3/,
    () => q.create(table('product')).set({ place: [1, 2] }),
  ],
  [
    'a distance that is none',
    'invalid',
    /cannot read the statement/,
    () =>
      q
        .select()
        .from(p)
        .where(field('list').nearest([1], 2, 'NOPE')),
  ],
  ['a cast that fails', 'type-mismatch', /cannot be made a int/, () => q.return(cast('int', 'a'))],
  ['a type that is none', 'invalid', /cannot read/, () => q.return(cast('nope', 1))],
  ['vectors of two lengths', 'type-mismatch', /same dimension/, () => q.return(vector.add([1], [1, 2]))],
  [
    'a sum of a number and a text',
    'type-mismatch',
    /addition met a value that is no number/,
    () => q.return(value(1).plus('a')),
  ],
  ['a sum of a number and a range', 'type-mismatch', /no number/, () => q.return(value(1).plus(range(1, 2)))],
  ['a negative duration', 'too-large', /beyond what the type holds/, () => q.return(ql`1h * -1`)],
  ['a calculated length below zero', 'invalid', /lengths from 0 up/, () => q.return(rand.string(value(1).minus(5)))],
  [
    'an end of a live query that is none',
    'invalid',
    /refuses the statement/,
    () => q.kill('018f3b2e-0000-7000-8000-000000000000'),
  ],
  ['a write in a closure', 'invalid', /read only/, () => q.return(array.map([1], () => q.create(p)))],
  [
    'an edge into a table of records',
    'constraint',
    /takes no edges|edges only/,
    () => q.insertInto(knows).values({ id: 9 }),
  ],
])('%s is %s', async (_, kind, says, build) => {
  const thrown: unknown = await build()
    .run()
    .then(
      () => expect.fail('it has to fail'),
      (error: unknown) => error,
    )
  expect(thrown).toMatchObject({ kind, message: expect.stringMatching(says) })
})

/** Values of every type that the language has. */
const some: readonly (() => unknown)[] = [
  () => 1,
  () => -1,
  () => 1.5,
  () => 'a',
  () => true,
  () => null,
  () => none,
  () => [1],
  () => ['a'],
  () => ({ a: 1 }),
  () => one,
  () => range(1, 2),
  () => ql`1h`,
  () => ql`d'2024-01-01T00:00:00Z'`,
  () => ql`(1.0, 2.0)`,
  () => uuid('018f3b2e-0000-7000-8000-000000000000'),
  () => ql`<bytes>"a"`,
  () => ql`<set>[1]`,
  () => closure(x => x),
]
const others = [1, -1, 'a', [1], { a: 1 }, none, one]

const seen = { failed: 0, internal: [] as string[] }

async function attempt(label: string, build: () => { run(): PromiseLike<unknown> }): Promise<void> {
  try {
    await build().run()
  } catch (thrown) {
    seen.failed++
    if (!VantageError.is(thrown)) throw thrown
    if (thrown.kind === 'internal') seen.internal.push(`${label}: ${thrown.message}`)
  }
}

type Call = (...args: readonly unknown[]) => QlExpression
const membersOf = (of: unknown): readonly (readonly [string, unknown])[] =>
  typeof of === 'object' && of !== null ? Object.entries(of) : []
/** The functions of all namespaces by their names; expressions and edges have none of their own. */
const namespaces = membersOf(words).flatMap(([name, of]) =>
  membersOf(of).flatMap(([one, call]) =>
    typeof call === 'function' ? [[`${name}.${one}`, call as Call] as const] : [],
  ),
)
/** Those that are slow on purpose. */
const slow = /^crypto\.(?:argon2|bcrypt|pbkdf2|scrypt)Generate/

test('no function fails as internal, whatever it is given', async () => {
  expect(namespaces.length).toBeGreaterThan(200)
  seen.failed = 0
  for (const [name, call] of namespaces) {
    const lists = slow.test(name)
      ? [[], [[1]]]
      : [
          [],
          ...some.map(one => [one()]),
          ...['a', [1]].flatMap(first => [-1, 'a', none].map(second => [first, second])),
          ['a', 'b', 'c'],
          [[1], 1, -1],
        ]
    for (const args of lists) await attempt(name, () => q.return(call(...args)))
  }
  expect(seen.internal).toEqual([])
  expect(seen.failed).toBeGreaterThan(2000)
}, 120_000)

const operators = [
  ...[
    'eq',
    'lt',
    'anyEqual',
    'contains',
    'containsAny',
    'inside',
    'allInside',
    'outside',
    'intersects',
    'matches',
    'and',
  ],
  ...['coalesce', 'plus', 'minus', 'mul', 'div', 'mod', 'power', 'at', 'invoke'],
] as const
const clauses: { readonly [name: string]: (given: Input) => { run(): PromiseLike<unknown> } } = {
  'select from': given => q.select().from(value(given)),
  'select only': given => q.select().from(value(given)).only(),
  limit: given => q.select().from(p).limit(value(given)),
  start: given => q.select().from(p).start(given),
  version: given => q.select().from(p).version(given),
  fetch: given => q.select().from(p).fetch(value(given)),
  split: given => q.select().from(p).split(value(given)),
  groupBy: given => q.select().from(p).groupBy(value(given)),
  orderBy: given => q.select().from(p).orderBy(value(given).asc()),
  omit: given => q.select().from(p).omit(value(given)),
  create: given => q.create(value(given)),
  content: given => q.create(p).content(given),
  'id of a record': given => q.create(p).set({ id: given }),
  merge: given => q.update(p).merge(given).everything(),
  replace: given => q.upsert(value(given)).replace(given),
  increase: given =>
    q
      .update(p)
      .set({ age: words.increase(given), list: words.extend(given) })
      .everything(),
  patch: given =>
    q
      .update(p)
      .patch([{ op: 'copy', path: anyInput(given) as string, from: anyInput(given) as string }])
      .everything(),
  delete: given => q.delete(value(given)).only(),
  'relate from': given => q.relate(value(given), knows, one),
  'relate to': given => q.relate(one, knows, value(given)),
  'relate by': given => q.relate(one, value(given), one),
  'insert from': given => q.insertInto(p).from(value(given)),
  'insert edges': given => q.insertInto(knows).relation().values({ in: given, out: given }),
  'insert tuples': given => q.insertInto(p).tuples(['id'], [given]),
  live: given => q.live(p).select(value(given)).where(given),
  kill: given => q.kill(value(given)),
  for: given => q.block().for('i', given, i => q.return(i)),
  get: given => q.return(value(given).get('a', 'b').last().all()),
  items: given => q.return(value(given).items(true).pick('a')),
  path: given => q.return(value(given).to('knows').back('knows').both('person')),
  recurse: given => q.return(value(given).recurse({ to: 3, gives: 'path' }, to('knows').to('person'))),
  'shortest way': given => q.return(one.recurse({ to: 3, shortest: value(given) }, to('knows').to('person'))),
  'recurse and pick': given =>
    q.return(
      value(given)
        .recurse({ to: 3 })
        .pick('id', { n: to('knows').to('person').again() }),
    ),
  call: given => q.return([value(given).call('len'), value(given).call('map', x => x)]),
  negate: given => q.return([value(given).negate(), value(given).not()]),
  nearest: given =>
    q
      .select()
      .from(p)
      .where(field('list').nearest(given, 2, 'EUCLIDEAN')),
  throw: given => q.return(words.throwError(given)),
  fn: given => q.return(fn('twice')(given)),
  range: given => q.select().from(type.record('person', range(given, given))),
  self: given => q.return(self.eq(given)),
}

test('no clause or operator fails as internal, whatever it is given', async () => {
  seen.failed = 0
  for (const make of some) {
    for (const [name, build] of Object.entries(clauses)) await attempt(name, () => build(anyInput(make())))
    for (const name of operators)
      for (const other of others) await attempt(name, () => q.return(value(anyInput(make()))[name](other)))
  }
  expect(seen.internal).toEqual([])
  expect(seen.failed).toBeGreaterThan(800)
}, 120_000)
