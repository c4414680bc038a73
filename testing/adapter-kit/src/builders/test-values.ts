import { unchecked } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostileText } from './hostile.ts'
import type { Loose, LooseBuilt } from './loose.ts'

export interface ValueTests {
  readonly query: () => Loose
  readonly words: Loose
  /** A value as the rows of text of this database have it. */
  readonly held: (value: unknown) => unknown
}

const ints = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.maxSafeInteger())
const values = fc.oneof(
  ints,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter(number => !Number.isSafeInteger(number)),
  fc.boolean(),
  fc.uint8Array({ maxLength: 9 }),
  hostileText(),
  fc.constant(''),
  fc.constant(null),
)

/** 2,000 values of every kind, ten to a statement: each comes back as it was given. */
export function testBoundValues({ query, words, held }: ValueTests): void {
  test('bound values come back as they were given, and are equal to themselves', async () => {
    const q = query()
    const property = fc.asyncProperty(fc.array(values, { minLength: 10, maxLength: 10 }), async given => {
      const columns = given.map((each, index) => ({ [`v${index}`]: each }))
      const same = given.map((each, index) => ({ [`s${index}`]: words.value(each).isNotDistinctFrom(each) }))
      const statement = unchecked<LooseBuilt>(q.select(...columns, ...same), 'a statement runs')
      const [row] = unchecked<readonly object[]>(await statement.run(), 'rows are objects')
      const cells = Object.values(row ?? {}).map(plain)
      expect(cells.slice(0, 10)).toEqual(given.map(held))
      expect(cells.slice(10).map(Boolean)).toEqual(given.map(() => true))
    })
    await fc.assert(property, { numRuns: 200 })
  })
}

/** Bytes of a driver may be of a class of its own. */
const plain = (cell: unknown): unknown => (cell instanceof Uint8Array ? new Uint8Array(cell) : cell)
