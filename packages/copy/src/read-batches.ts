import { VantageError } from '@vantage-ts/core'
import { readTuples, type Tuple, unchecked } from '@vantage-ts/core/adapter'
import type { CopyPlan } from './copy-plan.ts'
import { refuseUnreadable } from './refused.ts'
import type { RunningSet } from './running-set.ts'

/** How far a copy has come in the set it reads: a cursor of its pages, or a number of rows whose last one is known. */
export type Position = { readonly after: string } | { readonly rows: number; readonly last: string }

/** Rows that were read together. */
export interface Batch {
  readonly rows: readonly object[]
  /** The rows by position instead, where they are wanted so. */
  readonly tuples?: readonly Tuple[]
  /** What is wrong with rows that could not be read, and are left out. */
  readonly bad: readonly VantageError[]
  /** Where reading goes on behind them; undefined at the end, and where nobody will ask. */
  readonly position: Position | undefined
}

export interface HowRead {
  readonly batchRows: number
  readonly signal: AbortSignal
  /** Whether rows that cannot be read are left out and told. */
  readonly leavesBad: boolean
  /** Whether positions are wanted, and where to begin. */
  readonly isResumable: boolean
  readonly start: Position | undefined
  /** The columns to read by position; undefined for rows as the set gives them. */
  readonly names: readonly string[] | undefined
}

/**
 * Reads a set in batches: as one stream; in pages by the id where positions are wanted, so that a later run can go on behind one. A file is
 * gone through in its order, so its positions are numbers of rows.
 *
 * Errors: `conflict` for a file that no longer has the row at a position; `invalid` for a position of another form.
 */
export function readBatches(set: RunningSet, plan: CopyPlan, how: HowRead): AsyncGenerator<Batch> {
  const { from } = plan
  if (how.isResumable && !from.isInOrder) {
    const ids = from.columns.filter(({ isId }) => isId).map(({ property }) => set.column(property))
    return paged(set.orderBy(...ids), how)
  }
  const { names } = how
  const pieces = names === undefined ? inPieces(set, how) : tuplesInPieces(set, names, how)
  return how.isResumable ? counted(pieces, plan, how) : pieces
}

/** Collects what is wrong with rows until it is handed on with a batch. */
class BadRows {
  #found: VantageError[] = []
  readonly add = (problem: VantageError): void => {
    this.#found.push(problem)
  }
  take(): readonly VantageError[] {
    const found = this.#found
    this.#found = []
    return found
  }
}

const readingOf = ({ signal, leavesBad }: HowRead, bad: BadRows) => ({
  signal,
  onBadRow: leavesBad ? bad.add : refuseUnreadable,
})

async function* inPieces(set: RunningSet, how: HowRead): AsyncGenerator<Batch> {
  const bad = new BadRows()
  const batchRows = Math.min(how.batchRows, 100_000)
  let rows: object[] = []
  for await (const row of set.stream({ ...readingOf(how, bad), batchRows })) {
    rows.push(row)
    if (rows.length < batchRows) continue
    yield { rows, bad: bad.take(), position: undefined }
    rows = []
  }
  yield { rows, bad: bad.take(), position: undefined }
}

/** Batches as the source gives them; small ones are joined. */
async function* tuplesInPieces(set: RunningSet, names: readonly string[], how: HowRead): AsyncGenerator<Batch> {
  const bad = new BadRows()
  const batchRows = Math.min(how.batchRows, 100_000)
  let tuples: readonly Tuple[] = []
  for await (const read of readTuples(set, names, { ...readingOf(how, bad), batchRows })) {
    if (tuples.length + read.length > batchRows && tuples.length > 0) {
      yield { rows: [], tuples, bad: bad.take(), position: undefined }
      tuples = []
    }
    tuples = tuples.length === 0 ? read : [...tuples, ...read]
    if (tuples.length * 2 < batchRows) continue
    yield { rows: [], tuples, bad: bad.take(), position: undefined }
    tuples = []
  }
  yield { rows: [], tuples, bad: bad.take(), position: undefined }
}

async function* paged(set: RunningSet, how: HowRead): AsyncGenerator<Batch> {
  const bad = new BadRows()
  const { start } = how
  let after = start === undefined ? undefined : cursorIn(start)
  // A cursor stands on a row that can be read: those behind it that cannot are told again with the next page.
  let told: ReadonlySet<unknown> = new Set()
  do {
    const page = await set.page({ ...readingOf(how, bad), size: Math.min(how.batchRows, 10_000), after })
    after = page.next
    const found = bad.take()
    const known = told
    const fresh = found.filter(({ details }) => details.id === undefined || !known.has(details.id))
    told = new Set(found.map(({ details }) => details.id))
    yield { rows: page.rows, bad: fresh, position: after === undefined ? undefined : { after } }
  } while (after !== undefined)
}

function cursorIn(position: Position): string {
  if ('after' in position) return position.after
  throw otherForm()
}

/** Passes over the rows before the position, whose last one has to be the same as then, and counts the others. */
async function* counted(batches: AsyncIterable<Batch>, plan: CopyPlan, how: HowRead): AsyncGenerator<Batch> {
  const { start, names } = how
  if (start !== undefined && !('rows' in start)) throw otherForm()
  const keyOf = idKey(plan, names)
  const passed = start?.rows ?? 0
  let position = 0
  for await (const { rows, tuples, bad } of batches) {
    const all: readonly unknown[] = tuples ?? rows
    const first = Math.min(all.length, Math.max(0, passed - position))
    position += all.length
    if (first > 0 && position - all.length + first === passed && keyOf(all[first - 1]) !== start?.last)
      throw changed(plan)
    if (position <= passed) continue
    yield {
      ...(tuples === undefined ? { rows: rows.slice(first) } : { rows, tuples: tuples.slice(first) }),
      // Some of it may stand before the position, and was told then: rather twice than never.
      bad,
      position: all.length === 0 ? undefined : { rows: position, last: keyOf(all.at(-1)) },
    }
  }
  if (position < passed) throw changed(plan)
}

/** A text for the id of a row. */
function idKey({ from }: CopyPlan, names: readonly string[] | undefined): (row: unknown) => string {
  const ids = from.columns.filter(({ isId }) => isId)
  return row => {
    const cells = unchecked<{ readonly [at: string | number]: unknown }>(row, 'rows are records or tuples')
    return JSON.stringify(
      ids.map(({ property, type }) => {
        const value = cells[names === undefined ? property : names.indexOf(property)]
        return value === undefined ? null : type.toText(unchecked<never>(value, 'of its type'))
      }),
    )
  }
}

const changed = ({ from }: CopyPlan): VantageError =>
  new VantageError(
    `${from.entity} no longer has the row that the checkpoint stands on; remove the checkpoint to copy it from its beginning`,
    { kind: 'conflict', details: { entity: from.entity, reason: 'checkpoint' } },
  )

const otherForm = (): VantageError =>
  new VantageError('the checkpoint has a position of another kind of source; remove it to begin anew', {
    kind: 'invalid',
    details: { reason: 'checkpoint' },
  })
