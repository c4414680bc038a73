import { VantageError } from '@vantage-ts/core/adapter'
import type { SqlExpression } from './expression.ts'

/** How many values an expression gives at once: `any` is one, or the row that a column may hold; `unknown` may be several. */
export type Width = number | 'any' | 'unknown'

/** Errors: `invalid` for sides of a comparison of which one is known to give other many values than the other. */
export function needSameWidth(left: SqlExpression, right: SqlExpression, place: string): void {
  const [ours, theirs] = [left.width, right.width]
  if (ours === theirs || ours === 'unknown' || theirs === 'unknown') return
  if (theirs === 'any' || theirs === 1) checkOne(left, ours, theirs, place)
  else if (ours === 'any' || ours === 1) checkOne(right, theirs, ours, place)
  else throw unequal(place, ours, theirs)
}

/** Of what stands beside one value. */
function checkOne(of: SqlExpression, width: Width, beside: Width, place: string): void {
  if (width === 'any' || width === 'unknown' || width === 1) return
  if (of.isList)
    throw invalid(
      `${place}(): the statement gives ${width} columns where one is compared; select one, or take one of a set: statement.columns({ id: col(int) }).fieldExpr(r => r.id), set.fieldExpr(r => r.id)`,
    )
  if (beside === 1) throw unequal(place, width, 1)
}

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })
const unequal = (place: string, one: number, other: number): VantageError =>
  invalid(`${place}(): one side has ${one} values and the other ${other}; compare as many with as many`)
