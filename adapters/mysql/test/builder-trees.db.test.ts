import { leaf, type LooseWords, operator, type Tree, type TreeForms, trees } from '@vantage-ts/adapter-kit/builders'
import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mysql } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer } from './server.ts'

// The brackets that a builder leaves out change nothing: the database gives for each tree what it gives with all of them.

const words = unchecked<LooseWords>(language, 'the trees keep their kinds apart')

/** Values that both texts bind, so that they are of one type; a written tree has their places. */
const values = [
  -9,
  -2,
  -1,
  0,
  1,
  2,
  7,
  '',
  'a',
  'B',
  'ab',
  'a%',
  '_',
  '!',
  '-1',
  "'",
  '--',
  '?',
  '"',
  '\\',
  '`',
  '😀',
  true,
  false,
]
const leavesOf = (type: string): readonly Tree[] =>
  values.flatMap((value, at) =>
    typeof value === type
      ? [leaf(type === 'number' ? 'int' : type === 'string' ? 'text' : 'bool', `«${at}»`, () => words.value(value))]
      : [],
  )
const forms: TreeForms = {
  distinct: (left, right) => `NOT (${left} <=> ${right})`,
  same: (left, right) => `${left} <=> ${right}`,
  joined: (left, right) => `concat(${left}, ${right})`,
}
const ints = (sign: string) =>
  operator(
    'int',
    ['int', 'int'],
    (a, b) => a.operator(sign, b),
    (a, b) => `${a} ${sign} ${b}`,
  )
const bools = (sign: string) =>
  operator(
    'bool',
    ['bool', 'bool'],
    (a, b) => a.operator(sign, b),
    (a, b) => `${a} ${sign} ${b}`,
  )

describeOnServer('trees of expressions', () => {
  const database = testDatabase()

  const arbitrary = (db: Mysql) => {
    const q = db.query()
    const row = q.select({ n: language.cast('1', 'signed') })
    return trees(
      {
        words,
        forms,
        statements: [
          [() => row, "SELECT CAST('1' AS signed)"],
          [() => row.where(language.sql`FALSE`), "SELECT CAST('1' AS signed) FROM DUAL WHERE FALSE"],
        ],
        leaves: { int: leavesOf('number'), text: leavesOf('string'), bool: leavesOf('boolean') },
        own: [
          ...['&', '|', '^', '<<', '>>', 'DIV', 'MOD'].map(ints),
          ...['XOR', '&&'].map(bools),
          operator(
            'int',
            ['int', 'int'],
            (a, b) => a.minus(b).minus(a.minus(b).mul(b)),
            (a, b) => `(${a} - ${b}) - ((${a} - ${b}) * ${b})`,
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
  }

  /** The result of an expression, whole numbers of every width as one, or the kind of the error. */
  async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      const [row] = unchecked<readonly { readonly t: unknown }[]>(await work(), 'one row')
      return [row === undefined || row.t === null || typeof row.t === 'string' ? row?.t : Number(String(row.t))]
    } catch (thrown) {
      if (VantageError.is(thrown)) return thrown.kind
      throw thrown
    }
  }
  const built = (db: Mysql, tree: Tree): PromiseLike<unknown> =>
    db
      .query()
      .select({ t: unchecked<ReturnType<typeof language.value>>(tree.build(), 'built') })
      .run()
  const written = (db: Mysql, tree: Tree): PromiseLike<unknown> => {
    const parts = `SELECT ${tree.text} AS t`.split(/«(\d+)»/)
    const given = parts.filter((_, at) => at % 2 === 1).map(at => language.value(values[Number(at)] ?? null))
    const texts = parts.filter((_, at) => at % 2 === 0)
    return db
      .query()
      .sql(Object.assign([...texts], { raw: texts }), ...given)
      .run()
  }

  test('1,500 mean in the text of a builder what they mean in brackets', async () => {
    const db = database.open()
    let answered = 0
    await fc.assert(
      fc.asyncProperty(arbitrary(db), async tree => {
        const ours = await outcome(() => built(db, tree))
        if (typeof ours !== 'string') answered++
        expect(ours, tree.text).toEqual(await outcome(() => written(db, tree)))
      }),
      { numRuns: 1500 },
    )
    // The rest fail alike: numbers out of range.
    expect(answered).toBeGreaterThan(1200)
  })
})
