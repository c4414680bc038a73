import type { Cells, Frame } from './frame.ts'
import type { JoinKey, JoinPlan, JoinSide } from './select-plan.ts'

type RowsOf = (side: JoinSide, frame: Frame) => readonly Cells[]

/** The pairs of rows that meet a join's condition; rows without a partner get nulls in its place where the kind keeps them. */
export function joinedRows({ join, left, right, keys, on }: JoinPlan, frame: Frame, rowsOf: RowsOf): readonly Cells[] {
  const rights = rowsOf(right, frame)
  const lefts = rowsOf(left, frame)
  const noLeft: Cells = new Array(left.width).fill(null)
  const noRight: Cells = new Array(right.width).fill(null)
  const partners = finder(keys, rights, noLeft, frame)
  const met = new Set<Cells>()
  const joined: Cells[] = []
  for (const row of lefts) {
    let isMet = false
    for (const other of partners([...row, ...noRight])) {
      const both = [...row, ...other]
      frame.row = both
      if (!on(frame)) continue
      isMet = true
      met.add(other)
      joined.push(both)
    }
    if (!isMet && (join === 'left' || join === 'full')) joined.push([...row, ...noRight])
  }
  if (join === 'right' || join === 'full')
    for (const other of rights) if (!met.has(other)) joined.push([...noLeft, ...other])
  return joined
}

/** Gives the rows that may be a row's partners: by the keys' values, or all where there are no keys. */
function finder(
  keys: readonly JoinKey[],
  rights: readonly Cells[],
  noLeft: Cells,
  frame: Frame,
): (row: Cells) => readonly Cells[] {
  const [first] = keys
  if (first === undefined) return () => rights
  const byKey = new Map<unknown, Cells[]>()
  for (const row of rights) {
    frame.row = [...noLeft, ...row]
    const value = first.right(frame)
    if (value === null) continue
    const key = first.key(value)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [row])
    else known.push(row)
  }
  return row => {
    frame.row = row
    const value = first.left(frame)
    return value === null ? none : (byKey.get(first.key(value)) ?? none)
  }
}
const none: readonly Cells[] = Object.freeze([])
