import { type SetColumn, type Type, type WrittenColumn, TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import { type Carry, carryOf } from './carry.ts'
import { extremesOf } from './extremes.ts'
import type { ColumnReport } from './report.ts'

/** How a column of the target gets its values of one of the other set. */
export interface Carried {
  readonly to: WrittenColumn
  readonly from: SetColumn
  readonly carry: Carry
}

/** Judges one pair of columns: by their types, then by what their storages hold. */
export function judge({ to, from, carry }: Carried): ColumnReport {
  const place = { column: to.property, type: nameOf(to.type), from: from.property, fromType: nameOf(from.type) }
  if (carry.fit === 'never') return { ...place, fit: 'never', why: [carry.why ?? ''] }
  const why = carry.why === undefined ? [] : [carry.why]
  why.push(...storageProblems({ to, from, carry }))
  if (from.isNullable && !to.isNullable && !to.isFilled) why.push('null does not fit: the column is required')
  if (to.isRefined) why.push('values that its refinements refuse do not fit')
  return { ...place, fit: why.length === 0 ? 'always' : 'some', why }
}

export const carried = (to: WrittenColumn, from: SetColumn): Carried => ({
  to,
  from,
  carry: carryOf(from.type, to.type),
})

/** A type with its bounds and items: `decimal(12, 2)`, `array of int`. */
export function nameOf({ name, digits, item }: Type<unknown>): string {
  if (digits !== undefined) return `${name}(${digits.precision}, ${digits.scale})`
  return item === undefined ? name : `${name} of ${nameOf(item)}`
}

/** What the one storage can give and the other cannot take, found by trying: storages tell what they hold by refusing the rest. */
function storageProblems({ to, from, carry }: Carried): readonly string[] {
  const misfits = extremesOf(from.type).filter(
    // What the types alone say is said already.
    ({ value }) => holds(from, value) && problemOf(to, value, carry) === 'storage',
  )
  if (misfits.length === 0) return []
  const called = misfits.map(one => one.called).join(', ')
  return [`${called} do not fit: the column is held as ${to.storage?.name ?? to.type.name}`]
}

const holds = ({ storage }: SetColumn, value: unknown): boolean => {
  if (storage?.encode === undefined) return true
  return refuses(storage.encode, value) === undefined
}

function problemOf(to: WrittenColumn, value: unknown, { convert }: Carry): 'type' | 'storage' | undefined {
  let given = value
  if (convert !== undefined) {
    if (refuses(convert, value) !== undefined) return 'type'
    given = unchecked<(value: unknown) => unknown>(convert, 'takes values of the type')(value)
  }
  if (to.type.problem(given) !== undefined) return 'type'
  return holds(to, given) ? undefined : 'storage'
}

function refuses(work: (value: never) => unknown, value: unknown): TypeProblem | undefined {
  try {
    unchecked<(value: unknown) => unknown>(work, 'takes values of the type')(value)
    return undefined
  } catch (thrown) {
    if (thrown instanceof TypeProblem) return thrown
    throw thrown
  }
}
