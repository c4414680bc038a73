import {
  type Answer,
  type ErrorKind,
  type Request,
  type Statement,
  statementsOf,
  type StorageTable,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { answerColumns } from './answer.ts'
import { type Candidate, candidateOf, complaint } from './complaint.ts'
import { Expectation, textWanted, type Wanted } from './expectation.ts'
import { brokenTransaction, droppedConnection, type Fault, faultOf, type FaultOptions } from './fault.ts'
import type { MockStatement } from './mock-statement.ts'
import { Sent, type TransactionStepName } from './sent-statement.ts'
import type { MockClock } from './virtual-clock.ts'
import { stepWording, wordingOf } from './wording.ts'
import { type Words, wordsOf } from './words.ts'

/** An open transaction of a mock. */
export interface Inside {
  readonly number: number
  readonly isReadOnly: boolean
  /** Whether its connection went. */
  isBroken: boolean
}

/** Answers that were recorded. */
export interface KnownAnswers {
  /** Undefined for a statement that was not recorded. Errors: the recorded failure; `unexpected-query` once all answers were given. */
  answer(compiled: MockStatement, sent: Sent): Answer | undefined
  /** The recorded failure of a step of a transaction. */
  step(sent: Sent): void
  candidates(): readonly Candidate[]
  /** Gives every answer anew. */
  restart(): void
  /** What was recorded and not asked for. */
  unused(): readonly UnusedAnswers[]
}

/** Answers to one statement that nobody asked for. */
export interface UnusedAnswers {
  readonly text: string
  readonly count: number
}

/** What a script needs to know of the mock that it is for. */
interface Facts {
  readonly name: string
  readonly database: object
  readonly storages: StorageTable
  readonly clock: MockClock
  readonly recorded: KnownAnswers | undefined
}

/** What a mock expects, and what was sent to it. */
export class Script {
  readonly #facts: Facts
  #expectations: Expectation[] = []
  readonly #byShape = new Map<string, Expectation[]>()
  #texts: Expectation[] = []
  #sent: Sent[] = []
  #statements = 0
  readonly #faults = new Map<number, Fault>()
  isConnected = true

  constructor(facts: Facts) {
    this.#facts = facts
  }

  get name(): string {
    return this.#facts.name
  }
  get sent(): readonly Sent[] {
    return this.#sent
  }

  expect(what: unknown): Expectation {
    const wanted = this.#wanted(what, 'expect')
    const expectation = new Expectation(wanted, this)
    this.#expectations.push(expectation)
    if (wanted.kind === 'text') this.#texts.push(expectation)
    else {
      this.#keep(wanted.words, expectation)
      if (wanted.first !== undefined && wanted.first.wording.shape !== wanted.words.wording.shape)
        this.#keep(wanted.first, expectation)
    }
    return expectation
  }

  #keep({ wording }: Words, expectation: Expectation): void {
    const known = this.#byShape.get(wording.shape)
    if (known === undefined) this.#byShape.set(wording.shape, [expectation])
    else known.push(expectation)
  }

  #wanted(what: unknown, verb: string): Wanted {
    if (typeof what === 'string') return textWanted(what)
    const { all, first, gives } = statementsOf(what)
    const of = gives === 'changes' ? all.filter(({ statement }) => statement.kind !== 'select') : all
    const [only, second] = of
    if (only === undefined || second !== undefined)
      throw new VantageError(
        `${verb}() takes what is one statement, and this change is ${only === undefined ? 'made row by row, since hooks look at each' : `${of.length} of them`}; ${verb} each by its text`,
        { kind: 'invalid', details: { source: this.name } },
      )
    if (only.source.database !== this.#facts.database)
      throw new VantageError(
        `${verb}() of ${this.name} takes what is of ${this.name}, and this belongs to ${only.source.name}; open the table on this mock`,
        { kind: 'invalid', details: { source: this.name } },
      )
    const columns = answerColumns(only.statement, this.#facts.storages, this.name)
    const cut = first === undefined ? undefined : given(first)
    return {
      kind: 'shape',
      words: given(only),
      first: cut,
      columns: gives === 'changes' ? undefined : columns,
      isList: gives === 'list',
    }
  }

  /** The nth statement from now on fails. */
  failOn(nth: number, kind: ErrorKind | Error, options?: FaultOptions): void {
    if (!Number.isSafeInteger(nth) || nth < 1)
      throw new VantageError('failOn() takes which statement fails: 1 is the next', { kind: 'invalid' })
    this.#faults.set(this.#statements + nth, faultOf(this.name, kind, options))
  }

  /** How many statements were sent: all, or those that something stands for. */
  count(what?: unknown): number {
    const all = this.#sent.filter(({ kind }) => kind !== 'step')
    if (what === undefined) return all.length
    const counted = what instanceof Expectation ? what : new Expectation(this.#wanted(what, 'count'), this)
    return this.#sent.filter(sent => counted.fits(sent)).length
  }

  /** Answers a statement. Gives a promise only where it is to take its time. */
  answer(compiled: MockStatement, request: Request, inside: Inside | undefined): Answer | Promise<Answer> {
    const { parameters, givenRows } = request
    const sent = this.#arrived(wordsOf(compiled.wording, parameters, givenRows), inside)
    const fault = this.#faults.get(++this.#statements)
    try {
      this.needConnection(inside)
      if (inside?.isReadOnly === true && isWrite(compiled.statement)) throw readOnly(this.name)
      if (fault !== undefined) throw fault()
      const expectation = this.#find(sent)
      const delayMs = expectation?.delayMs ?? 0
      if (delayMs === 0) return this.#done(sent, this.#answerWith(expectation, compiled, sent, inside))
      return this.#later(delayMs, request.signal, sent, inside, () =>
        this.#done(sent, this.#answerWith(expectation, compiled, sent, inside)),
      )
    } catch (thrown) {
      throw this.#failed(sent, thrown)
    }
  }

  #answerWith(
    expectation: Expectation | undefined,
    compiled: MockStatement,
    sent: Sent,
    inside: Inside | undefined,
  ): Answer {
    if (expectation !== undefined) {
      if (expectation.isDropped && inside !== undefined) inside.isBroken = true
      return expectation.answer(compiled, sent)
    }
    const recorded = this.#facts.recorded?.answer(compiled, sent)
    if (recorded !== undefined) return recorded
    sent.outcome = 'unexpected'
    const known = this.#facts.recorded?.candidates() ?? []
    const candidates = [...this.#expectations.map(each => candidateOf(each, sent)), ...known]
    throw complaint(this.name, sent, compiled, candidates)
  }

  /** A step of a transaction: done unless something else is expected of it. */
  async step(name: TransactionStepName, inside: Inside | undefined, signal?: AbortSignal): Promise<void> {
    const sent = this.#arrived(wordsOf(stepWording(name), []), inside)
    const ends = name === 'rollback'
    try {
      // What is broken off is rolled back already.
      if (!ends) this.needConnection(inside)
      const expectation = this.#find(sent)
      const answer = (): void => {
        if (expectation?.isDropped === true && inside !== undefined) inside.isBroken = true
        expectation?.fail()
        this.#facts.recorded?.step(sent)
        this.#done(sent, { rows: [], count: 0 })
      }
      const delayMs = expectation?.delayMs ?? 0
      if (delayMs === 0) answer()
      else await this.#later(delayMs, signal, sent, ends ? undefined : inside, answer)
    } catch (thrown) {
      throw this.#failed(sent, thrown)
    }
  }

  async #later<T>(
    delayMs: number,
    signal: AbortSignal | undefined,
    sent: Sent,
    inside: Inside | undefined,
    answer: () => T,
  ): Promise<T> {
    await this.#facts.clock.wait(delayMs, signal)
    try {
      throwIfAborted(signal)
      // The line may have gone meanwhile.
      this.needConnection(inside)
      return answer()
    } catch (thrown) {
      throw this.#failed(sent, thrown)
    }
  }

  #arrived(words: Words, inside: Inside | undefined): Sent {
    const sent = new Sent(this.#sent.length + 1, words, inside?.number)
    this.#sent.push(sent)
    return sent
  }
  #done(sent: Sent, answer: Answer): Answer {
    sent.outcome = 'answered'
    sent.rows = answer.count
    return answer
  }
  #failed(sent: Sent, thrown: unknown): VantageError {
    const error = VantageError.from(thrown)
    if (sent.outcome === 'waiting') sent.outcome = 'failed'
    sent.error ??= error
    return error
  }

  /** Errors: `connection` while there is none, or once that of the transaction went. */
  needConnection(inside?: Inside): void {
    if (!this.isConnected) {
      if (inside !== undefined) inside.isBroken = true
      throw droppedConnection(this.name)
    }
    if (inside?.isBroken === true) throw brokenTransaction(this.name)
  }

  /** The first that answers it; those with values before those that take any. */
  #find(sent: Sent): Expectation | undefined {
    const { shape } = sent.words.wording
    const found = answering(this.#byShape.get(shape), sent) ?? answering(this.#texts, sent)
    if (found !== undefined) found.calls++
    return found
  }

  /** Errors: `unexpected-query` where something expected did not come, or something else did, whatever became of its error. */
  verify(): void {
    const unexpected = this.#sent.filter(({ outcome }) => outcome === 'unexpected')
    const missing = this.#expectations.filter(({ missing }) => missing > 0)
    const unused = this.#facts.recorded?.unused() ?? []
    const late = [...this.#faults.keys()].filter(number => number > this.#statements)
    const lines = [
      ...new Set(unexpected.map(({ error, text }) => error?.message ?? `${this.name} does not expect ${text}`)),
      ...missing.map(each => this.#missingLine(each)),
      ...late.map(number => `${this.name} was to fail statement ${number}, and ${this.#statements} came`),
      ...unused.map(
        ({ text, count }) =>
          `${this.name} has ${count === 1 ? 'a recorded answer' : `${count} recorded answers`} that nobody asked for:\n\n  ${text}`,
      ),
    ]
    if (lines.length === 0) return
    throw new VantageError(lines.join('\n\n'), {
      kind: 'unexpected-query',
      details: {
        source: this.name,
        unexpected: unexpected.length,
        missing: missing.length + late.length + unused.length,
      },
    })
  }

  #missingLine(expectation: Expectation): string {
    const { text, at, calls, limit } = expectation
    const place = at === undefined ? '' : ` (${at})`
    const often =
      limit === undefined || limit === 1
        ? ''
        : ` ${limit} times, and it came ${calls === 0 ? 'never' : calls === 1 ? 'once' : `${calls} times`}`
    const other = this.#sent.find(sent => expectation.fits(sent))
    const shadow = calls === 0 && other !== undefined && expectation.refusal(other) === undefined
    const why = shadow ? '\n\nThe same is expected before it, and was answered by that; say once() there.' : ''
    return `${this.name} expects a statement${place}${often === '' ? ', which did not come' : often}:\n\n  ${text}${why}`
  }

  reset(): void {
    this.#expectations = []
    this.#byShape.clear()
    this.#texts = []
    this.#faults.clear()
    this.isConnected = true
    this.forget()
  }
  forget(): void {
    this.#sent = []
    this.#statements = 0
    this.#facts.recorded?.restart()
    for (const expectation of this.#expectations) expectation.calls = 0
  }
}

const isWrite = ({ kind }: Statement): boolean => kind !== 'select' && kind !== 'raw'
const readOnly = (name: string): VantageError =>
  new VantageError('this transaction was begun as readOnly and cannot write', {
    kind: 'invalid',
    details: { source: name },
  })

const noRows: readonly (readonly unknown[])[] = []

const given = ({ statement, values }: { statement: Statement; values: readonly unknown[] }): Words =>
  wordsOf(wordingOf(statement), values, statement.kind === 'insert' ? statement.rows : noRows)

function answering(among: readonly Expectation[] | undefined, sent: Sent): Expectation | undefined {
  if (among === undefined) return undefined
  let loose: Expectation | undefined
  for (const expectation of among) {
    if (!expectation.fits(sent) || expectation.refusal(sent) !== undefined) continue
    if (expectation.isExact) return expectation
    loose ??= expectation
  }
  return loose
}
