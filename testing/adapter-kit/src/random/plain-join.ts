import type { Type } from '@vantage-ts/core'
import type { Call, JoinCut, JoinSide, SideColumn, SideTest } from './chain.ts'

type PlainRow = ReadonlyMap<string, unknown>
/** One row of each side, in their order. */
type Met = readonly PlainRow[]

/** One side of a join, worked out. */
export interface PlainSide {
  readonly rows: readonly PlainRow[]
  readonly types: ReadonlyMap<string, Type<unknown>>
}

/** Whether rows that met satisfy a condition over one of their sides. */
type Judge = (test: SideTest, met: Met) => boolean

/** The rows of a join: what meets, and where the kind keeps rows that find none, those with nulls beside them. */
export function plainJoin(
  sides: readonly PlainSide[],
  { sides: joins, where, cut, columns }: Call & { does: 'join' },
  judge: Judge,
): readonly PlainRow[] {
  const [first, ...others] = sides
  let found: readonly Met[] = (first?.rows ?? []).map(row => [row])
  others.forEach((side, at) => {
    const join = joins[at]
    if (join === undefined) return
    const isPair = pairing(join, typeOf(sides, join.on[0]), judge)
    found = metBy({ met: found, sides: at + 1 }, side, join.kind, isPair)
  })
  const kept = where === undefined ? found : found.filter(met => judge(where, met))
  const rows = cut === undefined ? kept : cutTo(kept, cut, sides)
  return rows.map(met => new Map(columns.map(({ side, column, name }) => [name, cellIn(met, { side, column })])))
}

const nothing: PlainRow = new Map()
const cellIn = (met: Met, { side, column }: SideColumn): unknown => met[side]?.get(column) ?? null

export function typeOf(sides: readonly PlainSide[], { side, column }: SideColumn): Type<unknown> {
  const type = sides[side]?.types.get(column)
  if (type === undefined) throw new Error(`side ${side} has a column ${column}`)
  return type
}

interface Before {
  readonly met: readonly Met[]
  /** How many sides there are so far. */
  readonly sides: number
}

/** The rows so far with those of one more side. */
function metBy(
  { met: before, sides }: Before,
  { rows }: PlainSide,
  kind: JoinSide['kind'],
  isPair: (met: Met, row: PlainRow) => boolean,
): readonly Met[] {
  const found = before.flatMap(met => rows.filter(row => isPair(met, row)).map((row): Met => [...met, row]))
  if (kind === 'left' || kind === 'full')
    found.push(...before.filter(met => !rows.some(row => isPair(met, row))).map((met): Met => [...met, nothing]))
  if (kind === 'right' || kind === 'full') {
    const alone = rows.filter(row => !before.some(met => isPair(met, row)))
    const missing = Array.from({ length: sides }, () => nothing)
    found.push(...alone.map((row): Met => [...missing, row]))
  }
  return found
}

/** Whether a row meets the others: where both columns are equal, and the rest holds. */
function pairing(
  { on: [left, right], also }: JoinSide,
  type: Type<unknown>,
  judge: Judge,
): (met: Met, row: PlainRow) => boolean {
  return (met, row) => {
    const [one, other] = [cellIn(met, left), row.get(right) ?? null]
    if (one === null || other === null || !type.equals(one, other)) return false
    return also === undefined || judge(also, [...met, row])
  }
}

function cutTo(all: readonly Met[], { keys, limit, offset }: JoinCut, sides: readonly PlainSide[]): readonly Met[] {
  const compare = (a: Met, b: Met): number => {
    for (const key of keys) {
      const [left, right] = [cellIn(a, key), cellIn(b, key)]
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1
        continue
      }
      const found = typeOf(sides, key).compare(left, right)
      if (found !== 0) return key.isDescending ? -found : found
    }
    return 0
  }
  return [...all].sort(compare).slice(offset, offset + limit)
}
