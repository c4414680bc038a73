import { refusalOf } from '../active/refusal.ts'
import { isThenable } from '../active/run-hooks.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { throwIfAborted, untilAborted } from '../expression/deadline.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { SetState } from '../set/state.ts'
import { Gate } from '../source/execution.ts'
import type { MaybePromise } from '../source/maybe-promise.ts'
import { recordPlace } from './active-record.ts'
import { atomically } from './inside-transaction.ts'
import { readPage } from './page.ts'
import { type EverythingOptions, need, needNarrowing, refuseUnwritable } from './writable-set.ts'

/** How far it has come: records that were gone through, and those of them that are saved, or were written by the function itself. */
export interface UpdateEachProgress {
  readonly seen: number
  readonly saved: number
}

export interface UpdateEachOptions extends CallOptions, EverythingOptions {
  /** Records that are loaded, and saved, at a time: 1 to 10,000. Default 500. */
  readonly batchRows?: number
  /** Records of a batch that the function works on at once. Default 1. */
  readonly concurrency?: number
  /** Told after every batch. */
  readonly onProgress?: (progress: UpdateEachProgress) => void
}

interface Work {
  readonly change: (record: object) => unknown
  readonly record: (state: SetState, row: object) => object
}

/**
 * Loads each record of a set, changes it and saves what changed.
 *
 * Shape: pages by the id, so that each row is seen once whatever becomes of it; a batch is loaded, changed and saved in one
 * transaction, where the source has them.
 * Errors: inside a transaction of the caller the error as it is; otherwise `partial` once a batch is saved, with the ids of the
 * records that are.
 */
export async function updateEach(
  state: SetState,
  { change, record }: Work,
  options: UpdateEachOptions,
): Promise<UpdateEachProgress> {
  refuseUnwritable(state, 'updateEach')
  need(state, 'patch', 'change rows')
  needNarrowing(state, 'updateEach', options)
  if (typeof change !== 'function') throw invalid(state, 'updateEach() takes a function that changes a record')
  const { batchRows = 500, concurrency = 1, onProgress } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid(state, 'concurrency is a whole number from 1 up')
  if (!Number.isSafeInteger(batchRows) || batchRows < 1 || batchRows > 10_000)
    throw invalid(state, 'batchRows is a whole number from 1 to 10,000')
  const set: SetState = { ...state, order: [], selected: undefined }
  const done: unknown[] = []
  let seen = 0
  let after: string | undefined
  do {
    let records: readonly object[] = []
    const begin = { isolation: 'repeatable-read' } as const
    try {
      const page = await atomically(
        set,
        options,
        async inside => {
          const read = await readPage(inside, { ...signalIn(options), size: batchRows, after })
          records = read.rows.map(row => record(inside, Object(row)))
          await changeAll(records, change, { concurrency, signal: options.signal })
          for (const one of records) {
            const saving = saveOne(one, options.signal)
            if (saving instanceof Promise) await saving
          }
          return read
        },
        begin,
      )
      after = page.next
      seen += page.rows.length
    } catch (thrown) {
      const isUndone = set.source.can.transaction === true
      throw afterSome(set, thrown, isUndone ? done : [...done, ...writtenOf(records)])
    }
    done.push(...writtenOf(records))
    onProgress?.({ seen, saved: done.length })
  } while (after !== undefined)
  return { seen, saved: done.length }
}

const signalIn = ({ signal }: CallOptions): CallOptions => (signal === undefined ? {} : { signal })

interface Changing {
  readonly concurrency: number
  readonly signal: AbortSignal | undefined
}

async function changeAll(
  records: readonly object[],
  change: (record: object) => unknown,
  { concurrency, signal }: Changing,
): Promise<void> {
  const changeOne = async (record: object, work: unknown): Promise<void> => {
    try {
      await untilAborted(Promise.resolve(work), signal, false)
    } catch (thrown) {
      throw refusalOf(thrown).withContext(named(record))
    }
  }
  if (concurrency > 1) return changeAtOnce(records, record => changeOne(record, begun(change, record)), concurrency)
  for (const record of records) {
    throwIfAborted(signal)
    const work = begun(change, record)
    if (isThenable(work)) await changeOne(record, work)
  }
}

/** Starts the change of a record. Errors: what it throws at once. */
function begun(change: (record: object) => unknown, record: object): unknown {
  try {
    return change(record)
  } catch (thrown) {
    throw refusalOf(thrown).withContext(named(record))
  }
}

async function changeAtOnce(
  records: readonly object[],
  change: (record: object) => Promise<void>,
  concurrency: number,
): Promise<void> {
  const gate = new Gate(concurrency)
  let isFailed = false
  const all = records.map(record =>
    gate.run(async () => {
      if (isFailed) return
      try {
        await change(record)
      } catch (thrown) {
        isFailed = true
        throw thrown
      }
    }),
  )
  const outcomes = await Promise.allSettled(all)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

/** At once where the source answers at once: a promise for each record would take longer than the rest. */
function saveOne(record: object, signal: AbortSignal | undefined): MaybePromise<void> {
  try {
    const saving = recordPlace(record)?.saveAmongMany(signal)
    if (saving instanceof Promise) return savedLater(record, saving)
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(named(record))
  }
}

async function savedLater(record: object, saving: Promise<void>): Promise<void> {
  try {
    await saving
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(named(record))
  }
}

/** The ids of the records that were written, whether they were saved at the end of their batch or by the function. */
const writtenOf = (records: readonly object[]): readonly unknown[] =>
  records.flatMap(record => {
    const place = recordPlace(record)
    return place?.hasWritten === true ? [place.id] : []
  })

const named = (record: object): string => `updating ${recordPlace(record)?.label ?? 'a record'}`

function afterSome(state: SetState, thrown: unknown, saved: readonly unknown[]): unknown {
  if (saved.length === 0 || state.source.inTransaction !== undefined) return thrown
  const error = VantageError.from(thrown)
  const { name: entity } = state.definition.entity
  return new VantageError(
    `${entity}: ${saved.length} records are saved, whose ids details.saved lists, then it failed: ${error.message}; what is saved stays: leave those records out when you repeat it, or the function changes them again`,
    { kind: 'partial', retry: error.retry, details: { ...error.details, entity, written: true, saved }, cause: error },
  )
}

const invalid = ({ definition }: SetState, reason: string): VantageError =>
  new VantageError(reason, { kind: 'invalid', details: { entity: definition.entity.name } })
