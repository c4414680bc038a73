import { col, Entity, type Has, type Holds, int, Transaction, type TransactionSource } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { createDatabase } from '@vantage-ts/test-servers'
import Database from 'better-sqlite3'
import pg from 'pg'
import { beforeEach, expect, inject, onTestFinished, test } from 'vitest'

// What two engines are sent by one transaction, in the order in which it is sent: BEGIN and COMMIT too, which drivers see.

class Account extends Entity('accounts', { id: col(int).id(), balance: col(int) }) {}
class Invoice extends Entity('invoices', {
  id: col(int).id(),
  accountId: col(int).named('account_id'),
  total: col(int),
}) {}

const tables = [
  'create table accounts (id integer primary key, balance integer not null)',
  'create table invoices (id integer primary key, account_id integer not null, total integer not null)',
]
let sent: string[]
beforeEach(() => {
  sent = []
})
/** Keeps the verb of what was sent: `bank: begin`. */
const noting = (name: string) => (statement: unknown) => {
  const verb = /^\w+/.exec(String(statement).toLowerCase())?.[0] ?? ''
  if (['begin', 'commit', 'rollback', 'select', 'update'].includes(verb)) sent.push(`${name}: ${verb}`)
}

function openSqlite(name: string) {
  const database = new Database(':memory:', { verbose: noting(name) })
  for (const table of tables) database.exec(table)
  onTestFinished(() => void database.close())
  return sqlite({ database, name })
}

async function openPostgres(name: string) {
  const { url, drop } = await createDatabase(inject('postgresUrl'))
  const pool = new pg.Pool({ connectionString: url })
  const note = noting(name)
  pool.on('connect', client => {
    const { query } = client
    const noted = (...args: readonly unknown[]): unknown => {
      note(typeof args[0] === 'string' ? args[0] : Object(args[0]).text)
      return Reflect.apply(query, client, args)
    }
    Object.assign(client, { query: noted })
  })
  const source = postgres({ pool, name })
  onTestFinished(async () => {
    await source.close()
    await pool.end()
    await drop()
  })
  for (const table of tables) await pool.query(table)
  return source
}

type Can = 'read' | 'where' | 'select' | 'aggregate' | 'insert' | 'patch' | 'delete' | 'transaction'
type Able = TransactionSource & Holds<'int'> & { readonly can: Has<Can> }

/** Two parts of billing that stand alone, a set of the bank inside a statement, and a part of billing that needs the bank. */
async function orderOf<Bank extends Able, Billing extends Able>(bank: Bank, billing: Billing): Promise<void> {
  const accounts = Account.table(bank)
  const invoices = Invoice.table(billing)
  await accounts.insertMany([
    { id: 1, balance: 10 },
    { id: 2, balance: 20 },
  ])
  await invoices.insertMany([{ id: 1, accountId: 1, total: 5 }])
  sent.length = 0
  const known = accounts.where(a => a.id.in(accounts.fieldExpr(a => a.id)))
  const broke = invoices.where(i => i.accountId.in(accounts.where(a => a.balance.lt(7)).fieldExpr(a => a.id)))
  const chain = Transaction.of(bank)
    .exec(
      accounts
        .where(a => a.id.eq(1))
        .updateQuery()
        .set(
          'balance',
          invoices.sumQuery(i => i.total),
        ),
    )
    .andThen(known.updateQuery().set('balance', a => a.balance.plus(invoices.countQuery())))
    .andThen(
      accounts
        .where(a => a.id.eq(2))
        .updateQuery()
        .set('balance', broke.countQuery()),
    )
    .andThen(accounts.sumQuery(a => a.balance))
  expect(await chain.run()).toBe(5 + 1 + 1)
  expect(sent).toEqual([
    ...['billing: select', 'billing: select'],
    ...['bank: begin', 'bank: update', 'bank: update'],
    ...['bank: select', 'billing: select', 'bank: update', 'bank: select', 'bank: commit'],
  ])
  const own = new RangeError('no')
  const failing = chain.andThen(() => {
    throw own
  })
  await expect(failing.run()).rejects.toBe(own)
  expect(sent.at(-1)).toBe('bank: rollback')
  expect(await accounts.sum(a => a.balance)).toBe(7)
}

test('SQLite and memory', async () => {
  const billing = memory({ name: 'billing' })
  billing.on('statement', ({ text }) => noting('billing')(text))
  await orderOf(openSqlite('bank'), billing)
})

test('PostgreSQL and SQLite', async () => {
  await orderOf(await openPostgres('bank'), openSqlite('billing'))
})

test('SQLite and PostgreSQL', async () => {
  await orderOf(openSqlite('bank'), await openPostgres('billing'))
})
