import { describe, expect, test } from 'vitest'
import { hasBoundLimits, withLiteralLimits } from './literal-limits.ts'

const limit = (position: number): string => `LIMIT CAST($${position} AS BIGINT)`

describe('limits as digits', () => {
  test('whatever stands before them: a WITH of its own too', () => {
    expect(
      withLiteralLimits(`WITH v AS (SELECT $1) SELECT $2 FROM v ${limit(3)} OFFSET CAST($4 AS BIGINT)`, [
        7n,
        8n,
        9n,
        1n,
      ]),
    ).toEqual({ text: 'WITH v AS (SELECT $1) SELECT $2 FROM v LIMIT 9 OFFSET 1', values: [7n, 8n] })
  })
  test('parameters after one that is left out get new numbers, each everywhere the same', () => {
    const text = `SELECT $3, (SELECT 1 ${limit(1)}), $2, $3 ${limit(2)}`
    expect(withLiteralLimits(text, [1n, 2n, 'c'])).toEqual({
      text: 'SELECT $1, (SELECT 1 LIMIT 1), $2, $1 LIMIT 2',
      values: ['c', 2n],
    })
  })
  test('a limit that is no whole number stays a parameter', () => {
    expect(withLiteralLimits(`SELECT $1 ${limit(2)}`, ['a', null])).toEqual({
      text: `SELECT $1 ${limit(2)}`,
      values: ['a', null],
    })
  })
})

test.each([
  `'${limit(1)}'`,
  `'it''s ${limit(1)}'`,
  `"${limit(1)}"`,
  `E'\\'${limit(1)}'`,
  `-- ${limit(1)}\n`,
  `/* ' ${limit(1)} */`,
  `$$ ${limit(1)} $$`,
  `$a$ ' ${limit(1)} $$ $a$`,
])('text that only looks like one stays: %s', quoted => {
  expect(hasBoundLimits(`SELECT ${quoted}`)).toBe(false)
  expect(withLiteralLimits(`SELECT $2, ${quoted} ${limit(1)}`, [3n, 'b'])).toEqual({
    text: `SELECT $1, ${quoted} LIMIT 3`,
    values: ['b'],
  })
})

test('a text before a quotation mark is no letter of it', () => {
  expect(hasBoundLimits(`SELECT 1 WHERE 'a' LIKE'\\' ${limit(1)}`)).toBe(true)
})
