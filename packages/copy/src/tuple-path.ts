import { type InsertTuples, type Tuple, tupleInsert, unchecked } from '@vantage-ts/core/adapter'
import type { CopyPlan } from './copy-plan.ts'
import type { Carried } from './judge-columns.ts'

/** How rows go from one set into another by position, which is possible where nothing looks at a record. */
export interface TuplePath {
  /** The columns to read, in the order of the tuples. */
  readonly names: readonly string[]
  /** The tuples of a batch as the target takes them; undefined where one of them has a value that does not fit. */
  carry(rows: readonly Tuple[]): readonly Tuple[] | undefined
  readonly into: InsertTuples
  /** Carried tuples as records of the target. */
  records(rows: readonly Tuple[]): readonly object[]
}

/** Undefined where a record has to be made of each row. */
export function tuplePath({ carried: pairs }: CopyPlan, to: unknown): TuplePath | undefined {
  const names = pairs.map(({ from }) => from.property)
  if (new Set(names).size < names.length || names.length === 0) return undefined
  const targets = pairs.map(pair => pair.to.property)
  const into = tupleInsert(to, targets)
  if (into === undefined) return undefined
  const steps = pairs.map(stepOf)
  const isPlain = steps.every(step => step === undefined)
  return {
    names,
    into,
    carry: isPlain ? rows => rows : rows => carriedRows(rows, steps),
    records: rows => rowsOf(rows, targets),
  }
}

/** Makes of a value what its column takes. Errors: any, for one that does not fit. */
type Step = (value: unknown) => unknown

/** What is to be done with the values of a column; undefined where each is of the column's type by the way it was read. */
function stepOf({ from, to, carry }: Carried): Step | undefined {
  const isRequired = from.isNullable && !to.isNullable
  const { convert } = carry
  if (from.type === to.type && convert === undefined && !isRequired) return undefined
  const { type } = to
  const made = unchecked<Step | undefined>(convert, 'takes values of the type') ?? ((value: unknown) => value)
  const { canonical = (value: unknown) => value } = type
  return value => {
    if (value === null || value === undefined) {
      if (isRequired) throw misfit
      return null
    }
    const given = made(value)
    if (type.problem(given) !== undefined) throw misfit
    return canonical(given)
  }
}

/** Which value it is, and why, is told when the rows go as records. */
const misfit = new Error('a value does not fit')

function carriedRows(rows: readonly Tuple[], steps: readonly (Step | undefined)[]): readonly Tuple[] | undefined {
  try {
    return rows.map(row =>
      row.map((value, at) => {
        const step = steps[at]
        return step === undefined ? value : step(value)
      }),
    )
  } catch {
    return undefined
  }
}

/** The rows as records under these names. */
export function rowsOf(tuples: readonly Tuple[], names: readonly string[]): readonly object[] {
  return tuples.map(tuple => Object.fromEntries(names.map((name, at) => [name, tuple[at]])))
}
