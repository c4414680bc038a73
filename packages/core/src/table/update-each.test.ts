import { beforeEach, expect, test } from 'vitest'
import { col, Entity, expectStatements, int, text } from '../index.ts'
import { type Memory, memory, memoryBackend } from '../memory/index.ts'
import type { Backend } from '../source/backend.ts'
import { openSource } from '../source/open.ts'
import { failed } from '../../test/failed.ts'

class Account extends Entity('accounts', { id: col(int).id(), owner: col(text), balance: col(int) }) {}
let db: Memory
const rows = Array.from({ length: 10 }, (_, index) => ({ id: index + 1, owner: index % 2 === 0 ? 'odd' : 'even', balance: index })) // biome-ignore format: one line
beforeEach(async () => {
  db = memory()
  await Account.table(db).insertMany(rows)
})
const balances = (source: Memory = db) => Account.table(source).fieldValues(a => a.balance)
test('each record is seen once, whatever becomes of it, and only changes are saved', async () => {
  const seen: number[] = []
  const told: unknown[] = []
  const low = Account.table(db).where(a => a.balance.lt(6))
  const result = await low.updateEach(
    account => {
      seen.push(account.id)
      if (account.id % 2 === 0) account.balance += 100
    },
    { batchRows: 2, onProgress: progress => told.push(progress) },
  )
  expect(seen).toEqual([1, 2, 3, 4, 5, 6])
  expect(result).toEqual({ seen: 6, saved: 3 })
  expect(told).toEqual([{ seen: 2, saved: 1 }, { seen: 4, saved: 2 }, { seen: 6, saved: 3 }]) // biome-ignore format: one line
  expect(await balances()).toEqual([0, 101, 2, 103, 4, 105, 6, 7, 8, 9])
})

test('a page is one statement, and so is each changed record', async () => {
  const change = () =>
    Account.table(db).updateEach(account => void (account.id < 4 && account.balance++), {
      everything: true,
      batchRows: 5,
    })
  await expectStatements(db, 2 + 3, change)
})

test('records that are kept go on from what was saved', async () => {
  const kept = new Map<number, { balance: number; isDirty: boolean; save(): Promise<void> }>()
  const sent: string[] = []
  db.on('statement', ({ text: statement }) => sent.push(statement))
  const low = Account.table(db).where(account => account.id.lte(2))
  await low.updateEach(account => {
    kept.set(account.id, account)
    account.balance += 10
  })
  expect(sent).toHaveLength(1 + 2)
  const first = kept.get(1)
  expect([first?.balance, first?.isDirty]).toEqual([10, false])
  expect(await balances()).toEqual([10, 11, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('values are checked, a change that is none is not saved, and a row that left the set is told', async () => {
  const one = Account.table(db).where(account => account.id.eq(1))
  // A value of the wrong kind, as programs without types may give.
  const wrong = await failed(() => one.updateEach(account => void Object.assign(account, { balance: 'much' })))
  expect(wrong).toMatchObject({ kind: 'type-mismatch', details: { entity: 'accounts', field: 'balance' } })
  expect(await one.updateEach(account => void Object.assign(account, { balance: account.balance }))).toEqual({ seen: 1, saved: 0 }) // biome-ignore format: one line
  const leaving = Account.table(db).where(account => account.balance.eq(5))
  const gone = await failed(() =>
    leaving.updateEach(async account => {
      account.owner = 'x'
      await account.patch({ balance: 6 })
    }),
  )
  expect(gone).toMatchObject({ kind: 'not-found' })
  expect(await balances()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('a failure says exactly what is saved; the batch that failed is not', async () => {
  const work = () =>
    Account.table(db).updateEach(
      account => {
        if (account.id === 6) throw new Error('blocked')
        account.balance = -1
      },
      { everything: true, batchRows: 4 },
    )
  expect(await failed(work)).toMatchObject({
    kind: 'partial',
    details: { entity: 'accounts', written: true, saved: [1, 2, 3, 4] },
    message: expect.stringContaining('what is saved stays: leave those records out when you repeat it, or the function changes them again'), // biome-ignore format: one line
    cause: { kind: 'validation', message: 'updating accounts 6: blocked' },
  })
  expect(await balances()).toEqual([-1, -1, -1, -1, 4, 5, 6, 7, 8, 9])
})

/** Memory without transactions. */
function withoutTransactions(): Memory {
  const whole = memoryBackend()
  const { name, database, storages, operators, limits } = whole
  const backend: Backend = {
    ...{ name, database, storages, operators, limits },
    can: { ...whole.can, transaction: false, savepoint: false, stream: false },
    compile: statement => whole.compile(statement),
    run: (compiled, request) => whole.run(compiled, request),
    ping: signal => whole.ping(signal),
    close: () => whole.close(),
  }
  return openSource<Memory>(backend)
}

test('without transactions a failure lists each saved record', async () => {
  const source = withoutTransactions()
  await Account.table(source).insertMany(rows)
  const work = () =>
    Account.table(source)
      .withHook('beforeUpdate', ({ before }) => {
        if (before.id === 3) throw new Error('blocked')
      })
      .updateEach(account => void (account.balance = -1), { everything: true })
  expect(await failed(work)).toMatchObject({ kind: 'partial', details: { saved: [1, 2] } })
  expect((await balances(source)).slice(0, 4)).toEqual([-1, -1, 2, 3])
})

test('without transactions a record whose hook after the write failed is among those that are saved', async () => {
  const source = withoutTransactions()
  await Account.table(source).insertMany(rows)
  const work = () =>
    Account.table(source)
      .withHook('afterUpdate', ({ before }) => {
        if (before.id === 2) throw new Error('late')
      })
      .updateEach(account => void (account.balance = -1), { everything: true })
  expect(await failed(work)).toMatchObject({ kind: 'partial', details: { saved: [1, 2] } })
})

test('inside a transaction it fails as a whole', async () => {
  await using tx = await db.begin()
  const work = () =>
    Account.table(tx).updateEach(
      account => {
        if (account.id === 9) throw new RangeError('blocked')
        account.balance = -1
      },
      { everything: true, batchRows: 2 },
    )
  expect(await failed(work)).toMatchObject({ kind: 'validation', message: 'updating accounts 9: blocked' })
  await tx.rollback()
  expect(await balances()).toEqual(rows.map(({ balance }) => balance))
})

test('work at once is bounded; records may be deleted; the record form works', async () => {
  let running = 0
  let most = 0
  const { saved } = await Account.table(db).updateEach(
    async account => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      if (account.id === 1) await account.delete()
      else account.owner = 'x'
      running--
    },
    { everything: true, concurrency: 3 },
  )
  expect([most, saved]).toEqual([3, 10])
  expect(await Account.table(db).where(a => a.owner.eq('x')).count()).toBe(9) // biome-ignore format: one line
  expect(await Account.table(db).count()).toBe(9)
  const one = await Account.table(db).where(a => a.id.eq(2)).records().updateEach(record => void (record.balance = 7)) // biome-ignore format: one line
  expect([one.saved, (await Account.table(db).get(2))?.balance]).toEqual([1, 7])
})

test('what is refused', async () => {
  const set = Account.table(db)
  expect(await failed(() => set.updateEach(() => {}))).toMatchObject({ kind: 'invalid', message: expect.stringContaining('everything') }) // biome-ignore format: one line
  expect(await failed(() => set.limit(1).updateEach(() => {}))).toMatchObject({ kind: 'invalid' })
  expect(await failed(() => set.updateEach(() => {}, { everything: true, concurrency: 0 }))).toMatchObject({ kind: 'invalid' }) // biome-ignore format: one line
  expect(await failed(() => set.updateEach(() => {}, { everything: true, batchRows: 0 }))).toMatchObject({ kind: 'invalid' }) // biome-ignore format: one line
})

test('rows that change in different ways, null among the values, are each saved as they are', async () => {
  class Item extends Entity('items', { a: col(int).id(), b: col(int).id(), name: col(text).optional(), n: col(int) }) {}
  const items = Item.table(memory()).where(item => item.n.gte(0))
  await items.insertMany([1, 2, 3, 4].map(a => ({ a, b: -a, name: `n${a}`, n: a })))
  const done = await items.updateEach(item => {
    if (item.a % 2 === 1) item.name = item.a === 1 ? null : 'three'
    if (item.a > 2) item.n += 10
  })
  expect(done).toEqual({ seen: 4, saved: 3 })
  expect((await items.orderBy(item => item.a).list()).map(({ name, n }) => [name, n])).toEqual([
    [null, 1],
    ['n2', 2],
    ['three', 13],
    ['n4', 14],
  ])
  const read = items.where(item => item.n.in(items.where(other => other.a.eq(3)).fieldExpr(other => other.n)))
  expect(await read.updateEach(item => void (item.name = 'found'))).toEqual({ seen: 1, saved: 1 })
  const leaving = await failed(() =>
    items.updateEach(async item => {
      item.name = 'gone'
      await item.patch({ n: -1 })
    }),
  )
  expect(leaving).toMatchObject({ kind: 'not-found' })
  expect(await items.count()).toBe(4)
})

test('a batch has at least one record', async () => {
  for (const batchRows of [0, -1, 1.5, 10_001])
    expect(await failed(() => Account.table(db).updateEach(() => {}, { everything: true, batchRows }))).toMatchObject({ kind: 'invalid', message: 'batchRows is a whole number from 1 to 10,000' }) // biome-ignore format: one line
})
