import { describe } from '../expression/describe.ts'
import type { Statement } from '../expression/statement.ts'
import type {
  Answer,
  Backend,
  BackendLimits,
  BackendTransaction,
  BeginOptions,
  CompiledStatement,
  Request,
} from '../source/backend.ts'
import { unsupported } from '../source/guard.ts'
import { abilities, operators } from './abilities.ts'
import { DeleteRows, UpdateRows } from './change.ts'
import type { Database, View } from './database.ts'
import { InsertSelectRows } from './insert-select.ts'
import { InsertRows } from './insert.ts'
import { Read } from './read.ts'
import { memoryStorages } from './storages.ts'
import { MemoryTransaction } from './transaction.ts'
import { valueSlots } from './value-slots.ts'

/** A statement as closures over the tables. */
interface CompiledInMemory extends CompiledStatement {
  run(view: View, request: Request): Answer
  stream(view: View, request: Request, batchRows: number): AsyncIterable<readonly unknown[]>
}

export interface MemoryFacts {
  readonly name: string
  readonly limits: BackendLimits
}

/** Runs statements on tables in this process: the committed ones, or those of a transaction. */
export class MemoryBackend implements Backend<CompiledInMemory> {
  readonly name: string
  readonly database: Database
  readonly can = abilities
  readonly storages = memoryStorages
  readonly operators = operators
  readonly limits: BackendLimits
  readonly #facts: MemoryFacts
  readonly #view: View

  constructor(database: Database, facts: MemoryFacts, view: View = database) {
    this.name = facts.name
    this.limits = facts.limits
    this.database = database
    this.#facts = facts
    this.#view = view
  }

  compile(statement: Statement): CompiledInMemory {
    const parts = { text: describe(statement), slots: valueSlots(statement), rows: 'arrays' as const }
    if (statement.kind !== 'select') {
      const write = this.#compileWrite(statement)
      return { ...parts, run: (view, request) => write.run(view, request), stream: neverStreamed }
    }
    const read = new Read(statement, this.database)
    return {
      ...parts,
      run: (view, request) => {
        const rows = read.run(view, request)
        return { rows, count: rows.length }
      },
      stream: (view, request, batchRows) => read.stream(view, request, batchRows),
    }
  }

  #compileWrite(statement: Exclude<Statement, { kind: 'select' }>): { run(view: View, request: Request): Answer } {
    switch (statement.kind) {
      case 'insert':
        return new InsertRows(statement, this.database)
      case 'insert-select':
        return new InsertSelectRows(statement, this.database)
      case 'update':
        return new UpdateRows(statement, this.database)
      case 'delete':
        return new DeleteRows(statement, this.database)
      case 'raw':
        throw unsupported(this.name, 'template', 'run vendor text', 'use the portable operators of the columns')
    }
  }

  run(compiled: CompiledInMemory, request: Request): Answer {
    return compiled.run(this.#view, request)
  }

  stream(compiled: CompiledInMemory, request: Request, batchRows: number): AsyncIterable<readonly unknown[]> {
    return compiled.stream(this.#view, request, batchRows)
  }

  async begin(options: BeginOptions): Promise<BackendTransaction> {
    const view = new MemoryTransaction(this.database, options)
    return {
      backend: new MemoryBackend(this.database, this.#facts, view),
      commit: async () => view.commit(),
      rollback: async () => view.rollback(),
      savepoint: async name => view.savepoint(name),
      rollbackTo: async name => view.rollbackTo(name),
      release: async name => view.release(name),
    }
  }

  async ping(): Promise<void> {}
  async close(): Promise<void> {}
}

const neverStreamed = (): never => {
  throw new TypeError('only a select is streamed')
}
