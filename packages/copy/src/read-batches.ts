import { VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import type { CopyPlan } from './copy-plan.ts'
import type { RunningSet } from './running-set.ts'

/** How far a copy has come in the set it reads: a cursor of its pages, or a number of rows whose last one is known. */
export type Position = { readonly after: string } | { readonly rows: number; readonly last: string }

/** Rows that were read together. */
export interface Batch {
  readonly rows: readonly object[]
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
}

/**
 * Reads a set in batches: as one stream; in pages by the id where positions are wanted, so that a later run can go on behind one. A log keeps
 * its rows in their order, so its positions are numbers of rows.
 *
 * Errors: `conflict` for a log that no longer has the row at a position; `invalid` for a position of another form.
 */
export function readBatches(set: RunningSet, plan: CopyPlan, how: HowRead): AsyncGenerator<Batch> {
  const { from } = plan
  if (!how.isResumable) return streamed(set, how)
  if (from.isLog) return counted(set, plan, how)
  const ids = from.columns.filter(({ isId }) => isId).map(({ property }) => set.column(property))
  return paged(set.orderBy(...ids), how)
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

const readingOf = ({ signal, leavesBad }: HowRead, bad: BadRows) =>
  leavesBad ? { signal, onBadRow: bad.add } : { signal }

async function* streamed(set: RunningSet, how: HowRead): AsyncGenerator<Batch> {
  const bad = new BadRows()
  const { batchRows } = how
  let rows: object[] = []
  for await (const row of set.stream({ ...readingOf(how, bad), batchRows: Math.min(batchRows, 100_000) })) {
    rows.push(row)
    if (rows.length < batchRows) continue
    yield { rows, bad: bad.take(), position: undefined }
    rows = []
  }
  yield { rows, bad: bad.take(), position: undefined }
}

async function* paged(set: RunningSet, how: HowRead): AsyncGenerator<Batch> {
  const bad = new BadRows()
  const { start } = how
  let after = start === undefined ? undefined : cursorIn(start)
  do {
    const page = await set.page({ ...readingOf(how, bad), size: Math.min(how.batchRows, 10_000), after })
    after = page.next
    yield { rows: page.rows, bad: bad.take(), position: after === undefined ? undefined : { after } }
  } while (after !== undefined)
}

function cursorIn(position: Position): string {
  if ('after' in position) return position.after
  throw otherForm()
}

async function* counted(set: RunningSet, plan: CopyPlan, how: HowRead): AsyncGenerator<Batch> {
  const { start, batchRows } = how
  if (start !== undefined && !('rows' in start)) throw otherForm()
  const bad = new BadRows()
  const keyOf = idKey(plan)
  let [position, last, rows]: [number, string, object[]] = [0, '', []]
  const checkStart = (): void => {
    bad.take()
    if (last !== start?.last) throw changed(plan)
  }
  for await (const row of set.stream({ ...readingOf(how, bad), batchRows: Math.min(batchRows, 100_000) })) {
    position++
    if (start !== undefined && position <= start.rows) {
      if (position < start.rows) continue
      last = keyOf(row)
      checkStart()
      continue
    }
    rows.push(row)
    if (rows.length < batchRows) continue
    yield { rows, bad: bad.take(), position: { rows: position, last: keyOf(row) } }
    rows = []
  }
  if (start !== undefined && position < start.rows) throw changed(plan)
  yield { rows, bad: bad.take(), position: undefined }
}

/** A text for the id of a row. */
function idKey({ from }: CopyPlan): (row: object) => string {
  const ids = from.columns.filter(({ isId }) => isId)
  return row => {
    const cells = unchecked<Readonly<Record<string, unknown>>>(row, 'rows are records')
    return JSON.stringify(
      ids.map(({ property, type }) => type.toText(unchecked<never>(cells[property], 'of its type'))),
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
