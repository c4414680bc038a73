import { expectTypeOf, test } from 'vitest'
import { col, Entity, int, text } from '../index.ts'
import { memory } from '../memory/index.ts'
import { type DrainProgress, outbox } from './index.ts'

class Message extends Entity('messages', { id: col(int).id(), topic: col(text) }) {}

test('messages are rows of the table', async () => {
  const db = memory()
  const mail = outbox(Message.table(db), async message => {
    expectTypeOf(message).toEqualTypeOf<Message>()
  })
  await using tx = await db.begin()
  expectTypeOf(await mail.send(tx, { topic: 'a' })).toEqualTypeOf<Message>()
  await db.transaction(inside => mail.send(inside, { id: 1, topic: 'a' }))
  // @ts-expect-error a message has a topic
  await mail.send(tx, {}).catch(() => {})
  // @ts-expect-error a message goes with a transaction
  await mail.send(db, { topic: 'a' }).catch(() => {})
  expectTypeOf(await mail.drain({ onFailed: ({ topic }) => topic.length })).toEqualTypeOf<DrainProgress>()
  // @ts-expect-error a source without transactions keeps no outbox
  outbox(Message.table({ ...db, can: { ...db.can, transaction: false } }), async () => {})
})
