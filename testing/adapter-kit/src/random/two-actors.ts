import { col, deferred, Entity, int, type Table, text, VantageError } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import * as fc from 'fast-check'
import { fails, same, sameRows } from '../check.ts'
import type { KitContext } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { checkRandomly } from './check-randomly.ts'
import { Stage } from './stage.ts'

class Account extends Entity('kit_account', { id: col(int).id(), tenant: col(text), balance: col(int) }) {}
class Entry extends Entity('kit_entry', {
  id: col(int).id(),
  tenant: col(text),
  kind: col(text),
  accountId: col(int),
  amount: col(int),
}) {}

const accounts = [
  { id: 1, tenant: 'x', balance: 5 },
  { id: 2, tenant: 'x', balance: 5 },
  { id: 3, tenant: 'y', balance: 5 },
]
const entries = accounts.map(({ id, tenant, balance }) => ({
  id,
  tenant,
  kind: 'first',
  accountId: id,
  amount: balance,
}))

/** What an actor does next: `isInside` says in a transaction of its own, `isLeft` that it is left by a throw at its end. */
interface Step {
  readonly act: 'pay' | 'transfer' | 'undo' | 'raise' | 'stray'
  readonly isInside: boolean
  readonly isLeft: boolean
  readonly account: number
  readonly amount: number
}
interface Program {
  readonly steps: readonly [readonly Step[], readonly Step[]]
  readonly order: readonly number[]
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('pay', 'transfer', 'undo', 'raise', 'stray'),
  isInside: fc.boolean(),
  isLeft: fc.boolean(),
  account: fc.constantFrom(1, 2),
  amount: fc.integer({ min: 1, max: 6 }),
})
const steps = fc.array(step, { minLength: 1, maxLength: 4, size: 'max' })
const programs: fc.Arbitrary<Program> = fc.record({
  steps: fc.tuple(steps, steps),
  order: fc.array(fc.constantFrom(0, 1), { minLength: 5, maxLength: 60, size: 'max' }),
})

interface Made {
  readonly id: number
  readonly tenant: string
  readonly kind: string
  readonly accountId: number
  readonly amount: number
}
type Entries = Table<KitSource, typeof Entry>

export interface TwoActors {
  readonly runs: number
  /** Hooks write beside the transaction that they run in: that this is found is what proves the property. */
  readonly isBypassed?: boolean
}

/**
 * Two actors write entries of the same accounts, each through a set of its own with a scope, an equality and hooks, in and out of
 * transactions. Whatever their steps and turns: every balance is the sum of its entries, no account is overdrawn, nobody touches
 * what is outside of its set, and the entries are those that were made and not undone.
 */
export function twoActors(context: KitContext, { runs, isBypassed = false }: TwoActors): Promise<void> {
  return checkRandomly(programs, runs, program =>
    context.during(async ({ open }) => {
      const opened = await open(tableOf(Account, accounts), tableOf(Entry, entries))
      const other = opened.reopen === undefined ? opened : await opened.reopen()
      const actors = [new Actor(opened.source, 0, isBypassed), new Actor(other.source, 1, isBypassed)]
      await new Stage(2).run(
        actors.map((actor, index) => gate => actor.run(program.steps[index === 0 ? 0 : 1], gate)),
        program.order,
      )
      await holds(opened.source, actors)
    }),
  )
}

async function holds(source: KitSource, actors: readonly Actor[]): Promise<void> {
  const stored = await Entry.table(source).list()
  sameRows(stored, [...entries, ...actors.flatMap(actor => actor.made)])
  const sumOf = (account: number): number =>
    stored.filter(({ accountId }) => accountId === account).reduce((sum, { amount }) => sum + amount, 0)
  const balances = await Account.table(source).list()
  sameRows(
    balances,
    accounts.map(({ id, tenant }) => ({ id, tenant, balance: sumOf(id) })),
  )
  same(
    balances.filter(({ balance }) => balance < 0),
    [],
  )
}

/** Writes entries of one kind. */
class Actor {
  readonly #source: KitSource
  readonly #kind: string
  readonly #isBypassed: boolean
  #nextId: number
  #gate: () => Promise<void> = async () => {}
  /** The entries that it made and that are permanent. */
  made: readonly Made[] = []

  constructor(source: KitSource, number: number, isBypassed: boolean) {
    this.#source = source
    this.#kind = `of ${number}`
    this.#isBypassed = isBypassed
    this.#nextId = 1000 * (number + 1)
  }

  async run(all: readonly Step[], gate: () => Promise<void>): Promise<void> {
    this.#gate = gate
    for (const one of all) {
      await gate()
      await this.#take(one)
    }
  }

  /** Its set: entries of the tenant and of its kind, whose hooks keep the balances. */
  get #entries(): Entries {
    return Entry.table(this.#source)
      .scope(e => e.tenant.eq('x'))
      .where(e => e.kind.eq(this.#kind))
      .withHook('beforeSave', async ({ before, after, transaction, refuse }) => {
        const inside = this.#insideOf(transaction?.source)
        const change = (after.amount ?? 0) - (before?.amount ?? 0)
        const account = await Account.table(inside).get(after.accountId ?? 0)
        await this.#gate()
        if (change < 0 && (account?.balance ?? 0) + change < 0) refuse('amount', 'overdraws the account')
      })
      .withHook('beforeDelete', async ({ before, transaction }) => {
        const account = await Account.table(this.#insideOf(transaction?.source)).get(before.accountId)
        await this.#gate()
        if ((account?.balance ?? 0) < before.amount) throw new Error('overdraws the account')
      })
      .withHook('afterSave', ({ before, after, transaction }) =>
        this.#add(transaction?.source, after.accountId, after.amount - (before?.amount ?? 0)),
      )
      .withHook('afterDelete', ({ before, transaction }) =>
        this.#add(transaction?.source, before.accountId, -before.amount),
      )
  }

  #insideOf(transaction: KitSource | undefined): KitSource {
    return transaction === undefined || this.#isBypassed ? this.#source : transaction
  }

  /** Changes a balance in one statement, whose condition is asked for last of all. */
  async #add(transaction: KitSource | undefined, account: number, amount: number): Promise<void> {
    const late = deferred(int, async () => {
      await this.#gate()
      return account
    })
    const change = Account.table(this.#insideOf(transaction))
      .scope(a => a.tenant.eq('x'))
      .where(a => a.id.eq(late))
      .updateQuery()
      .set('balance', a => a.balance.plus(amount))
    // Outside of a transaction the entry is written already, so that only this statement is repeated.
    if (transaction === undefined) await untilFree(() => change.run())
    else await change.run()
  }

  async #take(one: Step): Promise<void> {
    try {
      this.made = await this.#done(one)
    } catch (thrown) {
      const isSaid = thrown === leaving || (VantageError.is(thrown) && thrown.kind === 'validation')
      if (!isSaid) throw thrown
    }
  }

  /** What is made once a step is done. */
  async #done(one: Step): Promise<readonly Made[]> {
    const { act, isInside, isLeft } = one
    // Outside of a transaction nothing keeps what a hook has read from changing: there it only pays in.
    // The changes of a raise are a transaction by themselves.
    if (!isInside && act !== 'transfer' && act !== 'undo') return untilFree(() => this.#act(one, this.#entries))
    return untilFree(() =>
      this.#source.transaction(
        async transaction => {
          const made = await this.#act(one, this.#entries.withTransaction(transaction))
          await this.#gate()
          if (isLeft) throw leaving
          return made
        },
        { isolation: 'repeatable-read' },
      ),
    )
  }

  async #act({ act, isInside, account, amount }: Step, set: Entries): Promise<readonly Made[]> {
    if (act === 'pay')
      return [...this.made, await this.#pay(set, account, isInside && amount % 2 === 0 ? -amount : amount)]
    if (act === 'transfer') return [...this.made, await this.#pay(set, 1, -amount), await this.#pay(set, 2, amount)]
    if (act === 'undo') {
      const last = this.made.at(-1)
      if (last !== undefined) await set.delete(last.id)
      return this.made.slice(0, -1)
    }
    if (act === 'raise') {
      await set.where(e => e.accountId.eq(account)).updateEach(entry => void (entry.amount += amount))
      return this.made.map(made => (made.accountId === account ? { ...made, amount: made.amount + amount } : made))
    }
    const outside = { tenant: 'y', kind: this.#kind, accountId: 3, amount }
    await refused(() => set.insert(this.#nextId++, outside))
    const [first] = this.made
    if (first !== undefined) await refused(() => set.patch(first.id, { tenant: 'y' }))
    return this.made
  }

  async #pay(set: Entries, accountId: number, amount: number): Promise<Made> {
    const part = unchecked<Made>({ accountId, amount }, 'the set fills tenant and kind')
    const { id, tenant, kind } = await set.insert(this.#nextId++, part)
    return { id, tenant, kind, accountId, amount }
  }
}

const leaving = new Error('left by a throw')

/** A write that would leave the scope; not a conflict with the other actor. */
async function refused(work: () => PromiseLike<unknown>): Promise<void> {
  const error = await fails('conflict', work)
  if (error.retry === 'safe') throw error
  same(error.details.reason, 'outside-set')
}

/** Repeats work that met the other actor. */
async function untilFree<T>(work: () => PromiseLike<T>): Promise<T> {
  for (let left = 500; ; left--)
    try {
      return await work()
    } catch (thrown) {
      const isMet = VantageError.is(thrown) && thrown.kind === 'conflict' && thrown.retry === 'safe'
      if (!isMet || left === 0) throw thrown
    }
}
