import { withUnknownOutcome } from '../errors/unknown-outcome.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { collect } from '../expression/collect.ts'
import type { CallOptions, Execution, ExpressionSource } from '../expression/execute.ts'
import { templateOperand } from '../expression/functions.ts'
import { Constant, type Literal, type Template } from '../expression/node.ts'
import { noneResolved, type Plan, planFrom, type Resolved } from '../expression/plan.ts'
import { parameterize } from '../expression/rewrite.ts'
import { shapeOf } from '../expression/statement-key.ts'
import type { Insert, InsertSelect, Select, Statement, Update } from '../expression/statement.ts'
import { executionOf } from '../expression/within.ts'
import { type Storage, storageOf, type StoredPlace } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import type { Abilities } from './abilities.ts'
import type { Answer, Backend, BackendLimits, CompiledStatement, Staging } from './backend.ts'
import { overlongList, runChunks } from './chunk.ts'
import { abortError, signalOf, throwIfAborted, untilAborted } from '../expression/deadline.ts'
import { emptyAnswer } from './empty-answer.ts'
import { encodeRows, encodeValues } from './encode.ts'
import { type StatementListener, StatementEvents } from './events.ts'
import { CallExecution, Gate } from './execution.ts'
import { planOf } from './explain.ts'
import { guard, unsupported } from './guard.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { needsPlan, placeTemplates, resolveSteps, stepsOf } from './plan.ts'
import { Prepared } from './prepared.ts'
import type { Decoded, RowsWanted } from './rows-wanted.ts'
import { ShapeCache } from './shape-cache.ts'
import { bindersOf, readyRun, type ReadyStatement } from './ready.ts'
import { eachOnce } from './slot.ts'
import type { Source, TransactionOptions } from './source.ts'
import { StagedInsert } from './staged-insert.ts'
import type { RunningTransaction } from './transaction.ts'
import { together } from './together.ts'
import { Parts, unreadAfterWrite } from './unread.ts'
import { type Language, type LanguageSource, type RenderedText, type VendorText, vendorText } from './vendor-text.ts'
import { batchesUntilAborted } from './until-aborted.ts'

type Part = readonly [statement: Statement, wanted: RowsWanted]

export interface SourceSettings {
  /** Statements of deferred parts that run at once on this source. Default 4. */
  readonly parallel?: number
  /** Another source that reaches the same database. */
  readonly sameAs?: Source
  /** How names of tables and columns are made from those of entities. Default: the same. */
  readonly naming?: 'snake_case' | ((name: string) => string)
}

/** What an adapter opens its source with, besides what users say. */
export interface OpenSettings extends SourceSettings {
  /** The storage of columns that differ from the usual one of their type, whoever opens their table. */
  readonly storedAs?: (place: StoredPlace) => Storage | undefined
  /** The source of the rows that hold the rows of this one: entities that its references name are opened there. */
  readonly host?: BoundSource
  /** Makes the builders of the database's own language, which programs reach by `query()` of the source. */
  readonly language?: (source: LanguageSource) => Language
}

/** What all sources of one database share: its transactions too. */
export interface Shared {
  readonly database: object
  /** How many transactions were begun. */
  transactions: number
  readonly events: StatementEvents
  readonly prepared: ShapeCache<Prepared>
  readonly storages: Map<Type<unknown>, Storage>
}

export interface Making {
  readonly backend: Backend
  readonly settings: OpenSettings
  readonly shared: Shared
}

const preparedShapes = 1000
const tuples: RowsWanted = { form: 'tuple', entity: 'expression' }

/** Runs statements on a backend: plans, guards, compiles once per shape, binds, sends, decodes, tells listeners. */
export abstract class BoundSource implements ExpressionSource, LanguageSource {
  readonly name: string
  readonly can: Abilities
  readonly database: object
  readonly limits: BackendLimits
  readonly #backend: Backend
  readonly #shared: Shared
  readonly #gate: Gate
  /** The name in the database of a table or column whose definition gives none. */
  readonly storedName: (name: string) => string
  readonly #storedAs: OpenSettings['storedAs']
  readonly #makeLanguage: OpenSettings['language']
  #language: Language | undefined
  /** Where an entity that a reference names is opened: itself, or the source of the rows that hold its rows. */
  readonly opensOn: BoundSource
  #isClosed = false

  constructor(backend: Backend, settings: OpenSettings = {}, shared?: Shared) {
    this.name = backend.name
    this.can = backend.can
    this.limits = backend.limits
    this.#backend = backend
    this.#shared = shared ?? {
      database: settings.sameAs?.database ?? backend.database,
      transactions: 0,
      events: new StatementEvents(),
      prepared: new ShapeCache(preparedShapes),
      storages: new Map(),
    }
    this.database = this.#shared.database
    this.#gate = new Gate(settings.parallel ?? 4)
    const { naming, storedAs, host, language } = settings
    this.#storedAs = storedAs
    this.#makeLanguage = language
    this.opensOn = host?.opensOn ?? this
    this.storedName = naming === undefined ? name => name : naming === 'snake_case' ? snakeCase : naming
  }

  storageOf(type: Type<unknown>): Storage {
    let storage = this.#shared.storages.get(type)
    if (storage === undefined) {
      storage = storageOf(this.#backend.storages, type, this.name)
      this.#shared.storages.set(type, storage)
    }
    return storage
  }

  /** What its transactions share with it: names and storages of columns are the same in all of them. */
  get root(): object {
    return this.#shared
  }

  /** What it is called in messages: `memory`, `transaction 2 of memory`. */
  get place(): string {
    return this.name
  }

  /** The transaction that statements through it run inside, where it is one. */
  get inTransaction(): RunningTransaction | undefined {
    return undefined
  }

  /** The transaction that its calls are a part of: its own, or one on another database that led here. */
  get outer(): RunningTransaction | undefined {
    return this.inTransaction
  }

  /** Whether its writes are those of the transaction around it, though its database is another. */
  protected get isPart(): boolean {
    return false
  }

  abstract begin(options?: TransactionOptions): Promise<RunningTransaction>

  /** What another source of the same database is made of; of the settings, what its tables need. */
  get making(): Making {
    const storedAs = this.#storedAs
    const host = this.opensOn === this ? {} : { host: this.opensOn }
    const language = this.#makeLanguage
    const settings = {
      naming: this.storedName,
      ...(storedAs === undefined ? {} : { storedAs }),
      ...(language === undefined ? {} : { language }),
      ...host,
    }
    return { backend: this.#backend, settings, shared: this.#shared }
  }

  /** How a column is held, where its table says nothing else. */
  storedAs(place: StoredPlace): Storage {
    return this.#storedAs?.(place) ?? this.storageOf(place.type)
  }

  /** Runs one statement, deferred parts first. Gives its result at once where nothing has to be waited for. */
  fetch(statement: Statement, wanted: RowsWanted, options?: CallOptions): MaybePromise<Decoded> {
    if (options?.timeoutMs === undefined)
      return this.fetchWithin(statement, wanted, executionOf(options) ?? new CallExecution(options?.signal))
    const { signal, done } = signalOf(options)
    const result = Promise.resolve().then(() => this.fetchWithin(statement, wanted, new CallExecution(signal)))
    return result.finally(done)
  }

  fetchWithin(statement: Statement, wanted: RowsWanted, execution: Execution): MaybePromise<Decoded> {
    throwIfAborted(execution.signal, execution.hasWritten)
    const inside = this.enter(execution)
    if (inside !== this) return inside.fetchWithin(statement, wanted, execution)
    if (!needsPlan(statement, this)) return this.#send(statement, wanted, execution)
    return this.#resolved(statement, execution).then(ready => this.#send(ready, wanted, execution))
  }

  /**
   * Compiles a statement of this source, without deferred parts, for repeated runs; literals that `reader` knows are read from what each
   * call gives.
   *
   * This is the shortest way to the driver: no tree is walked and no key is looked up.
   */
  ready<Given>(
    statement: Select | Update,
    wanted: RowsWanted,
    reader: (literal: Literal) => ((given: Given) => unknown) | undefined,
  ): ReadyStatement<Given> {
    const prepared = this.#prepare(placeTemplates(statement, this))
    const constants = collect(statement, new CallExecution(undefined))
    return readyRun(prepared, bindersOf(prepared.compiled.slots, statement, constants, reader, this.name), wanted, {
      begin: wantedSignal => {
        this.needOpen()
        if (this.#shared.events.isHeard) return undefined
        const signal = this.signalFor(wantedSignal)
        throwIfAborted(signal)
        this.began()
        return { signal }
      },
      run: (parameters, signal) => this.#backend.run(prepared.compiled, { parameters, rows: noRows, signal }),
      runHeard: (parameters, signal) => this.#run(prepared, parameters, noRows, wanted, new CallExecution(signal)),
      ended: () => this.ended(),
      explain: (thrown, signal) => this.#explain(thrown, prepared, signal),
    })
  }

  async evaluate(statement: Statement, execution: Execution): Promise<readonly (readonly unknown[])[]> {
    throwIfAborted(execution.signal)
    const inside = this.enter(execution)
    if (inside !== this) return inside.evaluate(statement, execution)
    // Parts are resolved before this one takes its turn: they may need turns of this source themselves.
    const ready = needsPlan(statement, this) ? await this.#resolved(statement, execution) : statement
    const { rows } = await this.#gate.run(() => this.#send(ready, tuples, execution))
    return rows as readonly (readonly unknown[])[]
  }

  /** What runs the parts that an execution has in this database: the transaction it is in, else this. */
  enter(execution: Execution): BoundSource {
    const { outer } = this
    if (outer !== undefined) execution.enter(outer)
    const around = execution.inside
    if (around?.database === this.database && around instanceof BoundSource) return around
    if (this.inTransaction !== undefined) return this
    const inside = execution.transactionOf(this.database)
    return inside instanceof BoundSource ? (inside.inTransaction?.innermost ?? inside) : this
  }

  /** A write to another database than that of the transaction it is a part of. */
  #passOutside(execution: Execution, what: string): void {
    const { first } = execution
    const isInside = first?.database === this.database || first?.database === this.opensOn.database || this.isPart
    if (first instanceof BoundSource && !isInside) first.inTransaction?.innermost.passUnprotected(what, this.name)
  }

  execution(signal?: AbortSignal): Execution {
    return new CallExecution(signal)
  }

  #resolved<Kind extends Statement>(statement: Kind, execution: Execution): Promise<Kind> {
    const resolved = resolveSteps(statement, this, execution, this.limits.maxDeferredList)
    // A part may be a write.
    return untilAborted(resolved, execution.signal, () => execution.hasWritten)
  }

  /** Begins an insert whose rows come piece by piece; undefined where they are taken together only, as in a transaction. */
  async stage(insert: Insert, wanted: RowsWanted, options?: CallOptions): Promise<StagedInsert | undefined> {
    const execution = executionOf(options) ?? new CallExecution(options?.signal)
    const { stage } = this.#backend
    if (stage === undefined || this.inTransaction !== undefined || this.enter(execution) !== this) return undefined
    this.needOpen()
    const prepared = this.#prepare(insert)
    const signal = this.signalFor(execution.signal)
    const staging = await stage.call(this.#backend, prepared.compiled, signal).catch(thrown => {
      throw this.#explain(thrown, prepared, signal, false)
    })
    return new StagedInsert(insert, staging, async () => {
      const { count } = await this.#run(prepared, [], noRows, wanted, execution, undefined, staging)
      return count
    })
  }

  /** Reads a select in batches; stopping early releases what it holds. */
  async *stream(
    statement: Select,
    wanted: RowsWanted,
    batchRows: number,
    options?: CallOptions,
  ): AsyncGenerator<readonly unknown[]> {
    const { signal, done } = signalOf(options)
    try {
      this.needOpen()
      throwIfAborted(signal)
      const execution = executionOf(options) ?? new CallExecution(signal)
      const inside = this.enter(execution)
      if (inside !== this) {
        yield* inside.stream(statement, wanted, batchRows, options)
        return
      }
      const ready = needsPlan(statement, this) ? await this.#resolved(statement, execution) : statement
      yield* this.#streamReady(ready, wanted, batchRows, execution)
    } finally {
      done()
    }
  }

  async *#streamReady(
    select: Select,
    wanted: RowsWanted,
    batchRows: number,
    execution: Execution,
  ): AsyncGenerator<readonly unknown[]> {
    const { stream } = this.#backend
    if (
      stream === undefined ||
      this.can.stream !== true ||
      select.where instanceof Constant ||
      overlongList(select, this.limits)
    ) {
      yield (await this.#send(select, wanted, execution)).rows
      return
    }
    const prepared = this.#prepare(select)
    const decode = prepared.decoder(wanted)
    const signal = this.signalFor(execution.signal)
    const request = { parameters: this.#encode(prepared, select, execution), rows: [], signal }
    this.began()
    const started = performance.now()
    let count = 0
    let error: VantageError | undefined
    try {
      const batches = stream.call(this.#backend, prepared.compiled, request, batchRows)
      for await (const batch of batchesUntilAborted(batches, signal)) {
        count += batch.length
        yield decode(batch, wanted.onBadRow)
      }
    } catch (thrown) {
      error = this.#explain(thrown, prepared, signal)
      throw error
    } finally {
      this.#tell(prepared, count, started, request.parameters, error)
    }
  }

  #send(statement: Statement, wanted: RowsWanted, execution: Execution): MaybePromise<Decoded> {
    this.needOpen()
    const known = this.#knownAnswer(statement, wanted)
    if (known !== undefined) return known
    if (overlongList(statement, this.limits))
      return runChunks(statement, this.limits, wanted, this.#sending(execution), parts =>
        together<RunningTransaction, Part, Decoded>(
          this,
          execution.signal,
          inside => (inside ?? this).#sending(execution),
          parts,
        ),
      )
    const prepared = this.#prepare(statement)
    if (statement.kind === 'insert') return this.#insert(statement, prepared, wanted, execution)
    const parameters = this.#encode(prepared, statement, execution)
    return this.#run(prepared, parameters, noRows, wanted, execution)
  }

  #sending(execution: Execution): (...part: Part) => MaybePromise<Decoded> {
    return (part, wanted) => this.#send(part, wanted, execution)
  }

  /** What is known without asking: the answer to a condition that folded to false. */
  #knownAnswer(statement: Statement, wanted: RowsWanted): Decoded | undefined {
    if (statement.kind === 'insert') return statement.rows.length === 0 ? { rows: [], count: 0 } : undefined
    if (statement.kind === 'insert-select') return this.#knownInsert(statement)
    if (statement.kind === 'raw' || !(statement.where instanceof Constant) || statement.where.value) return undefined
    if (statement.kind !== 'select') return { rows: [], count: 0 }
    const rows = emptyAnswer(statement)
    if (rows === undefined) return undefined
    guard(statement, this.#backend)
    return wanted.form === 'tuple' ? { rows, count: rows.length } : rows.length === 0 ? { rows, count: 0 } : undefined
  }

  #knownInsert(insert: InsertSelect): Decoded | undefined {
    const { where } = insert.select
    if (!(where instanceof Constant) || where.value || emptyAnswer(insert.select)?.length !== 0) return undefined
    guard(insert, this.#backend)
    return { rows: [], count: 0 }
  }

  async #insert(insert: Insert, prepared: Prepared, wanted: RowsWanted, execution: Execution): Promise<Decoded> {
    const all: unknown[] = []
    const parts = new Parts()
    let count = 0
    for (let start = 0; start < insert.rows.length; start += this.limits.maxInsertRows) {
      const end = Math.min(insert.rows.length, start + this.limits.maxInsertRows)
      const rows = encodeRows(insert, start, end)
      const given = end - start === insert.rows.length ? insert.rows : insert.rows.slice(start, end)
      const part = await parts.run(() => this.#run(prepared, [], rows, wanted, execution, given), nothing)
      count += part.count
      for (const row of part.rows) all.push(row)
    }
    parts.done()
    return { rows: all, count }
  }

  #prepare(statement: Statement): Prepared {
    const shape = shapeOf(statement)
    const known = this.#shared.prepared.get(shape)
    if (known !== undefined) return known
    guard(statement, this.#backend)
    const prepared = new Prepared(statement, this.#backend, type => this.storageOf(type))
    this.#shared.prepared.set(shape, prepared)
    return prepared
  }

  #encode(prepared: Prepared, statement: Statement, execution: Execution): unknown[] {
    return encodeValues(prepared.compiled.slots, collect(statement, execution), this.name)
  }

  #run(
    prepared: Prepared,
    parameters: readonly unknown[],
    rows: readonly (readonly unknown[])[],
    wanted: RowsWanted,
    execution: Execution,
    givenRows?: readonly (readonly unknown[])[],
    staging?: Staging,
  ): MaybePromise<Decoded> {
    const signal = this.signalFor(execution.signal)
    throwIfAborted(signal, execution.hasWritten)
    if (prepared.writes !== undefined) this.#passOutside(execution, prepared.writes)
    if (prepared.isWrite) execution.hasWritten = true
    this.began()
    const started = this.#shared.events.isHeard ? performance.now() : 0
    const fail = (thrown: unknown): never => {
      const error = this.#explain(thrown, prepared, signal, execution.hasWritten)
      this.#tell(prepared, 0, started, parameters, error)
      throw error
    }
    const finish = (answer: Answer): Decoded => {
      this.#tell(prepared, answer.count, started, parameters, undefined)
      if (prepared.isWrite) execution.writtenRows += answer.count
      if (answer.rows.length === 0 || prepared.isRaw) return { rows: answer.rows, count: answer.count }
      const decode = answer.isNamed === true && named !== null ? named.decode : prepared.decoder(wanted)
      if (execution.writtenRows === 0) return { rows: decode(answer.rows, wanted.onBadRow), count: answer.count }
      try {
        return { rows: decode(answer.rows, wanted.onBadRow), count: answer.count }
      } catch (thrown) {
        throw unreadAfterWrite(thrown, this.inTransaction?.place)
      }
    }
    const named = prepared.named(wanted)
    let answer: MaybePromise<Answer>
    try {
      const { compiled } = prepared
      const names = named?.names
      answer = this.#backend.run(compiled, { parameters, rows, givenRows, signal, names, execution, staging })
    } catch (thrown) {
      return fail(thrown)
    }
    if (!(answer instanceof Promise)) return finish(answer)
    return untilAborted(answer, signal, execution.hasWritten).then(finish, fail)
  }

  #explain(
    thrown: unknown,
    prepared: Prepared,
    signal: AbortSignal | undefined,
    hasWritten = prepared.isWrite,
  ): VantageError {
    const error = VantageError.from(thrown)
    if (error.kind === 'type-mismatch' && error.details.field !== undefined) return error
    if (signal?.aborted && error.kind !== 'timeout' && error.kind !== 'cancelled') return abortError(signal, hasWritten)
    const outcome = hasWritten && signal?.aborted === true ? { outcome: 'unknown' } : {}
    const told = error.withDetails({ source: this.name, statement: prepared.compiled.text, ...outcome })
    return hasWritten ? withUnknownOutcome(told, 'the write happened') : told
  }

  #tell(
    prepared: Prepared,
    rows: number,
    started: number,
    values: readonly unknown[],
    error: VantageError | undefined,
  ): void {
    this.ended()
    const { events } = this.#shared
    if (!events.isHeard) return
    const { text, slots } = prepared.compiled
    const once = eachOnce(slots)
    const event = {
      source: this.name,
      text,
      parameterTypes: once.map(position => slots[position]?.typeName ?? ''),
      rows,
      durationMs: performance.now() - started,
      ...(error === undefined ? {} : { error }),
    }
    events.tell(event, once.length === slots.length ? values : once.map(position => values[position]))
  }

  /** The rendered text of a statement, without running it; parts that are decided at run are left as parameters. */
  describe(statement: Statement): string {
    return this.#backend.compile(parameterize(statement)).text
  }

  /** Everything that can be known before running; no I/O. */
  explain(statement: Statement, resolved: Resolved = noneResolved): Plan {
    const compile = (text: Statement): CompiledStatement => {
      guard(text, this.#backend)
      return this.#backend.compile(parameterize(text))
    }
    const plan = planOf(statement, this, compile, resolved)
    const before = this.#backend.stepsBefore?.() ?? []
    return before.length === 0 ? plan : planFrom([...before, ...plan.steps])
  }

  /** Vendor text with bound values. */
  expr(parts: TemplateStringsArray, ...args: readonly unknown[]): Template {
    if (this.can.template !== true) throw unsupported(this.name, 'template', 'run vendor text')
    return this.text({ parts: [...parts], operands: args.map(templateOperand) })
  }

  /** The builders of the database's own language. Errors: `unsupported` where it has none. */
  query(): Language {
    this.#language ??= this.#makeLanguage?.(this)
    if (this.#language === undefined) throw unsupported(this.name, 'template', 'build statements of its own language')
    return this.#language
  }

  text(text: VendorText): Template {
    return vendorText(asExpressionSource(this), text)
  }

  runText(node: Template, options?: CallOptions): MaybePromise<Decoded> {
    return this.fetch({ kind: 'raw', node, key: node.key }, tuples, options)
  }

  renderedText(node: Template): RenderedText {
    return this.rendered({ kind: 'raw', node, key: node.key })
  }

  /** What the driver would be given. Errors: those of running it, but for what the database says; `invalid` for deferred parts. */
  rendered(given: Statement): RenderedText {
    const statement = placeTemplates(given, this)
    const [step] = stepsOf(statement, this)
    if (step !== undefined)
      throw new VantageError(
        `${step.preview()} is known when the statement runs, so that its text has no value for it yet; run() it, or explain() it`,
        {
          kind: 'invalid',
        },
      )
    const prepared = this.#prepare(statement)
    return { text: prepared.compiled.text, values: this.#encode(prepared, statement, new CallExecution(undefined)) }
  }

  on(_event: 'statement', listener: StatementListener, options?: { readonly values?: boolean }): () => void {
    return this.#shared.events.add(listener, options?.values === true)
  }

  async ping(options?: CallOptions): Promise<void> {
    const { signal, done } = signalOf(options)
    try {
      this.needOpen()
      throwIfAborted(signal)
      await untilAborted(this.#backend.ping(signal), signal, false)
    } finally {
      done()
    }
  }

  /** Refuses statements of what has ended. */
  protected needOpen(): void {
    if (this.#isClosed) throw new VantageError(`${this.name} is closed; open it again`, { kind: 'connection' })
  }
  /** What ends a statement of a call that has this signal. */
  protected signalFor(signal: AbortSignal | undefined): AbortSignal | undefined {
    return signal
  }
  /** A statement is on its way. */
  protected began(): void {}
  /** And has ended, whichever way. */
  protected ended(): void {}

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#backend.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, letter => `_${letter}`).toLowerCase()
const noRows: readonly (readonly unknown[])[] = Object.freeze([])
const nothing: Decoded = Object.freeze({ rows: noRows, count: 0 })
const asExpressionSource = (source: BoundSource): ExpressionSource => source
