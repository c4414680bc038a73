import { type CallOptions, VantageError } from '@vantage-ts/core'
import { objectOf, putField, type SetColumn, unchecked, type WrittenColumn } from '@vantage-ts/core/adapter'
import type { CopyPlan } from './copy-plan.ts'
import { idOf, isOfRow } from './refused.ts'
import type { RunningSet } from './running-set.ts'

/** What became of records that were written. */
export interface Written {
  readonly inserted: number
  readonly replaced: number
}

/** Writes some records; repeating it adds nothing. */
export type Write = (records: readonly object[], options: CallOptions) => Promise<Written>

/** Creates the rows that are not there, and leaves the others as they are. */
export const inserting =
  (set: RunningSet): Write =>
  async (records, options) => ({ inserted: await set.insertMany(records, options), replaced: 0 })

/**
 * Creates the rows that are not there, and makes the others equal: those that differ are patched, by the columns that differ.
 *
 * Shape: one read by ids and one insert for a batch, and a patch for each row that differs.
 */
export function replacing(set: RunningSet, { to }: CopyPlan): Write {
  const ids = to.columns.filter(({ isId }) => isId)
  // A version counts the changes of its row by itself.
  const compared = to.columns.filter(({ isId, isVersion }) => !isId && !isVersion)
  const keyOf = keyBy(ids)
  return async (given, options) => {
    const records = lastOfEachId(given, ids, keyOf)
    const known = new Map((await rowsByIds(set, ids, records, options)).map(row => [keyOf(row), row]))
    const absent = records.filter(record => !known.has(keyOf(record)))
    const inserted = await set.insertMany(absent, options)
    let replaced = 0
    for (const record of records) {
      const row = known.get(keyOf(record))
      const changes = row === undefined ? undefined : differences(compared, row, record)
      if (changes === undefined) continue
      await set.patch(idOf(record, ids), changes, options)
      replaced++
    }
    return { inserted, replaced }
  }
}

/** Of records with one id the last, as where they come in several batches. */
function lastOfEachId(
  records: readonly object[],
  ids: readonly SetColumn[],
  keyOf: (record: object) => string,
): readonly object[] {
  const last = new Map(records.map(record => [keyOf(record), record]))
  if (last.size === records.length) return records
  // Records without an id are refused, each for itself.
  return records.filter(record => idOf(record, ids) === undefined || last.get(keyOf(record)) === record)
}

/** A key of a record by its id, the same however the id is spelt. */
const keyBy =
  (ids: readonly SetColumn[]) =>
  (record: object): string => {
    const cells = objectOf(record)
    return JSON.stringify(
      ids.map(({ property, type }) => {
        const value = cells?.[property]
        // What is no value of the type meets no row, and is refused when it is inserted.
        return type.problem(value) === undefined ? type.toText(unchecked<never>(value, 'a value of the type')) : null
      }),
    )
  }

/** Composite ids are found by few at a time, since no engine nests as deeply as there are rows. */
const compositeIds = 100

async function rowsByIds(
  set: RunningSet,
  ids: readonly SetColumn[],
  records: readonly object[],
  options: CallOptions,
): Promise<readonly object[]> {
  const [only, second] = ids
  const cells = records.map(record => unchecked<Readonly<Record<string, unknown>>>(record, 'a record'))
  const known = cells.filter(record => ids.every(({ property, type }) => type.problem(record[property]) === undefined))
  if (only === undefined || known.length === 0) return []
  const plain = set.records()
  if (second === undefined)
    return plain.where(set.column(only.property).in(known.map(record => record[only.property]))).list(options)
  const rows: object[] = []
  for (let start = 0; start < known.length; start += compositeIds) {
    const some = known
      .slice(start, start + compositeIds)
      .map(record =>
        ids.map(({ property }) => set.column(property).eq(record[property])).reduce((all, one) => all.and(one)),
      )
    rows.push(...(await plain.where(some.reduce((any, one) => any.or(one))).list(options)))
  }
  return rows
}

/** The columns whose values differ, with those of the record; undefined where none does. */
function differences(columns: readonly WrittenColumn[], row: object, record: object): object | undefined {
  const [stored, given] = [objectOf(row), objectOf(record)]
  const changes = {}
  for (const { property, type } of columns) {
    const wanted = given?.[property]
    if (wanted === undefined) continue
    const held = stored?.[property] ?? null
    const isSame =
      wanted === null || held === null
        ? wanted === held
        : type.problem(wanted) === undefined &&
          type.equals(unchecked<never>(wanted, 'of the type'), unchecked<never>(held, 'of the type'))
    if (!isSame) putField(changes, property, wanted)
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}

/** What writes, and what is told of a record that is refused. */
export interface Splitting {
  readonly write: Write
  readonly options: CallOptions
  /** Tells what became of a number of records, as soon as they are written. */
  readonly onWritten: (records: number, written: Written) => void
  /** Throws to end it. */
  readonly onRefused: (record: object, error: VantageError) => void
}

/**
 * Writes records; where some are refused, halves them until each of those is found alone, in their order. All others are written.
 *
 * Errors: those that say nothing of a record: lost connections, deadlines, full disks.
 */
export async function writeSplitting(records: readonly object[], how: Splitting): Promise<void> {
  if (records.length > 0) await splitting(records, how, false)
}

/** Gives whether one of the records was refused. `isKnown`: they are refused together, so that trying it would only cost time. */
async function splitting(records: readonly object[], how: Splitting, isKnown: boolean): Promise<boolean> {
  const [only] = records
  if (!isKnown || records.length === 1) {
    try {
      how.onWritten(records.length, await how.write(records, how.options))
      return false
    } catch (thrown) {
      const error = VantageError.from(thrown)
      if (!isOfRow(error)) throw error
      if (records.length === 1 && only !== undefined) {
        how.onRefused(only, error)
        return true
      }
    }
  }
  const half = Math.ceil(records.length / 2)
  const isFirst = await splitting(records.slice(0, half), how, false)
  // What is wrong with all of them is not in the first half: it is in the other one.
  const isSecond = await splitting(records.slice(half), how, !isFirst)
  return isFirst || isSecond
}
