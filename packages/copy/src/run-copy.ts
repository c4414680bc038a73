import { type CallOptions, VantageError } from '@vantage-ts/core'
import { signalOf, type StagedInsert, throwIfAborted, type Tuple } from '@vantage-ts/core/adapter'
import {
  type Checkpoint,
  checkpointIn,
  type CheckpointStore,
  fingerprint,
  nothingYet,
  type Tally,
} from './checkpoint.ts'
import { type CopyPlan, refuseUnfit } from './copy-plan.ts'
import { endedEarly } from './ended-early.ts'
import { type MakeRecord, type MapRow, recordMaker } from './make-records.ts'
import type { CopyProgress } from './progress.ts'
import { type Batch, readBatches } from './read-batches.ts'
import { isOfRow, type Refused, refusedRow } from './refused.ts'
import type { RunningSet } from './running-set.ts'
import { rowsOf, type TuplePath, tuplePath } from './tuple-path.ts'
import { inserting, replacing, type Write, writeSplitting, type Written } from './write-batch.ts'

/** What a copy did. */
export interface CopyResult extends Tally {
  /** The refused rows with `onRefused: 'collect'`, in the order of reading. */
  readonly refusals: readonly Refused[]
  /** Rows of both sets afterwards, and of the target before; undefined where a source cannot count, or nobody wanted it. */
  readonly counts: CopyCounts
  /** Whether the target has exactly the rows more that this run inserted; undefined where they were not counted. */
  readonly isVerified: boolean | undefined
}

export interface CopyCounts {
  readonly from: number | undefined
  readonly before: number | undefined
  readonly after: number | undefined
}

/** Everything that a run needs to know. */
export interface CopyWork {
  readonly plan: CopyPlan
  readonly from: RunningSet
  readonly to: RunningSet
  readonly map: MapRow | undefined
  readonly mode: 'insert' | 'replace'
  /** Rows that are written at a time; undefined for as many as suit the target. */
  readonly batchRows: number | undefined
  readonly total: boolean
  readonly counts: boolean
  readonly onProgress: ((progress: CopyProgress) => void) | undefined
  readonly onRefused: 'fail' | 'collect' | ((refused: Refused) => void)
  readonly maxRefused: number
  readonly resume: CheckpointStore | undefined
}

/** So many rows are read and written where one insert takes as many: they stay in the young part of the heap. */
const pieceRows = 2000

/** So long rows are put by at most: a slow read does not hold the target, and progress is told. */
const longestStagedMs = 5000

/** Copies, from its beginning or from a checkpoint. */
export async function runCopy(work: CopyWork, options: CallOptions): Promise<CopyResult> {
  refuseUnfit(work.plan)
  const { signal, done } = signalOf(options)
  const ending = new AbortController()
  const end = (): void => ending.abort(signal?.reason)
  if (signal?.aborted === true) end()
  signal?.addEventListener('abort', end, { once: true })
  const running = new CopyRun(work, ending.signal)
  try {
    const result = await running.run()
    running.tell('done')
    return result
  } catch (thrown) {
    const error = endedEarly(work, VantageError.from(thrown), running.tally, running.begun)
    try {
      running.tell('failed')
    } catch {
      // Whoever is told of progress may have ended it; why it ended is told already.
    }
    throw error
  } finally {
    signal?.removeEventListener('abort', end)
    done()
    // What still reads ahead is of no use.
    ending.abort()
  }
}

const add = (tally: Tally, more: Partial<Tally>): Tally => {
  const { read, inserted, alreadyThere, replaced, skipped, refused } = tally
  return {
    read: read + (more.read ?? 0),
    inserted: inserted + (more.inserted ?? 0),
    alreadyThere: alreadyThere + (more.alreadyThere ?? 0),
    replaced: replaced + (more.replaced ?? 0),
    skipped: skipped + (more.skipped ?? 0),
    refused: refused + (more.refused ?? 0),
  }
}

/** Records of a batch, and the error that ended making them. */
interface Made {
  readonly records: readonly object[]
  readonly failure: VantageError | undefined
}

/** One run, with what it has done so far. */
class CopyRun {
  tally: Tally = nothingYet
  /** What earlier runs had done. */
  begun: Tally = nothingYet
  readonly #work: CopyWork
  readonly #signal: AbortSignal
  readonly #make: MakeRecord
  readonly #write: Write
  readonly #tuples: TuplePath | undefined
  readonly #refusals: Refused[] = []
  readonly #started = performance.now()
  /** When rows that were put by were inserted. */
  #insertedAt = performance.now()
  #total: number | undefined

  constructor(work: CopyWork, signal: AbortSignal) {
    this.#work = work
    this.#signal = signal
    this.#make = recordMaker(work.plan, work.map)
    const isPlain = work.mode === 'insert' && work.map === undefined
    this.#tuples = isPlain ? tuplePath(work.plan, work.to) : undefined
    this.#write = work.mode === 'replace' ? replacing(work.to, work.plan) : inserting(work.to)
  }

  async run(): Promise<CopyResult> {
    const { plan, from, to, total, counts, resume, mode, map } = this.#work
    throwIfAborted(this.#signal)
    const copy = resume === undefined ? '' : await fingerprint(plan, { from, to }, [mode, map !== undefined])
    const found = resume === undefined ? undefined : checkpointIn(await resume.load(), copy)
    this.tally = found?.tally ?? nothingYet
    this.begun = this.tally
    if (total) this.#total = await this.#countRead()
    const now = counts ? await this.#countTarget() : undefined
    if (found !== undefined && found.tally.inserted > 0 && now === 0) throw emptied(plan, found)
    const before = found === undefined || !counts ? now : found.before
    await this.#copyAll(found, position => {
      const facts = { version: 1, copy, position, tally: this.tally } as const
      return resume?.save(before === undefined ? facts : { ...facts, before })
    })
    await resume?.save(undefined)
    const after = counts ? await this.#countTarget() : undefined
    const inserted = this.tally.inserted - this.begun.inserted
    const isVerified = now === undefined || after === undefined ? undefined : after === now + inserted
    // A file was gone through as a whole: counting it would go through it once more.
    const read = !counts ? undefined : plan.from.isInOrder ? this.tally.read : await this.#countRead()
    return { ...this.tally, refusals: this.#refusals, counts: { from: read, before, after }, isVerified }
  }

  /** Reads the next batch while one is written. */
  async #copyAll(found: Checkpoint | undefined, save: (position: Checkpoint['position']) => unknown): Promise<void> {
    const { from, plan, resume, onRefused } = this.#work
    await using staged = await this.#stage()
    const batches = readBatches(from, plan, {
      batchRows: this.#batchRows(staged),
      signal: this.#signal,
      leavesBad: onRefused !== 'fail',
      isResumable: resume !== undefined,
      start: found?.position,
      names: this.#tuples?.names,
    })
    try {
      let next = batches.next()
      let position: Checkpoint['position'] | undefined
      const written = async (): Promise<void> => {
        if (position !== undefined) await save(position)
        this.tell('running')
      }
      for (;;) {
        const { done, value } = await next.catch(thrown => this.#afterInserting(staged, thrown))
        if (done === true) break
        next = batches.next()
        // Its failure is told when it is its turn.
        next.catch(() => undefined)
        const isWritten = await this.#copy(value, staged)
        position = value.position
        if (isWritten) await written()
      }
      if (await this.#insertStaged(staged)) await written()
    } finally {
      // What is read ahead is let go: the file, the cursor, the connection. What fails there has been told.
      await batches.return(undefined).catch(() => undefined)
    }
  }

  /** Rows are put by where the target does that, and they come as one stream of tuples. */
  async #stage(): Promise<StagedInsert | undefined> {
    const { plan, resume } = this.#work
    const isStream = resume === undefined || plan.from.isInOrder
    return isStream ? this.#tuples?.into.stage({ signal: this.#signal }) : undefined
  }

  /** Rows that are read at a time. */
  #batchRows(staged: StagedInsert | undefined): number {
    const { batchRows, plan } = this.#work
    // Equal pieces, so that those that are put by come out even.
    if (staged !== undefined) return Math.ceil(this.#stagedRows / Math.ceil(this.#stagedRows / pieceRows))
    return batchRows ?? Math.min(plan.to.maxInsertRows, pieceRows)
  }

  /** Rows that are put by before they are inserted. */
  get #stagedRows(): number {
    return this.#work.batchRows ?? this.#tuples?.into.stagedRows ?? pieceRows
  }

  /** Whether all that was read is written: rows that are put by are not. */
  async #copy({ rows: given, tuples, bad }: Batch, staged: StagedInsert | undefined): Promise<boolean> {
    throwIfAborted(this.#signal)
    // What was read before them is told before them.
    if (bad.length > 0) await this.#insertStaged(staged)
    for (const error of bad) this.#refuse(refusedRow(undefined, [], error), 1)
    const path = this.#tuples
    const carried = tuples === undefined ? undefined : path?.carry(tuples)
    if (carried !== undefined && path !== undefined) {
      const isTaken =
        staged === undefined ? await this.#insertTuples(carried, path) : await this.#putBy(carried, staged)
      if (isTaken) {
        if (staged === undefined || staged.count === 0) return true
        return this.#isEnough(staged) && (await this.#insertStaged(staged))
      }
    }
    await this.#insertStaged(staged)
    const rows = tuples === undefined || path === undefined ? given : rowsOf(tuples, path.names)
    const { records, failure } = await this.#records(rows)
    await this.#send(records)
    if (failure !== undefined) throw failure
    return true
  }

  #isEnough({ count }: StagedInsert): boolean {
    return count >= this.#stagedRows || performance.now() - this.#insertedAt > longestStagedMs
  }

  /** Whether rows went as they are; else they go as records, which tell what is wrong with one. */
  async #insertTuples(rows: readonly Tuple[], { into }: TuplePath): Promise<boolean> {
    if (rows.length === 0) return true
    return this.#unlessOfRow(async () => {
      const inserted = await into.insert(rows, { signal: this.#signal })
      this.tally = add(this.tally, { read: rows.length, inserted, alreadyThere: rows.length - inserted })
    })
  }

  #putBy(rows: readonly Tuple[], staged: StagedInsert): Promise<boolean> {
    return this.#unlessOfRow(() => staged.add(rows))
  }

  /** Inserts what was put by; gives whether there was something. */
  async #insertStaged(staged: StagedInsert | undefined): Promise<boolean> {
    if (staged === undefined || staged.count === 0) return false
    const { count } = staged
    this.#insertedAt = performance.now()
    const isInserted = await this.#unlessOfRow(async () => {
      const inserted = await staged.insert()
      this.tally = add(this.tally, { read: count, inserted, alreadyThere: count - inserted })
    })
    if (isInserted) return true
    const pieces: (readonly object[])[] = []
    for await (const rows of staged.rows(pieceRows)) pieces.push(this.#tuples?.records(rows) ?? [])
    // The connection that they are on may be the last one.
    await staged.clear()
    for (const records of pieces) await this.#send(records)
    return true
  }

  /** What was read before reading failed is written, unless the copy is to end at once. */
  async #afterInserting(staged: StagedInsert | undefined, thrown: unknown): Promise<never> {
    if (!this.#signal.aborted) await this.#insertStaged(staged)
    throw thrown
  }

  /** Whether work was done, and not refused because of a row that can be looked for. */
  async #unlessOfRow(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (thrown) {
      const error = VantageError.from(thrown)
      if (!isOfRow(error) || !this.#isRepeatable) throw error
      return false
    }
  }

  /** Without ids what is repeated is added twice, and a transaction that met an error takes no more statements. */
  get #isRepeatable(): boolean {
    const { to } = this.#work.plan
    return !to.isInTransaction && to.columns.some(({ isId }) => isId)
  }

  /** The records of rows, up to one that cannot be made where that ends the copy. */
  async #records(rows: readonly object[]): Promise<Made> {
    const { plan, map } = this.#work
    const ids = plan.from.columns.filter(({ isId }) => isId)
    const records: object[] = []
    for (const row of rows) {
      try {
        const made = this.#make(row)
        const record = made instanceof Promise ? await made : made
        if (record === undefined) this.tally = add(this.tally, { read: 1, skipped: 1 })
        else records.push(record)
      } catch (thrown) {
        const error = VantageError.from(thrown, map === undefined ? 'internal' : 'validation')
        try {
          this.#refuse(refusedRow(row, ids, error), 1)
        } catch (failure) {
          return { records, failure: VantageError.from(failure) }
        }
      }
    }
    return { records, failure: undefined }
  }

  async #send(records: readonly object[]): Promise<void> {
    const { plan } = this.#work
    const ids = plan.to.columns.filter(({ isId }) => isId)
    const options = { signal: this.#signal }
    const onWritten = (count: number, { inserted, replaced }: Written): void => {
      this.tally = add(this.tally, { read: count, inserted, replaced, alreadyThere: count - inserted - replaced })
    }
    if (!this.#isRepeatable) {
      if (records.length > 0) onWritten(records.length, await this.#write(records, options))
      return
    }
    await writeSplitting(records, {
      write: this.#write,
      options,
      onWritten,
      onRefused: (record, error) => this.#refuse(refusedRow(record, ids, error), 1),
    })
  }

  /** Errors: the refusal itself where it ends the copy. */
  #refuse(refused: Refused, read: number): void {
    const { onRefused, maxRefused } = this.#work
    if (onRefused === 'fail') throw named(refused)
    this.tally = add(this.tally, { read, refused: 1 })
    if (typeof onRefused === 'function') onRefused(refused)
    else this.#refusals.push(refused)
    if (this.#refusals.length >= maxRefused)
      throw named(refused).withAdvice(
        `${maxRefused} rows are refused; raise maxRefused, or take them by a function`,
        'never',
      )
  }

  /** Counts of a set are of all its rows, whatever limit it has. */
  async #countRead(): Promise<number | undefined> {
    const { limit = Number.POSITIVE_INFINITY, offset = 0 } = this.#work.plan.from
    const all = await this.#count(this.#work.from)
    return all === undefined ? undefined : Math.min(limit, Math.max(0, all - offset))
  }

  /** A file that a copy is to start, or that got no rows, has none. */
  async #countTarget(): Promise<number | undefined> {
    try {
      return await this.#count(this.#work.to)
    } catch (thrown) {
      if (VantageError.is(thrown) && thrown.kind === 'not-found') return 0
      throw thrown
    }
  }

  async #count(set: RunningSet): Promise<number | undefined> {
    return set.can.aggregate === true ? set.count({ signal: this.#signal }) : undefined
  }

  tell(state: CopyProgress['state']): void {
    const elapsedMs = performance.now() - this.#started
    const rows = this.tally.read - this.begun.read
    const rowsPerSecond = elapsedMs === 0 ? 0 : (rows * 1000) / elapsedMs
    this.#work.onProgress?.({ ...this.tally, total: this.#total, elapsedMs, rowsPerSecond, state })
  }
}

const emptied = ({ to }: CopyPlan, { tally }: Checkpoint): VantageError =>
  new VantageError(
    `${to.entity} is empty, and the checkpoint is of a copy that inserted ${tally.inserted} rows into it: is it another database? remove the checkpoint to copy from the beginning`,
    { kind: 'conflict', details: { entity: to.entity, reason: 'checkpoint' } },
  )

/** An error that names the row it is about. */
function named({ id, reason, error }: Refused): VantageError {
  const { kind, retry, details, cause } = error
  if (details.id !== undefined || id === undefined) return new VantageError(reason, { kind, retry, details, cause })
  const shown = typeof id === 'object' && id !== null ? JSON.stringify(Object.values(id).map(String)) : String(id)
  const named = error.withDetails({ id: shown }).details
  return new VantageError(`row ${shown}: ${reason}`, { kind, retry, details: named, cause })
}
