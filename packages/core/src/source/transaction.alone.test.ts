import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { containsMany } from '../contained/index.ts'
import { type CallOptions, col, Entity, hasMany, int, json, text } from '../index.ts'
import { type Memory, memory } from '../memory/index.ts'
import { failed } from '../../test/failed.ts'

const billing = memory({ name: 'billing' })
class Account extends Entity('accounts', { id: col(int).id(), owner: col(text), balance: col(int).default(0) }) {
  static override refs = {
    invoices: hasMany(() => Invoice.table(billing), 'accountId'),
    notes: hasMany(() => Note, 'accountId'),
  }
}
class Invoice extends Entity('invoices', { id: col(int).id(), accountId: col(int), total: col(int) }) {
  static override refs = { notes: hasMany(() => Note.table(source), 'accountId', { references: 'accountId' }) }
}
class Note extends Entity('notes', { id: col(int).id(), accountId: col(int), text: col(text) }) {}

let source: Memory
beforeEach(async () => {
  source = memory({ name: 'bank' })
  await Invoice.table(billing).deleteAll({ everything: true })
  await Account.table(source).insertMany([
    { id: 1, owner: 'Ann', balance: 10 },
    { id: 2, owner: 'Bob', balance: 20 },
  ])
  await Note.table(source).insertMany([{ id: 1, accountId: 1, text: 'first' }])
  await Invoice.table(billing).insertMany([
    { id: 1, accountId: 1, total: 5 },
    { id: 2, accountId: 2, total: 7 },
  ])
})
const balances = async (db: Memory = source): Promise<unknown> =>
  (await Account.table(db).list()).map(({ id, balance }) => [id, balance])
describe('transaction()', () => {
  test('commits what its work did, and gives its result', async () => {
    const result = await source.transaction(async tx => {
      await Account.table(tx).patch(1, { balance: 11 })
      return 'done'
    })
    expect([result, await balances()]).toEqual(['done', [[1, 11], [2, 20]]]) // biome-ignore format: one line
  })

  test('rolls back when its work throws, and throws the very same', async () => {
    const own = new RangeError('not enough')
    const work = source.transaction(async tx => {
      await Account.table(tx).patch(1, { balance: 0 })
      throw own
    })
    await expect(work).rejects.toBe(own)
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })

  test('repeats work that met another transaction, as often as was said', async () => {
    let times = 0
    const work = (retries: number): Promise<void> =>
      source.transaction(
        async tx => {
          times++
          const { balance } = (await Account.table(tx).get(1)) ?? { balance: 0 }
          if (times < 3) await Account.table(source).patch(1, { balance: balance + 100 })
          await Account.table(tx).patch(1, { balance: balance + 1 })
        },
        { retries },
      )
    expect(await failed(() => work(0))).toMatchObject({ kind: 'conflict', retry: 'safe' })
    expect(times).toBe(1)
    await work(2)
    expect([times, await balances()]).toEqual([3, [[1, 211], [2, 20]]]) // biome-ignore format: one line
    expect(await failed(() => work(-1))).toMatchObject({ kind: 'invalid' })
  })

  test('does not repeat what failed for another reason', async () => {
    let times = 0
    const work = source.transaction(
      async tx => {
        times++
        await Account.table(tx).patch(9, { balance: 1 })
      },
      { retries: 5 },
    )
    expect(await failed(() => work)).toMatchObject({ kind: 'not-found' })
    expect(times).toBe(1)
  })

  test('leaves it as its work ended it', async () => {
    await source.transaction(async tx => {
      await Account.table(tx).patch(1, { balance: 0 })
      await tx.rollback()
    })
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })
})

describe('what breaks a transaction off', () => {
  test('is thrown by transaction(), also where its work did not notice', async () => {
    vi.useFakeTimers()
    try {
      const slow = source.transaction(
        async tx => {
          await Account.table(tx).patch(1, { balance: 0 })
          await vi.advanceTimersByTimeAsync(1000)
          return 'done'
        },
        { idleTimeoutMs: 1000 },
      )
      expect(await failed(() => slow)).toMatchObject({ kind: 'timeout', details: { reason: 'idle' } })
    } finally {
      vi.useRealTimers()
    }
    const refusing = Account.table(source).withHook('afterUpdate', () => Promise.reject(new Error('no')))
    const deaf = source.transaction(async tx => {
      await refusing
        .withTransaction(tx)
        .patch(1, { balance: 0 })
        .catch(() => {})
      return 'done'
    })
    expect(await failed(() => deaf)).toMatchObject({ kind: 'invalid', cause: { message: 'afterUpdate of accounts: no' } }) // biome-ignore format: one line
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })

  test('a deadline of transaction() covers its work', async () => {
    vi.useFakeTimers()
    try {
      const never = source.transaction(
        async tx => {
          await Account.table(tx).patch(1, { balance: 0 })
          await new Promise(() => {})
        },
        { timeoutMs: 50 },
      )
      const error = failed(() => never)
      await vi.advanceTimersByTimeAsync(50)
      expect(await error).toMatchObject({ kind: 'timeout', retry: 'safe' })
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })

  test('its signal, and those of the ones around it', async () => {
    const outer = new AbortController()
    const inner = new AbortController()
    await using whole = await source.begin({ signal: outer.signal })
    await Account.table(whole).patch(1, { balance: 11 })
    const part = await whole.begin({ signal: inner.signal })
    await Account.table(part).patch(2, { balance: 21 })
    inner.abort(new Error('enough'))
    expect([whole.state, part.state]).toEqual(['open', 'rolled back'])
    expect(await failed(() => part.commit())).toMatchObject({ kind: 'cancelled', details: { reason: 'aborted' }, cause: { message: 'enough' } }) // biome-ignore format: one line
    expect(await balances(whole)).toEqual([[1, 11], [2, 20]]) // biome-ignore format: one line
    const second = await whole.begin()
    const third = await second.begin()
    outer.abort()
    expect([whole.state, second.state, third.state]).toEqual(['rolled back', 'rolled back', 'rolled back'])
    for (const use of [() => third.commit(), () => Account.table(second).count(), () => whole.begin()])
      expect(await failed(use)).toMatchObject({ kind: 'cancelled', message: expect.stringContaining('begin another') })
    await third.rollback()
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
    expect(await failed(() => source.begin({ signal: outer.signal }))).toMatchObject({ kind: 'cancelled' })
  })
})

describe('a transaction inside a transaction', () => {
  test('is undone alone, or becomes a part of the outer one', async () => {
    await using outer = await source.begin()
    await Account.table(outer).patch(1, { balance: 11 })
    {
      await using inner = await outer.begin()
      await Account.table(inner).patch(1, { balance: 12 })
    }
    expect(await balances(outer)).toEqual([[1, 11], [2, 20]]) // biome-ignore format: one line
    await outer.transaction(async inner => {
      await Account.table(inner).patch(2, { balance: 21 })
      await inner.transaction(async innermost => Account.table(innermost).insert(3, { owner: 'Cy' }))
    })
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
    await outer.commit()
    expect(await balances()).toEqual([[1, 11], [2, 21], [3, 0]]) // biome-ignore format: one line
  })

  test('must end before the outer one is used again', async () => {
    await using outer = await source.begin()
    const inner = await outer.begin()
    for (const use of [
      () => Account.table(outer).count(),
      () => outer.commit(),
      () => outer.begin(),
      () => outer.savepoint(),
    ])
      expect(await failed(use)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('inside this one') })
    await outer.rollback()
    expect([inner.state, outer.state]).toEqual(['rolled back', 'rolled back'])
    expect(await failed(() => Account.table(inner).count())).toMatchObject({ kind: 'invalid' })
  })

  test('is one at a time', async () => {
    await using outer = await source.begin()
    const [first, second] = await Promise.allSettled([outer.begin(), outer.begin()])
    expect([first.status, second]).toMatchObject(['fulfilled', { reason: { kind: 'invalid' } }])
    const ended = outer.begin({ signal: AbortSignal.abort() })
    expect((await failed(() => ended)).kind).toBe('invalid')
  })

  test('takes isolation from the outer one', async () => {
    await using outer = await source.begin()
    expect(await failed(() => outer.begin({ isolation: 'serializable' }))).toMatchObject({ kind: 'invalid' })
  })
})

describe('what is over', () => {
  test('is neither used nor ended again', async () => {
    const transaction = await source.begin()
    const accounts = Account.table(transaction)
    await transaction.commit()
    for (const use of [
      () => accounts.count(),
      () => accounts.patch(1, { balance: 0 }),
      () => transaction.commit(),
      () => transaction.rollback(),
      () => transaction.begin(),
      () => transaction.afterCommit('x', () => {}),
    ]) {
      const error = await failed(use)
      expect(error).toMatchObject({ kind: 'invalid' })
      expect(error.message).toContain('already committed')
    }
    const other = await source.begin()
    await other.rollback()
    await other.rollback()
    expect((await failed(() => other.commit())).message).toContain('already rolled back')
  })

  test('10,000 scopes that are left by throw or return leave nothing behind', async () => {
    for (let round = 0; round < 5000; round++) {
      await expect(
        source.transaction(async tx => {
          await Account.table(tx).patch(1, { balance: round })
          if (round % 2 === 0) throw new RangeError('out')
          await tx.rollback()
        }),
      )[round % 2 === 0 ? 'rejects' : 'resolves'].toSatisfy(() => true)
      await using left = await source.begin()
      await Account.table(left).patch(2, { balance: round })
    }
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })
})

describe('withTransaction()', () => {
  test('reads and writes the same set inside', async () => {
    const rich = Account.table(source).where(a => a.balance.gt(15))
    await using tx = await source.begin()
    await Account.table(tx).patch(1, { balance: 100 })
    expect([await rich.count(), await rich.withTransaction(tx).count()]).toEqual([1, 2])
    expect(await rich.withTransaction(tx).getRef('notes').count()).toBe(1)
    expect(await rich.withTransaction(tx).records().withTransaction(tx).listValues()).toHaveLength(2)
  })

  test('refuses a transaction of another database, and what is none', async () => {
    await using tx = await billing.begin()
    const set = Account.table(source)
    expect(await failed(() => set.withTransaction(tx))).toMatchObject({ kind: 'invalid' })
    expect(await failed(() => Reflect.apply(set.withTransaction, set, [source]))).toMatchObject({ kind: 'invalid' })
  })
})

describe('another database', () => {
  test('is read from inside, and not written', async () => {
    await using tx = await source.begin()
    const invoices = Account.table(tx)
      .where(a => a.id.eq(1))
      .getRef('invoices')
    expect(await invoices.count()).toBe(1)
    for (const write of [
      () => invoices.deleteAll(),
      () => invoices.updateQuery().set('total', 0).run(),
      () => invoices.patch(1, { total: 0 }),
      () => invoices.insert(3, { accountId: 1, total: 1 }),
    ])
      expect(await failed(write)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('unprotected') })
    expect(await Invoice.table(billing).sum(i => i.total)).toBe(12)
  })

  test('is written where that was agreed to, and the receipt lists it', async () => {
    const tx = await source.begin({ unprotected: true })
    await Account.table(tx)
      .where(a => a.id.eq(1))
      .getRef('invoices')
      .updateQuery()
      .set('total', 6)
      .run()
    await tx.transaction(async inner => Account.table(inner).getRef('invoices').patch(2, { total: 8 }))
    expect(await tx.commit()).toEqual({
      unprotected: ['update of invoices on billing', 'update of invoices on billing'],
      afterCommit: [],
    })
    expect(await Invoice.table(billing).sum(i => i.total)).toBe(14)
  })

  test('is written where the one inside agreed to, and listed even when that is rolled back', async () => {
    const tx = await source.begin()
    const inner = await tx.begin({ unprotected: true })
    await Account.table(inner).getRef('invoices').patch(2, { total: 8 })
    await inner.rollback()
    expect(await failed(() => Account.table(tx).getRef('invoices').patch(2, { total: 9 }))).toMatchObject({ kind: 'invalid' }) // biome-ignore format: one line
    const second = await tx.begin({ unprotected: true })
    await Account.table(second).getRef('invoices').patch(1, { total: 6 })
    expect((await second.commit()).unprotected).toEqual(['update of invoices on billing'])
    expect((await tx.commit()).unprotected).toEqual(['update of invoices on billing', 'update of invoices on billing'])
    expect(await Invoice.table(billing).sum(i => i.total)).toBe(14)
  })

  test('leads back inside', async () => {
    await using tx = await source.begin()
    await Note.table(tx).insert(2, { accountId: 1, text: 'second' })
    const notes = Account.table(tx).getRef('invoices').getRef('notes')
    expect(await notes.count()).toBe(2)
    expect(await notes.where(n => n.id.eq(2)).deleteAll()).toBe(1)
    await using inner = await tx.begin()
    const again = Account.table(inner).getRef('invoices').getRef('notes')
    expect(await again.count()).toBe(1)
    const ids = Account.table(inner).where(a => a.id.eq(1)).fieldExpr(a => a.id) // biome-ignore format: one line
    expect(await Note.table(inner).where(n => n.accountId.in(ids)).count()).toBe(1) // biome-ignore format: one line
  })

  test('a change of it that is a part of a statement inside is refused as well', async () => {
    await using tx = await source.begin()
    const change = Invoice.table(billing).deleteQuery({ everything: true }).expr()
    const statement = Account.table(tx).where(a => a.balance.lt(change))
    expect(await failed(() => statement.list())).toMatchObject({ kind: 'invalid' })
    expect(await Invoice.table(billing).count()).toBe(2)
  })

  test('parts of this database that another one asks for are read inside', async () => {
    await using tx = await source.begin()
    await Account.table(tx).insert(3, { owner: 'Cy', balance: 30 })
    const ids = Account.table(source).where(a => a.balance.gt(25)).fieldExpr(a => a.id) // biome-ignore format: one line
    const totals = Invoice.table(billing).where(i => i.accountId.notIn(ids)).fieldExpr(i => i.accountId) // biome-ignore format: one line
    expect(await Account.table(tx).where(a => a.id.in(totals)).count()).toBe(2) // biome-ignore format: one line
  })
})

describe('afterCommit()', () => {
  test('sends once the outermost transaction is committed, in order, and the receipt lists it', async () => {
    const sent: string[] = []
    const tx = await source.begin()
    tx.afterCommit('an event', () => sent.push('event'))
    await tx.transaction(async inner => inner.afterCommit('a record', () => Promise.resolve(sent.push('record'))))
    const dropped = await tx.begin()
    dropped.afterCommit('nothing', () => sent.push('nothing'))
    await dropped.rollback()
    expect(sent).toEqual([])
    expect(await tx.commit()).toEqual({
      unprotected: [],
      afterCommit: [
        { what: 'an event', outcome: 'done' },
        { what: 'a record', outcome: 'done' },
      ],
    })
    expect(sent).toEqual(['event', 'record'])
  })

  test('what fails afterwards says that the transaction is committed, and what was not sent', async () => {
    const tx = await source.begin()
    await Account.table(tx).patch(1, { balance: 11 })
    tx.afterCommit('a', () => {})
    tx.afterCommit('b', () => Promise.reject(new Error('no broker')))
    tx.afterCommit('c', () => {})
    const error = await failed(() => tx.commit())
    expect(error).toMatchObject({
      kind: 'partial',
      message: expect.stringMatching(/ is committed, but b failed after it: no broker; details\.receipt lists what was sent, and what is still to be sent$/), // biome-ignore format: one line
      details: {
        written: true,
        receipt: {
          afterCommit: [
            { what: 'a', outcome: 'done' },
            { what: 'b', outcome: 'failed', error: { message: 'b, after the commit: no broker' } },
            { what: 'c', outcome: 'not sent' },
          ],
        },
      },
    })
    expect([tx.state, await balances()]).toEqual(['committed', [[1, 11], [2, 20]]]) // biome-ignore format: one line
  })

  test('waits no longer than the deadline of the whole, and tells what was not sent', async () => {
    vi.useFakeTimers()
    try {
      const told: (AbortSignal | undefined)[] = []
      const partial = {
        kind: 'partial',
        details: {
          written: true,
          receipt: {
            afterCommit: [
              { what: 'a', outcome: 'done' },
              { what: 'b', outcome: 'failed', error: { kind: 'timeout', details: { outcome: 'unknown' } } },
              { what: 'c', outcome: 'not sent' },
            ],
          },
        },
      }
      const queue = (tx: { afterCommit(what: string, work: (options: CallOptions) => unknown): void }): void => {
        tx.afterCommit('a', () => {})
        tx.afterCommit('b', ({ signal }) => {
          told.push(signal)
          return new Promise(() => {})
        })
        tx.afterCommit('c', () => {})
      }
      const calls: readonly (() => Promise<unknown>)[] = [
        () => source.transaction(async tx => queue(tx), { timeoutMs: 50 }),
        // The work commits by itself.
        () =>
          source.transaction(
            async tx => {
              queue(tx)
              await tx.commit()
            },
            { timeoutMs: 50 },
          ),
        () => source.transaction(async tx => tx.transaction(async inner => queue(inner)), { timeoutMs: 50 }),
      ]
      for (const call of calls) {
        const error = failed(call)
        await vi.advanceTimersByTimeAsync(50)
        expect(await error).toMatchObject(partial)
      }
      expect(told.map(signal => signal?.aborted)).toEqual([true, true, true])
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('that was not begun when the signal aborted is not sent', async () => {
    const controller = new AbortController()
    const tx = await source.begin({ signal: controller.signal })
    tx.afterCommit('a', () => controller.abort())
    tx.afterCommit('b', () => {})
    const told = [{ what: 'a', outcome: 'failed' }, { what: 'b', outcome: 'not sent' }] // biome-ignore format: one line
    expect(await failed(() => tx.commit())).toMatchObject({ kind: 'partial', details: { receipt: { afterCommit: told } } }) // biome-ignore format: one line
    const ended = new AbortController()
    const late = await source.begin({ signal: ended.signal })
    late.afterCommit('c', () => {})
    const error = failed(() => late.commit())
    ended.abort()
    expect(await error).toMatchObject({ kind: 'partial', details: { receipt: { afterCommit: [{ what: 'c', outcome: 'not sent' }] } } }) // biome-ignore format: one line
    expect((await error).message).toMatch(/is committed, but c was not sent: the call was cancelled/)
  })

  test('work that goes on after it committed by itself is told of as committed', async () => {
    vi.useFakeTimers()
    try {
      const error = failed(() =>
        source.transaction(
          async tx => {
            await Account.table(tx).patch(1, { balance: 11 })
            await tx.commit()
            await new Promise(() => {})
          },
          { timeoutMs: 50 },
        ),
      )
      await vi.advanceTimersByTimeAsync(50)
      expect(await error).toMatchObject({ kind: 'partial', retry: 'never', details: { written: true, receipt: { afterCommit: [] } } }) // biome-ignore format: one line
    } finally {
      vi.useRealTimers()
    }
    expect(await balances()).toEqual([[1, 11], [2, 20]]) // biome-ignore format: one line
  })

  test('takes a name and a function', async () => {
    await using tx = await source.begin()
    expect(await failed(() => tx.afterCommit('', () => {}))).toMatchObject({ kind: 'invalid' })
    expect(await failed(() => Reflect.apply(tx.afterCommit, tx, ['x']))).toMatchObject({ kind: 'invalid' })
  })
})

describe('idleTimeoutMs', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('rolls back what does nothing for so long; statements start the time anew', async () => {
    const tx = await source.begin({ idleTimeoutMs: 1000 })
    await Account.table(tx).patch(1, { balance: 11 })
    await vi.advanceTimersByTimeAsync(900)
    await Account.table(tx).count()
    await vi.advanceTimersByTimeAsync(900)
    expect(tx.state).toBe('open')
    await vi.advanceTimersByTimeAsync(200)
    expect(tx.state).toBe('rolled back')
    for (const use of [() => Account.table(tx).count(), () => tx.commit()])
      expect(await failed(use)).toMatchObject({ kind: 'timeout', retry: 'safe', details: { reason: 'idle' } })
    await tx.rollback()
    expect(await balances()).toEqual([[1, 10], [2, 20]]) // biome-ignore format: one line
  })

  test('work inside a nested one counts; an ended one has no timer', async () => {
    const tx = await source.begin({ idleTimeoutMs: 1000 })
    const inner = await tx.begin()
    await vi.advanceTimersByTimeAsync(900)
    await Account.table(inner).count()
    await vi.advanceTimersByTimeAsync(900)
    await inner.commit()
    await tx.commit()
    expect([vi.getTimerCount(), tx.state]).toEqual([0, 'committed'])
  })

  test('is a positive number of milliseconds', async () => {
    expect(await failed(() => source.begin({ idleTimeoutMs: 0 }))).toMatchObject({ kind: 'invalid' })
  })
})

describe('rows inside rows', () => {
  test('are read and written in the transaction of their hosts', async () => {
    class Line extends Entity('lines', { n: col(int).id(), words: col(text) }) {}
    class Order extends Entity('orders', { id: col(int).id(), held: col(json) }) {
      static override refs = { lines: containsMany(() => Line, 'held') }
    }
    await Order.table(source).insert(1, { held: [{ n: 1, words: 'a' }] })
    await using tx = await source.begin()
    const lines = Order.table(tx).where(o => o.id.eq(1)).getRef('lines') // biome-ignore format: one line
    await lines.insert(2, { words: 'b' })
    expect([await lines.count(), (await Order.table(source).get(1))?.held]).toEqual([2, [{ n: 1, words: 'a' }]])
    const ids = Order.table(tx).fieldExpr(o => o.id)
    expect(await lines.where(l => l.n.in(ids)).count()).toBe(1) // biome-ignore format: one line
    await tx.commit()
    expect((await Order.table(source).get(1))?.held).toEqual([{ n: 1, words: 'a' }, { n: 2, words: 'b' }]) // biome-ignore format: one line
  })
})
