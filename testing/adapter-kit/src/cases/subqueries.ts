import { col, Entity, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id).sort((a, b) => a - b)

export const subqueries = topic(
  'sub-queries',
  ['read', 'where', 'select'],
  [
    {
      what: 'in-a-set-of-the-same-database',
      title: 'a set of the same database is embedded: one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const parks = Visit.table(opened.source).where(v => v.place.eq('park'))
        const visitors = Person.table(opened.source).where(p => p.id.in(parks.fieldExpr(v => v.personId)))
        const { value, count } = await sending(opened, () => idsOf(visitors))
        same([value, count], [[1, 3], 1])
      },
    },
    {
      what: 'in-itself',
      title: 'a table embedded in itself keeps its columns apart, at any depth',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const sameAge = table.where(p => p.age.in(table.where(q => q.name.eq('Ada')).fieldExpr(q => q.age)))
        same(await idsOf(sameAge), [1, 4])
        const twice = table.where(p => p.city.in(sameAge.where(q => q.isActive.eq(false)).fieldExpr(q => q.city)))
        const { value, count } = await sending(opened, () => idsOf(twice))
        same([value, count], [[1, 4], 1])
        same(await idsOf(twice.where(p => p.id.notIn(table.where(q => q.isActive.eq(true)).fieldExpr(q => q.id)))), [4])
      },
    },
    {
      what: 'of-ids-with-an-empty-text',
      title: 'an empty text is an id like any other, among those that a sub-query gives too',
      async run({ open }) {
        class Word extends Entity('kit_word', { id: col(text).id(), next: col(text).optional() }) {}
        const words = [
          { id: '', next: 'a' },
          { id: 'a', next: '' },
          { id: 'b', next: null },
        ]
        const { source } = await open(tableOf(Word, words))
        const table = Word.table(source)
        const next = table.where(w => w.id.in(table.fieldExpr(v => v.next)))
        sameRows(await next.list(), words.slice(0, 2))
        same(await next.where(w => w.id.eq('')).list(), words.slice(0, 1))
      },
    },
    {
      what: 'an-aggregate-as-operand',
      title: 'an aggregate of a set stands for its value, in one statement',
      needs: ['aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () =>
          idsOf(table.where(p => p.age.eq(table.maxExpr(q => q.age)))),
        )
        same([value, count], [[1, 4], 1])
        same(await idsOf(table.where(p => p.age.lt(table.avgExpr(q => q.age)))), [3])
        same(
          await idsOf(
            table.where(p =>
              p.id.lte(
                Visit.table(opened.source)
                  .where(v => v.place.eq('park'))
                  .countExpr(),
              ),
            ),
          ),
          [1, 2],
        )
        same(await idsOf(table.where(p => p.age.gt(table.where(q => q.age.gt(99)).minExpr(q => q.age)))), [])
        same(await idsOf(table.where(p => p.age.gt(table.minExpr(q => q.age)).not())), [3])
      },
    },
    {
      what: 'a-narrowed-query-as-operand',
      title: 'a query narrowed after it was made is an operand with all its conditions',
      needs: ['aggregate'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const oldest = table
          .maxQuery(p => p.age)
          .where(p => p.isActive.eq(true))
          .where(p => p.name.ne('Ada'))
        same(await idsOf(table.where(p => p.age.eq(oldest))), [3])
        const names = table.fieldQuery(p => p.name).where(p => p.city.isNull())
        same(await idsOf(table.where(p => p.name.in(names))), [3, 5])
      },
    },
    {
      what: 'in-every-place-of-a-statement',
      title: 'aggregates of other sets stand in calculated values, orders and sums',
      needs: ['aggregate', 'order'],
      operators: ['plus', 'minus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const most = Visit.table(opened.source).maxExpr(v => v.minutes)
        const { value, count } = await sending(opened, () =>
          table.orderBy(p => p.id).fieldValues(p => p.id.plus(untyped(most))),
        )
        same([value, count], [[91, 92, 93, 94, 95], 1])
        same(await table.sum(p => p.id.plus(Visit.table(opened.source).countExpr())), 40)
        same(
          (
            await table
              .orderBy(
                p => p.id.minus(3).mul(p.id.minus(table.countExpr())),
                p => p.id,
              )
              .list()
          ).map(({ id }) => id),
          [4, 3, 5, 2, 1],
        )
      },
    },
    {
      what: 'expressions-run-alone',
      title: 'an expression runs alone: an array for a list, one value otherwise, null for none',
      needs: ['aggregate', 'order'],
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        same(
          await table
            .orderBy(p => p.id)
            .fieldExpr(p => p.age)
            .run(),
          [36, null, 20, 36, null],
        )
        same(await table.maxExpr(p => p.age).run(), 36)
        same(
          await table
            .where(p => p.age.gt(99))
            .maxExpr(p => p.age)
            .run(),
          null,
        )
        same(
          await table
            .where(p => p.age.gt(99))
            .fieldExpr(p => p.age)
            .run(),
          [],
        )
        const { value, count } = await sending(opened, () =>
          table
            .countExpr()
            .plus(table.sumExpr(p => p.age))
            .run(),
        )
        same([value, count], [97, 1])
      },
    },
    {
      what: 'an-empty-list-inside',
      title: 'in of nothing inside an embedded set is false there, and its negation true',
      needs: ['aggregate'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const nobody = table.where(p => p.id.in([]))
        same(await idsOf(table.where(p => p.id.in(nobody.fieldExpr(q => q.id)))), [])
        same(await idsOf(table.where(p => p.id.notIn(nobody.fieldExpr(q => q.id)))), [1, 2, 3, 4, 5])
        same(await idsOf(table.where(p => p.id.gt(nobody.countExpr()))), [1, 2, 3, 4, 5])
        const everybody = table.where(p => p.id.notIn([]))
        expect(await idsOf(table.where(p => p.id.in(everybody.fieldExpr(q => q.id))))).toEqual([1, 2, 3, 4, 5])
      },
    },
  ],
)
