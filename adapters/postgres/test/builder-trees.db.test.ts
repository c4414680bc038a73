import { leaf, type Loose, type LooseWords, operator, testTrees, type Tree } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { afterEach } from 'vitest'
import type { Postgres } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const words = unchecked<LooseWords>(language, 'the trees keep their kinds apart')
const { value, cast, notExists } = words
const database = testDatabase()
let opened: Postgres | undefined
const source = (): Postgres => (opened ??= database.open())
// It ends with the test.
afterEach(() => {
  opened = undefined
})

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

testTrees({
  query: () => unchecked<Loose>(source().query(), 'built without types'),
  run: text => source().expr(templateParts(text)).run(),
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
})
