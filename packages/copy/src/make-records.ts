import { VantageError } from '@vantage-ts/core'
import { objectOf, putField, TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import type { CopyPlan } from './copy-plan.ts'

/** Makes a record of the target of a row; undefined leaves the row out. Errors: those of a row that does not fit. */
export type MakeRecord = (row: object) => object | undefined | Promise<object | undefined>

/** A function of the caller's as `MakeRecord`. */
export type MapRow = (row: never) => unknown

const asItIs = (row: object): object => row

/** The record of a row: that of the caller's function, else its columns under the names of the target. */
export function recordMaker(plan: CopyPlan, map: MapRow | undefined): MakeRecord {
  if (map !== undefined) {
    const ids = plan.to.columns.flatMap(({ property, isId, isFixed }) => (isId && !isFixed ? [property] : []))
    return row => mapped(unchecked<(row: object) => unknown>(map, 'takes rows of the set')(row), ids)
  }
  const { carried: pairs, report } = plan
  if (pairs.every(({ from, to, carry }) => from.property === to.property && carry.convert === undefined)) return asItIs
  const steps = pairs.map(({ from, to, carry }) => ({
    from: from.property,
    to: to.property,
    convert: unchecked<((value: unknown) => unknown) | undefined>(carry.convert, 'takes values of the type'),
  }))
  return row => {
    const cells = unchecked<Readonly<Record<string, unknown>>>(row, 'rows are records')
    const record = {}
    for (const { from, to, convert } of steps) {
      const value = cells[from] ?? null
      putField(record, to, value === null || convert === undefined ? value : converted(value, convert, report.to, to))
    }
    return record
  }
}

function converted(value: unknown, convert: (value: unknown) => unknown, entity: string, field: string): unknown {
  try {
    return convert(value)
  } catch (thrown) {
    if (!(thrown instanceof TypeProblem)) throw thrown
    throw new VantageError(`${entity}.${field} ${thrown.message}`, {
      kind: 'type-mismatch',
      details: { entity, field },
      cause: thrown,
    })
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

function mapped(record: unknown, ids: readonly string[]): object | undefined | Promise<object | undefined> {
  if (isPromise(record)) return Promise.resolve(record).then(made => mapped(made, ids))
  if (record === undefined) return undefined
  const cells = Array.isArray(record) || typeof record === 'function' ? undefined : objectOf(record)
  if (cells === undefined)
    throw new VantageError('map gives a record for a row, or undefined to leave it out', { kind: 'invalid' })
  for (const id of ids)
    if (cells[id] === undefined || cells[id] === null)
      throw new VantageError(
        `map gives a record without its id "${id}"; a copy knows its rows by their id, so give one that is the same at each repetition`,
        { kind: 'invalid', details: { field: id } },
      )
  return cells
}
