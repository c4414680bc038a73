import type {
  Abilities,
  AbilityName,
  CallOptions,
  Can,
  ChangeQuery,
  ErrorKind,
  Expr,
  Model,
  RecordTable,
  ReturningQuery,
  Source,
  Table,
  Transaction,
  TransactionOptions,
  UntypedExpr,
  WorkOptions,
} from '@vantage-ts/core'
import {
  abilityNames,
  type BackendLimits,
  objectOf,
  openSource,
  type SourceSettings,
  suggest,
  VantageError,
} from '@vantage-ts/core/adapter'
import { anyStorage } from './any-storage.ts'
import type {
  AnswerRow,
  AnyRow,
  Expected,
  ExpectedChange,
  ExpectedRows,
  ExpectedText,
  ExpectedValue,
} from './expected.ts'
import type { FaultOptions } from './fault.ts'
import { type MockFacts, MockBackend } from './mock-backend.ts'
import { type KnownAnswers, Script } from './script.ts'
import type { SentStatement } from './sent-statement.ts'
import { MockClock, type VirtualClock } from './virtual-clock.ts'

/** What a mock can do unless it is told: everything but change feeds and logs. */
const everything = {
  read: true,
  insert: true,
  append: false,
  replace: true,
  patch: true,
  delete: true,
  where: true,
  order: true,
  window: true,
  aggregate: true,
  group: true,
  select: true,
  join: true,
  correlate: true,
  template: true,
  returning: true,
  transaction: true,
  savepoint: true,
  search: true,
  stream: true,
  watch: false,
} as const satisfies Abilities

export type MockCan = typeof everything

/** What is expected: a set, an expression, a change of a set, or the text of any of them. */
export interface Expecting {
  /** The text as complaints show it; `?` stands for any value. `begin`, `commit`, `rollback` and `savepoint` are texts too. */
  (text: string): ExpectedText
  /** Reading the rows of a set, all or the first. */
  <DS extends Source, M extends Model>(set: Table<DS, M>): ExpectedRows<AnswerRow<M>>
  <DS extends Source>(records: RecordTable<DS>): ExpectedRows<AnyRow>
  /** A change of a set, whichever call makes it: `db.expect(users.where(…).deleteQuery()).count(2)`. */
  <DS extends Source, M extends Model>(change: ChangeQuery<DS, M>): ExpectedChange<AnswerRow<M>>
  <Row>(change: ReturningQuery<Row>): ExpectedChange<AnyRow>
  /** Vendor text, which gives rows that nobody typed. */
  (text: UntypedExpr<unknown>): ExpectedRows<AnyRow>
  /** An expression: `db.expect(users.countExpr()).value(3)`. */
  <T>(expression: Expr<T, unknown>): ExpectedValue<T>
}

/** What tests do with a mock. */
export interface MockControls {
  /**
   * Allows a statement, and says its answer.
   *
   * Shape: the same statement gets the same answer, each time it comes; of several that are about it, one with the very values comes
   * before one with any, and the first before the next.
   * Errors: `invalid` for what belongs to another source, for async code, and for changes that are several statements.
   */
  readonly expect: Expecting
  /** Everything that was sent, in its order, with the steps of transactions. */
  readonly sent: readonly SentStatement[]
  /** How many statements were sent: all, or those of a set, an expression, a change, a text, an expectation. */
  count(what?: string | object): number
  /** The nth statement from now on fails; 1 is the next. */
  failOn(nth: number, kind: ErrorKind | Error, options?: FaultOptions): void
  /** From now on there is no connection: statements fail, and open transactions are lost. */
  disconnect(): void
  /** There is one again. */
  reconnect(): void
  /** The clock by which answers take their time. */
  readonly clock: VirtualClock
  /**
   * Says that everything expected has come, and nothing else.
   *
   * Errors: `unexpected-query` with all that is missing, and with what was unexpected, also where the code under test swallowed its error.
   */
  verify(): void
  /** Forgets what was sent, and begins to count anew; what is expected stays. */
  forget(): void
  /** Forgets everything. */
  reset(): void
}

/**
 * A source that answers what a test says, and complains about everything else.
 *
 * `Abilities` are those it was given: what is not among them does not compile, and is refused when it runs, as in any source.
 */
export interface Mock<out C extends Abilities = MockCan> extends Source, MockControls {
  readonly can: C
  /** It holds columns of every type. */
  readonly '~holds': (typeName: string) => void
  readonly '~binds': unknown
  /** Vendor text, which nobody reads: it is expected as it stands. */
  expr(
    this: { readonly can: Can<'template'>['can'] },
    parts: TemplateStringsArray,
    ...args: readonly unknown[]
  ): UntypedExpr<this>
  begin(this: { readonly can: Can<'transaction'>['can'] }, options?: TransactionOptions): Promise<Transaction<this>>
  transaction<T>(
    this: { readonly can: Can<'transaction'>['can'] },
    work: (transaction: Transaction<this>) => Promise<T>,
    options?: WorkOptions,
  ): Promise<T>
  ping(options?: CallOptions): Promise<void>
}

export interface MockOptions<C extends Abilities = MockCan> extends SourceSettings {
  /** What it can do. Default: everything but change feeds and logs. */
  readonly can?: C
  /** Its name in plans, errors and the lines that allow a statement. Default `mock`; that of your variable makes the lines ready to paste. */
  readonly name?: string
  /** A clock that several mocks share. Default: one of its own. */
  readonly clock?: VirtualClock
  /** How long lists and inserts may be before they are sent in parts, as in the source that it stands for. */
  readonly limits?: Partial<BackendLimits>
}

const optionNames = ['can', 'name', 'clock', 'limits', 'parallel', 'sameAs', 'naming']

/**
 * Makes a blank mock: a source without any data, which complains about every statement that was not allowed.
 *
 * Errors: `invalid` for an unknown option or ability.
 */
export function mock<const C extends Abilities = MockCan>(options: MockOptions<C> = {}): Mock<C> {
  return mockOf(options)
}

/** A mock, with answers that were recorded. */
export function mockOf<C extends Abilities>(options: MockOptions<C>, recorded?: KnownAnswers): Mock<C> {
  for (const option of Object.keys(options))
    if (!optionNames.includes(option))
      throw new VantageError(`mock() has no option "${option}".${suggest(option, optionNames)}`, { kind: 'invalid' })
  const { name = 'mock', can = everything, limits, clock = new MockClock() } = options
  if (objectOf(can) === undefined || Array.isArray(can))
    throw new VantageError('can is an object of abilities, such as { read: true, where: true }', { kind: 'invalid' })
  for (const ability of Object.keys(can))
    if (!isAbility(ability))
      throw new VantageError(`there is no ability "${ability}".${suggest(ability, abilityNames)}`, { kind: 'invalid' })
  for (const [limit, most] of Object.entries(limits ?? {}))
    if (limit.startsWith('max') && !(typeof most === 'number' && most >= 1))
      throw new VantageError(`the limit ${limit} is a number from 1 up`, { kind: 'invalid' })
  if (!(clock instanceof MockClock))
    throw new VantageError('clock is one that virtualClock() made', { kind: 'invalid' })
  const database = options.sameAs?.database ?? {}
  const script = new Script({ name, database, storages: anyStorage, clock, recorded })
  const facts: MockFacts = {
    name,
    database,
    can,
    storages: anyStorage,
    limits: { maxInsertRows: Number.MAX_SAFE_INTEGER, maxDeferredList: 50_000, replace: 'declared', ...limits },
    script,
    transactions: 0,
  }
  return controlled(openSource<Mock<C>>(new MockBackend(facts), options), script, clock)
}

const isAbility = (name: string): name is AbilityName => abilityNames.some(known => known === name)

interface Beginning {
  begin?(...options: readonly unknown[]): Promise<object>
}

/** Puts the controls on a source; what begins on it has them too, since its type says so. */
function controlled<On extends object>(source: On & Beginning, script: Script, clock: VirtualClock): On {
  const begin = source.begin?.bind(source)
  Object.defineProperties(source, {
    expect: { value: (what: unknown): Expected => script.expect(what) },
    sent: { get: () => script.sent },
    count: { value: (what?: unknown) => script.count(what) },
    failOn: { value: script.failOn.bind(script) },
    disconnect: { value: () => void (script.isConnected = false) },
    reconnect: { value: () => void (script.isConnected = true) },
    clock: { value: clock },
    verify: { value: () => script.verify() },
    forget: { value: () => script.forget() },
    reset: { value: () => script.reset() },
    ...(begin === undefined
      ? {}
      : {
          begin: {
            value: async (...options: readonly unknown[]) => controlled(await begin(...options), script, clock),
          },
        }),
  })
  return source
}
