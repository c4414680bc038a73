import { type Node, unchecked } from '@vantage-ts/core/adapter'
import type { Call, SideColumn, SideTest, Test } from './chain.ts'
import { columnOf, type LooseJoin, type LooseSet, type OverSides } from './loose-set.ts'

type Columns = LooseSet['$']

/** What builds the parts of a join. */
interface Parts {
  build(calls: readonly Call[]): LooseSet
  test(test: Test, columns: Columns): Node
}

/** A set with its further sides, and the named columns of all as a set again. */
export function joinOf(
  set: LooseSet,
  { sides: added, where, cut, columns }: Call & { does: 'join' },
  { build, test }: Parts,
): LooseSet {
  const on = ({ side, test: own }: SideTest, sides: readonly Columns[]): Node => test(own, sides[side] ?? {})
  let joined: LooseJoin | undefined
  for (const { kind, other, on: equal, also } of added) {
    const [before, own] = equal
    const condition: OverSides<Node> = (...sides) => {
      const meets = sideColumn(before, sides).eq(columnOf({ $: sides.at(-1) ?? {} }, own))
      const met = unchecked<Node>(meets, 'a condition is a node')
      return also === undefined ? met : met.and(on(also, sides))
    }
    joined = (joined ?? set).join(build(other), condition, { kind })
  }
  if (joined === undefined) throw new Error('a join has a further side')
  if (where !== undefined) joined = joined.where((...sides) => on(where, sides))
  if (cut !== undefined) {
    const keys = cut.keys.map(
      (key): OverSides<unknown> =>
        (...sides) =>
          sideColumn(key, sides)[key.isDescending ? 'desc' : 'asc'](),
    )
    joined = joined.orderBy(...keys).limit(cut.limit)
    if (cut.offset > 0) joined = joined.offset(cut.offset)
  }
  return joined.select((...sides) =>
    Object.fromEntries(columns.map(column => [column.name, sideColumn(column, sides)])),
  )
}

const sideColumn = ({ side, column }: SideColumn, sides: readonly Columns[]): Node =>
  columnOf({ $: sides[side] ?? {} }, column)
