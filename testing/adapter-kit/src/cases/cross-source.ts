import { deferredList, int } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type KitSource, type Opened, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'

const idsOf = async (set: { list(): PromiseLike<readonly { readonly id: number }[]> }): Promise<number[]> =>
  (await set.list()).map(({ id }) => id).sort((a, b) => a - b)
const limitOf = ({ source }: Opened, name: string): number | undefined => {
  const value: unknown = Reflect.get(Object(Reflect.get(source, 'limits')), name)
  return typeof value === 'number' ? value : undefined
}
const parks = (source: KitSource) => Visit.table(source).where(v => v.place.eq('park'))

export const crossSource = topic(
  'across-databases',
  ['read', 'where'],
  [
    {
      what: 'in-a-set-of-another-database',
      title:
        'a set of another database is read first and bound as a list: one statement each, the same rows as embedded',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const twin = await open(tableOf(Visit, visits))
        const memory = await openMemory(tableOf(Visit, visits))
        for (const other of [twin, memory]) {
          const visitors = Person.table(opened.source).where(p =>
            p.id.in(parks(other.source).fieldExpr(v => v.personId)),
          )
          same([opened.sent.length, other.sent.length].at(1), 0, 'building sends nothing')
          const { value, count } = await sending(opened, () => idsOf(visitors))
          same([value, count, other.sent.length], [[1, 3], 1, 1])
        }
      },
    },
    {
      what: 'a-set-of-this-database-elsewhere',
      title: 'a set of this source is an operand of another database as well',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Visit, visits))
        const memory = await openMemory(tableOf(Person, people))
        const visitors = Person.table(memory.source).where(p =>
          p.id.in(parks(opened.source).fieldExpr(v => v.personId)),
        )
        const { value, count } = await sending(opened, () => idsOf(visitors))
        same([value, count, memory.sent.length], [[1, 3], 1, 1])
      },
    },
    {
      what: 'aggregates-of-another-database',
      title: 'an aggregate of another database means what it means embedded: none is null for extremes, zero for sums',
      needs: ['select', 'aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const memory = await openMemory(tableOf(Person, people))
        const table = Person.table(opened.source)
        const found: unknown[] = []
        for (const { source } of [opened, memory]) {
          const other = Person.table(source)
          const none = other.where(p => p.age.gt(99))
          const conditions = [
            table.where(p => p.age.eq(other.maxExpr(q => q.age))),
            table.where(p => p.age.lt(other.avgExpr(q => q.age))),
            table.where(p => p.id.lt(other.where(q => q.isActive.eq(true)).countExpr())),
            table.where(p => p.age.gt(none.maxExpr(q => q.age))),
            table.where(p => p.age.gt(none.maxExpr(q => q.age)).not()),
            table.where(p => p.age.gt(none.sumExpr(q => q.age))),
            table.where(p => p.age.isDistinctFrom(none.minExpr(q => q.age))),
          ]
          const rows: unknown[] = []
          for (const set of conditions) rows.push(await idsOf(set))
          found.push(rows)
        }
        same(found[0], [[1, 4], [3], [1, 2], [], [], [1, 3, 4], [1, 3, 4]])
        same(found[1], found[0])
      },
    },
    {
      what: 'a-chain-of-databases',
      title: 'a set that depends on a set that depends on a third one: one statement each, the innermost first',
      async run({ open, openMemory }) {
        const first = await openMemory(tableOf(Visit, visits))
        const second = await open(tableOf(Person, people))
        const third = await open(tableOf(Person, people))
        const visitors = Person.table(second.source).where(p => p.id.in(parks(first.source).fieldExpr(v => v.personId)))
        const peers = Person.table(third.source).where(p => p.age.in(visitors.fieldExpr(p => p.age)))
        same(await idsOf(peers), [1, 3, 4])
        same([first.sent.length, second.sent.length, third.sent.length], [1, 1, 1])
      },
    },
    {
      what: 'another-database-inside-an-embedded-set',
      title: 'a part of another database inside an embedded set is resolved, and the rest stays one statement',
      needs: ['select'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const visitors = table.where(p => p.id.in(parks(other.source).fieldExpr(v => v.personId)))
        const { value, count } = await sending(opened, () =>
          idsOf(table.where(p => p.age.in(visitors.fieldExpr(q => q.age)))),
        )
        same([value, count, other.sent.length], [[1, 3, 4], 1, 1])
        same(await idsOf(table.where(p => p.age.notIn(visitors.fieldExpr(q => q.age)).not())), [1, 3, 4])
      },
    },
    {
      what: 'the-same-part-twice-runs-once',
      title: 'one operand of another database used twice is read once',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const ids = parks(other.source).fieldExpr(v => v.personId)
        const set = Person.table(opened.source).where(p => p.id.in(ids).or(p.age.in(ids)))
        same(await idsOf(set), [1, 3])
        same(other.sent.length, 1)
      },
    },
    {
      what: 'the-same-part-mapped-runs-once',
      title: 'an operand of another database used as it is and converted is read once',
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const visited = Visit.table(other.source).countExpr()
        const less = visited.map(int, count => count - 3)
        const set = Person.table(opened.source).where(p => p.id.eq(visited).or(p.id.eq(less)))
        same(await idsOf(set), [2, 5])
        same(other.sent.length, 1)
      },
    },
    {
      what: 'back-and-forth',
      title: 'many parts that go to another database and back again do not wait for each other',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const third = await openMemory(tableOf(Person, people))
        const ids = (source: KitSource, condition: (p: typeof table.$) => ReturnType<typeof table.$.id.eq>) =>
          Person.table(source)
            .where(condition)
            .fieldExpr(p => p.id)
        const table = Person.table(third.source)
        let set = table
        for (const source of [opened.source, other.source])
          for (let least = 0; least < 6; least++) {
            const back = source === opened.source ? other.source : opened.source
            const innermost = ids(source, p => p.id.gt(least > 2 ? 0 : least))
            const inner = ids(back, p => p.id.in(innermost))
            set = set.where(p => p.id.in(ids(source, q => q.id.in(inner))))
          }
        same(await idsOf(set), [3, 4, 5])
      },
    },
    {
      what: 'lists-of-any-length',
      title: 'lists of 0, 1 and 10,000 values come over; an empty one sends no second statement',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const numbers = Array.from({ length: 10_000 }, (_, id) => ({ ...people[0], id: id + 3 }))
        const other = await openMemory(tableOf(Person, numbers))
        const longest = limitOf(opened, 'maxListLength') ?? Number.POSITIVE_INFINITY
        for (const length of [0, 1, 10_000]) {
          const ids = Person.table(other.source)
            .where(p => p.id.lt(length + 3))
            .fieldExpr(p => p.id)
          const set = Person.table(opened.source).where(p => p.id.in(ids))
          const { value, count } = await sending(opened, () => idsOf(set))
          same(value, length === 0 ? [] : length === 1 ? [3] : [3, 4, 5])
          expect(count).toBe(length === 0 ? 0 : Math.ceil(length / longest) || 1)
        }
      },
    },
    {
      what: 'lists-that-are-too-long',
      title: 'a deferred list above maxDeferredList is too-large and names TableJoin; the outer statement is not sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const length = (limitOf(opened, 'maxDeferredList') ?? 50_000) + 1
        const list = deferredList(int, async () => Array.from({ length }, (_, id) => id))
        const set = Person.table(opened.source).where(p => p.id.in(list))
        for (const call of [() => set.list(), () => set.get(1), () => set.fieldValues(p => p.id)]) {
          const error = await fails('too-large', call)
          expect(error.message).toContain('TableJoin')
        }
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'order-and-limit-of-the-other-set',
      title: 'a limited set of another database gives its own rows and no more',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const last = Person.table(other.source)
          .orderBy(p => p.name.desc())
          .limit(1)
          .fieldExpr(p => p.id)
        same(await idsOf(Person.table(opened.source).where(p => p.id.in(last))), [5])
        same(await idsOf(Person.table(opened.source).where(p => p.id.notIn(last))), [1, 2, 3, 4])
      },
    },
    {
      what: 'failing-inner-set',
      title:
        'a set of another database that fails fails the whole with the context of both, and the outer statement is not sent',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, [{ id: 1, personId: 'not a number', place: 'park', minutes: 1 }]))
        const set = Person.table(opened.source).where(p => p.id.in(parks(other.source).fieldExpr(v => v.personId)))
        const error = await fails('type-mismatch', () => set.list())
        expect(error.context.join(' ')).toContain(opened.source.name)
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'every-reading-call',
      title: 'count, sum, first, page, get and field values resolve parts of other databases too, each once',
      needs: ['aggregate', 'order', 'window'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const set = Person.table(opened.source).where(p => p.id.in(parks(other.source).fieldExpr(v => v.personId)))
        const calls = [
          async () => same(await set.count(), 2),
          async () => same(await set.sum(p => p.age), 56),
          async () => same((await set.orderBy(p => p.id.desc()).first())?.id, 3),
          async () =>
            same(
              (await set.page({ size: 1 })).rows.map(({ id }) => id),
              [1],
            ),
          async () => same([(await set.get(1))?.id], [1]),
          async () => same(await set.orderBy(p => p.id).fieldValues(p => p.id), [1, 3]),
          async () => {
            const ids: number[] = []
            for await (const { id } of set.orderBy(p => p.id)) ids.push(id)
            same(ids, [1, 3])
          },
        ]
        for (const call of calls) {
          const before = other.sent.length
          const { count } = await sending(opened, call)
          same([count, other.sent.length - before], [1, 1], String(call))
        }
      },
    },
  ],
)
