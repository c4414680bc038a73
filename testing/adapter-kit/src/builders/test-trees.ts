import { unchecked, VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Loose, LooseBuilt } from './loose.ts'
import { leaf, type LooseExpression, type Tree, type TreeDialect, trees } from './tree.ts'

export interface TreeTests extends TreeDialect {
  readonly query: () => Loose
  /** How many trees. Default: 2,500. */
  readonly count?: number
  /** Runs text without values and gives its rows. */
  run(text: string): PromiseLike<unknown>
}

const perStatement = 25

/** Results of several expressions, decimals as their text, or the kind of the error. */
async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    const rows = unchecked<readonly object[]>(await work(), 'rows')
    return rows.map(row =>
      Object.entries(row).map(([name, cell]) => [
        name,
        typeof cell === 'object' && cell !== null ? String(cell) : cell,
      ]),
    )
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown.kind
    throw thrown
  }
}

/** The brackets that a builder leaves out change nothing: the engine gives for each tree what it gives with all of them. */
export function testTrees({ query, run, count = 2500, ...dialect }: TreeTests): void {
  const built = (some: readonly Tree[]): PromiseLike<unknown> => {
    const columns = Object.fromEntries(some.map((tree, index) => [`t${index}`, tree.build()]))
    return unchecked<LooseBuilt>(query().select(columns), 'statements run').run()
  }
  const written = (some: readonly Tree[]): PromiseLike<unknown> =>
    run(`SELECT ${some.map(({ text }, index) => `${text} AS t${index}`).join(', ')}`)
  /** Gives whether there was a result. */
  async function expectSame(tree: Tree): Promise<boolean> {
    const ours = await outcome(() => built([tree]))
    expect(ours, tree.text).toEqual(await outcome(() => written([tree])))
    return typeof ours !== 'string'
  }

  test(`${count} trees of expressions mean in the text of a builder what they mean in brackets`, {
    timeout: 60_000,
  }, async () => {
    const some = fc.array(trees(dialect, 5), { minLength: perStatement, maxLength: perStatement })
    let worked = 0
    const property = fc.asyncProperty(some, async some => {
      const ours = await outcome(() => built(some))
      const theirs = await outcome(() => written(some))
      if (typeof ours !== 'string' && typeof theirs !== 'string') {
        worked += some.length
        expect(ours).toEqual(theirs)
      } else for (const tree of some) if (await expectSame(tree)) worked++
    })
    await fc.assert(property, { numRuns: count / perStatement })
    // The rest fail alike.
    expect(worked).toBeGreaterThan(count / 2)
  })

  test('a sign before a sign is not a comment', async () => {
    const { value } = dialect.words
    const negative: LooseExpression = value(-1)
    const expressions = [
      negative.negate(),
      negative.negate().negate(),
      value(1).minus(negative),
      value(1).minus(negative.negate()),
    ]
    const [row] = unchecked<readonly object[]>(
      await built(expressions.map(each => leaf('int', '', () => each))),
      'rows',
    )
    expect(Object.values(row ?? {}).map(each => Number(String(each)))).toEqual([1, -1, 2, 0])
  })
}
