import { col, Entity, int, type TransactionSource, type VantageError } from '@vantage-ts/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failure } from '../check.ts'

// Every step of a save, of updateEach and of a transaction is struck: its connection is cut, or the server is killed, before the
// statement is there, and when it is done but not answered. What is stored then is one of the allowed states, the error says what
// is known, and repeating converges.

class Account extends Entity('account', { id: col(int).id(), balance: col(int) }) {}
class Entry extends Entity('entry', { id: col(int).id(), accountId: col(int), amount: col(int) }) {}

type Moment = 'unsent' | 'unanswered'
type Strike = () => Promise<void> | void

/** What the works need of a source. */
export interface FaultySource extends TransactionSource {
  readonly can: { readonly [Name in Needed]: true }
  readonly '~holds': (typeName: 'int') => void
}
type Needed =
  | 'read'
  | 'insert'
  | 'replace'
  | 'patch'
  | 'delete'
  | 'where'
  | 'order'
  | 'window'
  | 'select'
  | 'transaction'
  | 'returning'

/** A server behind a port that knows its statements, with the tables `account (id, balance)` and `entry (id, "accountId", amount)`. */
export interface FaultyServer {
  /** Of one connection at most. */
  readonly source: FaultySource
  /** Strikes at the nth statement from now on, once: the strike is run, and the connection is cut. */
  arm(blow: { readonly statement: number; readonly moment: Moment; readonly strike: Strike }): Promise<void>
  /** The statements that were passed since it was armed or asked. */
  count(): number
  /** Kills the server, and starts it again with its data. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** The statements that a source sends for a part of the work. */
export interface SentSteps {
  /** Begins a transaction of an isolation. */
  readonly begin: readonly string[]
  /** Saves a record by itself. The last one makes it permanent. */
  readonly saveAlone: readonly string[]
  /** Saves or creates a record inside a transaction, and gives it back. */
  readonly write: readonly string[]
}
const plainly: SentSteps = { begin: ['begin'], saveAlone: ['update'], write: ['write'] }

/** Strikes at every statement of three works on a real server. Shape: registers hooks and tests. */
export function testServerFaults(open: () => Promise<FaultyServer>, sends: Partial<SentSteps> = {}): void {
  let server: FaultyServer | undefined
  beforeAll(async () => {
    server = await open()
  })
  afterAll(() => server?.close())
  const opened = (): FaultyServer => server ?? expect.fail('the server did not start')
  const subjects = subjectsOn(() => opened().source, { ...plainly, ...sends })

  /** Strikes at one statement of the work; gives what was stored then. */
  async function strikeAt(subject: Subject, step: number, moment: Moment, strike: Strike): Promise<Stored> {
    await resetIn(opened().source)
    const before = await storedIn(opened().source)
    const work = await subject.prepare()
    const struck = opened().arm({ statement: step, moment, strike })
    const [error] = await Promise.all([failure(work), struck])
    const told = subject.told(step)
    expect(error).toMatchObject(told)
    if (told.details.outcome === 'unknown') expect(error.message).toMatch(/read .*before repeating/)
    const after = await storedIn(opened().source)
    expect(subject.allowed).toContainEqual(after)
    keepsItsWord(error, before, after)
    await subject.repeat()
    expect(await storedIn(opened().source)).toEqual(subject.allowed.at(-1))
    return after
  }

  describe.each(Object.entries(subjects))('%s', (_name, subject) => {
    const places = subject.steps.map((what, index) => [index + 1, what] as const)

    test('sends the steps that are struck, and no other', async () => {
      await resetIn(opened().source)
      const work = await subject.prepare()
      opened().count()
      await work()
      expect(opened().count()).toBe(subject.steps.length)
      expect(await storedIn(opened().source)).toEqual(subject.allowed.at(-1))
    })

    test.each(places)('whose connection is cut at statement %i (%s)', async step => {
      const unsent = await strikeAt(subject, step, 'unsent', () => {})
      const unanswered = await strikeAt(subject, step, 'unanswered', () => {})
      // Only the last statement of what is one makes it permanent, whether or not its answer arrives.
      const isLast = subject.told(step).details.outcome === 'unknown'
      expect(JSON.stringify(unanswered) !== JSON.stringify(unsent)).toBe(isLast)
    })

    test.each(places)('whose server is killed at statement %i (%s)', async step => {
      const cut = await strikeAt(subject, step, 'unanswered', () => {})
      const killed = await strikeAt(subject, step, 'unanswered', () => opened().kill())
      // Nothing that was done is lost.
      expect(killed).toEqual(cut)
    })
  })
}

/** Work that is struck, and may be repeated once what is stored was read. */
interface Subject {
  /** Its statements, for the names of the tests and as a promise of their number. */
  readonly steps: readonly string[]
  /** What is to be prepared before it may be struck. */
  prepare(): Promise<() => Promise<unknown>>
  repeat(): Promise<unknown>
  /** What may be stored after a fault, as `stored()` gives it; the last is what repeating leads to. */
  readonly allowed: readonly Stored[]
  /** What the error of a fault at a step says. */
  told(step: number): { readonly details: { readonly outcome: string } }
}

type Stored = readonly [balances: readonly number[], amounts: readonly number[]]
const storedIn = async (source: FaultySource): Promise<Stored> => [
  await Account.table(source).orderBy(a => a.id).fieldValues(a => a.balance), // biome-ignore format: one line
  await Entry.table(source).fieldValues(e => e.amount),
]

const resetIn = async (source: FaultySource): Promise<void> => {
  await Entry.table(source).deleteAll({ everything: true })
  for (const id of [1, 2, 3, 4]) await Account.table(source).replace(id, { balance: id * 10 })
}

const unknown = { kind: 'connection', retry: 'after-reread', details: { outcome: 'unknown' } }
const undone = { kind: 'connection', retry: 'safe', details: { outcome: 'rolled back' } }

/** The works, by name. */
function subjectsOn(source: () => FaultySource, sends: SentSteps): { readonly [name: string]: Subject } {
  const pay = (): Promise<unknown> =>
    source().transaction(async tx => {
      const account = await Account.table(tx).load(1)
      // What was paid already is told by the entry.
      if ((await Entry.table(tx).get(1)) !== undefined) return
      account.balance += 5
      await account.save()
      await Entry.table(tx).create({ id: 1, accountId: 1, amount: 5 })
    })

  const raise = (): Promise<unknown> =>
    Account.table(source()).updateEach(account => void (account.balance < 100 && (account.balance += 100)), {
      everything: true,
      batchRows: 2,
    })

  const batch = [...sends.begin, 'page', 'save', 'save', 'commit']
  const payment = ['begin', 'load', 'look', ...sends.write, ...sends.write, 'commit']
  return {
    'save()': {
      steps: sends.saveAlone,
      async prepare() {
        const account = await Account.table(source()).load(1)
        account.balance = 11
        return () => account.save()
      },
      repeat: async () => {
        const account = await Account.table(source()).load(1)
        account.balance = 11
        await account.save()
      },
      allowed: [
        [[10, 20, 30, 40], []],
        [[11, 20, 30, 40], []],
      ],
      told: step => (step === sends.saveAlone.length ? unknown : undone),
    },
    'a transaction': {
      steps: payment,
      prepare: async () => pay,
      repeat: pay,
      allowed: [
        [[10, 20, 30, 40], []],
        [[15, 20, 30, 40], [5]],
      ],
      told: step => (step === payment.length ? unknown : undone),
    },
    'updateEach()': {
      steps: [...batch, ...batch],
      prepare: async () => raise,
      repeat: raise,
      allowed: [
        [[10, 20, 30, 40], []],
        [[110, 120, 30, 40], []],
        [[110, 120, 130, 140], []],
      ],
      told(step) {
        const cause = step % batch.length === 0 ? unknown : undone
        const saved = { written: true, saved: [1, 2], ...cause.details }
        return step <= batch.length ? cause : { ...cause, kind: 'partial', details: saved, cause }
      },
    },
  }
}

/** What is rolled back is not stored, and what is saved is. */
function keepsItsWord({ details }: VantageError, before: Stored, after: Stored): void {
  const { saved = [], outcome } = details
  if (!Array.isArray(saved)) throw new TypeError('the ids that are saved are a list')
  const expected = before[0].map((balance, index) => (saved.includes(index + 1) ? balance + 100 : balance))
  if (outcome === 'rolled back') expect(after).toEqual([expected, before[1]])
  else expect(saved.map(id => after[0][id - 1])).toEqual(saved.map(id => expected[id - 1]))
}
