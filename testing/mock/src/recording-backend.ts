import {
  type Abilities,
  type Answer,
  type Backend,
  type BackendLimits,
  type BackendTransaction,
  type BeginOptions,
  type CompiledStatement,
  type OperatorName,
  type Request,
  type Statement,
  type StorageTable,
  unsupported,
} from '@vantage-ts/core/adapter'
import { type AnswerColumn, answerColumns } from './answer.ts'
import { bothIn, encodedIn, valuesIn } from './bound-value.ts'
import { type Answered, keepAnswer, keepRows, type OpenEntry, type Recorder } from './recorder.ts'
import type { TransactionStepName } from './sent-statement.ts'
import { type Wording, wordingOf } from './wording.ts'
import { wordsOf } from './words.ts'

interface RecordedCompiled extends CompiledStatement {
  readonly inner: CompiledStatement
  readonly statement: Statement
  readonly wording: Wording
  readonly columns: readonly AnswerColumn[] | undefined
}

/** Runs statements on another backend, and keeps what that answers. */
export class RecordingBackend implements Backend<RecordedCompiled> {
  readonly name: string
  readonly database: object
  readonly can: Abilities
  readonly storages: StorageTable
  readonly operators: ReadonlySet<OperatorName>
  readonly limits: BackendLimits
  readonly stream?: NonNullable<Backend<RecordedCompiled>['stream']>
  readonly stepsBefore?: () => ReturnType<NonNullable<Backend['stepsBefore']>>
  readonly #inner: Backend
  readonly #recorder: Recorder

  constructor(inner: Backend, recorder: Recorder) {
    this.name = inner.name
    this.database = inner.database
    this.can = inner.can
    this.storages = inner.storages
    this.operators = inner.operators
    this.limits = inner.limits
    this.#inner = inner
    this.#recorder = recorder
    if (inner.stream !== undefined) this.stream = (compiled, request, rows) => this.#streamed(compiled, request, rows)
    if (inner.stepsBefore !== undefined) this.stepsBefore = () => inner.stepsBefore?.() ?? []
  }

  compile(statement: Statement): RecordedCompiled {
    const inner = this.#inner.compile(statement)
    const wording = wordingOf(statement)
    const columns = answerColumns(statement, this.storages, this.name)
    return { text: inner.text, slots: bothIn(inner.slots), rows: inner.rows, inner, statement, wording, columns }
  }

  run(compiled: RecordedCompiled, request: Request): Answer | Promise<Answer> {
    const entry = this.#opened(compiled, request)
    const keep = (answer: Answer): Answer => {
      try {
        keepAnswer(entry, asked(compiled), answer)
      } catch (thrown) {
        throw this.#recorder.failed(entry, thrown)
      }
      return answer
    }
    const fail = (thrown: unknown): never => {
      throw this.#recorder.failed(entry, thrown)
    }
    let answer: Answer | Promise<Answer>
    try {
      answer = this.#inner.run(compiled.inner, asEncoded(request))
    } catch (thrown) {
      return fail(thrown)
    }
    return answer instanceof Promise ? answer.then(keep, fail) : keep(answer)
  }

  #opened({ wording, slots }: RecordedCompiled, { parameters, givenRows }: Request): OpenEntry {
    return this.#recorder.send(wordsOf(wording, valuesIn(parameters, slots), givenRows))
  }

  async *#streamed(
    compiled: RecordedCompiled,
    request: Request,
    batchRows: number,
  ): AsyncGenerator<readonly unknown[]> {
    const entry = this.#opened(compiled, request)
    try {
      const { stream } = this.#inner
      if (stream === undefined) throw unsupported(this.name, 'stream', 'stream rows')
      keepRows(entry, asked(compiled), [])
      for await (const batch of stream.call(this.#inner, compiled.inner, asEncoded(request), batchRows)) {
        keepRows(entry, asked(compiled), batch)
        yield batch
      }
    } catch (thrown) {
      throw this.#recorder.failed(entry, thrown)
    }
  }

  async begin(options: BeginOptions): Promise<BackendTransaction> {
    const begun = await this.#step('begin', async () => this.#inner.begin?.(options))
    if (begun === undefined) throw unsupported(this.name, 'transaction', 'run transactions')
    const { savepoint, rollbackTo, release } = begun
    return {
      backend: new RecordingBackend(begun.backend, this.#recorder),
      commit: () => this.#step('commit', () => begun.commit()),
      rollback: () => this.#step('rollback', () => begun.rollback()),
      ...(savepoint === undefined
        ? {}
        : { savepoint: name => this.#step('savepoint', () => savepoint.call(begun, name)) }),
      ...(rollbackTo === undefined
        ? {}
        : { rollbackTo: name => this.#step('rollback to savepoint', () => rollbackTo.call(begun, name)) }),
      ...(release === undefined ? {} : { release: name => this.#step('release', () => release.call(begun, name)) }),
    }
  }

  async #step<T>(name: TransactionStepName, work: () => Promise<T>): Promise<T> {
    const entry = this.#recorder.open(name)
    try {
      return await work()
    } catch (thrown) {
      throw this.#recorder.failed(entry, thrown)
    }
  }

  ping(signal: AbortSignal | undefined): Promise<void> {
    return this.#inner.ping(signal)
  }
  close(): Promise<void> {
    return this.#inner.close()
  }
}

const asked = ({ statement, columns, inner }: RecordedCompiled): Answered => ({ statement, columns, form: inner.rows })

/** Rows come as the statement says, so that they are read alike. */
const asEncoded = (request: Request): Request => ({
  ...request,
  parameters: encodedIn(request.parameters),
  names: undefined,
})
