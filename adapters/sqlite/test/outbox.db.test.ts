import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { col, Entity, int, text } from '@vantage-ts/core'
import { outbox } from '@vantage-ts/core/outbox'
import { expect, test } from 'vitest'
import { folder, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Order extends Entity('orders', { id: col(int).id(), total: col(int) }) {}
class Message extends Entity('messages', { id: col(int).id(), topic: col(text) }) {}

test.each([
  [
    'between the commit and the delivery: what it told of is there, and the next drain delivers it',
    'after-commit',
    1,
    ['1 placed', '2 to pay'],
  ],
  ['before the commit: neither is there', 'before-commit', 0, []],
] as const)('a process is killed %s', async (_, when, orders, delivered) => {
  const file = join(folder(), 'shop.db')
  const db = opened({ file, driver: 'better-sqlite3', busyTimeoutMs: 15_000 })
  await execute(db, 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL)')
  await execute(db, 'CREATE TABLE messages (id INTEGER PRIMARY KEY, topic TEXT NOT NULL)')
  const child = fork(join(import.meta.dirname, 'outbox-process.ts'), [file, when], {
    execArgv: ['--conditions=@vantage-ts/source', '--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = once(child, 'exit')
  await once(child, 'message')
  child.kill('SIGKILL')
  expect(await exit).toEqual([null, 'SIGKILL'])

  expect([await Order.table(db).count(), await Message.table(db).count()]).toEqual([orders, delivered.length])
  const got: string[] = []
  const mail = outbox(Message.table(db), async ({ id, topic }) => void got.push(`${id} ${topic}`))
  expect(await mail.drain()).toEqual({ delivered: delivered.length, failed: 0 })
  expect([got, await Message.table(db).count()]).toEqual([delivered, 0])
})
