import { expectTypeOf, test } from 'vitest'
import { type ActiveEntity, col, Entity, int, type Table, type Transaction, type TransactionSource } from '../index.ts'
import { memory, type Memory } from '../memory/index.ts'

class Account extends Entity('accounts', { id: col(int).id() }) {}

test('a transaction is a source of the type that it was begun on', async () => {
  const db = memory()
  await using tx = await db.begin()
  expectTypeOf(tx).toEqualTypeOf<Transaction<Memory>>()
  expectTypeOf(tx).toExtend<Memory>()
  expectTypeOf(Account.table(tx)).toEqualTypeOf<Table<Memory, typeof Account>>()
  expectTypeOf(Account.table(db)).toEqualTypeOf<Table<Memory, typeof Account>>()
  expectTypeOf(Account.table(await tx.begin())).toEqualTypeOf<Table<Memory, typeof Account>>()
  expectTypeOf(Account.table(db).withTransaction(tx)).toEqualTypeOf<Table<Memory, typeof Account>>()
  expectTypeOf(await Account.table(tx).load(1)).toEqualTypeOf<ActiveEntity<Memory, typeof Account>>()
  expectTypeOf(db.transaction(async inside => Account.table(inside).count())).resolves.toEqualTypeOf<number>()
})

test('a function can demand one in its type', async () => {
  const counted = async <DS extends TransactionSource>(db: DS): Promise<Transaction<DS>> => db.begin()
  const db = memory()
  await counted(await counted(db))
  // @ts-expect-error a file has no transactions
  await counted({ ...db, can: { ...db.can, transaction: false } })
})
