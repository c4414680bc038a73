import { withUnknownOutcome } from '../errors/unknown-outcome.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { abortError, joinedSignal, signalOf, throwIfAborted, untilAborted } from '../expression/deadline.ts'
import type { BackendTransaction } from './backend.ts'
import { BoundSource, type Making } from './bound-source.ts'
import { forgotten } from './forgotten.ts'
import { unsupported } from './guard.ts'
import type { Receipt, SentAfterCommit } from './receipt.ts'
import type { AfterCommit, Savepoint, TransactionOptions } from './source.ts'
import { runTransaction, type TransactionWork, type WorkOptions } from './transaction-work.ts'

export type TransactionState = 'open' | 'committed' | 'rolled back'

/** How a transaction ends: the whole one in the database, a nested one at its savepoint. */
interface Ending {
  commit(): Promise<void>
  rollback(): Promise<void>
}

type Place = Omit<Making, 'backend'>

/** What is to be done once the outermost transaction is committed. */
interface Queued {
  readonly what: string
  readonly work: AfterCommit
}

/** An open transaction: a source of the same database, whose statements run inside. */
export class RunningTransaction extends BoundSource {
  readonly #inner: BackendTransaction
  readonly #place: Place
  readonly #ending: Ending
  readonly #parent: RunningTransaction | undefined
  readonly #idleTimeoutMs: number | undefined
  readonly #allowsUnprotected: boolean
  /** Its own signal, and those of the transactions around it: the one that its statements run under. */
  readonly #signal: AbortSignal | undefined
  readonly #forgetSignal: () => void
  readonly #unprotected: string[] = []
  readonly #queued: Queued[] = []
  readonly #number: number
  /** How whoever began it lets writes to other databases pass, for messages. */
  #howToPass = 'queue it with afterCommit(), or begin with { unprotected: true }'
  #state: TransactionState = 'open'
  #committing: Promise<Receipt> | undefined
  /** Why it is over, as the rest of a sentence. */
  #over: VantageError | undefined
  #nested: RunningTransaction | undefined
  #isMarking = false
  /** Settles once the database has rolled back, whether or not it could. */
  #rollingBack: Promise<void> | undefined
  #savepoints = 0
  #running = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  private constructor(
    inner: BackendTransaction,
    options: TransactionOptions,
    place: Place,
    ending: Ending,
    parent?: RunningTransaction,
  ) {
    super(inner.backend, place.settings, place.shared)
    this.#inner = inner
    this.#place = place
    this.#ending = ending
    this.#parent = parent
    this.#idleTimeoutMs = checkedTimeout(options.idleTimeoutMs)
    this.#allowsUnprotected = options.unprotected === true || (parent === undefined ? false : parent.#allowsUnprotected)
    this.#number = ++place.shared.transactions
    this.#signal = joinedSignal(options.signal, parent === undefined ? undefined : parent.#signal)
    this.#forgetSignal = rollBackOnAbort(this, options.signal)
    this.#wait()
  }

  /** Wraps what the backend began. */
  static open(inner: BackendTransaction, options: TransactionOptions, place: Place): RunningTransaction {
    const transaction = new RunningTransaction(inner, options, place, inner)
    const forgetSignal = transaction.#forgetSignal
    const rollback = (): Promise<void> => {
      forgetSignal()
      return inner.rollback()
    }
    forgotten.watch(transaction, { name: inner.backend.name, rollback })
    return transaction
  }

  /** Those inside it keep its identity: what belongs to one belongs to all. */
  override get inTransaction(): RunningTransaction {
    return this.#outermost
  }
  override get place(): string {
    return `transaction ${this.#number} of ${this.name}`
  }
  /** The open one inside all others, which statements go through. */
  get innermost(): RunningTransaction {
    return this.#nested === undefined ? this : this.#nested.innermost
  }
  get state(): TransactionState {
    return this.#state
  }
  /** Whether it was rolled back though nobody asked for that: a hook failed, its time was up, its signal aborted. */
  get isBrokenOff(): boolean {
    return this.#over !== undefined
  }
  /** What rolls it back when it aborts: its own signal, and those of the transactions around it. */
  get signal(): AbortSignal | undefined {
    return this.#signal
  }
  /** The same, to a compiler that wants the type of the source it was begun on. */
  get source(): this {
    return this
  }

  /** Errors: `invalid` when it is over, or when one inside it is open; that of the database, after which nothing is written. */
  async commit(): Promise<Receipt> {
    this.#needUsable('committed')
    this.#end('committed')
    this.#committing = this.#commit()
    return this.#committing
  }
  /** The commit with all that follows it, once it was asked for. */
  get committing(): Promise<Receipt> | undefined {
    return this.#committing
  }

  async #commit(): Promise<Receipt> {
    try {
      await this.#ending.commit()
    } catch (thrown) {
      this.#state = 'rolled back'
      // The connection may have gone before the answer came, but after the database did it.
      throw withUnknownOutcome(VantageError.from(thrown), 'the transaction is committed')
    }
    const parent = this.#parent
    if (parent === undefined) return this.#afterCommit()
    parent.#queued.push(...this.#queued)
    return { unprotected: [...this.#unprotected], afterCommit: [] }
  }

  /** Rolling back twice is fine, and waits for the first; rolling back what was committed is not. */
  async rollback(): Promise<void> {
    if (this.#state === 'rolled back') return this.#rollingBack
    this.#needOpenFor('rolled back')
    await this.#rollBack()
  }

  /** Rolls back for a reason, which later calls are told. */
  async rollBackBecause(reason: VantageError): Promise<void> {
    if (this.#state === 'open') await this.#rollBack(reason)
  }

  async #rollBack(reason?: VantageError): Promise<void> {
    if (this.#nested !== undefined) this.#nested.#endAll(reason)
    this.#end('rolled back', reason)
    const rolling = this.#ending.rollback()
    this.#rollingBack = rolling.catch(() => {})
    await rolling
  }

  /** Ends what is rolled back with the one around it, the innermost first. */
  #endAll(reason: VantageError | undefined): void {
    if (this.#nested !== undefined) this.#nested.#endAll(reason)
    if (this.#state === 'open') this.#end('rolled back', reason)
  }

  /** A transaction inside this one: a savepoint, which its rollback returns to. */
  override async begin(options: TransactionOptions = {}): Promise<RunningTransaction> {
    this.#needUsable('begun inside')
    const refused = Object.keys(options).find(name => name === 'isolation' || name === 'readOnly')
    if (refused !== undefined)
      throw invalid(this.name, `a transaction inside another takes its ${refused} from that; say it there`)
    checkedTimeout(options.idleTimeoutMs)
    const { signal, done } = signalOf(options)
    try {
      throwIfAborted(signal)
    } finally {
      done()
    }
    this.#isMarking = true
    const mark = await this.#mark().finally(() => {
      this.#isMarking = false
    })
    this.#needOpenFor('begun inside')
    const ending = { commit: mark.release, rollback: mark.rollback }
    const nested = new RunningTransaction(this.#inner, options, this.#place, ending, this)
    this.#nested = nested
    return nested
  }

  transaction<T>(work: TransactionWork<T>, options?: WorkOptions): Promise<T> {
    return runTransaction(this, work, options)
  }

  async savepoint(): Promise<Savepoint> {
    this.#needUsable('marked')
    return this.#mark()
  }

  async #mark(): Promise<Savepoint> {
    const { backend, savepoint, rollbackTo, release } = this.#inner
    if (backend.can.savepoint !== true || savepoint === undefined || rollbackTo === undefined || release === undefined)
      throw unsupported(this.name, 'savepoint', 'set savepoints')
    const name = `vantage_${++this.#outermost.#savepoints}`
    await savepoint.call(this.#inner, name)
    return {
      rollback: () => rollbackTo.call(this.#inner, name),
      release: () => release.call(this.#inner, name),
    }
  }

  get #outermost(): RunningTransaction {
    return this.#parent === undefined ? this : this.#parent.#outermost
  }

  /** Queues what is to be sent once the outermost transaction is committed; a rollback drops it. */
  afterCommit(what: string, work: AfterCommit): void {
    this.#needOpenFor('given work')
    if (typeof what !== 'string' || what === '' || typeof work !== 'function')
      throw invalid(this.name, 'afterCommit() takes what it is, for the receipt, and a function')
    this.#queued.push({ what, work })
  }

  /** Says in the place of `begin()` how writes to other databases are agreed to. */
  sayHowToPass(how: string): void {
    this.#howToPass = how
  }

  /** A write to another database: refused unless that was agreed to, and then listed in the receipt. */
  passUnprotected(what: string, target: string): void {
    if (!this.#allowsUnprotected)
      throw invalid(this.name, `${what} on ${target} is no part of the transaction on ${this.name}; ${this.#howToPass}`)
    this.#wroteUnprotected(`${what} on ${target}`)
  }
  /** What no rollback undoes is in the receipts of all it was a part of, even of those that go on after one. */
  #wroteUnprotected(what: string): void {
    this.#unprotected.push(what)
    if (this.#parent !== undefined) this.#parent.#wroteUnprotected(what)
  }

  async #afterCommit(): Promise<Receipt> {
    const sent: SentAfterCommit[] = []
    const signal = this.#signal
    const options = signal === undefined ? {} : { signal }
    let failure: VantageError | undefined
    let failed = ''
    for (const { what, work } of this.#queued) {
      if (failure === undefined && signal?.aborted === true) {
        const error = abortError(signal)
        failed = `${what} was not sent: ${error.message}`
        failure = error.withContext(`${what}, after the commit`)
      }
      if (failure !== undefined) {
        sent.push({ what, outcome: 'not sent' })
        continue
      }
      try {
        await untilAborted(Promise.resolve(work(options)), signal, true)
        sent.push({ what, outcome: 'done' })
      } catch (thrown) {
        const error = VantageError.from(thrown)
        failed = `${what} failed after it: ${error.message}`
        failure = error.withContext(`${what}, after the commit`)
        sent.push({ what, outcome: 'failed', error: failure })
      }
    }
    const receipt = { unprotected: [...this.#unprotected], afterCommit: sent }
    if (failure === undefined) return receipt
    throw new VantageError(
      `the transaction on ${this.name} is committed, but ${failed}; details.receipt lists what was sent, and what is still to be sent`,
      { kind: 'partial', details: { source: this.name, written: true, receipt }, cause: failure },
    )
  }

  #end(state: TransactionState, reason?: VantageError): void {
    this.#state = state
    this.#over = reason
    clearTimeout(this.#timer)
    this.#forgetSignal()
    if (this.#parent === undefined) forgotten.forget(this)
    else if (this.#parent.#nested === this) this.#parent.#nested = undefined
  }

  #needOpenFor(verb: string): void {
    if (this.#state === 'open') return
    if (this.#over !== undefined) throw this.#over
    throw invalid(
      this.name,
      `the transaction on ${this.name} is already ${this.#state} and cannot be ${verb}; begin another`,
    )
  }

  #needUsable(verb: string): void {
    this.#needOpenFor(verb)
    if (this.#nested !== undefined || this.#isMarking)
      throw invalid(
        this.name,
        `a transaction inside this one is open; it cannot be ${verb} before that is committed or rolled back`,
      )
  }

  protected override needOpen(): void {
    super.needOpen()
    this.#needUsable('used')
  }
  protected override signalFor(signal: AbortSignal | undefined): AbortSignal | undefined {
    return joinedSignal(signal, this.#signal)
  }
  protected override began(): void {
    this.#running++
    this.#parent?.began()
    if (this.#timer !== undefined) clearTimeout(this.#timer)
  }
  protected override ended(): void {
    this.#running--
    this.#parent?.ended()
    this.#wait()
  }

  /** Starts to count idle time, where it is bounded and nothing runs. */
  #wait(): void {
    const idleTimeoutMs = this.#idleTimeoutMs
    if (idleTimeoutMs === undefined || this.#running > 0 || this.#state !== 'open') return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const reason = new VantageError(
        `the transaction on ${this.name} did nothing for ${idleTimeoutMs} ms and was rolled back; begin another`,
        { kind: 'timeout', retry: 'safe', details: { source: this.name, reason: 'idle' } },
      )
      // A database that cannot roll back has lost the connection, and with it the transaction.
      this.rollBackBecause(reason).catch(() => {})
    }, idleTimeoutMs)
    if (typeof this.#timer === 'object') this.#timer.unref?.()
  }

  /** The database stays open when a transaction on it ends: what is left without a commit is rolled back. */
  override async close(): Promise<void> {
    if (this.#state !== 'committed') await this.rollback()
  }
}

/** Rolls back when the signal aborts. A signal that lives long keeps no transaction alive that the program forgot. */
function rollBackOnAbort(transaction: RunningTransaction, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {}
  const held = new WeakRef(transaction)
  const { name } = transaction
  const abort = (): void => {
    const reason = new VantageError(
      `the transaction on ${name} was rolled back when its signal aborted; begin another`,
      {
        kind: abortError(signal).kind,
        retry: 'safe',
        details: { source: name, reason: 'aborted' },
        cause: signal.reason,
      },
    )
    // A database that cannot roll back has lost the connection, and with it the transaction.
    held.deref()?.rollBackBecause(reason).catch(() => {}) // biome-ignore format: one line
  }
  signal.addEventListener('abort', abort, { once: true })
  return () => signal.removeEventListener('abort', abort)
}

const invalid = (source: string, reason: string): VantageError =>
  new VantageError(reason, { kind: 'invalid', details: { source } })

/** Errors: `invalid` for a time that is none; asked before anything is begun. */
export function checkedTimeout(idleTimeoutMs: number | undefined): number | undefined {
  if (idleTimeoutMs === undefined || (Number.isSafeInteger(idleTimeoutMs) && idleTimeoutMs > 0)) return idleTimeoutMs
  throw new VantageError('idleTimeoutMs is a whole number of milliseconds, at least 1', { kind: 'invalid' })
}
