import {
  leaf,
  type Loose,
  type LooseWords,
  operator,
  testTrees,
  type Tree,
  type TreeForms,
} from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Mysql, mysql } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer } from './server.ts'

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
const placeOf = (value: string | number | boolean): string => `«${values.indexOf(value)}»`
const leavesOf = (type: string): readonly Tree[] =>
  values.flatMap(value =>
    typeof value === type
      ? [
          leaf(type === 'number' ? 'int' : type === 'string' ? 'text' : 'bool', placeOf(value), () =>
            words.value(value),
          ),
        ]
      : [],
  )
const forms: TreeForms = {
  distinct: (left, right) => `NOT (${left} <=> ${right})`,
  same: (left, right) => `${left} <=> ${right}`,
  joined: (left, right) => `concat(${left}, ${right})`,
  zero: placeOf(0),
  escapeText: placeOf('!'),
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
  let db: Mysql | undefined
  beforeAll(() => {
    db = mysql({ url: database.url })
  })
  afterAll(() => db?.close())
  const query = () => db?.query() ?? expect.fail('before the tests')
  const row = () => query().select({ n: language.cast('1', 'signed') })

  testTrees({
    query: () => unchecked<Loose>(query(), 'built without types'),
    // Its places are given the values that the built one binds.
    run(text) {
      const parts = text.split(/«(\d+)»/)
      const given = parts.filter((_, at) => at % 2 === 1).map(at => language.value(values[Number(at)] ?? null))
      const texts = parts.filter((_, at) => at % 2 === 0)
      return query()
        .sql(Object.assign([...texts], { raw: texts }), ...given)
        .run()
    },
    words,
    forms,
    statements: [
      [row, "SELECT CAST('1' AS signed)"],
      [() => row().where(language.sql`FALSE`), "SELECT CAST('1' AS signed) FROM DUAL WHERE FALSE"],
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
  })
})
