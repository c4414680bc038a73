import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { describe } from '../expression/describe.ts'
import type { CallOptions, Execution } from '../expression/execute.ts'
import { ColumnNode, type Node } from '../expression/node.ts'
import { parameterize } from '../expression/rewrite.ts'
import { giving, type Plan, planFrom, type Resolved, thenHere } from '../expression/plan.ts'
import type { Statement, StoredColumn } from '../expression/statement.ts'
import { within } from '../expression/within.ts'
import { WriteNode } from '../expression/write-node.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Decoded, RowsWanted } from '../source/rows-wanted.ts'
import { asOneCall } from '../source/execution.ts'
import { unsupported } from '../source/guard.ts'
import type { Definition } from '../set/definition.ts'
import type { SetState } from '../set/state.ts'
import { wantedOf } from './read.ts'
import { need } from './writable-set.ts'

/** One statement of a change, and who runs it. */
export interface ChangeStep {
  readonly source: BoundSource
  readonly statement: Statement
}

/** What one kind of change does; everything else is the same for all. */
export interface Change {
  /** `update`, `delete`, `insert`. */
  readonly verb: string
  /** It runs row by row, since hooks look at each: then it is no part of another statement. */
  readonly isRowByRow?: boolean
  /** The statements in their order, the write last; without any, nothing is to be done. */
  steps(returning: readonly StoredColumn[]): readonly ChangeStep[]
  /** Runs them. */
  send(returning: readonly StoredColumn[], wanted: RowsWanted, options: CallOptions): Promise<Decoded>
}

/** A change of a set that has not run: runs, is an expression of the number of rows, or gives the rows. */
export class SetChange {
  readonly #state: SetState
  readonly #change: Change
  readonly #isPlain: boolean | undefined
  #node: WriteNode | undefined

  constructor(state: SetState, change: Change, isPlain: boolean | undefined) {
    this.#state = state
    this.#change = change
    this.#isPlain = isPlain
  }

  get source(): BoundSource {
    return this.#state.source
  }

  run(options?: CallOptions): Pending<number> {
    return Pending.run(() => asOneCall(options, call => this.#count(call)))
  }

  async #count(call: CallOptions): Promise<number> {
    return (await this.#change.send(noColumns, wantedOf(this.#state, undefined, true), call)).count
  }

  expr(): Node {
    const { source, definition } = this.#state
    if (this.#change.isRowByRow === true)
      throw unsupported(
        source.name,
        'expr',
        `make an expression of the ${this.#change.verb} of ${definition.entity.name}, which has hooks and runs row by row`,
        'run() it by itself',
      )
    this.#change.steps(noColumns)
    this.#node ??= new WriteNode({
      source: this.source,
      label: `${this.#change.verb} of ${this.#state.definition.entity.name}`,
      run: options => this.run(options),
      within: (execution: Execution) => this.#count(within(execution)),
      statements: () => this.statements(),
      explain: resolved => this.explain(resolved),
      preview: () => this.preview(),
    })
    return this.#node
  }

  /** The statements that it sends. */
  statements(): readonly ChangeStep[] {
    return this.#change.steps(noColumns)
  }

  explain(resolved?: Resolved): Plan {
    const { isRowByRow, verb } = this.#change
    const plan = explained(this.#change.steps(noColumns), 'one value', resolved)
    return isRowByRow === true ? thenHere(plan, `${verb} each row, with its hooks`) : plan
  }
  preview(): string {
    return shown(this.#change.steps(noColumns))
  }

  returning(...names: readonly string[]): SetReturning {
    need(this.#state, 'returning', 'give written rows back')
    return new SetReturning(this.#state, this.#change, names, this.#isPlain)
  }
}

/** A change that gives the rows it wrote. */
export class SetReturning {
  readonly #source: BoundSource
  readonly #change: Change
  readonly #columns: readonly StoredColumn[]
  readonly #wanted: RowsWanted

  constructor(state: SetState, change: Change, names: readonly string[], isPlain: boolean | undefined) {
    const { source, definition, selected = definition.projection } = state
    this.#source = source
    const wanted = names.length === 0 ? selected.map(({ name }) => name) : [...new Set(names)]
    this.#change = change
    this.#columns = wanted.map(name => writtenColumn(definition, name, names.length === 0))
    this.#wanted = names.length > 0 ? definition.chosen : wantedOf(state, undefined, isPlain)
  }

  run(options?: CallOptions): Pending<readonly unknown[]> {
    return Pending.run(() =>
      asOneCall(options, async call => (await this.#change.send(this.#columns, this.#wanted, call)).rows),
    )
  }
  get source(): BoundSource {
    return this.#source
  }
  statements(): readonly ChangeStep[] {
    return this.#change.steps(this.#columns)
  }
  explain(resolved?: Resolved): Plan {
    return explained(this.#change.steps(this.#columns), 'rows', resolved)
  }
  preview(): string {
    return shown(this.#change.steps(this.#columns))
  }
}

/** A column that a change gives. Errors: `invalid` for a calculated one, which no row holds. */
function writtenColumn(definition: Definition, name: string, isWhole: boolean): StoredColumn {
  const node = definition.column(name)
  if (node instanceof ColumnNode) return node.column
  const advice = isWhole ? "name those that are stored, such as returning('id')" : 'read the rows again'
  const { name: entity } = definition.entity
  throw new VantageError(`returning() gives stored columns, and ${entity}.${name} is calculated; ${advice}`, {
    kind: 'invalid',
    details: { entity, field: name },
  })
}

const noColumns: readonly StoredColumn[] = Object.freeze([])

const explained = (steps: readonly ChangeStep[], gives: 'one value' | 'rows', resolved?: Resolved): Plan =>
  planFrom(
    giving(
      steps.flatMap(({ source, statement }) => source.explain(statement, resolved).steps),
      gives,
    ),
  )

const shown = (steps: readonly ChangeStep[]): string =>
  steps.map(({ statement }) => describe(parameterize(statement))).join('; ')
