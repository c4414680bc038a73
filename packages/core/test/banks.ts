import { containsMany } from '../src/contained/index.ts'
import { col, Entity, type Expr, int, json, type Table, text, type UpdateQuery } from '../src/index.ts'
import { type Memory, memory } from '../src/memory/index.ts'

export class Account extends Entity('accounts', {
  id: col(int).id(),
  owner: col(text),
  balance: col(int),
  lines: col(json).default([]),
}) {
  static override refs = { lines: containsMany(() => Line, 'lines') }
}
export class Invoice extends Entity('invoices', { id: col(int).id(), accountId: col(int), total: col(int) }) {}
class Line extends Entity('lines', { id: col(int).id(), text: col(text) }) {}

/** A bank and another database, with what was sent to both in its order: `bank: update`, `bank: commit`. */
export interface Banks {
  readonly bank: Memory
  readonly billing: Memory
  readonly sent: string[]
  accounts(): Table<Memory, typeof Account>
  account(id: number): Table<Memory, typeof Account>
  balances(): Promise<number[]>
  /** What all invoices come to. */
  owed(): Expr<number, Memory>
  /** From the first account; to the second. */
  take(amount: number): UpdateQuery<Memory, typeof Account>
  give(amount: number): UpdateQuery<Memory, typeof Account>
}

export async function openBanks(): Promise<Banks> {
  const bank = memory({ name: 'bank' })
  const billing = memory({ name: 'billing' })
  await Account.table(bank).insertMany([
    { id: 1, owner: 'Ann', balance: 10 },
    { id: 2, owner: 'Bob', balance: 20 },
  ])
  await Invoice.table(billing).insertMany([
    { id: 1, accountId: 1, total: 5 },
    { id: 2, accountId: 2, total: 7 },
  ])
  const sent: string[] = []
  for (const source of [bank, billing])
    source.on('statement', ({ source: name, text: statement }) => sent.push(`${name}: ${statement.split(' ')[0]}`))
  tellTransactions(bank, sent)
  const accounts = () => Account.table(bank)
  const of = (id: number) => accounts().where(a => a.id.eq(id))
  return {
    bank,
    billing,
    sent,
    accounts,
    account: of,
    balances: () => accounts().fieldValues(a => a.balance),
    owed: () => Invoice.table(billing).sumQuery(i => i.total),
    take: amount =>
      of(1)
        .updateQuery()
        .set('balance', a => a.balance.minus(amount)),
    give: amount =>
      of(2)
        .updateQuery()
        .set('balance', a => a.balance.plus(amount)),
  }
}

/** No statement says where a transaction of memory begins and ends, so its source is asked. */
function tellTransactions(source: Memory, sent: string[]): void {
  const { begin } = source
  source.begin = async options => {
    sent.push(`${source.name}: begin`)
    const transaction = await begin.call(source, options)
    for (const end of ['commit', 'rollback'] as const) {
      const work = transaction[end]
      Object.defineProperty(transaction, end, {
        value: () => {
          sent.push(`${source.name}: ${end}`)
          return Reflect.apply(work, transaction, [])
        },
      })
    }
    return transaction
  }
}
