import { col, Entity, int, text } from '@vantage-ts/core'
import { type DriverName, sqlite } from '../src/index.ts'

// Run by processes.db.test.ts as a process of its own: writes rows to a file in small transactions, or leaves one open.

class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}

const [, , file = '', driver, first = '0', work = 'write'] = process.argv
const db = sqlite({
  file,
  driver: driver === 'node:sqlite' ? driver : ('better-sqlite3' satisfies DriverName),
  busyTimeoutMs: 15_000,
})
const notes = Note.table(db)

if (work === 'hang') {
  const transaction = await db.begin()
  await Note.table(transaction.source).insert(Number(first), { body: 'never committed' })
  process.send?.('open')
  // Until it is killed.
  setInterval(() => undefined, 1000)
} else {
  for (let id = Number(first); id < Number(first) + 12; id++) {
    if (id % 2 === 0) await notes.insert(id, { body: `n${id}` })
    else {
      await using transaction = await db.begin()
      await Note.table(transaction.source).insert(id, { body: `n${id}` })
      await transaction.commit()
    }
  }
  await db.close()
}
