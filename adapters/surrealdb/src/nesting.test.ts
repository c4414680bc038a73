import { expect, test } from 'vitest'
import { freeNames, nestingOf } from './nesting.ts'

test('levels are counted as the engine counts them: brackets, and what stands in them', () => {
  const levels: readonly (readonly [string, number])[] = [
    ['RETURN ((1))', 2],
    ['RETURN [{ a: [1] }]', 3],
    ['SELECT * FROM (SELECT * FROM (SELECT * FROM a))', 4],
    ['RETURN { LET $_v0 = { RETURN 1 }; $_v0 }', 4],
    ['RETURN [1].map(|$x| ($x))', 3],
    ['SELECT VALUE `(((` FROM a WHERE b = "[[[" AND c = \'{{\' AND `d\\`(` = (1)', 1],
  ]
  for (const [text, depth] of levels) expect(nestingOf(text), text).toBe(depth)
})

test('names that a text defines itself are not among those that it needs', () => {
  expect(freeNames('{ LET $_v1 = $_v0 + $_v2; (SELECT VALUE $_v1 FROM a WHERE x = $_v0) }')).toEqual(['$_v0', '$_v2'])
})
