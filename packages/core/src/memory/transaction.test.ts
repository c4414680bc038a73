import { describe, expect, test } from 'vitest'
import { col, Entity, int, text } from '../index.ts'
import { type Memory, memory } from './index.ts'

class Account extends Entity('accounts', { id: col(int).id(), owner: col(text), balance: col(int).default(0) }) {}
const accounts = (source: Memory) => Account.table(source)

async function opened(): Promise<Memory> {
  const source = memory()
  await accounts(source).insertMany([
    { id: 1, owner: 'Ann', balance: 10 },
    { id: 2, owner: 'Bob', balance: 20 },
  ])
  return source
}
const balances = async (source: Memory): Promise<unknown> =>
  (await accounts(source).list()).map(({ id, balance }) => [id, balance])

describe('a transaction', () => {
  test('shows its writes to itself only, until it commits', async () => {
    const source = await opened()
    await using transaction = await source.begin()
    await accounts(transaction.source).patch(1, { balance: 11 })
    await accounts(transaction.source).insert(3, { owner: 'Cy' })
    await accounts(transaction.source).delete(2)
    expect(await balances(transaction.source)).toEqual([
      [1, 11],
      [3, 0],
    ])
    expect(await balances(source)).toEqual([
      [1, 10],
      [2, 20],
    ])
    await transaction.commit()
    expect(await balances(source)).toEqual([
      [1, 11],
      [3, 0],
    ])
  })

  test('is undone by a rollback and by leaving the scope', async () => {
    const source = await opened()
    {
      await using transaction = await source.begin()
      await accounts(transaction.source).deleteAll({ everything: true })
    }
    const other = await source.begin()
    await accounts(other.source).patch(1, { balance: 99 })
    await other.rollback()
    expect(await balances(source)).toEqual([
      [1, 10],
      [2, 20],
    ])
    await expect(accounts(other.source).list()).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('sees the tables as they were when it began', async () => {
    const source = await opened()
    await using transaction = await source.begin()
    await accounts(source).patch(1, { balance: 11 })
    await accounts(source).insert(3, { owner: 'Cy' })
    await Account.table(source, { name: 'later' }).insert(1, { owner: 'Dee' })
    expect(await balances(transaction.source)).toEqual([
      [1, 10],
      [2, 20],
    ])
    expect(await Account.table(transaction.source, { name: 'later' }).count()).toBe(0)
    await transaction.commit()
    expect(await balances(source)).toEqual([
      [1, 11],
      [2, 20],
      [3, 0],
    ])
  })

  test('the first to change a row wins', async () => {
    const source = await opened()
    const [first, second] = [await source.begin(), await source.begin()]
    await accounts(first.source).patch(1, { balance: 11 })
    await accounts(second.source).patch(1, { balance: 12 })
    await first.commit()
    await expect(second.commit()).rejects.toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'serialization' },
    })
    expect(second.state).toBe('rolled back')
    expect(await balances(source)).toEqual([
      [1, 11],
      [2, 20],
    ])
  })

  test('a failed commit publishes nothing, also of other tables', async () => {
    const source = await opened()
    const transaction = await source.begin()
    await Account.table(transaction.source, { name: 'log' }).insert(1, { owner: 'x' })
    await accounts(transaction.source).delete(1)
    await accounts(source).patch(1, { balance: 0 })
    await expect(transaction.commit()).rejects.toMatchObject({ kind: 'conflict' })
    expect(await Account.table(source, { name: 'log' }).count()).toBe(0)
    expect(await balances(source)).toEqual([
      [1, 0],
      [2, 20],
    ])
  })

  test('two that change different rows both succeed', async () => {
    const source = await opened()
    const [first, second] = [await source.begin(), await source.begin()]
    await accounts(first.source).patch(1, { balance: 11 })
    await accounts(first.source).insert(3, { owner: 'Cy' })
    await accounts(second.source).patch(2, { balance: 22 })
    await accounts(second.source).insert(4, { owner: 'Dee' })
    await second.commit()
    await first.commit()
    expect(await balances(source)).toEqual([
      [1, 11],
      [2, 22],
      [3, 0],
      [4, 0],
    ])
  })

  test('two that insert one id: the second fails', async () => {
    const source = await opened()
    const [first, second] = [await source.begin(), await source.begin()]
    await accounts(first.source).insert(3, { owner: 'Cy' })
    await accounts(second.source).insert(3, { owner: 'Dee' })
    await first.commit()
    await expect(second.commit()).rejects.toMatchObject({ kind: 'conflict', retry: 'safe' })
    expect(await accounts(source).get(3)).toMatchObject({ owner: 'Cy' })
  })

  test('an id may be freed and taken again inside', async () => {
    const source = await opened()
    await using transaction = await source.begin()
    await accounts(transaction.source).delete(1)
    await accounts(transaction.source).insert(1, { owner: 'New' })
    await accounts(source).insert(3, { owner: 'Cy' })
    await transaction.commit()
    expect(await balances(source)).toEqual([
      [2, 20],
      [1, 0],
      [3, 0],
    ])
  })

  test('serializable: what was read must not have changed', async () => {
    const source = await opened()
    const [first, second] = [
      await source.begin({ isolation: 'serializable' }),
      await source.begin({ isolation: 'serializable' }),
    ]
    for (const [id, { source: inside }] of [
      [1, first],
      [2, second],
    ] as const) {
      if ((await accounts(inside).sum(a => a.balance)) === 30) await accounts(inside).patch(id, { balance: -5 })
    }
    await first.commit()
    await expect(second.commit()).rejects.toMatchObject({ kind: 'conflict', details: { reason: 'serialization' } })
  })

  test('readOnly refuses writes', async () => {
    const source = await opened()
    await using transaction = await source.begin({ readOnly: true })
    expect(await accounts(transaction.source).count()).toBe(2)
    await expect(accounts(transaction.source).patch(1, { balance: 0 })).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('savepoints', () => {
  test('take back what came after them', async () => {
    const source = await opened()
    await using transaction = await source.begin()
    const inside = accounts(transaction.source)
    await inside.patch(1, { balance: 11 })
    const savepoint = await transaction.savepoint()
    await inside.patch(1, { balance: 12 })
    await inside.insert(3, { owner: 'Cy' })
    const later = await transaction.savepoint()
    await inside.delete(2)
    await savepoint.rollback()
    expect(await balances(transaction.source)).toEqual([
      [1, 11],
      [2, 20],
    ])
    await expect(later.rollback()).rejects.toMatchObject({ kind: 'invalid' })
    await inside.insert(3, { owner: 'Dee' })
    await savepoint.rollback()
    await inside.insert(4, { owner: 'Eve' })
    await savepoint.release()
    await transaction.commit()
    expect(await balances(source)).toEqual([
      [1, 11],
      [2, 20],
      [4, 0],
    ])
  })
})

describe('one statement', () => {
  test('creates all rows or none', async () => {
    const source = await opened()
    const rows = [
      { id: 3, owner: 'Cy' },
      { id: 3, owner: 'Dee' },
    ]
    expect(await accounts(source).insertMany(rows)).toBe(1)
    expect(await accounts(source).get(3)).toMatchObject({ owner: 'Cy' })
  })
})
