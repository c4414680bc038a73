import { col, Entity, float, int, now, text } from '@vantage-ts/core'
import type { Source, TransactionSource } from '@vantage-ts/core'
import { expectTypeOf, test } from 'vitest'
import { type Sqlite, type SqliteCan, scaledDecimal, sqlite } from '../src/index.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text), length: col(float) }) {}

test('a source has its name and abilities as literals', () => {
  const db = sqlite({ file: 'a.db' })
  expectTypeOf(db).toEqualTypeOf<Sqlite>()
  expectTypeOf(sqlite({ file: 'a.db', name: 'billing' })).toEqualTypeOf<Sqlite<'billing'>>()
  expectTypeOf<SqliteCan['transaction']>().toEqualTypeOf<true>()
  expectTypeOf(db).toExtend<Source>()
  expectTypeOf(db).toExtend<TransactionSource>()
  expectTypeOf<Sqlite<'billing'>>().toExtend<Sqlite>()
})

test('a transaction is a source of the same type', async () => {
  const db = sqlite({ file: 'a.db', name: 'billing' })
  expectTypeOf((await db.begin()).source).toEqualTypeOf<typeof db>()
})

test('what it cannot do does not compile', () => {
  const db = sqlite({ file: 'a.db' })
  // @ts-expect-error two places at once
  sqlite({ file: 'a.db', databas: {} })
  // @ts-expect-error no such driver
  sqlite({ file: 'a.db', driver: 'sqlite3' })
  // @ts-expect-error a function is nothing that SQLite binds
  db.expr`${() => 1}`
  db.expr`${1} ${'a'} ${now()} ${null}`
})

test('conditions of another database by name do not compile', () => {
  const [a, b] = [sqlite({ file: 'a.db', name: 'a' }), sqlite({ file: 'b.db', name: 'b' })]
  const other = Note.table(b)
  const notes = Note.table(a)
  notes.where(n => n.id.eq(1))
  // @ts-expect-error a column of another database
  notes.where(other.$.id.eq(1))
  notes.where(n => n.id.in(other.fieldExpr(o => o.id)))
})

test('a storage is given per column', () => {
  Note.table(sqlite({ file: 'a.db' }), { columns: { length: scaledDecimal(12, 2) } })
})
