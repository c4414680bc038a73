import { col, Entity, int, json, text, VantageError } from '@vantage-ts/core'
import { containsMany } from '@vantage-ts/core/contained'
import type { Postgres } from '@vantage-ts/postgres'
import { beforeEach, expect, test, vi } from 'vitest'
import { sentBy, testDatabase } from './database.ts'

const database = testDatabase()
class Piece extends Entity('piece', { product: col(text).id(), quantity: col(int) }) {}
class Parcel extends Entity('parcel', { id: col(int).id(), pieces: col(json) }) {
  static override refs = { pieces: containsMany(() => Piece, 'pieces') }
}

beforeEach(() =>
  database.sql(`
    drop table if exists parcel;
    create table parcel (id int4 primary key, pieces jsonb not null);
    insert into parcel values (1, '[]'), (2, '[]')`),
)

const piecesIn = (source: Postgres) =>
  Parcel.table(source)
    .where(p => p.id.eq(1))
    .getRef('pieces')
const stored = async () => (await piecesIn(database.open()).fieldValues(p => p.product)).toSorted()
const waiting = () => database.sql('select 1 from pg_locks where not granted')

test('two transactions that see what the other commits write into one row, and neither is lost', async () => {
  const [source, other] = [database.open(), database.open()]
  await using first = await source.begin({ isolation: 'read-committed' })
  await using second = await other.begin({ isolation: 'read-committed' })
  await piecesIn(first.source).insert('cake', { quantity: 1 })
  const later = piecesIn(second.source).insert('bun', { quantity: 2 })
  await vi.waitUntil(async () => (await waiting()).length > 0)
  await first.commit()
  await later
  await second.commit()
  expect(await stored()).toEqual(['bun', 'cake'])
})

test('what meets the other in a snapshot is a conflict, safe to repeat', async () => {
  const [source, other] = [database.open(), database.open()]
  await using first = await source.begin()
  await using second = await other.begin({ isolation: 'repeatable-read' })
  expect(await piecesIn(second.source).count()).toBe(0)
  await piecesIn(first.source).insert('cake', { quantity: 1 })
  await first.commit()
  const met = await piecesIn(second.source)
    .insert('bun', { quantity: 2 })
    .then(() => undefined, VantageError.from)
  expect([met?.kind, met?.retry]).toEqual(['conflict', 'safe'])
  await second.rollback()
  expect(await stored()).toEqual(['cake'])
})

test('only a write into a row of the transaction of its caller locks it, and nothing else', async () => {
  const source = database.open()
  const sent = sentBy(source)
  await piecesIn(source).insert('cake', { quantity: 1 })
  expect(sent).toHaveLength(2)
  await using transaction = await source.begin()
  await piecesIn(transaction.source).insert('bun', { quantity: 2 })
  expect(sent).toHaveLength(5)
  await Parcel.table(database.open()).patch(2, { pieces: [{ product: 'pie', quantity: 3 }] })
  await transaction.commit()
  expect(await stored()).toEqual(['bun', 'cake'])
})
