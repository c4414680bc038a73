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
import { afterAll, expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as language from '../src/sql/index.ts'

// The brackets that a builder leaves out change nothing: the engine gives for each tree what it gives with all of them.

const words = unchecked<LooseWords>(language, 'the trees keep their kinds apart')
const { value, cast, notExists } = words
const db = sqlite({ file: ':memory:' })
afterAll(() => db.close())
const q = db.query()

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const int = (n: number): Tree => leaf('int', `CAST(${n} AS INTEGER)`, () => value(n))
const text = (given: string): Tree => leaf('text', quoted(given), () => value(given))
const row = q.select({ n: language.value(1) })
const none = q.select({ n: language.value(1) }).limit(0)

const arbitrary = trees(
  {
    words,
    statements: [
      [() => row, 'SELECT 1'],
      [() => none, 'SELECT 1 LIMIT 0'],
    ],
    leaves: {
      int: [...[-9, -2, -1, 0, 1, 2, 7].map(int), leaf('int', 'NULL', () => value(null))],
      text: [
        ...['', 'a', 'B', 'ab', 'a%', '_', '!', '-1', "'", '--', '/*', '?', '$1', '"', '\\', '😀'].map(text),
        leaf('text', 'NULL', () => value(null)),
      ],
      bool: [
        leaf('bool', 'CAST(1 AS INTEGER)', () => value(true)),
        leaf('bool', 'CAST(0 AS INTEGER)', () => value(false)),
        leaf('bool', 'NULL', () => value(null)),
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
      ...['&', '|', '<<', '>>'].map(sign =>
        operator(
          'int',
          ['int', 'int'],
          (a, b) => a.operator(sign, b),
          (a, b) => `${a} ${sign} ${b}`,
        ),
      ),
      ...['IS', 'IS NOT', '==', '!='].map(sign =>
        operator(
          'bool',
          ['int', 'int'],
          (a, b) => a.operator(sign, b),
          (a, b) => `${a} ${sign} ${b}`,
        ),
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.operator('glob', b),
        (a, b) => `${a} GLOB ${b}`,
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.operator('NOT GLOB', b),
        (a, b) => `${a} NOT GLOB ${b}`,
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.eq(b.collate('nocase')),
        (a, b) => `${a} = (${b} COLLATE NOCASE)`,
      ),
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.collate('NOCASE').between(b, b),
        (a, b) => `(${a} COLLATE NOCASE) BETWEEN ${b} AND ${b}`,
      ),
      operator(
        'text',
        ['int'],
        a => cast(a, 'text'),
        a => `CAST(${a} AS text)`,
      ),
      operator(
        'int',
        ['text'],
        a => cast(a, 'integer'),
        a => `CAST(${a} AS integer)`,
      ),
      // Truth values are whole numbers here: NOT EXISTS beside operators that bind tighter than NOT.
      operator(
        'int',
        ['int'],
        a => notExists(row).plus(a),
        a => `(NOT (EXISTS (SELECT 1))) + ${a}`,
      ),
      operator(
        'int',
        ['bool', 'int'],
        (a, b) => a.not().minus(b.negate().negate()),
        (a, b) => `(NOT ${a}) - (- (- ${b}))`,
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
const built = (some: readonly Tree[]): PromiseLike<unknown> => {
  const columns = Object.fromEntries(some.map((tree, index) => [`t${index}`, tree.build()]))
  return q.select(unchecked<{ readonly [name: string]: ReturnType<typeof language.value> }>(columns, 'built')).run()
}
const written = (some: readonly Tree[]): PromiseLike<unknown> =>
  db.expr(templateParts(`SELECT ${some.map(({ text }, index) => `${text} AS t${index}`).join(', ')}`)).run()

test('2,500 trees of expressions mean in the text of a builder what they mean in brackets', async () => {
  const property = fc.asyncProperty(
    fc.array(arbitrary, { minLength: perStatement, maxLength: perStatement }),
    async some => {
      const ours = await outcome(() => built(some))
      const theirs = await outcome(() => written(some))
      if (typeof ours !== 'string' && typeof theirs !== 'string') expect(ours).toEqual(theirs)
      else for (const tree of some) await expectSame(tree)
    },
  )
  await fc.assert(property, { numRuns: 2500 / perStatement })
})

async function expectSame(tree: Tree): Promise<void> {
  expect(await outcome(() => built([tree])), tree.text).toEqual(await outcome(() => written([tree])))
}

test('a sign before a sign is not a comment', async () => {
  const negative: LooseExpression = value(-1)
  const expressions = [
    negative.negate(),
    negative.negate().negate(),
    value(1).minus(negative),
    value(1).minus(negative.negate()),
  ]
  expect(await built(expressions.map(each => leaf('int', '', () => each)))).toEqual([{ t0: 1, t1: -1, t2: 2, t3: 0 }])
})
