import { VantageError } from '../errors/vantage-error.ts'
import type { Accumulator } from './accumulator.ts'
import { BadCell, badCellError } from './cell.ts'
import { type Cells, Frame, type RunState } from './frame.ts'
import { keptOnce } from './kept.ts'
import { probed } from './probe.ts'
import type { JoinSide, SelectPlan } from './select-plan.ts'
import { joinedRows } from './joined-rows.ts'
import { overBudget, sizeOf, Sorter } from './sorter.ts'

interface Group {
  /** The group's first row, which answers for its columns. */
  readonly row: Cells
  readonly accumulators: readonly Accumulator[]
}

/** All results of a select inside another, or of a side of a join. */
export function selectedRows(
  plan: SelectPlan,
  run: RunState,
  outer: Frame | undefined,
  atMost?: number,
): readonly (readonly unknown[])[] {
  const select = new SelectRun(plan, run, outer, atMost)
  const rows = select.isDone ? undefined : rowsFor(plan, run, outer)
  if (rows !== undefined) select.push(rows)
  return select.end()
}

/** The rows that are fed into a select; undefined where it makes them itself. */
function rowsFor(
  { from, held, probe }: SelectPlan,
  run: RunState,
  outer: Frame | undefined,
): readonly Cells[] | undefined {
  const rows =
    held !== undefined
      ? keptOnce(run, held.result, () => selectedRows(held.plan, run, outer))
      : from === undefined
        ? undefined
        : run.rowsOf(from)
  return rows === undefined || probe === undefined ? rows : probed(probe, rows, run, outer)
}

/** The rows of one side of a join; those of a join that is made for each row outside are kept, where they are always the same. */
function sideRows({ plan, result }: JoinSide, { run, outer }: Frame): readonly Cells[] {
  if (outer === undefined || plan.isCorrelated) return selectedRows(plan, run, outer)
  return keptOnce(run, result, () => selectedRows(plan, run, outer))
}

/** The pairs of a join; within a select that is run for each row outside they are kept, where they are always the same. */
function pairs({ joined, joinedOnce }: SelectPlan, frame: Frame): readonly Cells[] {
  const join = (): readonly Cells[] => (joined === undefined ? [] : joinedRows(joined, frame, sideRows))
  return joinedOnce === undefined ? join() : keptOnce(frame.run, joinedOnce, join)
}

/**
 * One run of a compiled select: rows are pushed in as they come, results are taken out as they are ready.
 *
 * Shape: aggregates take constant memory per group, but for percentiles and joined texts, which hold their values; ordered
 * rows are held until the end, `limit + offset` of them at most.
 */
export class SelectRun {
  readonly #plan: SelectPlan
  readonly #frame: Frame
  readonly #inner: SelectRun | undefined
  readonly #sorter: Sorter | undefined
  readonly #groups: Map<unknown, Group> | undefined
  #only: Group | undefined
  #groupBytes = 0
  #skip: number
  #wanted: number
  #out: (readonly unknown[])[] = []

  constructor(plan: SelectPlan, run: RunState, outer?: Frame, atMost = Number.POSITIVE_INFINITY) {
    this.#plan = plan
    this.#frame = new Frame(run, outer)
    this.#inner = plan.inner === undefined ? undefined : new SelectRun(plan.inner, run, outer)
    this.#skip = countOf(plan.offset?.(this.#frame), 0, 'offset')
    this.#wanted = Math.min(countOf(plan.limit?.(this.#frame), Number.POSITIVE_INFINITY, 'limit'), atMost)
    if (plan.order.length > 0 && this.#wanted > 0) {
      this.#sorter = new Sorter(plan.order, { capacity: this.#skip + this.#wanted, maxBytes: run.maxOrderBytes })
    }
    if (plan.groupKeys !== undefined) this.#groups = new Map()
    else if (plan.isAggregated) this.#only = this.#group(noCells)
    if (plan.joined !== undefined) this.#consume(pairs(plan, this.#frame))
    else if (plan.from === undefined && plan.inner === undefined && plan.held === undefined) this.#consume([noCells])
  }

  /** Whether no more rows are needed. */
  get isDone(): boolean {
    return this.#wanted === 0 || this.#inner?.isDone === true
  }

  /** Takes rows of the table at the bottom; false when it needs no more. */
  push(rows: readonly Cells[]): boolean {
    if (this.isDone) return false
    if (this.#inner === undefined) this.#consume(rows)
    else {
      this.#inner.push(rows)
      this.#consume(this.#inner.take())
    }
    return !this.isDone
  }

  /** The results that are ready. */
  take(): readonly (readonly unknown[])[] {
    const ready = this.#out
    this.#out = []
    return ready
  }

  /** The results that are left when all rows were pushed. */
  end(): readonly (readonly unknown[])[] {
    if (this.#inner !== undefined) this.#consume(this.#inner.end())
    if (this.#plan.isAggregated && this.#wanted > 0) this.#endGroups()
    if (this.#sorter !== undefined) {
      const sorted = this.#sorter.sorted()
      return this.#out.concat(sorted.slice(this.#skip, this.#skip + this.#wanted))
    }
    return this.take()
  }

  /** Goes over rows; one with a cell of a wrong type is dealt with on its own. */
  #consume(rows: readonly Cells[]): void {
    let at = 0
    while (at < rows.length) {
      try {
        if (this.#groups !== undefined) this.#scanGroups(rows, at, this.#groups)
        else if (this.#only !== undefined) this.#scanOnly(rows, at, this.#only)
        else this.#scan(rows, at)
        return
      } catch (thrown) {
        if (!(thrown instanceof BadCell)) throw thrown
        const { row } = this.#frame
        this.#meetBad(thrown, row)
        at = rows.indexOf(row, at) + 1
        if (at === 0) return
      }
    }
  }

  #scan(rows: readonly Cells[], start: number): void {
    const { filter } = this.#plan
    const frame = this.#frame
    for (let at = start; at < rows.length && this.#wanted > 0; at++) {
      frame.row = rows[at] ?? noCells
      if (filter === undefined || filter(frame)) this.#emit(frame)
    }
  }

  #scanOnly(rows: readonly Cells[], start: number, group: Group): void {
    const { filter } = this.#plan
    const frame = this.#frame
    for (let at = start; at < rows.length; at++) {
      frame.row = rows[at] ?? noCells
      if (filter === undefined || filter(frame)) this.#add(group, frame)
    }
  }

  #scanGroups(rows: readonly Cells[], start: number, groups: Map<unknown, Group>): void {
    const { filter } = this.#plan
    const frame = this.#frame
    for (let at = start; at < rows.length; at++) {
      frame.row = rows[at] ?? noCells
      if (filter !== undefined && !filter(frame)) continue
      const key = this.#groupKey(frame)
      let group = groups.get(key)
      if (group === undefined) {
        group = this.#group(frame.row)
        this.#hold(group, key)
        groups.set(key, group)
      }
      this.#add(group, frame)
    }
  }

  #add({ accumulators }: Group, frame: Frame): void {
    const { aggregates } = this.#plan
    for (let index = 0; index < accumulators.length; index++) {
      const argument = aggregates[index]?.argument
      const value = argument === undefined ? 1 : argument(frame)
      if (value !== null) accumulators[index]?.add(value)
    }
  }

  #group(row: Cells): Group {
    const accumulators = this.#plan.aggregates.map(({ option, start }) =>
      start({ option: option?.(this.#frame), hold: this.#holdBytes }),
    )
    return { row, accumulators }
  }

  #groupKey(frame: Frame): unknown {
    const keys = this.#plan.groupKeys ?? []
    const [only] = keys
    if (only !== undefined && keys.length === 1) {
      const value = only.evaluate(frame)
      return value === null ? null : only.key(value)
    }
    let joined = ''
    for (const { evaluate, key } of keys) {
      const value = evaluate(frame)
      const part = value === null ? undefined : String(key(value))
      joined += part === undefined ? '-' : `${part.length}:${part}`
    }
    return joined
  }

  #hold(group: Group, key: unknown): void {
    if (this.#frame.run.maxOrderBytes === Number.POSITIVE_INFINITY) return
    this.#holdBytes(sizeOf([key]) + sizeOf(group.row) + 64 * group.accumulators.length)
  }

  readonly #holdBytes = (bytes: number): void => {
    const { maxOrderBytes } = this.#frame.run
    this.#groupBytes += bytes
    if (this.#groupBytes > maxOrderBytes) throw overBudget('holding these groups', maxOrderBytes)
  }

  #endGroups(): void {
    const groups = this.#groups?.values() ?? (this.#only === undefined ? [] : [this.#only])
    const { having } = this.#plan
    const frame = this.#frame
    for (const { row, accumulators } of groups) {
      if (this.#wanted === 0) return
      frame.row = row
      frame.aggregates = accumulators.map(accumulator => accumulator.result())
      if (having === undefined || having(frame) === true) this.#emit(frame)
    }
  }

  #emit(frame: Frame): void {
    if (this.#sorter !== undefined) {
      const keys = this.#plan.order.map(key => key.evaluate(frame))
      this.#sorter.add(keys, () => this.#plan.project(frame))
      return
    }
    if (this.#skip > 0) {
      this.#skip--
      return
    }
    this.#wanted--
    this.#out.push(this.#plan.project(frame))
  }

  /**
   * A row with a bad cell fails the read, unless no possible value of the cell keeps the row. Where the cell is handed
   * out anyway, the row goes on to whoever decodes it, who knows what the caller wants done with bad rows.
   */
  #meetBad(bad: BadCell, row: Cells): void {
    const plan = this.#plan
    const frame = this.#frame
    if (bad.place.owner !== plan.scope) throw bad
    frame.isLenient = true
    try {
      if (plan.where !== undefined && plan.where(frame) === false) return
      if (plan.isAggregated || !plan.shows(bad.place.column)) throw badCellError(bad, row, plan)
      this.#emit(frame)
    } finally {
      frame.isLenient = false
    }
  }
}
const noCells: Cells = Object.freeze([])

function countOf(value: unknown, absent: number, what: string): number {
  if (value === null || value === undefined) return absent
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new VantageError(`${what} takes a whole number from 0 up`, { kind: 'invalid' })
}
