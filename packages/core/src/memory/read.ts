import type { Occurrence, Select } from '../expression/statement.ts'
import type { Request } from '../source/backend.ts'
import { throwIfAborted } from '../expression/deadline.ts'
import { planSelect } from './compile-select.ts'
import type { Database, View } from './database.ts'
import type { Cells, RunState } from './frame.ts'
import { type Candidates, candidatesOf } from './id-probe.ts'
import type { SelectPlan } from './select-plan.ts'
import type { RowFacts } from './scope.ts'
import { SelectRun } from './select-run.ts'
import { Variants } from './variants.ts'

/** A select over stored tables. */
export class Read {
  readonly #database: Database
  readonly #plans: Variants<SelectPlan>
  readonly #candidates: Candidates
  readonly #atMost: number

  constructor(select: Select, database: Database, plan: (select: Select, facts: RowFacts) => SelectPlan = planSelect) {
    this.#atMost = select.isSingle === true ? 1 : Number.POSITIVE_INFINITY
    this.#database = database
    this.#plans = new Variants(select, database, facts => plan(select, facts))
    this.#candidates =
      select.from?.kind === 'table'
        ? candidatesOf(select.where, select.from.occurrence, database)
        : version => version.rows
  }

  run(view: View, { parameters }: Request): readonly (readonly unknown[])[] {
    const plan = this.#plans.current()
    const run = new SelectRun(plan, runState(this.#database, view, parameters), undefined, this.#atMost)
    if (plan.from !== undefined) run.push(this.#rows(plan.from, view, parameters))
    return run.end()
  }

  /** In batches, over the rows as they are at the start. */
  async *stream(view: View, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { parameters, signal } = request
    const plan = this.#plans.current()
    const run = new SelectRun(plan, runState(this.#database, stableView(view), parameters))
    const rows = plan.from === undefined ? [] : this.#rows(plan.from, stableView(view), parameters)
    for (let start = 0; start < rows.length && !run.isDone; start += batchRows) {
      throwIfAborted(signal)
      run.push(rows.slice(start, start + batchRows))
      const ready = run.take()
      if (ready.length > 0) yield ready
    }
    const rest = run.end()
    for (let start = 0; start < rest.length; start += batchRows) {
      throwIfAborted(signal)
      yield rest.slice(start, start + batchRows)
    }
  }

  #rows(from: Occurrence, view: Pick<View, 'read'>, parameters: readonly unknown[]): readonly Cells[] {
    return this.#candidates(view.read(this.#database.table(from.table)), parameters)
  }
}

export const runState = (database: Database, view: Pick<View, 'read'>, parameters: readonly unknown[]): RunState => ({
  parameters,
  rowsOf: occurrence => view.read(database.table(occurrence.table)).rows,
  results: [],
  maxOrderBytes: Number.POSITIVE_INFINITY,
})

/** Writers leave what was read through it as it is. */
const stableView = (view: View): Pick<View, 'read'> => ({ read: table => view.read(table).share() })
