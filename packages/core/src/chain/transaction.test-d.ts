import { expectTypeOf, test } from 'vitest'
import {
  type Receipt,
  Transaction,
  type TransactionChain,
  type TransactionSource,
  type TransactionStep,
} from '../index.ts'
import { memory } from '../memory/index.ts'
import { Account } from '../../test/banks.ts'

const db = memory()
const accounts = Account.table(db)

test('it gives what its last step gives, and hands values on', async () => {
  const chain = Transaction.of(db)
    .exec(accounts.fieldQuery(a => a.owner))
    .andThen(owners => {
      expectTypeOf(owners).toEqualTypeOf<readonly string[]>()
      return accounts.countQuery()
    })
    .andThen((count, values) => {
      expectTypeOf(count).toEqualTypeOf<number>()
      expectTypeOf(values).toEqualTypeOf<readonly [readonly string[], number]>()
      return accounts.updateQuery({ everything: true }).set('balance', count).returning('id')
    })
  expectTypeOf(chain).toEqualTypeOf<TransactionChain<readonly [readonly string[], number, { id: number }[]]>>()
  expectTypeOf(await chain.run()).toEqualTypeOf<{ id: number }[]>()
  const { values, receipt } = await chain.runAll({ isolation: 'serializable', retries: 2, unprotected: true })
  expectTypeOf(values).toEqualTypeOf<readonly [readonly string[], number, { id: number }[]]>()
  expectTypeOf(receipt).toEqualTypeOf<Receipt>()
})

test('changes are steps, also through code that knows no more than that', () => {
  const steps: readonly TransactionStep<number>[] = [
    accounts.insertQuery({ id: 1, owner: 'Ann', balance: 1 }),
    accounts.deleteQuery({ everything: true }),
    accounts.insertFrom(accounts),
    accounts.maxQuery(a => a.balance).coalesce(0),
  ]
  const counted = <DS extends TransactionSource>(source: DS): TransactionChain<readonly [number]> =>
    Transaction.of(source).exec(Account.table(db).countQuery())
  counted(db)
  void steps
})

test('what is none does not compile', () => {
  const chain = Transaction.of(db).exec(accounts.countQuery())
  // @ts-expect-error a file has no transactions
  Transaction.of({ ...db, can: { ...db.can, transaction: false } })
  // @ts-expect-error a set is read by one of its queries
  chain.andThen(accounts)
  // @ts-expect-error it runs at once, outside of the transaction
  chain.andThen(accounts.count())
  // @ts-expect-error a function gives a step, not a promise of one
  chain.andThen(async () => accounts.countQuery())
  // @ts-expect-error a function gives a step, not a value
  chain.andThen(count => count + 1)
  // @ts-expect-error a transaction is not a step of another
  chain.andThen(Transaction.of(db).exec(accounts.countQuery()))
  // @ts-expect-error there is nothing to run yet
  Transaction.of(db).run()
  // @ts-expect-error there is no value before the first step
  Transaction.of(db).exec(() => accounts.countQuery())
  // @ts-expect-error it is no promise
  chain.then(() => undefined)
})
