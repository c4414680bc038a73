import { leaf, type Loose, type LooseWords, operator, testTrees, type Tree } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { afterAll } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as language from '../src/sql/index.ts'

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

testTrees({
  query: () => unchecked<Loose>(q, 'built without types'),
  run: text => db.expr(templateParts(text)).run(),
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
})
