import { expect } from 'vitest'
import { same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type Opened, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import type { Condition, Table } from '@vantage-ts/core'
import type { KitSource } from '../kit-source.ts'
import { untyped } from '../untyped.ts'

type Columns = Table<KitSource, typeof Person>['$']

async function idsOf(opened: Opened, condition: (person: Columns) => Condition<KitSource>): Promise<number[]> {
  const rows = await Person.table(opened.source).where(condition).list()
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}

export const readLists = topic(
  'lists',
  ['read', 'where'],
  [
    {
      what: 'in',
      title: 'in keeps the rows whose value is in the list; null is in no list',
      operators: ['in'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        same(await idsOf(opened, p => p.age.in([36, 20])), [1, 3, 4])
        same(await idsOf(opened, p => p.age.in([36, 36, 36])), [1, 4])
        same(await idsOf(opened, p => p.age.in([1])), [])
        same(await idsOf(opened, p => p.name.in(['Ada', 'Eve', 'nobody'])), [1, 5])
        same(await idsOf(opened, p => p.score.in([1.25, -0.25])), [3, 4])
        same(await idsOf(opened, p => p.isActive.in([true])), [1, 3, 5])
        same(await idsOf(opened, p => p.age.in([20]).not()), [1, 4])
      },
    },
    {
      what: 'not-in',
      title: 'notIn leaves out the values of the list and rows without a value; nulls in the list are ignored',
      operators: ['notIn'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const withNull = (...values: readonly unknown[]): never => untyped(values)
        same(await idsOf(opened, p => p.age.notIn([36])), [3])
        same(await idsOf(opened, p => p.age.notIn(withNull(36, null))), [3])
        same(await idsOf(opened, p => p.age.notIn([1])), [1, 3, 4])
        same(await idsOf(opened, p => p.age.notIn([36]).not()), [1, 4])
        same(await idsOf(opened, p => p.age.in(withNull(null, 20))), [3])
      },
    },
    {
      what: 'empty-in',
      title:
        'in of nothing matches nothing; the answer is known, so nothing is sent: no rows, count 0, sum 0, no extremes',
      needs: ['aggregate'],
      operators: ['in'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        for (const none of [[], untyped([null])]) {
          const set = Person.table(opened.source).where(p => p.age.in(none))
          same(
            [await set.list(), await set.listValues(), await set.get(1), await set.fieldValues(p => p.id)],
            [[], [], undefined, []],
          )
          same([await set.count(), await set.sum(p => p.age), await set.sum(p => p.score)], [0, 0, 0])
          same(
            [await set.min(p => p.age), await set.max(p => p.name), await set.avg(p => p.score)],
            [undefined, undefined, undefined],
          )
          const streamed = []
          for await (const row of set) streamed.push(row)
          same(streamed, [])
        }
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'empty-not-in',
      title: 'notIn of nothing keeps every row, those without a value too',
      operators: ['notIn'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        same(await idsOf(opened, p => p.age.notIn([])), [1, 2, 3, 4, 5])
        same(await idsOf(opened, p => p.age.notIn(untyped([null]))), [1, 2, 3, 4, 5])
        same(await idsOf(opened, p => p.age.notIn([]).and(p.isActive.eq(true))), [1, 3, 5])
      },
    },
    {
      what: 'empty-in-among-others',
      title: 'in of nothing is false: it decides an and, is passed over by an or, and is turned by not',
      operators: ['in', 'and', 'or', 'not'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        same(await idsOf(opened, p => p.age.in([]).or(p.name.eq('Bob'))), [2])
        same(await idsOf(opened, p => p.name.eq('Bob').or(p.age.in([]))), [2])
        same(await idsOf(opened, p => p.age.in([]).and(p.name.eq('Bob'))), [])
        same(await idsOf(opened, p => p.age.in([]).not()), [1, 2, 3, 4, 5])
        same(await idsOf(opened, p => p.age.in([]).not().and(p.age.eq(20))), [3])
      },
    },
    {
      what: 'long-lists',
      title: 'lists of 1, 999, 10,000 and 40,000 values bind, in one statement where one parameter takes them',
      needs: ['aggregate'],
      operators: ['in'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const maxListLength = Number(
          Reflect.get(Object(Reflect.get(opened.source, 'limits')), 'maxListLength') ?? Infinity,
        )
        for (const length of [1, 999, 10_000, 40_000]) {
          const values = Array.from({ length }, (_, index) => index + 20)
          const set = Person.table(opened.source).where(p => p.age.in(values))
          const listed = await sending(opened, () => set.list())
          expect(listed.count).toBe(Math.ceil(length / maxListLength) || 1)
          same(
            listed.value.map(({ id }) => id).sort((a, b) => a - b),
            length === 1 ? [3] : [1, 3, 4],
          )
          same([await set.count(), await set.sum(p => p.age)], length === 1 ? [1, 20] : [3, 92])
        }
      },
    },
    {
      what: 'long-lists-keep-order-and-limit',
      title: 'order and limit hold over a long list as over a short one',
      needs: ['order', 'window'],
      operators: ['in'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const values = Array.from({ length: 20_000 }, (_, index) => index)
        const set = Person.table(opened.source)
          .where(p => p.id.in(values))
          .orderBy(
            p => p.age.desc(),
            p => p.name,
          )
        same(
          (await set.list()).map(({ id }) => id),
          [1, 4, 3, 2, 5],
        )
        same(
          (await set.limit(2).offset(1).list()).map(({ id }) => id),
          [4, 3],
        )
        same((await set.first())?.id, 1)
      },
    },
    {
      what: 'list-and-sub-query-mean-the-same',
      title:
        'in and notIn over a list, an embedded set and a set of another database give the same rows, nulls included',
      needs: ['select'],
      operators: ['in', 'notIn'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const other = await openMemory(tableOf(Visit, visits))
        const ids = untyped(visits.map(({ personId }) => personId))
        const here = Visit.table(opened.source)
        const there = Visit.table(other.source)
        for (const list of [ids, here.fieldExpr(v => v.personId), there.fieldExpr(v => v.personId)]) {
          same(await idsOf(opened, p => p.id.in(list)), [1, 3])
          same(await idsOf(opened, p => p.id.notIn(list)), [2, 4, 5])
          same(await idsOf(opened, p => p.id.in(list).not()), [2, 4, 5])
          same(await idsOf(opened, p => p.id.notIn(list).not()), [1, 3])
        }
        const none = here.where(v => v.place.eq('nowhere')).fieldExpr(v => v.personId)
        const noneThere = there.where(v => v.place.eq('nowhere')).fieldExpr(v => v.personId)
        const onlyNull = here.where(v => v.personId.isNull()).fieldExpr(v => v.personId)
        const onlyNullThere = there.where(v => v.personId.isNull()).fieldExpr(v => v.personId)
        for (const list of [[], none, noneThere, onlyNull, onlyNullThere]) {
          same(await idsOf(opened, p => p.age.in(list)), [])
          same(await idsOf(opened, p => p.age.in(list).not()), [1, 2, 3, 4, 5])
          same(await idsOf(opened, p => p.age.notIn(list)), [1, 2, 3, 4, 5])
        }
      },
    },
    {
      what: 'zero-false-and-empty-text',
      title:
        'zero, false and the empty text are values: they are found in lists and sub-queries, with order and limit too',
      needs: ['select', 'order', 'window'],
      operators: ['in', 'notIn'],
      async run({ open }) {
        const rows = [
          { id: 0, name: '', age: 1, city: '', score: 0, isActive: false },
          { id: 1, name: 'a', age: 0, city: 'b', score: 1, isActive: true },
          { id: 2, name: 'b', age: 1, city: '', score: 0, isActive: false },
        ]
        const { source } = await open(tableOf(Person, rows))
        const table = Person.table(source)
        const found = async (set: typeof table) => (await set.list()).map(({ id }) => id)
        const ages = table.where(p => p.age.isNotNull()).fieldExpr(p => p.age)
        for (const set of [table.where(p => p.age.in(ages)), table.where(p => p.age.in([0, 1]))]) {
          same(await found(set.orderBy(p => p.age).limit(1)), [1])
          same(await found(set.orderBy(p => p.age.desc()).limit(2)), [0, 2])
          same(
            await found(
              set
                .orderBy(
                  p => p.city,
                  p => p.age,
                )
                .limit(3),
            ),
            [0, 2, 1],
          )
        }
        same(await found(table.where(p => p.isActive.in([false])).orderBy(p => p.id)), [0, 2])
        same(
          await found(
            table
              .where(p => p.isActive.notIn(table.where(q => q.id.eq(1)).fieldExpr(q => q.isActive)))
              .orderBy(p => p.id),
          ),
          [0, 2],
        )
        same(await found(table.where(p => p.name.in(table.fieldExpr(q => q.city))).orderBy(p => p.id)), [0, 2])
        same(
          await found(
            table
              .where(p => p.score.in(table.fieldExpr(q => q.age)))
              .orderBy(p => p.score.desc())
              .limit(2),
          ),
          [1, 0],
        )
        same((await table.get(0))?.name, '')
      },
    },
    {
      what: 'a-null-on-the-left-of-not-in',
      title: 'a row without a value is left out by notIn of an embedded set and of another database alike',
      needs: ['select'],
      operators: ['notIn'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const other = await openMemory(tableOf(Visit, visits))
        for (const table of [Visit.table(opened.source), Visit.table(other.source)])
          same(await idsOf(opened, p => p.age.notIn(table.fieldExpr(v => v.minutes))), [1, 3, 4])
        sameIds(
          await Person.table(opened.source)
            .where(p => p.age.notIn([90]))
            .list(),
          [1, 3, 4],
        )
      },
    },
  ],
)

const sameIds = (rows: readonly { readonly id: number }[], ids: readonly number[]): void =>
  same(
    rows.map(({ id }) => id).sort((a, b) => a - b),
    personsOf(...ids).map(({ id }) => id),
  )
