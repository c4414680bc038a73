import {
  type Abilities,
  type Answer,
  type Backend,
  type BackendLimits,
  type BackendTransaction,
  type BeginOptions,
  operatorNames,
  type Request,
  type Statement,
  type StorageTable,
  throwIfAborted,
} from '@vantage-ts/core/adapter'
import { valueSlots } from '@vantage-ts/core/memory'
import { answerColumns } from './answer.ts'
import type { MockStatement } from './mock-statement.ts'
import type { Inside, Script } from './script.ts'
import { wordingOf } from './wording.ts'

/** What all backends of one mock share: its own, and those of its transactions. */
export interface MockFacts {
  readonly name: string
  readonly database: object
  readonly can: Abilities
  readonly storages: StorageTable
  readonly limits: BackendLimits
  readonly script: Script
  transactions: number
}

const operators = new Set(operatorNames)

/** Answers statements by a script. */
export class MockBackend implements Backend<MockStatement> {
  readonly name: string
  readonly database: object
  readonly can: Abilities
  readonly storages: StorageTable
  readonly operators = operators
  readonly limits: BackendLimits
  readonly #facts: MockFacts
  readonly #inside: Inside | undefined

  constructor(facts: MockFacts, inside?: Inside) {
    this.name = facts.name
    this.database = facts.database
    this.can = facts.can
    this.storages = facts.storages
    this.limits = facts.limits
    this.#facts = facts
    this.#inside = inside
  }

  compile(statement: Statement): MockStatement {
    const wording = wordingOf(statement)
    const columns = answerColumns(statement, this.storages, this.name)
    return { text: wording.shape, slots: valueSlots(statement), rows: 'arrays', statement, wording, columns }
  }

  run(compiled: MockStatement, request: Request): Answer | Promise<Answer> {
    return this.#facts.script.answer(compiled, request, this.#inside)
  }

  async *stream(compiled: MockStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { rows } = await this.run(compiled, request)
    for (let start = 0; start < rows.length; start += batchRows) {
      throwIfAborted(request.signal)
      yield rows.slice(start, start + batchRows)
    }
  }

  async begin({ signal, readOnly = false }: BeginOptions): Promise<BackendTransaction> {
    const { script } = this.#facts
    const inside: Inside = { number: ++this.#facts.transactions, isReadOnly: readOnly, isBroken: false }
    await script.step('begin', inside, signal)
    const marks = {
      savepoint: () => script.step('savepoint', inside),
      rollbackTo: () => script.step('rollback to savepoint', inside),
      release: () => script.step('release', inside),
    }
    return {
      backend: new MockBackend(this.#facts, inside),
      commit: () => script.step('commit', inside),
      rollback: () => script.step('rollback', inside),
      ...(this.can.savepoint === true ? marks : {}),
    }
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal)
    this.#facts.script.needConnection()
  }
  async close(): Promise<void> {}
}
