import { leaf, type Loose, type LooseWords, operator, testTrees, type Tree } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { afterAll } from 'vitest'
import { duckdb } from '@vantage-ts/duckdb'
import * as language from '@vantage-ts/duckdb/sql'

const words = unchecked<LooseWords>(language, 'the trees keep their kinds apart')
const { value, cast, notExists } = words
const db = duckdb({ threads: 1 })
afterAll(() => db.close())
const q = db.query()

const quoted = (text: string): string => `CAST('${text.replaceAll("'", "''")}' AS VARCHAR)`
const int = (n: number): Tree => leaf('int', `CAST(${n} AS BIGINT)`, () => value(n))
const text = (given: string): Tree => leaf('text', quoted(given), () => value(given))
const nothing = (kind: Tree['kind'], type: string): Tree =>
  leaf(kind, `CAST(NULL AS ${type})`, () => cast(value(null), type))
const row = q.select({ n: language.value(1) })
const none = q.select({ n: language.value(1) }).limit(0)

testTrees({
  query: () => unchecked<Loose>(q, 'built without types'),
  run: text => db.expr(templateParts(text)).run(),
  words,
  // It takes long to plan so deep expressions.
  count: 1000,
  statements: [
    [() => row, 'SELECT 1'],
    [() => none, 'SELECT 1 LIMIT 0'],
  ],
  leaves: {
    int: [...[-9, -2, -1, 0, 1, 2, 7].map(int), nothing('int', 'BIGINT')],
    text: [
      ...['', 'a', 'B', 'ab', 'a%', '_', '!a', '-1', "'", '--', '/*', '?', '$1', '"', '\\\\', '😀'].map(text),
      nothing('text', 'VARCHAR'),
    ],
    bool: [
      leaf('bool', 'TRUE', () => value(true)),
      leaf('bool', 'FALSE', () => value(false)),
      nothing('bool', 'BOOLEAN'),
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
    // A quotient is a double, which these refuse.
    ...['&', '|', '<<'].map(sign =>
      operator(
        'int',
        ['bool', 'bool'],
        (a, b) => cast(a, 'BIGINT').operator(sign, cast(b, 'BIGINT')),
        (a, b) => `CAST(${a} AS BIGINT) ${sign} CAST(${b} AS BIGINT)`,
      ),
    ),
    ...['//', '**', '^'].map(sign =>
      operator(
        'bool',
        ['int', 'int'],
        (a, b) => a.operator(sign, b).gt(b),
        (a, b) => `(${a} ${sign} ${b}) > ${b}`,
      ),
    ),
    ...['==', '!='].map(sign =>
      operator(
        'bool',
        ['int', 'int'],
        (a, b) => a.operator(sign, b),
        (a, b) => `${a} ${sign} ${b}`,
      ),
    ),
    ...['GLOB', 'ilike', 'NOT ILIKE', '^@', '~~', '!~~', '~~*'].map(sign =>
      operator(
        'bool',
        ['text', 'text'],
        (a, b) => a.operator(sign, b),
        (a, b) => `${a} ${sign} ${b}`,
      ),
    ),
    ...['SIMILAR TO', 'NOT SIMILAR TO', '~'].map(sign =>
      operator(
        'bool',
        ['text'],
        a => a.operator(sign, 'a.*'),
        a => `${a} ${sign} 'a.*'`,
      ),
    ),
    // A number beside || makes no text that COLLATE takes.
    operator(
      'bool',
      ['text', 'text'],
      (a, b) => a.eq(cast(b, 'VARCHAR').collate('NOCASE')),
      (a, b) => `${a} = (CAST(${b} AS VARCHAR) COLLATE NOCASE)`,
    ),
    operator(
      'bool',
      ['text', 'text'],
      (a, b) => cast(a, 'VARCHAR').collate('NOCASE').between(b, b),
      (a, b) => `(CAST(${a} AS VARCHAR) COLLATE NOCASE) BETWEEN ${b} AND ${b}`,
    ),
    operator(
      'text',
      ['int'],
      a => cast(a, 'VARCHAR'),
      a => `CAST(${a} AS VARCHAR)`,
    ),
    operator(
      'int',
      ['bool'],
      a => cast(a, 'BIGINT'),
      a => `CAST(${a} AS BIGINT)`,
    ),
    operator(
      'bool',
      [],
      () => notExists(row).isNull(),
      () => '(NOT (EXISTS (SELECT 1))) IS NULL',
    ),
  ],
})
