import { col, Entity, int, text } from '@vantage-ts/core'
import { outbox } from '@vantage-ts/core/outbox'
import { sqlite } from '../src/index.ts'

// Run by outbox.db.test.ts as a process of its own, and killed: between a commit and the delivery that follows, or before the commit.

class Order extends Entity('orders', { id: col(int).id(), total: col(int) }) {}
class Message extends Entity('messages', { id: col(int).id(), topic: col(text) }) {}

const [, , file = '', when] = process.argv
const db = sqlite({ file })
/** Until it is killed. */
const hang = async (): Promise<void> => {
  process.send?.('now')
  await new Promise(() => setInterval(() => undefined, 1000))
}

const mail = outbox(Message.table(db), hang)
await db.transaction(async tx => {
  await Order.table(tx).insert(1, { total: 5 })
  await mail.send(tx, { topic: 'placed' })
  await mail.send(tx, { topic: 'to pay' })
  if (when === 'before-commit') await hang()
})
