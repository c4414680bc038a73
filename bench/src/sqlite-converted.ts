import Database from 'better-sqlite3'
import { col, Decimal, decimal, Entity, instant, int, Temporal, uuid } from '@vantage-ts/core'
import { sqlite } from '@vantage-ts/sqlite'
import { type Arena, comparison } from './comparison.ts'

class Payment extends Entity('payments', {
  id: col(int).id(),
  at: col(instant),
  amount: col(decimal),
  payer: col(uuid),
}) {}

interface Stored {
  readonly id: number
  readonly at: string
  readonly amount: string
  readonly payer: string
}

const rowCount = 10_000

/** Fills a database through the adapter, so that the texts are those it stores. */
async function filled(): Promise<Database.Database> {
  const database = new Database(':memory:')
  database.exec(
    'create table payments (id integer primary key, at text not null, amount text not null, payer text not null)',
  )
  await using source = sqlite({ database })
  const start = Temporal.Instant.from('2001-01-01T00:47:00Z')
  await Payment.table(source).insertMany(
    Array.from({ length: rowCount }, (_, index) => ({
      id: index + 1,
      at: start.add({ seconds: index * 61 }),
      amount: Decimal.from(`${index}.${String(index % 100).padStart(2, '0')}`),
      payer: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    })),
  )
  return database
}

/** What somebody writes who converts by hand. */
const converted = ({ id, at, amount, payer }: Stored) => ({
  id,
  at: Temporal.Instant.from(at),
  amount: Decimal.from(amount),
  payer,
})

/** Values as their exact texts, since instants and decimals have no enumerable fields to compare. */
function asTexts(rows: unknown): unknown {
  if (!Array.isArray(rows)) return rows
  return rows.map(row => Object.entries(row).map(([name, value]) => `${name} ${String(value)}`))
}

export const sqliteConverted10000 = comparison({
  name: 'sqlite-converted-10000',
  about: '10,000 rows of int, instant, decimal, uuid; baseline: better-sqlite3 and the conversion written by hand',
  unit: 'ms',
  target: 1.15,
  answer: asTexts,
  async open(): Promise<Arena> {
    const [raw, own] = [await filled(), await filled()]
    const source = sqlite({ database: own })
    const payments = Payment.table(source)
    const statement = raw.prepare<[], Stored>('select id, at, amount, payer from payments')
    return {
      baseline: { name: 'better-sqlite3, by hand', run: () => statement.all().map(converted) },
      ours: { name: 'vantage', run: () => payments.listValues() },
      async [Symbol.asyncDispose]() {
        await source.close()
        raw.close()
        own.close()
      },
    }
  },
})
