import { col, int, Table } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

const _leaving = new Error('left by a throw')

/** What belongs to an open transaction, as an operand: inside of it, outside, and over other databases. */
export const transactionOperands = topic(
  'transactions',
  ['read', 'where', 'insert', 'transaction'],
  [
    {
      what: 'operands-outside',
      title:
        'what belongs to an open transaction is refused in sets outside of it when they are built, naming both places',
      needs: ['select', 'aggregate', 'patch'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const { source } = opened
        const other = await openMemory(tableOf(Visit, visits))
        await using first = await source.begin()
        const inside = Person.table(first.source)
        const ids = inside.fieldExpr(p => p.id)
        const most = inside.countExpr()
        const outside = Visit.table(source)
        const elsewhere = Visit.table(other.source)
        const told = await fails('invalid', () => outside.where(v => v.personId.in(ids)))
        expect(told.message).toMatch(
          /^kit_person in transaction \d+ of .+ cannot be a part of kit_visit on .+, which is outside/,
        )
        expect(told.message).toContain(
          'open kit_visit with the source of that transaction too, or read the values first',
        )
        const far = await fails('invalid', () => elsewhere.where(v => v.personId.in(ids)))
        expect(far.message).toContain('outside of it; read the values first and pass them')
        const plain = Person.table(source)
        for (const build of [
          () => outside.where(v => v.personId.eq(most)),
          () => outside.where(v => v.personId.eq(plain.countExpr().plus(most))),
          () => outside.where(v => v.personId.eq(most.map(int, id => id))),
          () => outside.where(v => v.personId.in(plain.where(p => p.id.in(ids)).fieldExpr(p => p.id))),
          () =>
            outside.where(v =>
              v.personId.eq(
                inside
                  .where(p => p.id.eq(1))
                  .updateQuery()
                  .set('age', 1)
                  .expr(),
              ),
            ),
          () => outside.fieldQuery(v => v.personId).where(v => v.personId.eq(most)),
          () => outside.orderBy(v => v.personId.plus(most)),
          () => outside.sumExpr(v => v.personId.plus(most)),
          () =>
            outside
              .where(v => v.id.eq(1))
              .updateQuery()
              .set('personId', most),
          () =>
            outside.withExpression(
              'most',
              untyped(() => most),
            ),
          () => elsewhere.where(v => v.personId.eq(most)),
          () => plain.insertFrom(inside),
          () => Table.fromQuery(source, inside, { id: col(int) }),
        ])
          await fails('invalid', build)
        same([opened.sent.length, other.sent.length], [0, 0])
        await first.rollback()
      },
    },
    {
      what: 'operands-of-another-transaction',
      title: 'what belongs to a transaction is refused in sets of another one, and in one expression with a part of it',
      needs: ['select', 'aggregate'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people), tableOf(Visit, visits))
        const other = await openMemory(tableOf(Person, people), tableOf(Visit, visits))
        await using here = await source.begin()
        await using there = await other.source.begin()
        const most = Person.table(here.source).countExpr()
        await fails('invalid', () => Visit.table(there.source).where(v => v.personId.eq(most)))
        const both = await fails('invalid', () => most.plus(Person.table(there.source).countExpr()))
        expect(both.message).toMatch(/parts of transaction \d+ of .+ and of transaction \d+ of /)
        await here.rollback()
        await there.rollback()
      },
    },
    {
      what: 'parts-of-parts',
      title: 'what other databases need of the database of a transaction is read inside it',
      needs: ['select', 'aggregate'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const newest = Person.table(source).where(p => p.name.eq('New'))
        const theirs = Visit.table(other.source).where(v => v.personId.in(newest.fieldExpr(p => p.id)))
        await using transaction = await source.begin()
        const inside = Person.table(transaction.source)
        await inside.patch(1, { name: 'New' })
        const found = inside.where(p => p.id.in(theirs.fieldExpr(v => v.personId)))
        same(await found.fieldValues(p => p.name), ['New'])
        same(await inside.where(p => p.id.eq(theirs.countExpr().map(int, n => Math.min(n, 1)))).count(), 1)
        await transaction.rollback()
        same(await found.list().catch(({ kind }) => kind), 'invalid')
        same(await theirs.count(), 0)
      },
    },
    {
      what: 'parts-of-other-databases',
      title: 'inside a transaction parts of other databases are read, and writes that depend on them roll back',
      needs: ['delete'],
      async run({ open, openMemory }) {
        const { source } = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const ids = Visit.table(other.source)
          .where(v => v.place.eq('park'))
          .fieldExpr(v => v.personId)
        const transaction = await source.begin()
        same(
          await Person.table(transaction.source)
            .where(p => p.id.in(ids))
            .deleteAll(),
          2,
        )
        same((await Person.table(transaction.source).list()).length, 3)
        await transaction.rollback()
        sameRows(await Person.table(source).list(), people)
      },
    },
  ],
)
