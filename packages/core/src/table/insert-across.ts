import type { CallOptions } from '../expression/execute.ts'
import { abortError } from '../expression/deadline.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Constant } from '../expression/node.ts'
import type { Select, StoredColumn } from '../expression/statement.ts'
import type { Decoded, RowsWanted } from '../source/rows-wanted.ts'
import { executionOf } from '../expression/within.ts'
import { Parts } from '../source/unread.ts'
import { selectExpressions, type SetState } from '../set/state.ts'
import { unchecked } from '../types/cast.ts'
import { insertAll, type Sending } from './insert-records.ts'
import type { Mapped } from './mapped-columns.ts'
import { refused } from './checked-value.ts'
import type { Change } from './set-change.ts'
import { insertStatement } from './insert-statements.ts'
import { completeRecords, insertMany } from './write.ts'

/** Rows that are read and written at a time. */
const batchRows = 1000

/** An insert of the rows of a set of another database: they are streamed, and inserted in batches. */
export function insertAcross(state: SetState, other: SetState, mapped: readonly Mapped[]): Change {
  const { source, definition } = state
  const select = readOf(other, mapped)
  // The columns of every record; their values are known when it runs.
  const someRow = new Map(mapped.map(({ column }) => [column, undefined]))
  const onConflict = definition.ids.length > 0 ? 'skip' : 'fail'
  const recordOf = recordMaker(state, mapped)
  return {
    verb: 'insert',
    steps: returning => [
      { source: other.source, statement: select },
      { source, statement: insertStatement(state, [someRow], returning, onConflict) },
    ],
    send: (returning, wanted, options) => {
      // Parts of what is read may be of the database that is written, and belong to its transaction then.
      const execution = executionOf(options)
      if (execution !== undefined) source.enter(execution)
      const tuples: RowsWanted = { form: 'tuple', entity: other.definition.entity.name }
      const batches = other.source.stream(select, tuples, batchRows, options)
      return insertBatches(state, batches, recordOf, { returning, wanted, options })
    },
  }
}

/**
 * The rows of a set as records of another, all read before the first is used: what is inserted may be a part of what is read.
 *
 * Shape: a set of the same database is read in the transaction of the insert, which would wait for itself elsewhere.
 */
export async function* recordsOf(
  state: SetState,
  other: SetState,
  mapped: readonly Mapped[],
  options: CallOptions,
): AsyncGenerator<object> {
  const tuples: RowsWanted = { form: 'tuple', entity: other.definition.entity.name }
  const source = other.source.database === state.source.database ? state.source : other.source
  const { rows } = await source.fetch(readOf(other, mapped), tuples, options)
  yield* rows.map(recordMaker(state, mapped))
}

/** What is read of the other set: the expressions of the mapping. */
function readOf(other: SetState, mapped: readonly Mapped[]): Select {
  const columns = mapped.flatMap(({ column, node }) => (node === undefined ? [] : [{ name: column.property, node }]))
  // A row is a row, whatever is taken from it.
  return selectExpressions(other, columns.length === 0 ? [{ name: 'row', node: new Constant(true) }] : columns, true)
}

/** Makes a record of a row by position; values that are the same in all rows are added here. */
function recordMaker(state: SetState, mapped: readonly Mapped[]): (row: unknown) => object {
  const computed = mapped.filter(({ node }) => node !== undefined)
  const fixed = mapped
    .filter(({ node, stamp }) => node === undefined && stamp === undefined)
    .map(({ column, value }) => [column.property, value])
  return row => {
    const cells = unchecked<readonly unknown[]>(row, 'rows are wanted by position')
    const given = computed.map(({ column }, index) => {
      const value = cells[index] ?? null
      if (value === null && !column.isNullable) throw needsValue(state, column)
      return [column.property, value]
    })
    return Object.fromEntries([...given, ...fixed])
  }
}

const needsValue = (state: SetState, column: StoredColumn): VantageError =>
  refused(state.definition, column, 'needs a value, and the other set gave null', 'constraint', 'not-null')

async function insertBatches(
  state: SetState,
  batches: AsyncIterable<readonly unknown[]>,
  recordOf: (row: unknown) => object,
  sending: Sending,
): Promise<Decoded> {
  const { returning, options } = sending
  const rows: unknown[] = []
  const parts = new Parts()
  let count = 0
  try {
    for await (const batch of batches) {
      const records = batch.map(recordOf)
      if (returning.length === 0) {
        count += await insertMany(state, records, options)
        continue
      }
      const answer = await parts.run(() => insertAll(state, completeRecords(state, records), sending), noAnswer)
      count += answer.count
      for (const row of answer.rows) rows.push(row)
    }
  } catch (thrown) {
    throw afterSome(thrown, count, options)
  }
  parts.done()
  return { rows, count }
}
const noAnswer: Decoded = Object.freeze({ rows: [], count: 0 })

/** A failure after some rows were written says how many; a cancelled call then has an unknown outcome. */
function afterSome(thrown: unknown, created: number, { signal }: CallOptions): VantageError {
  const error = VantageError.from(thrown)
  if (created === 0) return error
  const isCut = signal?.aborted === true && error.details.outcome === undefined
  return (isCut ? abortError(signal, true) : error).withDetails({ created })
}
