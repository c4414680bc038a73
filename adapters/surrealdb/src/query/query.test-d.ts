import { col, Entity, type Expr, int, text, type UntypedRecord } from '@vantage-ts/core'
import { expectTypeOf, test } from 'vitest'
import { type SurrealDb, surrealdb } from '../index.ts'
import { field, type QlExpression, record, table } from '../ql/index.ts'

// `only()` is the ONLY of SurrealQL, one record or none: it focuses no test.

class Person extends Entity('person', { id: col(text).id(), name: col(text), age: col(int) }) {}

const db = surrealdb({ url: 'mem://', name: 'graph' })
const q = db.query()
const p = table('person', { fields: ['name', 'age'] })
const people = Person.table(db)

test('what a statement gives is known', () => {
  expectTypeOf(q.select(p.name).from(p).run()).resolves.toEqualTypeOf<readonly UntypedRecord[]>()
  expectTypeOf(q.select().from(record('person', 'one')).only().run()).resolves.toEqualTypeOf<
    UntypedRecord | undefined
  >()
  expectTypeOf(q.selectValue(p.name).from(p).run()).resolves.toEqualTypeOf<readonly unknown[]>()
  expectTypeOf(q.return(1).run()).resolves.toEqualTypeOf<unknown>()
  expectTypeOf(q.create(p).only().run()).resolves.toEqualTypeOf<UntypedRecord | undefined>()
  expectTypeOf(q.select(p.age).from(p).as(int)).toEqualTypeOf<Expr<number, SurrealDb<'graph'>>>()
})

test('a set is a statement of its source, and a statement a set', () => {
  expectTypeOf(people.toSelect().run()).resolves.toEqualTypeOf<readonly UntypedRecord[]>()
  const rows = q
    .select(p.name)
    .from(p)
    .columns({ name: col(text) })
  expectTypeOf(rows.source).toEqualTypeOf<SurrealDb<'graph'>>()
  rows.where(r => r.name.eq('x'))
  people.where(u => u.age.gt(q.return(1).as(int)))
  q.rowsOf(people).age.gt(1)
  // @ts-expect-error there is no such column
  q.rowsOf(people).height
})

test('known fields are properties, others are none', () => {
  expectTypeOf(p.name).toEqualTypeOf<QlExpression>()
  expectTypeOf(p('anything')).toEqualTypeOf<QlExpression>()
  // @ts-expect-error the table has no such field
  p.height
})

test('expressions of another language do not fit', () => {
  const strange = { '~language': 'sqlite' as const, write: () => {} }
  // @ts-expect-error it is no expression of SurrealQL
  p.name.eq(strange)
  // @ts-expect-error an order is made of fields
  q.select().from(p).orderBy('name')
  // @ts-expect-error a statement that changes takes no mode of that name
  q.delete(p).returning('all')
  // @ts-expect-error CREATE has no condition
  q.create(p).where(field('a').eq(1))
  // @ts-expect-error DELETE has no values
  q.delete(p).set({ a: 1 })
})
