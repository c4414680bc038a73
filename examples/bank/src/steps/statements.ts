import { Decimal } from '@vantage-ts/core'
import type { AnswerRow } from '@vantage-ts/example-asking'
import { Account } from '../entities/account.ts'
import type { Step } from './step.ts'

export const statements: Step = {
  name: 'statements',
  title: 'What came into each account and went out of it, with what there was after that',
  async run(db) {
    const lines: AnswerRow[] = []
    for (const account of await Account.table(db)
      .orderBy(each => each.id)
      .activeList()) {
      let balance = Decimal.from(0)
      for await (const { number, note, amount } of account.getRef('entries').orderBy(entry => entry.number)) {
        balance = balance.plus(amount)
        lines.push({ account: account.id, number, note, amount, balance })
      }
    }
    return lines
  },
}
