import { templateParts, VantageError } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { shown } from './constructs/graph.ts'
import { db, type Kind, leavesOf, operators, row, rowText, type Scope, type Tree } from './tree-operators.ts'

// The brackets and names that a builder writes or leaves out change nothing: the engine gives for each tree what it gives for
// one that is written by a printer of its own, with brackets around every part.

const q = db.query()
afterAll(() => db.close())

type Place = `${Kind} ${Scope}`

/** Random expressions that see a row, up to some depth. */
function trees(maxDepth: number): fc.Arbitrary<Tree> {
  const kinds: readonly Kind[] = ['number', 'text', 'bool', 'list', 'object', 'maybe']
  const depthIdentifier = fc.createDepthIdentifier()
  const made = fc.letrec<Record<Place, Tree>>(tie => {
    const of = (kind: Kind, scope: Scope): fc.Arbitrary<Tree> =>
      fc.oneof(
        { maxDepth, depthIdentifier },
        fc.constantFrom(...leavesOf(kind, scope)),
        ...operators
          .filter(operator => operator.of === kind)
          .map(({ over, apply }) =>
            fc.tuple(...over.map(part => tie(`${part.kind} ${part.scope ?? scope}`))).map(args => apply(args)),
          ),
      )
    const places = kinds.flatMap(kind => [
      [`${kind} row`, of(kind, 'row')] as const,
      [`${kind} bare`, of(kind, 'bare')] as const,
    ])
    return Object.fromEntries(places) as Record<Place, fc.Arbitrary<Tree>>
  })
  return fc.oneof(...kinds.map(kind => made[`${kind} row`]))
}

/** Results, or the kind of the error. */
async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    return shown(await work())
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown.kind
    throw thrown
  }
}
const built = (some: readonly Tree[]): Promise<unknown> =>
  outcome(() =>
    q
      .selectValue(some.map(tree => tree.build([])))
      .from([row])
      .run(),
  )
const written = (some: readonly Tree[]): Promise<unknown> =>
  outcome(() =>
    db.expr(templateParts(`SELECT VALUE [${some.map(tree => tree.print([])).join(', ')}] FROM [${rowText}]`)).run(),
  )

const perStatement = 10
const seen = { compared: 0, failed: 0, deep: 0 }

async function expectSame(tree: Tree): Promise<void> {
  const [ours, theirs] = [await built([tree]), await written([tree])]
  // The brackets of one may be deeper than the engine reads where those of the other are not.
  if (ours === 'too-large' || theirs === 'too-large') {
    if (ours !== theirs) seen.deep++
    return
  }
  if (typeof theirs === 'string') seen.failed++
  seen.compared++
  expect(ours, tree.print([])).toEqual(theirs)
}

test('2,000 trees of expressions mean in the text of a builder what they mean in brackets', async () => {
  const property = fc.asyncProperty(
    fc.array(trees(4), { minLength: perStatement, maxLength: perStatement }),
    async some => {
      const [ours, theirs] = [await built(some), await written(some)]
      if (typeof ours === 'string' || typeof theirs === 'string') for (const tree of some) await expectSame(tree)
      else {
        seen.compared += some.length
        expect(ours).toEqual(theirs)
      }
    },
  )
  await fc.assert(property, { numRuns: 2000 / perStatement })
  expect(seen.compared).toBeGreaterThan(1500)
  expect(seen.failed).toBeLessThan(seen.compared / 4)
  expect(seen.deep).toBeLessThan(100)
}, 30_000)
