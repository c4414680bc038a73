import { Decimal, type ReadSource } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { expectTypeOf, test } from 'vitest'
import { total, transfer } from './bank.ts'
import { isBankSource } from './bank-source.ts'
import { Account } from './entities/account.ts'

declare const files: ReadSource

test('the bank is in a source with transactions; whether one has them can be asked', async () => {
  const order = { from: 'a', to: 'b', amount: Decimal.from(1) }
  await transfer(memory(), order)
  // @ts-expect-error a source that only reads has none
  await transfer(files, order)
  if (isBankSource(files)) expectTypeOf(total(files)).resolves.toEqualTypeOf<Decimal>()
})

test('a record moves money, whichever set it is of; a row does not', async () => {
  const to = await Account.table(memory()).load('b')
  await (await Account.withBalance(memory()).load('a')).moveMoney(to, Decimal.from(1))
  // @ts-expect-error a row knows no source
  await (await Account.table(memory()).first())?.moveMoney(to, Decimal.from(1))
})
