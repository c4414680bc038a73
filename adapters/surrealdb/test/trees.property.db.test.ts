import { surrealdb } from '@vantage-ts/surrealdb'
import { cast, type QlExpression, value } from '@vantage-ts/surrealdb/ql'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'

// The brackets that are printed mean the same as the tree that was built: the engine gets what plain JavaScript gets.

const db = surrealdb({ url: 'mem://' })
const q = db.query()
afterAll(() => db.close())

interface Tree<T> {
  readonly made: QlExpression
  readonly is: T
}

const leafOf = (n: number): Tree<number> => ({ made: value(n), is: n })
const truth = (is: boolean): Tree<boolean> => ({ made: value(is), is })

const { number } = fc.letrec<{ number: Tree<number>; condition: Tree<boolean> }>(tie => ({
  number: fc.oneof(
    { maxDepth: 5 },
    fc.integer({ min: -5, max: 9 }).map(leafOf),
    fc
      .tuple(tie('number'), tie('number'))
      .chain(([a, b]) =>
        fc.constantFrom<Tree<number>>(
          { made: a.made.plus(b.made), is: a.is + b.is },
          { made: a.made.minus(b.made), is: a.is - b.is },
          { made: a.made.mul(b.made), is: a.is * b.is },
          { made: a.made.coalesce(b.made), is: a.is },
          { made: a.made.otherwise(b.made), is: a.is === 0 ? b.is : a.is },
        ),
      ),
    tie('number').map(a => ({ made: a.made.negate(), is: -a.is })),
    tie('number').map(a => ({ made: cast('int', a.made), is: a.is })),
    tie('condition').map(({ made, is }) => ({ made: made.cast('string').call('len'), is: is ? 4 : 5 })),
  ),
  condition: fc.oneof(
    { maxDepth: 5 },
    fc.boolean().map(truth),
    fc
      .tuple(tie('number'), tie('number'))
      .chain(([a, b]) =>
        fc.constantFrom<Tree<boolean>>(
          { made: a.made.eq(b.made), is: a.is === b.is },
          { made: a.made.ne(b.made), is: a.is !== b.is },
          { made: a.made.lt(b.made), is: a.is < b.is },
          { made: a.made.gte(b.made), is: a.is >= b.is },
          { made: a.made.inside([b.made, 1]), is: a.is === b.is || a.is === 1 },
        ),
      ),
    fc
      .tuple(tie('condition'), tie('condition'))
      .chain(([a, b]) =>
        fc.constantFrom<Tree<boolean>>(
          { made: a.made.and(b.made), is: a.is && b.is },
          { made: a.made.or(b.made), is: a.is || b.is },
          { made: a.made.eq(b.made), is: a.is === b.is },
        ),
      ),
    tie('condition').map(({ made, is }) => ({ made: made.not(), is: !is })),
  ),
}))

test('2,000 trees of operators', async () => {
  let deepest = 0
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 4, maxLength: 4 }), async trees => {
      const { text } = q.return(trees.map(({ made }) => made)).render()
      deepest = Math.max(deepest, text.length)
      const answer = await q.return(trees.map(({ made }) => made)).run()
      // There is one zero.
      expect(answer).toEqual(trees.map(({ is }) => is + 0))
    }),
    { numRuns: 500 },
  )
  expect(deepest).toBeGreaterThan(100)
})
