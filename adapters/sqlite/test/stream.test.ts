import { join } from 'node:path'
import { col, Entity, int, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { type DriverName, type Sqlite, sqlite } from '../src/index.ts'
import { drivers, folder, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text), rowid: col(int).optional() }) {}

const count = 25
async function notesIn(db: Sqlite) {
  await execute(db, 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, rowid INTEGER)')
  const notes = Note.table(db)
  await notes.insertMany(Array.from({ length: count }, (_, id) => ({ id, body: `n${id}`, rowid: count - id })))
  return notes
}
const places: readonly (readonly [string, (driver: DriverName) => Sqlite])[] = [
  ['memory', driver => opened({ file: ':memory:', driver })],
  ['a file', driver => opened({ file: join(folder(), 'a.db'), driver })],
  ['a file with a log', driver => opened({ file: join(folder(), 'a.db'), driver, pragmas: { journal_mode: 'wal' } })],
]
const copiesLeft = async (db: Sqlite) => execute(db, "SELECT name FROM temp.sqlite_master WHERE name LIKE 'vantage%'")
const all = Array.from({ length: count }, (_, id) => id)

describe.each(drivers)('streams through %s', driver => {
  describe.each(places)('from %s', (_place, open) => {
    it('see the set as it was when they began, whatever is written meanwhile', async () => {
      const db = open(driver)
      const notes = await notesIn(db)
      const seen: unknown[] = []
      for await (const note of notes.orderBy(n => n.id.asc()).stream({ batchRows: 2 })) {
        seen.push([note.id, note.body, note.rowid])
        await notes.insert(note.id + 1000, { body: 'new' })
        await notes.patch(8, { body: 'changed' })
        if (note.id === 5) await notes.where(n => n.id.gt(10)).deleteAll()
      }
      expect(seen).toEqual(all.map(id => [id, `n${id}`, count - id]))
      expect(await copiesLeft(db)).toEqual([])
    })

    it('go on side by side, each from its own place', async () => {
      const db = open(driver)
      const notes = await notesIn(db)
      const ordered = notes.orderBy(n => n.id.asc())
      const [first, second] = [
        ordered.stream({ batchRows: 3 })[Symbol.asyncIterator](),
        ordered.stream({ batchRows: 4 })[Symbol.asyncIterator](),
      ]
      const seen: number[][] = [[], []]
      for (let step = 0; step < count; step++) {
        seen[0]?.push((await first.next()).value?.id ?? -1)
        if (step % 5 === 0) await notes.insert(100 + step, { body: 'new' })
        seen[1]?.push((await second.next()).value?.id ?? -1)
      }
      expect(seen).toEqual([all, all])
      expect([(await first.next()).done, (await second.next()).done]).toEqual([true, false])
      await second.return?.()
      expect(await copiesLeft(db)).toEqual([])
    })

    it('let go of everything when they are left', async () => {
      const db = open(driver)
      const notes = await notesIn(db)
      for await (const _ of notes.stream({ batchRows: 2 })) break
      for await (const _ of notes.stream({ batchRows: 2 })) {
        await notes.delete(1)
        break
      }
      const thrown = (async () => {
        for await (const _ of notes.stream({ batchRows: 2 })) throw new Error('mine')
      })()
      await expect(thrown).rejects.toThrowError('mine')
      await execute(db, 'DROP TABLE notes')
      expect(await copiesLeft(db)).toEqual([])
    })

    it('inside a transaction end with it, and say so', async () => {
      const db = open(driver)
      await notesIn(db)
      const transaction = await db.begin()
      const reading = Note.table(transaction.source).stream({ batchRows: 2 })[Symbol.asyncIterator]()
      await reading.next()
      await reading.next()
      await transaction.commit()
      await expect(reading.next()).rejects.toMatchObject({ kind: 'invalid' })
    })

    it('outlive a transaction that begins and ends beside them', async () => {
      const db = open(driver)
      const notes = await notesIn(db)
      const seen: number[] = []
      for await (const note of notes.orderBy(n => n.id.asc()).stream({ batchRows: 10 })) {
        seen.push(note.id)
        if (note.id % 7 !== 0) continue
        await using transaction = await db.begin()
        await Note.table(transaction.source)
          .where(n => n.id.gt(note.id))
          .deleteAll()
        if (note.id === 14) await transaction.commit()
      }
      expect(seen).toEqual(all)
      expect(await notes.count()).toBe(15)
    })

    it('may end inside a transaction that only reads', async () => {
      const db = open(driver)
      const notes = await notesIn(db)
      const reading = notes.stream({ batchRows: 20 })[Symbol.asyncIterator]()
      await reading.next()
      await notes.insert(99, { body: 'parks it' })
      const reader = await db.begin({ readOnly: true })
      for (let next = await reading.next(); next.done !== true; next = await reading.next())
        expect(next.value.id).toBeLessThan(99)
      await reader.commit()
      for await (const _ of notes.stream({ batchRows: 2 })) break
      expect(await copiesLeft(db)).toEqual([])
    })

    it('end with the source, and say so', async () => {
      const db = sqlite(
        driver === 'node:sqlite' ? { file: join(folder(), 'b.db'), driver } : { file: ':memory:', driver },
      )
      const notes = await notesIn(db)
      const reading = notes.stream({ batchRows: 2 })[Symbol.asyncIterator]()
      await reading.next()
      await reading.next()
      await db.close()
      await expect(reading.next()).rejects.toMatchObject({ kind: 'connection' })
    })

    it('stop between batches when they are cancelled', async () => {
      const notes = await notesIn(open(driver))
      const controller = new AbortController()
      const seen: number[] = []
      const reading = (async () => {
        for await (const note of notes.stream({ batchRows: 5, signal: controller.signal })) {
          seen.push(note.id)
          if (seen.length === 7) controller.abort()
        }
      })()
      await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
      expect(seen.length).toBeLessThan(count)
    })
  })
})
