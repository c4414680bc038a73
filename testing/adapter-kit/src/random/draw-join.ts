import type { Call, JoinCut, JoinedColumn, JoinSide, SideTest, Test } from './chain.ts'
import type { Dice } from './dice.ts'
import type { SetColumn, Shape } from './shape.ts'

/** What joins are drawn with. */
export interface JoinMeans {
  readonly canCut: boolean
  /** A name that no other column has. */
  name(stem: string, dice: Dice): string
  /** A small set of its own in the same database. */
  inner(dice: Dice, place: number): readonly [readonly Call[], Shape] | undefined
  /** A condition over columns alone. */
  test(dice: Dice, shape: Shape): Test
}

interface Side {
  readonly shape: Shape
  /** The side may be made up of nulls. */
  readonly isMissing: boolean
}

const kinds = ['inner', 'left', 'right', 'full', 'left'] as const

/** A join with one or two further sets, the names of its columns, and what is known of it then. */
export function drawJoin(dice: Dice, shape: Shape, means: JoinMeans): readonly [Call, Shape] | undefined {
  let sides: readonly Side[] = [{ shape, isMissing: false }]
  const joined: JoinSide[] = []
  const wanted = 1 + dice.below(2)
  for (let at = 0; at < wanted; at++) {
    const found = drawSide(dice, sides, means)
    if (found === undefined) continue
    joined.push(found[0])
    sides = found[1]
  }
  const columns = drawColumns(dice, sides, means)
  if (joined.length === 0 || columns.length === 0) return undefined
  const where = dice.oneIn(3) ? sideTest(dice, sides, means) : undefined
  const cut = means.canCut && dice.oneIn(5) ? drawCut(dice, sides) : undefined
  const call: Call = {
    does: 'join',
    sides: joined,
    columns: columns.map(({ side, column, name }) => ({ side, column, name })),
    ...(where === undefined ? {} : { where }),
    ...(cut === undefined ? {} : { cut }),
  }
  const hops = sides.reduce((total, { shape: side }) => total + side.hops, 0)
  const { isRepeated: _isRepeated, ...rest } = shape
  return [
    call,
    {
      ...rest,
      entity: undefined,
      columns: columns.map(({ of, name }) => ({ ...of, name })),
      ids: [],
      isCut: false,
      hops,
      selected: undefined,
    },
  ]
}

function drawSide(
  dice: Dice,
  sides: readonly Side[],
  means: JoinMeans,
): readonly [JoinSide, readonly Side[]] | undefined {
  const inside = means.inner(dice, sides[0]?.shape.place ?? 0)
  if (inside === undefined) return undefined
  const [other, shape] = inside
  const pairs = sides.flatMap(({ shape: before }, side) =>
    before.columns.flatMap(({ name, type }) =>
      shape.columns.filter(own => own.type === type).map(own => [{ side, column: name }, own.name] as const),
    ),
  )
  const on = dice.pick(pairs)
  if (on === undefined) return undefined
  const kind = dice.pick(kinds) ?? 'inner'
  const isKept = kind === 'inner' || kind === 'left'
  const all: readonly Side[] = [
    ...sides.map(side => ({ ...side, isMissing: side.isMissing || !isKept })),
    { shape, isMissing: kind === 'left' || kind === 'full' },
  ]
  // Engines join both ways by columns that are equal, and by nothing else.
  const also = kind !== 'full' && dice.oneIn(4) ? sideTest(dice, all, means) : undefined
  return [{ kind, other, on, ...(also === undefined ? {} : { also }) }, all]
}

function sideTest(dice: Dice, sides: readonly Side[], means: JoinMeans): SideTest | undefined {
  const side = dice.below(sides.length)
  const found = sides[side]
  return found === undefined || found.shape.columns.length === 0
    ? undefined
    : { side, test: means.test(dice, found.shape) }
}

function drawColumns(
  dice: Dice,
  sides: readonly Side[],
  means: JoinMeans,
): readonly (JoinedColumn & { readonly of: SetColumn })[] {
  return sides.flatMap(({ shape, isMissing }, side) =>
    shape.columns
      .filter(() => !dice.oneIn(4))
      .map(column => ({
        side,
        column: column.name,
        name: means.name(side === 0 ? 'l' : 'r', dice),
        of: { ...column, isNullable: column.isNullable || isMissing },
      })),
  )
}

/** By every column of every side, so that rows which change places are the same ones. */
function drawCut(dice: Dice, sides: readonly Side[]): JoinCut {
  const all = sides.flatMap(({ shape }, side) => shape.columns.map(({ name }) => ({ side, column: name })))
  const first = dice.some(all).slice(0, 2)
  const keys = [...first, ...all.filter(key => !first.includes(key))]
  return {
    keys: keys.map(key => ({ ...key, isDescending: dice.oneIn(3) })),
    limit: 1 + dice.below(4),
    offset: dice.oneIn(3) ? 1 : 0,
  }
}
