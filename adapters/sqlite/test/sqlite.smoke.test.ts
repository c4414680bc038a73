import { join } from 'node:path'
import { bigint, col, Decimal, decimal, Entity, int, text } from '@vantage-ts/core'
import { expect, it } from 'vitest'
import { drivers, folder, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text), price: col(decimal), big: col(bigint) }) {}

it.each(drivers)('%s reads, writes, streams and transacts', async driver => {
  const db = opened({ file: join(folder(), 'a.db'), driver })
  await execute(
    db,
    'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, price TEXT NOT NULL, big INTEGER NOT NULL)',
  )
  const notes = Note.table(db)
  await using transaction = await db.begin()
  const rows = [1, 2, 3].map(id => ({ id, body: `n${id}`, price: Decimal.from('0.1'), big: 2n ** 53n + BigInt(id) }))
  await Note.table(transaction.source).insertMany(rows)
  await transaction.commit()
  expect(await notes.orderBy(n => n.big.desc()).fieldValues(n => n.big)).toEqual(rows.map(row => row.big).reverse())
  expect(String(await notes.sum(n => n.price))).toBe('0.3')
  const seen: number[] = []
  for await (const note of notes.stream({ batchRows: 1 })) {
    seen.push(note.id)
    await notes.delete(note.id)
  }
  expect([seen, await notes.count()]).toEqual([[1, 2, 3], 0])
})
