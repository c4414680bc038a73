import { templateParts, unchecked, VantageError } from '@vantage-ts/core/adapter'
import {
  leaf,
  type LooseExpression,
  type LooseWords,
  operator,
  type Tree,
  trees,
} from '@vantage-ts/adapter-kit/builders'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Postgres } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

// The brackets that a builder leaves out change nothing: the engine gives for each tree what it gives with all of them.

const words = unchecked<LooseWords>(language, 'the trees keep their kinds apart')
const { value, cast, notExists } = words
const database = testDatabase()
let opened: Postgres | undefined
const source = (): Postgres => (opened ??= database.open())

const quoted = (text: string): string => `CAST('${text.replaceAll("'", "''")}' AS text)`
const int = (n: number): Tree => leaf('int', `CAST(${n} AS int8)`, () => value(n))
// The database knows no type of a text that is bound.
const text = (given: string): Tree => leaf('text', quoted(given), () => cast(value(given), 'text'))
const nothing = (kind: Tree['kind'], type: string): Tree =>
  leaf(kind, `CAST(NULL AS ${type})`, () => cast(value(null), type))
const row = () =>
  source()
    .query()
    .select({ n: language.value(1) })
const none = () => row().limit(0)

const arbitrary = trees(
  {
    words,
    statements: [
      [row, 'SELECT 1'],
      [none, 'SELECT 1 LIMIT 0'],
    ],
    leaves: {
      int: [...[-9, -2, -1, 0, 1, 2, 7].map(int), nothing('int', 'int8')],
      text: [
        ...['', 'a', 'B', 'ab', 'a%', '_', '!a', '-1', "'", '--', '/*', '?', '$1', '"', '\\\\', '😀'].map(text),
        nothing('text', 'text'),
      ],
      bool: [
        leaf('bool', 'true', () => value(true)),
        leaf('bool', 'false', () => value(false)),
        nothing('bool', 'boolean'),
      ],
    },
    own: [
      // The same expression several times, with its values.
      operator(
        'int',
        ['int', 'int'],
        (a, b) => a.minus(b).minus(a.minus(b).mul(b)),
        (a, b) => `(${a} - ${b}) - ((${a} - ${b}) * ${b})`,
      ),
      operator(
        'bool',
        ['bool', 'text'],
        (a, b) => a.and(b.eq(b), a.not()).or(b.concat(b).ne(b), a),
        (a, b) => `((${a} AND (${b} = ${b})) AND (NOT ${a})) OR ((${b} || ${b}) <> ${b}) OR ${a}`,
      ),
      ...['&', '|', '#'].map(sign =>
        operator(
          'int',
          ['int', 'int'],
          (a, b) => a.operator(sign, b),
          (a, b) => `${a} ${sign} ${b}`,
        ),
      ),
      ...['^@', '~~', 'ilike', 'NOT ILIKE', 'SIMILAR TO', '!~~*'].map(sign =>
        operator(
          'bool',
          ['text', 'text'],
          (a, b) => a.operator(sign, b),
          (a, b) => `${a} ${sign} ${b}`,
        ),
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.lt(b.collate('C')),
        (a, b) => `${a} < (${b} COLLATE "C")`,
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.collate('C').between(b, b),
        (a, b) => `(${a} COLLATE "C") BETWEEN ${b} AND ${b}`,
      ),
      operator(
        'text',
        ['int'],
        a => cast(a, 'text'),
        a => `CAST(${a} AS text)`,
      ),
      operator(
        'int',
        ['bool'],
        a => cast(cast(a, 'int'), 'int8'),
        a => `CAST(CAST(${a} AS int) AS int8)`,
      ),
      operator(
        'bool',
        [],
        () => notExists(row()).isNull(),
        () => '(NOT (EXISTS (SELECT 1))) IS NULL',
      ),
    ],
  },
  5,
)

const perStatement = 25

/** Results of several expressions, or the kind of the error. */
async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown.kind
    throw thrown
  }
}
const built = (db: Postgres, some: readonly Tree[]): PromiseLike<unknown> => {
  const columns = Object.fromEntries(some.map((tree, index) => [`t${index}`, tree.build()]))
  return db
    .query()
    .select(unchecked<{ readonly [name: string]: ReturnType<typeof language.value> }>(columns, 'built'))
    .run()
}
const written = (db: Postgres, some: readonly Tree[]): PromiseLike<unknown> =>
  db.expr(templateParts(`SELECT ${some.map(({ text }, index) => `${text} AS t${index}`).join(', ')}`)).run()

test('2,500 trees of expressions mean in the text of a builder what they mean in brackets', async () => {
  const db = source()
  const property = fc.asyncProperty(
    fc.array(arbitrary, { minLength: perStatement, maxLength: perStatement }),
    async some => {
      const ours = await outcome(() => built(db, some))
      const theirs = await outcome(() => written(db, some))
      if (typeof ours !== 'string' && typeof theirs !== 'string') expect(ours).toEqual(theirs)
      else for (const tree of some) await expectSame(db, tree)
    },
  )
  await fc.assert(property, { numRuns: 2500 / perStatement })
})

async function expectSame(db: Postgres, tree: Tree): Promise<void> {
  expect(await outcome(() => built(db, [tree])), tree.text).toEqual(await outcome(() => written(db, [tree])))
}

test('a sign before a sign is not a comment', async () => {
  const negative: LooseExpression = value(-1)
  const expressions = [
    negative.negate(),
    negative.negate().negate(),
    value(1).minus(negative),
    value(1).minus(negative.negate()),
  ]
  expect(
    await built(
      database.open(),
      expressions.map(each => leaf('int', '', () => each)),
    ),
  ).toEqual([{ t0: 1n, t1: -1n, t2: 2n, t3: 0n }])
})
